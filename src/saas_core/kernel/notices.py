"""Notices: news that a client gets once for each cause, and the protocol by which a context supplies it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from attrs import evolve, field, frozen

W_contra = TypeVar("W_contra", contravariant=True)

SWEEP = "sweep"
"""Tasks of this kind look what a client should be told, and come again when time alone changes that."""


@frozen(kw_only=True)
class Notice:
    """News for a client: the name of a kind of letter, its cause, and its facts except for names and links.

    A client gets one notice for each cause. It holds nothing personal.
    """

    kind: str
    cause: str
    facts: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Reader:
    """The client that notices are for, at an instant.

    `zone` is the IANA name of its time zone, `terms` the version that binds its license, None before one was accepted;
    `told` are the causes of the notices it already got. `members` are the names of the provider's staff by id, which
    are read only to write a letter.
    """

    at: datetime
    zone: str
    activated: bool
    terms: str | None
    told: frozenset[str]
    members: Mapping[str, str] = field(factory=dict)

    def after(self, notices: tuple[Notice, ...]) -> Reader:
        """Return the client as it is once it has got these notices too."""
        return evolve(self, told=self.told | {each.cause for each in notices})


class Occasions(Protocol):
    """The notices that one context has for a client, as things stand; pure."""

    def due(self, reader: Reader, /) -> tuple[Notice, ...]:
        """Return the notices that are true now, in the order in which they follow from each other.

        The caller leaves out those for a cause that the reader already knows.
        """
        ...

    def look_again(self, reader: Reader, /) -> datetime | None:
        """Return the instant at which time alone may make another notice due; None if it never does."""
        ...

    def facts(self, notice: Notice, reader: Reader, /) -> Mapping[str, str] | None:
        """Return a notice's facts with current links; None when the notice is no longer true."""
        ...


Occasioned: TypeAlias = Callable[[W_contra, Reader], Occasions]
"""Reads a context's notices from a client's unit of work."""
