"""The mailroom: every mail leaves through it, once, twice at most after a lost answer, never where it is unwanted."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final, Protocol

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.errors import ProviderRefused, ProviderUnavailable, StoreUnavailable
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Digests
from saas_core.mail.feedback import Feedback, FeedbackKind
from saas_core.mail.mailings import (
    ASKED_AGAIN,
    Mailing,
    Mailings,
    MailState,
    Suppression,
    Suppressions,
)

MOST: Final = 2
"""How often a mail is handed over when no answer comes: nobody can tell whether the first one left."""

_NEWS: Final[Mapping[FeedbackKind, MailState]] = {
    FeedbackKind.BOUNCE: MailState.BOUNCED,
    FeedbackKind.COMPLAINT: MailState.COMPLAINED,
    FeedbackKind.DELIVERY: MailState.DELIVERED,
}

_log = logging.getLogger("saas_core.mail")


@frozen(kw_only=True)
class Mailroom:
    """Hands mails over to who sends them, and remembers how far each came; a mailer itself."""

    mailer: Mailer
    mailings: Mailings
    suppressions: Suppressions
    digests: Digests
    clock: Clock

    def send(self, mail: Mail) -> None:
        """Hand a mail over unless that was done, was tried in vain twice, or its address is suppressed.

        That it is being handed over is kept before it is, so that a crash counts as an answer that never came. Raises
        what the mailer raises.
        """
        known = self.mailings.get(mail.id)
        if known is not None and known.state not in ASKED_AGAIN:
            return
        unanswered = 0 if known is None else known.unanswered
        if self.suppressions.get(address_digest(self.digests, mail.to)) is not None:
            self._keep(mail, MailState.SUPPRESSED, unanswered)
        elif unanswered >= MOST:
            _log.error("mail %s was handed over %d times and never answered", mail.id, unanswered)
            self._keep(mail, MailState.UNKNOWN, unanswered)
        else:
            self._hand_over(mail, unanswered)

    def heard(self, feedback: Feedback) -> bool:
        """Keep what became of a mail, and suppress its address when no other will fare better; tells whether it is new.

        The same news again changes nothing, also when staff let the address get mail again in between.
        """
        at, new = self.clock.now(), False
        # A clock that goes ahead elsewhere must not outlast what staff does here.
        since = min(feedback.at, at)
        state = _NEWS.get(feedback.kind)
        if feedback.permanent and state is not None:
            for each in feedback.addresses:
                digest = address_digest(self.digests, each)
                suppression = Suppression(address=digest, why=feedback.kind.value, since=since, mail=feedback.mail)
                new = self.suppressions.add(suppression) or new
        if feedback.mail is not None and state is not None:
            told = Mailing(id=feedback.mail, state=state, unanswered=0, changed_at=at)
            new = self.mailings.advance(told) or new
        return new

    def _hand_over(self, mail: Mail, unanswered: int) -> None:
        self._keep(mail, MailState.SENDING, unanswered + 1)
        try:
            self.mailer.send(mail)
        except (ProviderUnavailable, StoreUnavailable):
            # It was not taken, so this time does not count.
            self._keep(mail, MailState.SENDING, unanswered)
            raise
        except ProviderRefused:
            self._keep(mail, MailState.REFUSED, unanswered)
            raise
        # News of it may have come before its answer.
        sent = Mailing(id=mail.id, state=MailState.SENT, unanswered=unanswered, changed_at=self.clock.now())
        self.mailings.advance(sent)

    def _keep(self, mail: Mail, state: MailState, unanswered: int) -> None:
        kept = Mailing(id=mail.id, state=state, unanswered=unanswered, changed_at=self.clock.now())
        self.mailings.save(kept)


class FeedbackReader(Protocol):
    """Verifies and reads what who sends mail tells about it."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Feedback | None:
        """Give the feedback, None for what is none; raises SignalRefused for what is not signed, or unreadable."""
        ...


class FeedbackReceiver:
    """Takes in what became of mails."""

    def __init__(self, *, reader: FeedbackReader, mailroom: Mailroom) -> None:
        """Take who reads it, and who keeps it."""
        self._reader = reader
        self._mailroom = mailroom

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Keep it, and tell whether it is new; raises SignalRefused, StoreFault, ProviderFault."""
        feedback = self._reader.read(body, headers)
        return feedback is not None and self._mailroom.heard(feedback)


def address_digest(digests: Digests, address: str) -> str:
    """Give the keyed digest of an address, the same in any case."""
    return digests.of(f"mail:{text.email_key(address)}")
