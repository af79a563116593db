"""A mail that came in, as it is kept beside its bytes: what became of it, and nothing that anybody wrote."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import evolve, field, frozen

from saas_core.incoming.message import Envelope, Verdicts
from saas_core.incoming.values import Reason, State
from saas_core.kernel.ids import IncomingId, TenantId, TicketId
from saas_core.kernel.secrets import Digests

READ_MAIL: Final = "mail.read"
"""Tasks of this kind read one stored mail."""


@frozen(kw_only=True)
class Incoming:
    """A mail that came in, in the provider's scope; its bytes are in the storage under the same id.

    `sealed` holds its envelope and where its bytes are to be fetched. `sender`, `message` and `fingerprint` are keyed
    digests. `client_id` and `ticket_id` say where it was added, or for a refused one, what it may be about; `reopened`
    that it reopened the ticket. `kept` says whether the bytes are still there.
    """

    id: IncomingId
    source: str
    received_at: datetime
    size: int
    sealed: str = field(repr=False)
    kept: bool
    state: State
    reason: Reason | None = None
    sender: str = ""
    message: str = ""
    fingerprint: str = ""
    client_id: TenantId | None = None
    ticket_id: TicketId | None = None
    reopened: bool = False
    decided_at: datetime | None = None
    answered_at: datetime | None = None

    def decided(self, outcome: Outcome, known: Known, at: datetime) -> Incoming:
        """Return the mail with what became of it."""
        return evolve(
            self,
            state=outcome.state,
            reason=outcome.reason,
            sender=known.sender,
            message=known.message,
            fingerprint=known.fingerprint,
            client_id=outcome.client_id,
            ticket_id=outcome.ticket_id,
            reopened=outcome.reopened,
            decided_at=at,
        )


@frozen(kw_only=True)
class Outcome:
    """What becomes of a mail, and the ticket that it is about, if that is known."""

    state: State
    reason: Reason | None = None
    client_id: TenantId | None = None
    ticket_id: TicketId | None = None
    reopened: bool = False


def refused(reason: Reason, *, client_id: TenantId | None = None, ticket_id: TicketId | None = None) -> Outcome:
    """Return the outcome of a mail that is no answer."""
    return Outcome(state=State.REFUSED, reason=reason, client_id=client_id, ticket_id=ticket_id)


@frozen(kw_only=True)
class Known:
    """Keyed digests of who wrote a mail, of its own id, and of what its copies have in common; empty where unknown."""

    sender: str = ""
    message: str = ""
    fingerprint: str = ""


@frozen(kw_only=True)
class Arrival:
    """A mail that arrived: its `key` is the same when it is announced again.

    It comes with its bytes, or with the `place` from which they are fetched.
    """

    source: str
    key: str
    envelope: Envelope
    raw: bytes | None = field(default=None, repr=False)
    place: str = ""

    @property
    def id(self) -> IncomingId:
        """The id that follows from source and key, so that a mail announced twice is one."""
        digest = hashlib.sha256(f"{self.source}\n{self.key}".encode("utf-8", "surrogatepass")).digest()
        return IncomingId(UUID(bytes=digest[:16], version=4))


@frozen
class Delivery:
    """An envelope, and the place from which the bytes are fetched; empty where they came with it."""

    envelope: Envelope
    place: str = ""

    def as_text(self) -> str:
        """Return it as text, to be sealed."""
        verdicts = self.envelope.verdicts
        return json.dumps(
            {
                "source": self.envelope.source,
                "recipients": list(self.envelope.recipients),
                "verdicts": None
                if verdicts is None
                else {"spf": verdicts.spf, "dkim": verdicts.dkim, "dmarc": verdicts.dmarc, "virus": verdicts.virus},
                "place": self.place,
            }
        )

    @classmethod
    def of_text(cls, text: str) -> Delivery:
        """Return it read back."""
        content = json.loads(text)
        verdicts = content["verdicts"]
        envelope = Envelope(
            source=content["source"],
            recipients=tuple(content["recipients"]),
            verdicts=None if verdicts is None else Verdicts(**verdicts),
        )
        return cls(envelope, content["place"])


def sealing_context(incoming: IncomingId) -> str:
    """Return the context under which a mail's envelope is sealed."""
    return f"mail-in:{incoming}"


def digest_of(digests: Digests, what: str, value: str) -> str:
    """Return the keyed digest of something that a mail says, empty for nothing."""
    return digests.of(f"mail-in {what}:{value}") if value else ""
