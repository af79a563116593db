"""Reading a mail that was taken in: it is added to its ticket, or kept as refused with the reason."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import evolve, frozen

from saas_core.incoming.alignment import aligned
from saas_core.incoming.automatic import automatic, may_be_answered
from saas_core.incoming.blanking import blanked_file, blanked_mail
from saas_core.incoming.bounds import NO_ANSWERS, Bounds
from saas_core.incoming.message import BEGINNING, LARGEST, Envelope, MailParser, ReadMail
from saas_core.incoming.model import Delivery, Incoming, Known, Outcome, digest_of, refused, sealing_context
from saas_core.incoming.ports import (
    Answer,
    Correspondence,
    IncomingFilter,
    IncomingMails,
    IncomingWork,
    Source,
    Standing,
)
from saas_core.incoming.reply_addresses import Mailbox, ReplyAddress, ReplyWork, Token
from saas_core.incoming.values import (
    ANSWERED_AGAIN,
    EXPLAINED,
    LARGEST_REFUSED,
    MOST_AN_HOUR,
    MOST_REOPENED,
    Reason,
    State,
)
from saas_core.kernel.addresses import canonical, deliverable
from saas_core.kernel.blanking import without_secrets
from saas_core.kernel.ids import PROVIDER, EffectId, Ids, IncomingId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Digests, Sealer, hashed
from saas_core.kernel.storage import ContentMissing, ContentTooLarge, Storage, StoredId
from saas_core.kernel.tasks import Lease
from saas_core.kernel.text import cleaned, shows
from saas_core.kernel.work import Effect, Transactions

REFUSAL_MAIL: Final = "mail.refusal"
"""An effect: the sender of a refused mail is told why."""
PARKED_MAIL: Final = "mail.parked"
"""An effect: staff is told that mails of one sender, or for one ticket, are parked."""
_HOUR: Final = timedelta(hours=1)
_STANDINGS: Final = {
    Standing.WINDOW_OVER: Reason.REOPEN_WINDOW_OVER,
    Standing.UNKNOWN: Reason.NOT_PERMITTED,
}


@frozen(kw_only=True)
class Reading:
    """Reads stored mails, in a task each, so that none of them holds up another.

    `server` names whose `Authentication-Results` count, empty for none; `source` is where announced mails lie.
    """

    transactions: Transactions[IncomingWork]
    clients: Transactions[ReplyWork]
    storage: Storage
    source: Source | None
    parser: MailParser
    sealer: Sealer
    digests: Digests
    clock: Clock
    ids: Ids
    mailbox: Mailbox
    server: str
    correspondence: Correspondence
    bounds: Bounds

    def work(self, lease: Lease) -> int:
        """Decide what becomes of a mail, and return 1 if it was decided; raises StoreFault, ProviderFault."""
        incoming_id = IncomingId(UUID(lease.task.subject))
        with self.transactions.read(PROVIDER) as work:
            incoming = work.incoming_mails.get(incoming_id)
        if incoming is None or incoming.state is not State.WAITING:
            return self._ended(lease)
        delivery = Delivery.of_text(self.sealer.open(incoming.sealed, sealing_context(incoming.id)))
        incoming, raw, fault = self._fetched(incoming, delivery)
        mail = self.parser.read(raw)
        known = self._known(mail)
        outcome = refused(fault) if fault is not None else self._decided(incoming, mail, raw, delivery.envelope, known)
        decided = self._shortened(incoming.decided(outcome, known, self.clock.now()), raw)
        self._keep(lease, decided, mail, delivery.envelope)
        return 1

    def _shortened(self, incoming: Incoming, raw: bytes) -> Incoming:
        """Return a mail that is no answer as staff may open it: without our letters' secrets; of a large one a part."""
        if incoming.state not in NO_ANSWERS or not incoming.kept:
            return incoming
        shown = blanked_mail(raw)
        shown = shown if len(shown) <= LARGEST_REFUSED else shown[:BEGINNING]
        if shown == raw:
            return incoming
        self.storage.put(PROVIDER, StoredId(incoming.id), io.BytesIO(shown))
        return evolve(incoming, size=len(shown))

    def _ended(self, lease: Lease) -> int:
        with self.transactions.begin(PROVIDER) as work:
            if work.tasks.holds(lease):
                work.tasks.finish(lease)
                work.commit()
        return 0

    def _fetched(self, incoming: Incoming, delivery: Delivery) -> tuple[Incoming, bytes, Reason | None]:
        """Return the bytes, once they are stored here, and why there are none."""
        stored = StoredId(incoming.id)
        try:
            if incoming.kept:
                return incoming, b"".join(self.storage.open(PROVIDER, stored)), incoming.reason
            if self.source is None or not delivery.place:
                return incoming, b"", Reason.CONTENT_MISSING
            raw = self.source.fetch(delivery.place, LARGEST)
        except ContentMissing:
            return incoming, b"", Reason.CONTENT_MISSING
        except ContentTooLarge:
            return incoming, b"", Reason.TOO_LARGE
        self.storage.put(PROVIDER, stored, io.BytesIO(raw))
        return evolve(incoming, kept=True, size=len(raw)), raw, None

    def _known(self, mail: ReadMail) -> Known:
        return Known(
            sender=digest_of(self.digests, "sender", mail.sender or ""),
            message=digest_of(self.digests, "message", mail.message_id),
            fingerprint=digest_of(self.digests, "fingerprint", mail.fingerprint),
        )

    def _decided(self, incoming: Incoming, mail: ReadMail, raw: bytes, envelope: Envelope, known: Known) -> Outcome:
        """Return what becomes of a mail; its subject and what it refers to decide nothing."""
        reason = self._not_from_a_person(mail, envelope)
        if reason is not None:
            return self._with_relation(mail, refused(reason))
        if self._repeats(incoming, known):
            return Outcome(state=State.REPEATED)
        tokens = tuple(self.mailbox.tokens(envelope.recipients or mail.recipients))
        if not tokens:
            return self._with_relation(mail, refused(Reason.NO_TOKEN))
        outcome = refused(Reason.TOKEN_UNKNOWN)
        for token in tokens:
            outcome = self._at(token, mail, raw, known)
            if outcome.state not in NO_ANSWERS:
                break
        return outcome

    def _not_from_a_person(self, mail: ReadMail, envelope: Envelope) -> Reason | None:
        if envelope.verdicts is not None and envelope.verdicts.virus.upper() == "FAIL":
            return Reason.VIRUS
        reason = automatic(mail, envelope)
        if reason is not None:
            return reason
        if mail.sender is None:
            return Reason.FROM_UNCLEAR
        return None if aligned(mail, envelope, self.server) else Reason.NOT_ALIGNED

    def _repeats(self, incoming: Incoming, known: Known) -> bool:
        if not known.fingerprint:
            return False
        wanted = IncomingFilter(states=(State.TAKEN,), fingerprint=known.fingerprint)
        with self.transactions.read(PROVIDER) as work:
            found = work.incoming_mails.find(wanted, 2)
        return any(each.id != incoming.id for each in found)

    def _at(self, token: Token, mail: ReadMail, raw: bytes, known: Known) -> Outcome:
        """Return what becomes of a mail at one of its addresses."""
        with self.clients.read(token.tenant_id) as work:
            address = work.reply_addresses.get(hashed(token.secret))
        if address is None:
            return refused(Reason.TOKEN_UNKNOWN)
        about = refused(Reason.NOT_PERMITTED, client_id=token.tenant_id, ticket_id=address.ticket_id)
        reason = self._unfit(token, address, mail)
        if reason is not None:
            return evolve(about, reason=reason)
        at = self.clock.now()
        standing = self.correspondence.standing(token.tenant_id, address.user_id, address.ticket_id, at)
        if standing in _STANDINGS:
            return evolve(about, reason=_STANDINGS[standing])
        reopens = standing is Standing.REOPENS
        capped = self._capped(token, address, at, reopens=reopens)
        if capped is not None:
            return evolve(about, state=capped[0], reason=capped[1])
        added = self.correspondence.answer(token.tenant_id, self._answer(address, mail, raw, known))
        if isinstance(added, Reason):
            return evolve(about, reason=added)
        # None is a copy of a message that was added elsewhere.
        state = State.REPEATED if added is None else State.TAKEN
        return Outcome(state=state, client_id=token.tenant_id, ticket_id=added, reopened=reopens)

    def _unfit(self, token: Token, address: ReplyAddress, mail: ReadMail) -> Reason | None:
        if self.clock.now() >= address.expires_at:
            return Reason.TOKEN_EXPIRED
        person = self.correspondence.address(token.tenant_id, address.user_id)
        if person is None:
            return Reason.NOT_PERMITTED
        if canonical(person) != mail.sender:
            return Reason.SENDER_IS_ANOTHER
        return None if shows(mail.text) or mail.attachments else Reason.EMPTY

    def _capped(
        self, token: Token, address: ReplyAddress, at: datetime, *, reopens: bool
    ) -> tuple[State, Reason] | None:
        ticket = (token.tenant_id, address.ticket_id)
        taken = IncomingFilter(states=(State.TAKEN,), ticket=ticket)
        with self.transactions.read(PROVIDER) as work:
            recent = work.incoming_mails.held(evolve(taken, since=at - _HOUR)).count
            reopened = work.incoming_mails.held(evolve(taken, reopened=True)).count
        if recent >= MOST_AN_HOUR:
            return State.PARKED, Reason.TOO_MANY
        if reopens and reopened >= MOST_REOPENED:
            return State.REFUSED, Reason.REOPENED_TOO_OFTEN
        return None

    def _answer(self, address: ReplyAddress, mail: ReadMail, raw: bytes, known: Known) -> Answer:
        return Answer(
            ticket_id=address.ticket_id,
            user_id=address.user_id,
            text=without_secrets(cleaned(mail.text)) if shows(mail.text) else "",
            files=tuple(map(blanked_file, mail.attachments)),
            raw=blanked_mail(raw),
            key=f"mail:{known.fingerprint}",
        )

    def _with_relation(self, mail: ReadMail, outcome: Outcome) -> Outcome:
        """Return a refused mail's outcome with the ticket of an earlier mail that it refers to, as a hint for staff."""
        digests = [digest_of(self.digests, "message", each) for each in mail.references]
        if not digests:
            return outcome
        with self.transactions.read(PROVIDER) as work:
            found = work.incoming_mails.find(IncomingFilter(states=(State.TAKEN,), messages=digests), 1)
        return evolve(outcome, client_id=found[0].client_id, ticket_id=found[0].ticket_id) if found else outcome

    def _keep(self, lease: Lease, incoming: Incoming, mail: ReadMail, envelope: Envelope) -> None:
        """Keep what became of a mail, with the effects that follow from it."""
        with self.transactions.begin(PROVIDER) as work:
            if not work.tasks.holds(lease):
                return
            kept = incoming
            if incoming.state is State.REFUSED and self._is_told(incoming, mail, envelope):
                kept = self._told(work, incoming)
            for effect in self._effects(work, kept):
                work.outbox.put(effect)
            kept, dropped = self.bounds.held(work.incoming_mails, kept)
            work.incoming_mails.save(kept)
            work.tasks.finish(lease)
            work.commit()
        # The bytes of one that was added are in its ticket now.
        for each in dropped:
            self.storage.remove(PROVIDER, StoredId(each))

    def _is_told(self, incoming: Incoming, mail: ReadMail, envelope: Envelope) -> bool:
        return (
            incoming.reason in EXPLAINED
            and mail.sender is not None
            and deliverable(mail.sender) is not None
            and may_be_answered(mail, envelope)
            # Another copy of it went to the ticket.
            and not (incoming.reason is Reason.NO_TOKEN and any(self.mailbox.tokens(mail.recipients)))
            and aligned(mail, envelope, self.server)
        )

    def _told(self, work: IncomingWork, incoming: Incoming) -> Incoming:
        """Return the mail as answered, or as parked when its sender was answered within the day."""
        at = self.clock.now()
        recent = IncomingFilter(sender=incoming.sender, answered=True, since=at - ANSWERED_AGAIN)
        if work.incoming_mails.find(recent, 1):
            return evolve(incoming, state=State.PARKED)
        return evolve(incoming, answered_at=at)

    def _effects(self, work: IncomingWork, incoming: Incoming) -> Iterator[Effect]:
        at = self.clock.now()
        body = {"mail": str(incoming.id)}
        if incoming.answered_at is not None:
            yield Effect(EffectId(self.ids.new()), at, REFUSAL_MAIL, f"mail-in:{incoming.sender}", body)
        if incoming.state is State.PARKED and not _was_told(work.incoming_mails, incoming, at):
            yield Effect(EffectId(self.ids.new()), at, PARKED_MAIL, f"mail-in:{incoming.sender}", body)


def _was_told(mails: IncomingMails, incoming: Incoming, at: datetime) -> bool:
    """Return whether staff was told of this sender within the day."""
    parked = IncomingFilter(states=(State.PARKED,), sender=incoming.sender, since=at - ANSWERED_AGAIN)
    return bool(mails.find(parked, 1))
