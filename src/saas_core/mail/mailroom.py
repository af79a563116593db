"""The mailroom: sends every mail once, at most twice after a lost answer, never to a suppressed address."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final, Protocol

from attrs import evolve, field, frozen

from saas_core.kernel.addresses import canonical
from saas_core.kernel.errors import ProviderRefused, ProviderUnavailable, StoreFault, StoreUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import From, Mail, Mailer
from saas_core.kernel.secrets import Digests
from saas_core.mail.feedback import Feedback, FeedbackKind, News
from saas_core.mail.mailings import (
    ASKED_AGAIN,
    Mailing,
    Mailings,
    MailState,
    Suppression,
    Suppressions,
)

MOST: Final = 2
"""The number of handovers if no answer comes, since nobody can tell whether the first mail left."""

_NEWS: Final[Mapping[FeedbackKind, MailState]] = {
    FeedbackKind.BOUNCE: MailState.BOUNCED,
    FeedbackKind.COMPLAINT: MailState.COMPLAINED,
    FeedbackKind.DELIVERY: MailState.DELIVERED,
}

_log = logging.getLogger("saas_core.mail")


class Senders(Protocol):
    """Knows which clients have an address of their own to send from."""

    def of(self, client: TenantId) -> tuple[From, str] | None:
        """Return a client's own sender, and where answers go, if elsewhere; None for the provider's own sender."""
        ...

    def refused(self, client: TenantId) -> None:
        """Hear that the provider of mail refused a client's own sender, for which the provider's own stood in."""
        ...


class ProvidersOwn:
    """Knows no client with an address of its own."""

    def of(self, client: TenantId) -> None:
        """Return None."""
        del client

    def refused(self, client: TenantId) -> None:
        """Do nothing."""


@frozen(kw_only=True)
class Mailroom:
    """Hands mails over to a mailer, and records their delivery states; it is a mailer itself.

    A mail to a client's people comes from the client's own address where it has one; where the provider of mail refuses
    that address, the same mail comes from the provider's own, so that nothing is lost.
    """

    mailer: Mailer
    mailings: Mailings
    suppressions: Suppressions
    digests: Digests
    clock: Clock
    senders: Senders = field(factory=ProvidersOwn)

    def send(self, mail: Mail) -> None:
        """Hand a mail over, unless that was done, failed twice, or its address is suppressed.

        The handover is recorded before it begins, so that a crash counts as a missing answer. Raises whatever the
        mailer raises.
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
        """Store the fate of a mail, and suppress its address if no other will fare better; return whether it is new.

        The same news again changes nothing, even if staff let the address get mail again in between.
        """
        return self.apply(self.news(feedback))

    def news(self, feedback: Feedback) -> News:
        """Return the part of feedback that counts, with keyed digests of the addresses to suppress."""
        barred = feedback.addresses if feedback.permanent and feedback.kind in _NEWS else ()
        return News(
            # A clock that runs ahead elsewhere must not override a later action of staff here.
            at=min(feedback.at, self.clock.now()),
            kind=feedback.kind,
            mail=feedback.mail,
            addresses=tuple(address_digest(self.digests, each) for each in barred),
        )

    def apply(self, news: News) -> bool:
        """Update mailings and suppressed addresses from news; return whether anything changed.

        News that is already known, and suppressions that staff lifted since, change nothing.
        """
        new = False
        for each in news.addresses:
            suppression = Suppression(address=each, why=news.kind.value, since=news.at, mail=news.mail)
            new = self.suppressions.add(suppression) or new
        state = _NEWS.get(news.kind)
        if news.mail is not None and state is not None:
            mailing = Mailing(id=news.mail, state=state, unanswered=0, changed_at=self.clock.now())
            new = self.mailings.advance(mailing) or new
        return new

    def _hand_over(self, mail: Mail, unanswered: int) -> None:
        self._keep(mail, MailState.SENDING, unanswered + 1)
        try:
            self._sent(mail)
        except (ProviderUnavailable, StoreUnavailable):
            # The mail was not accepted, so this handover does not count.
            self._keep(mail, MailState.SENDING, unanswered)
            raise
        except ProviderRefused:
            self._keep(mail, MailState.REFUSED, unanswered)
            raise
        # News of the mail may have come before the answer.
        sent = Mailing(id=mail.id, state=MailState.SENT, unanswered=unanswered, changed_at=self.clock.now())
        self.mailings.advance(sent)

    def _sent(self, mail: Mail) -> None:
        client, own = mail.client, None if mail.client is None else self.senders.of(mail.client)
        if client is None or own is None:
            self.mailer.send(mail)
            return
        sender, answers = own
        try:
            self.mailer.send(evolve(mail, sender=sender, reply_to=mail.reply_to or answers))
        except ProviderRefused:
            # Refused is not accepted, so nothing left; whether it was for the sender, the second refusal tells.
            self.mailer.send(mail)
            _log.warning(
                "mail %s left from the provider's own sender, for that of client %s was refused", mail.id, client
            )
            self._told(client)

    def _told(self, client: TenantId) -> None:
        try:
            self.senders.refused(client)
        except StoreFault as fault:
            # The mail left; the domain is looked at again in some hours anyway.
            _log.warning("the refusal of client %s was not noted: %s", client, type(fault).__name__)

    def _keep(self, mail: Mail, state: MailState, unanswered: int) -> None:
        kept = Mailing(id=mail.id, state=state, unanswered=unanswered, changed_at=self.clock.now())
        self.mailings.save(kept)


def address_digest(digests: Digests, address: str) -> str:
    """Return the keyed digest of an address, ignoring case."""
    return digests.of(f"mail:{canonical(address)}")
