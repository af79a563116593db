"""Ports of mail in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import Enum
from typing import Protocol

from attrs import field, frozen

from saas_core.incoming.message import Attached
from saas_core.incoming.model import Incoming
from saas_core.incoming.values import Reason, State
from saas_core.kernel.ids import IncomingId, TenantId, TicketId, UserId
from saas_core.kernel.work import Work


@frozen(kw_only=True)
class IncomingFilter:
    """Which mails to find: each given property narrows; None and empty ones narrow nothing.

    `since` and `before` bound when they were decided; for one that waits, `before` bounds when it was received. `after`
    is the place behind which a page begins.
    """

    states: Collection[State] = ()
    sender: str = ""
    messages: Collection[str] = ()
    fingerprint: str = ""
    ticket: tuple[TenantId, TicketId] | None = None
    reopened: bool | None = None
    answered: bool | None = None
    kept: bool | None = None
    since: datetime | None = None
    before: datetime | None = None
    after: IncomingId | None = None
    oldest_first: bool = False


@frozen
class Held:
    """The number of mails, and the bytes that are kept of them."""

    count: int
    size: int


class IncomingMails(Protocol):
    """Mails that came in, in the provider's scope."""

    def get(self, incoming: IncomingId) -> Incoming | None:
        """Return a mail."""
        ...

    def save(self, incoming: Incoming) -> None:
        """Keep a mail, or what became of it."""
        ...

    def find(self, wanted: IncomingFilter, limit: int) -> tuple[Incoming, ...]:
        """Return mails, those received last first unless the oldest are wanted."""
        ...

    def held(self, wanted: IncomingFilter) -> Held:
        """Return how many there are, and what their bytes take."""
        ...

    def remove(self, incoming: IncomingId) -> None:
        """Remove what is kept of a mail."""
        ...


class IncomingWork(Work, Protocol):
    """A unit of work, in the provider's scope, with the mails that came in."""

    @property
    def incoming_mails(self) -> IncomingMails:
        """Mails that came in."""
        ...


class Source(Protocol):
    """Where the bytes of announced mails lie, such as the bucket of a mail service."""

    def fetch(self, key: str, largest: int) -> bytes:
        """Return the bytes; raises ContentMissing, ContentTooLarge, ProviderFault."""
        ...


class Standing(Enum):
    """How a ticket takes an answer."""

    TAKES = "takes"
    REOPENS = "reopens"
    """It is resolved, and an answer reopens it."""
    WINDOW_OVER = "window_over"
    """It was resolved too long ago, or closed."""
    UNKNOWN = "unknown"
    """There is no such ticket, or this person may not see it."""


@frozen(kw_only=True)
class Answer:
    """An answer by mail: whose it is, and what it says; `key` is the same for all copies of the message."""

    ticket_id: TicketId
    user_id: UserId
    text: str = field(repr=False)
    files: tuple[Attached, ...]
    raw: bytes = field(repr=False)
    key: str


class Correspondence(Protocol):
    """The tickets that answers are added to."""

    def address(self, tenant_id: TenantId, user_id: UserId) -> str | None:
        """Return the address of an active user of a client; None for anybody else."""
        ...

    def standing(self, tenant_id: TenantId, user_id: UserId, ticket_id: TicketId, at: datetime) -> Standing:
        """Return how a ticket, or the one it was merged into, takes an answer of this person at an instant."""
        ...

    def answer(self, tenant_id: TenantId, answer: Answer) -> TicketId | Reason | None:
        """Add an answer once, and return the ticket it was added to, or why it was refused.

        None says that another copy of the same message was added. Raises StoreFault, ProviderFault.
        """
        ...


class Colleagues(Protocol):
    """The staff that is told of mails which need a person."""

    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Return names and addresses."""
        ...
