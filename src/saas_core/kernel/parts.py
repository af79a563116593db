"""A part: everything a context contributes to the system, declared once as plain data.

The readers of parts (worker, doctor, export, retention, notices, the shell) read what was gathered from all of them and
name no context. Anything that needs ports is wired in `saas_app.parts`, one module per context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeAlias, TypeVar

from attrs import frozen

from saas_core.kernel.ids import TenantId
from saas_core.kernel.letters import LetterKind
from saas_core.kernel.notices import Occasioned

W_contra = TypeVar("W_contra", contravariant=True)
T = TypeVar("T")

Page: TypeAlias = tuple[Sequence[object], str | None]
"""Records, and the mark after which the next page begins; None after the last page."""


@frozen
class ExportPart(Generic[W_contra]):
    """A part of a client's export, read a page at a time.

    `read` takes the unit of work, the mark of the previous page (empty for the first), the maximum number of records,
    and the instant. A user whose roles allow any of `readers` may read it; without readers, every user who may export.
    """

    name: str
    read: Callable[[W_contra, str, int, datetime], Page]
    readers: tuple[str, ...] = ()


@frozen
class Finding:
    """Something that does not hold: the check that found it, the tenant (its short name), and what would help."""

    check: str
    tenant: str
    sentence: str
    remedy: str


@frozen
class Check(Generic[W_contra]):
    """A condition that must hold for every client at any time; `look` takes the unit of work and the short name."""

    name: str
    look: Callable[[W_contra, str], Iterable[Finding]]


@frozen
class HouseCheck:
    """A condition that must hold for the whole system, such as that nothing waits for long; `look` has its ports."""

    name: str
    look: Callable[[], Iterable[Finding]]


class ProviderCheck(Protocol):
    """A condition that is checked against an outside provider, over the network; it changes nothing."""

    def house(self, slug_of: Callable[[TenantId], str]) -> Iterable[Finding]:
        """Check what concerns all clients; `slug_of` returns a client's short name, or "" for an unknown client.

        Raises SaasError when no provider is configured.
        """
        ...

    def client(self, tenant_id: TenantId, slug: str) -> Iterable[Finding]:
        """Check one client; raises SaasError when no provider is configured."""
        ...


class Forgetting(Protocol):
    """Things that are removed once they have been over for long enough."""

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that were over before an instant, up to a limit; return the number removed."""
        ...


@frozen
class Kept(Generic[W_contra]):
    """The time for which things of one kind are kept once they are over; `of` finds them in a client's unit of work."""

    of: Callable[[W_contra], Forgetting]
    kept: timedelta


@frozen(kw_only=True)
class Part(Generic[W_contra]):
    """Everything that a context contributes as data.

    `tasks` and `effects` are the kinds that its handlers do and carry out. `occasions` says what it has to tell a
    client in its `letters`. `actions` are the names of the catalogue that it asks about.
    """

    name: str
    tasks: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    letters: tuple[LetterKind, ...] = ()
    export: tuple[ExportPart[W_contra], ...] = ()
    checks: tuple[Check[W_contra], ...] = ()
    retention: tuple[Kept[W_contra], ...] = ()
    occasions: Occasioned[W_contra] | None = None
    actions: frozenset[str] = frozenset()
