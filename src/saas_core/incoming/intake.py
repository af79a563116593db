"""The intake: the bytes of each mail are stored before anything reads them, and a task to read them is requested."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Protocol

from attrs import frozen

from saas_core.incoming.message import BEGINNING, LARGEST
from saas_core.incoming.model import READ_MAIL, Arrival, Delivery, Incoming, sealing_context
from saas_core.incoming.ports import IncomingWork
from saas_core.incoming.values import Reason, State
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Sealer
from saas_core.kernel.storage import Storage, StoredId
from saas_core.kernel.work import Transactions


@frozen(kw_only=True)
class Intake:
    """Takes mails in, each once."""

    transactions: Transactions[IncomingWork]
    storage: Storage
    sealer: Sealer
    clock: Clock

    def take_in(self, arrival: Arrival) -> bool:
        """Store a mail and request that it is read; return whether it is new.

        After a crash in between it comes again, and its bytes are stored under the same id. Raises StoreFault,
        ProviderFault.
        """
        with self.transactions.read(PROVIDER) as work:
            if work.incoming_mails.get(arrival.id) is not None:
                return False
        raw = arrival.raw
        too_large = raw is not None and len(raw) > LARGEST
        stored = raw[:BEGINNING] if raw is not None and too_large else raw
        if stored is not None:
            self.storage.put(PROVIDER, StoredId(arrival.id), io.BytesIO(stored))
        delivery = Delivery(arrival.envelope, arrival.place)
        with self.transactions.begin(PROVIDER) as work:
            if work.incoming_mails.get(arrival.id) is not None:
                return False
            at = self.clock.now()
            incoming = Incoming(
                id=arrival.id,
                source=arrival.source,
                received_at=at,
                size=0 if stored is None else len(stored),
                sealed=self.sealer.seal(delivery.as_text(), sealing_context(arrival.id)),
                kept=stored is not None,
                state=State.WAITING,
                reason=Reason.TOO_LARGE if too_large else None,
            )
            work.incoming_mails.save(incoming)
            work.tasks.want(READ_MAIL, str(arrival.id), at)
            work.commit()
        return True


class ArrivalReader(Protocol):
    """Verifies and reads what a mail service says about a mail that it took in."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Arrival | None:
        """Return the mail, None for any other message; raises SignalRefused for an unsigned or unreadable one."""
        ...


@frozen(kw_only=True)
class MailReceiver:
    """Receives at one endpoint what a mail service says about mails that it took in."""

    reader: ArrivalReader
    intake: Intake

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Take the mail in, and return whether it is new; raises SignalRefused, StoreFault, ProviderFault."""
        arrival = self.reader.read(body, headers)
        return arrival is not None and self.intake.take_in(arrival)
