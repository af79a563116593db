"""Mails that came in, in the provider's scope, and the reply addresses of each tenant, in process."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from itertools import islice

from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import Held, IncomingFilter
from saas_core.incoming.reply_addresses import ReplyAddress
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import PROVIDER, IncomingId
from saas_memory.space import Rows, View
from saas_memory.store import MemoryWork


class Ports(MemoryWork):
    """Mails that came in, and reply addresses."""

    @cached_property
    def incoming_mails(self) -> MemoryIncomingMails:
        """Mails that came in; the provider's alone."""
        return MemoryIncomingMails(self.own, provider=self.tenant_id == PROVIDER)

    @cached_property
    def reply_addresses(self) -> MemoryReplyAddresses:
        """The tenant's reply addresses."""
        return MemoryReplyAddresses(self.own)


class MemoryIncomingMails:
    """Mails that came in."""

    def __init__(self, view: View, *, provider: bool) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[IncomingId, Incoming] = Rows(view, "incoming_mails")
        self._provider = provider

    def get(self, incoming: IncomingId) -> Incoming | None:
        """Return a mail."""
        return self._rows.get(incoming)

    def save(self, incoming: Incoming) -> None:
        """Keep a mail, or what became of it."""
        if not self._provider:
            message = "This unit of work may not change what belongs to the provider."
            raise StoreFault(message, remedy="Begin one in the provider's scope.")
        self._rows.put(incoming.id, incoming)

    def find(self, wanted: IncomingFilter, limit: int) -> tuple[Incoming, ...]:
        """Return mails, those received last first unless the oldest are wanted."""
        found = sorted(self._fitting(wanted), key=_place, reverse=not wanted.oldest_first)
        last = None if wanted.after is None else self.get(wanted.after)
        rest = found if last is None else [each for each in found if _place(each) < _place(last)]
        return tuple(rest[:limit])

    def held(self, wanted: IncomingFilter) -> Held:
        """Return how many there are, and what their bytes take."""
        found = list(self._fitting(wanted))
        return Held(len(found), sum(each.size for each in found if each.kept))

    def remove(self, incoming: IncomingId) -> None:
        """Remove what is kept of a mail."""
        self._rows.drop(incoming)

    def _fitting(self, wanted: IncomingFilter) -> Iterator[Incoming]:
        return (each for each in self._rows.scan() if _fits(each, wanted))


class MemoryReplyAddresses:
    """The reply addresses of the tenant."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[str, ReplyAddress] = Rows(view, "reply_addresses")

    def get(self, token: str) -> ReplyAddress | None:
        """Return an address by the hash of its token."""
        return self._rows.get(token)

    def add(self, address: ReplyAddress) -> None:
        """Keep an address, unless it is kept."""
        self._rows.put(address.token, address)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove those that expired before an instant, up to a limit; return the number removed."""
        old = list(islice((each.token for each in self._rows.scan() if each.expires_at < before), limit))
        for token in old:
            self._rows.drop(token)
        return len(old)


def _place(each: Incoming) -> tuple[datetime, IncomingId]:
    return each.received_at, each.id


def _fits(each: Incoming, wanted: IncomingFilter) -> bool:
    at = each.decided_at
    return (
        (not wanted.states or each.state in wanted.states)
        and wanted.sender in {"", each.sender}
        and (not wanted.messages or each.message in wanted.messages)
        and wanted.fingerprint in {"", each.fingerprint}
        and wanted.ticket in {None, (each.client_id, each.ticket_id)}
        and wanted.reopened in {None, each.reopened}
        and wanted.answered in {None, each.answered_at is not None}
        and wanted.kept in {None, each.kept}
        and (wanted.since is None or (at is not None and at >= wanted.since))
        and (wanted.before is None or (each.received_at if at is None else at) < wanted.before)
    )
