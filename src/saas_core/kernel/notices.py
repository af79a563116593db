"""Notices: what a client is told once for each cause, and how a context says what it has to tell."""

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
    """Something a client is told: the name of a kind of letter, its cause, and its facts but for names and links.

    A client is told once for each cause. Nothing personal stands in it.
    """

    kind: str
    cause: str
    facts: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Reader:
    """The client whom notices are for, at an instant.

    `zone` is the IANA name of its time zone, `terms` the version that binds its license, None before one was accepted;
    `told` are the causes of which it was told.
    """

    at: datetime
    zone: str
    activated: bool
    terms: str | None
    told: frozenset[str]

    def after(self, notices: tuple[Notice, ...]) -> Reader:
        """Return the same client once it was told of these, too."""
        return evolve(self, told=self.told | {each.cause for each in notices})


class Occasions(Protocol):
    """What one context has to tell a client, as things stand; pure."""

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices that are true now, in the order in which they follow from each other.

        Those of a cause of which the reader was told already are left out by whoever asks.
        """
        ...

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which time alone may make another notice due, None for never."""
        ...

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return a notice's facts with links as they are now; None when what it says is no longer true."""
        ...


Occasioned: TypeAlias = Callable[[W_contra, Reader], Occasions]
"""Reads from a client's unit of work what a context has to tell."""
