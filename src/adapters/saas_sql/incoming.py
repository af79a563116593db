"""Mails that came in, in the provider's scope, and the reply addresses of each tenant, in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Final

import sqlalchemy as sa

from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import Held, IncomingFilter
from saas_core.incoming.reply_addresses import ReplyAddress
from saas_core.incoming.values import Reason, State
from saas_core.kernel.ids import IncomingId
from saas_sql.column_types import Instant, bytewise, choice
from saas_sql.declaration import Tables, column, ident, index
from saas_sql.mapping import Mapped
from saas_sql.session import Session
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)

incoming_mails = TABLES.add(
    "incoming_mails",
    ident(),
    column("source", sa.Text),
    column("received_at", Instant),
    column("size", sa.BigInteger),
    column("sealed", sa.Text),
    column("kept", sa.Boolean),
    column("state", choice(State, "mailinstate")),
    column("reason", choice(Reason, "mailinreason"), null=True),
    column("sender", sa.Text),
    column("message", sa.Text),
    column("fingerprint", sa.Text),
    column("client_id", sa.Uuid, null=True),
    column("ticket_id", sa.Uuid, null=True),
    column("reopened", sa.Boolean),
    column("decided_at", Instant, null=True),
    column("answered_at", Instant, null=True),
    index("ix_incoming_mails_received_at", "tenant_id", "received_at", "id"),
    index("ix_incoming_mails_state", "tenant_id", "state", "received_at", "id"),
    index("ix_incoming_mails_sender", "tenant_id", "sender", "decided_at"),
    index("ix_incoming_mails_message", "tenant_id", "message"),
    index("ix_incoming_mails_fingerprint", "tenant_id", "fingerprint"),
    index("ix_incoming_mails_ticket_id", "tenant_id", "ticket_id", "decided_at"),
    changes=(
        "size",
        "kept",
        "state",
        "reason",
        "sender",
        "message",
        "fingerprint",
        "client_id",
        "ticket_id",
        "reopened",
        "decided_at",
        "answered_at",
    ),
    removed=True,
)
_INCOMING = Mapped(Incoming, incoming_mails)

reply_addresses = TABLES.add(
    "reply_addresses",
    column("token", bytewise(), key=True),
    column("ticket_id", sa.Uuid),
    column("user_id", sa.Uuid),
    column("expires_at", Instant),
    index("ix_reply_addresses_expires_at", "tenant_id", "expires_at"),
    changes=("expires_at",),
    removed=True,
)
_ADDRESS = Mapped(ReplyAddress, reply_addresses)

_C: Final = incoming_mails.c
_A: Final = reply_addresses.c


class Ports(SqlWork):
    """Mails that came in, and reply addresses."""

    @cached_property
    def incoming_mails(self) -> SqlIncomingMails:
        """Mails that came in; the provider's alone."""
        return SqlIncomingMails(self.session)

    @cached_property
    def reply_addresses(self) -> SqlReplyAddresses:
        """The tenant's reply addresses."""
        return SqlReplyAddresses(self.session)


class SqlIncomingMails:
    """Mails that came in."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, incoming: IncomingId) -> Incoming | None:
        """Return a mail."""
        return self._session.find(_INCOMING, self._session.select(incoming_mails, _C.id == incoming))

    def save(self, incoming: Incoming) -> None:
        """Keep a mail, or what became of it."""
        self._session.require_provider()
        self._session.keep(incoming_mails, _INCOMING.dump(incoming))

    def find(self, wanted: IncomingFilter, limit: int) -> tuple[Incoming, ...]:
        """Return mails, those received last first unless the oldest are wanted."""
        order = (_C.received_at, _C.id) if wanted.oldest_first else (_C.received_at.desc(), _C.id.desc())
        conditions = _conditions(wanted)
        if wanted.after is not None:
            place = self.get(wanted.after)
            if place is not None:
                conditions.append(sa.tuple_(_C.received_at, _C.id) < sa.tuple_(_at(place.received_at), _id(place.id)))
        query = self._session.select(incoming_mails, *conditions).order_by(*order).limit(limit)
        return self._session.models(_INCOMING, query)

    def held(self, wanted: IncomingFilter) -> Held:
        """Return how many there are, and what their bytes take."""
        size = sa.func.coalesce(sa.func.sum(sa.case((_C.kept, _C.size), else_=0)), 0)
        query = self._session.select(incoming_mails, *_conditions(wanted))
        row = self._session.first(query.with_only_columns(sa.func.count().label("number"), size.label("size")))
        return Held(0, 0) if row is None else Held(int(row["number"]), int(row["size"]))

    def remove(self, incoming: IncomingId) -> None:
        """Remove what is kept of a mail."""
        self._session.delete(incoming_mails, _C.id == incoming)


class SqlReplyAddresses:
    """The reply addresses of the tenant."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, token: str) -> ReplyAddress | None:
        """Return an address by the hash of its token."""
        return self._session.find(_ADDRESS, self._session.select(reply_addresses, _A.token == token))

    def add(self, address: ReplyAddress) -> None:
        """Keep an address, unless it is kept."""
        self._session.keep(reply_addresses, _ADDRESS.dump(address))

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that expired before an instant, up to a limit; return the number removed."""
        old = self._session.select(reply_addresses, _A.expires_at < before).order_by(_A.expires_at, _A.token)
        some = old.with_only_columns(_A.token).limit(limit)
        return self._session.delete(reply_addresses, _A.token.in_(some))


def _conditions(wanted: IncomingFilter) -> list[sa.ColumnElement[bool]]:
    return [*_about(wanted), *_when(wanted)]


def _about(wanted: IncomingFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.states:
        yield _C.state.in_(list(wanted.states))
    if wanted.sender:
        yield _C.sender == wanted.sender
    if wanted.messages:
        yield _C.message.in_(list(wanted.messages))
    if wanted.fingerprint:
        yield _C.fingerprint == wanted.fingerprint
    if wanted.ticket is not None:
        yield sa.and_(_C.client_id == wanted.ticket[0], _C.ticket_id == wanted.ticket[1])


def _when(wanted: IncomingFilter) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.reopened is not None:
        yield _C.reopened.is_(wanted.reopened)
    if wanted.kept is not None:
        yield _C.kept.is_(wanted.kept)
    if wanted.answered is not None:
        yield _C.answered_at.is_not(None) if wanted.answered else _C.answered_at.is_(None)
    if wanted.since is not None:
        yield _C.decided_at >= wanted.since
    if wanted.before is not None:
        yield sa.func.coalesce(_C.decided_at, _C.received_at) < wanted.before


def _at(value: datetime) -> sa.BindParameter[datetime]:
    return sa.literal(value, Instant())


def _id(value: IncomingId) -> sa.BindParameter[IncomingId]:
    return sa.literal(value, sa.Uuid())
