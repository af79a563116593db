"""A part: what a context brings to the house, declared once as plain data.

Whoever reads parts (worker, doctor, export, retention, notices, the shell) reads what was gathered from all of them and
names no context. What needs ports is wired in `saas_app.parts`, a module per context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeAlias, TypeVar

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.letters import LetterKind
from saas_core.kernel.notices import Occasioned

W_contra = TypeVar("W_contra", contravariant=True)
T = TypeVar("T")

Page: TypeAlias = tuple[Sequence[object], str | None]
"""Records, and the mark after which the next page begins; None when there are no more."""


@frozen
class ExportPart(Generic[W_contra]):
    """A part of a client's export, read a page at a time.

    `read` takes the unit of work, the mark of the page before (empty for the first), the number of records at most, and
    the instant. Somebody whose roles allow any of `readers` may read it; without readers, everybody who may export.
    """

    name: str
    read: Callable[[W_contra, str, int, datetime], Page]
    readers: tuple[str, ...] = ()


@frozen
class Finding:
    """Something that does not hold: which check, of which tenant (its short name), and what would help."""

    check: str
    tenant: str
    sentence: str
    remedy: str


@frozen
class Check(Generic[W_contra]):
    """Something that must hold of every client at any time; `look` takes the unit of work and the short name."""

    name: str
    look: Callable[[W_contra, str], Iterable[Finding]]


@frozen
class HouseCheck:
    """Something that must hold of the house as a whole, such as that nothing waits for long; `look` holds its ports."""

    name: str
    look: Callable[[], Iterable[Finding]]


class ProviderCheck(Protocol):
    """What must hold beside what a provider says; goes over the network, and changes nothing."""

    def house(self, slug_of: Callable[[TenantId], str]) -> Iterable[Finding]:
        """Look at what concerns all clients; `slug_of` returns a client's short name, empty for one that is not there.

        Raises SaasError when no provider is configured.
        """
        ...

    def client(self, tenant_id: TenantId, slug: str) -> Iterable[Finding]:
        """Look at one client; raises SaasError when no provider is configured."""
        ...


class Forgetting(Protocol):
    """Things that are removed when they have been over for long enough."""

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that were over before an instant, at most so many; return their number."""
        ...


@frozen
class Kept(Generic[W_contra]):
    """How long things of one kind are kept once they are over; `of` finds them in a client's unit of work."""

    of: Callable[[W_contra], Forgetting]
    kept: timedelta


@frozen(kw_only=True)
class Part(Generic[W_contra]):
    """All that a context brings as data.

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


class PartsClash(InvalidValue):
    """Two parts claim the same name."""

    code = "PARTS_CLASH"


def claimed(what: str, claims: Iterable[tuple[str, str, T]]) -> Mapping[str, T]:
    """Return things by name from claims of (who claims, name, thing).

    Raises PartsClash for a name that is claimed twice, naming both who claim it.
    """
    found: dict[str, T] = {}
    places: dict[str, str] = {}
    for place, name, thing in claims:
        if name in found:
            message = f"{what} {name!r} is claimed by {places[name]} and by {place}."
            raise PartsClash(message, field="contexts", remedy="Rename one of the two.")
        found[name], places[name] = thing, place
    return found
