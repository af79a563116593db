"""Bridges: one context's questions to another, answered in the same unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import frozen

from saas_app.answers import ContactsOfTenancy, whole
from saas_core.access.letters import GRANT_CONFIRMATION, INVITATION, SIGN_IN, STAFF_KEY
from saas_core.access.ports import Invited, InvitedBy, Words
from saas_core.access.values import INVITATION_LASTS, LINK_LASTS, STAFF_LINK_LASTS
from saas_core.kernel.ids import EstimateId, TicketId
from saas_core.kernel.letters import Composer, Letter, LetterKind
from saas_core.kernel.work import Work
from saas_core.licensing import values as licensing_values
from saas_core.licensing.books import AccountBooks, BookedDispute, BookedInvoice, BookedRefund, BookedSubscription
from saas_core.licensing.use_cases.mirroring import Mirroring
from saas_core.payments.books import (
    Books,
    Dispute,
    DisputeState,
    InvoiceState,
    Oddity,
    Subscription,
    SubscriptionInvoice,
    SubscriptionState,
)
from saas_core.payments.ports import Followed
from saas_core.payments.use_cases.renewing import Renewing
from saas_core.payments.values import Renewal
from saas_core.support.values import QuestionId


@frozen
class SubscriptionsOfPayments:
    """Passes licensing's decisions about a subscription to the provider of payments."""

    renewing: Renewing

    def known(self, work: Work) -> bool:
        """Return whether the client has an account at the provider of payments."""
        return self.renewing.known(whole(work))

    def order(self, work: Work, renewal: licensing_values.Renewal, at: datetime) -> None:
        """Order this change to the running subscription, carried out after the commit."""
        self.renewing.order(whole(work), Renewal(renewal.value), at)


@frozen
class LicensesFollowBooks:
    """Passes an account's books to licensing."""

    mirroring: Mirroring

    def follow(self, work: Work, books: Books, at: datetime, *, pending: bool) -> Followed:
        """Update the license from the books, in the unit of work that saves them."""
        mirrored = self.mirroring.follow(whole(work), as_booked(books), at, pending=pending)
        return Followed(drift=mirrored.drift, again_at=mirrored.until)

    def differences(self, work: Work, books: Books, at: datetime, *, pending: bool) -> tuple[Oddity, ...]:
        """Return descriptions of the facts that the license lacks."""
        says = self.mirroring.difference(whole(work), as_booked(books), at, pending=pending)
        return (Oddity("license", books.account, says),) if says else ()


def as_booked(books: Books) -> AccountBooks:
    """Return the books of payments as values of licensing."""
    subscriptions = {each.ref: _subscription(each) for each in books.subscriptions}
    current = books.current
    return AccountBooks(
        subscriptions=tuple(subscriptions.values()),
        invoices=tuple(_invoice(each) for each in books.invoices),
        disputes=tuple(_dispute(each) for each in books.disputes),
        current=None if current is None else subscriptions[current.ref],
    )


_NOT_BEGUN = frozenset({SubscriptionState.INCOMPLETE, SubscriptionState.ABANDONED})
_OWED = frozenset({InvoiceState.OPEN, InvoiceState.WRITTEN_OFF})


def _subscription(each: Subscription) -> BookedSubscription:
    return BookedSubscription(
        ref=each.ref,
        live=each.state.live,
        begun=each.state not in _NOT_BEGUN,
        renews=each.renews,
        said=f"subscription {each.state.value}" + _until_when(each),
        created_at=each.created_at,
        until=each.until,
        trial_since=each.trial_since,
        trial_until=each.trial_until,
        cancels=each.cancels,
        cancels_at=each.cancels_at,
        cancel_asked_at=each.cancel_asked_at,
        ended_at=each.ended_at,
        ended_by_us=each.ended_by_us,
    )


def _until_when(each: Subscription) -> str:
    if each.cancels:
        return ", ends with its period"
    return "" if each.cancels_at is None else f", ends on {each.cancels_at:%Y-%m-%d %H:%M} UTC"


def _invoice(each: SubscriptionInvoice) -> BookedInvoice:
    return BookedInvoice(
        ref=each.ref,
        number=each.number,
        subscription=each.subscription,
        total=each.total,
        received=each.received,
        since=each.since,
        until=each.until,
        paid_at=each.paid_at if each.state is InvoiceState.PAID else None,
        voided_at=each.voided_at if each.state is InvoiceState.VOID else None,
        owed_since=each.due_at if each.state in _OWED else None,
        processing=each.processing and each.state in _OWED,
        refunds=tuple(BookedRefund(refund.amount, refund.at) for refund in each.refunds),
    )


def _dispute(each: Dispute) -> BookedDispute:
    return BookedDispute(
        ref=each.ref,
        invoice=each.invoice,
        opened_at=each.opened_at,
        won=None if each.state is DisputeState.OPEN else each.state is DisputeState.WON,
        closed_at=each.closed_at,
    )


@frozen
class PagesOfPortal:
    """Says where clients find what letters speak of: pages of a `portal`, or without one the commands to type."""

    portal: str = ""

    def terms(self, version: str) -> str:
        """Return the page of a version of the terms, or the command that shows it."""
        return f"{self.portal}/terms/{version}" if self.portal else f"saas terms show {version}"

    def question(self, question_id: QuestionId) -> str:
        """Return the page of a question, or the command that shows it."""
        return f"{self.portal}/questions/{question_id}" if self.portal else f"saas questions show {question_id}"

    def approval(self, token: str) -> str:
        """Return the page that a link to an estimate opens, or the command that does it.

        The token stands in the path, because the page is made by a server; it opens nothing without a code.
        """
        return f"{self.portal}/approvals/{token}" if self.portal else f"saas engagements approve {token}"

    def estimate(self, estimate_id: EstimateId) -> str:
        """Return the page of an estimate, or the command that shows it."""
        return (
            f"{self.portal}/estimates/{estimate_id}" if self.portal else f"saas engagements show-estimate {estimate_id}"
        )

    def work_invoice(self, invoice_id: str) -> str:
        """Return the page of an invoice for paid work, or the command that shows it."""
        return (
            f"{self.portal}/work-invoices/{invoice_id}"
            if self.portal
            else f"saas engagements show-invoice {invoice_id}"
        )

    def tickets(self) -> str:
        """Return the page of all tickets, or the command that lists them."""
        return f"{self.portal}/tickets" if self.portal else "saas tickets list"

    def ticket(self, ticket_id: TicketId) -> str:
        """Return the page of a ticket, or the command that shows it."""
        return f"{self.portal}/tickets/{ticket_id}" if self.portal else f"saas tickets show {ticket_id}"


@frozen
class WordingOfAccess:
    """Composes the letters of access.

    With a `portal` they link to a page there; the token follows a `#`, so that no server logs it and no page passes it
    on. Without one they give the command to type.
    """

    composer: Composer
    portal: str = ""

    def invitation(self, work: Work, *, name: str, token: str, invited: Invited) -> Words:
        """Return the letter that invites the named person with a token: by whom, as what, and what it binds to."""
        client = ContactsOfTenancy().contact(work).name
        whose = {
            InvitedBy.CLIENT: f"{invited.by} of {client}" if invited.by else f"An administrator of {client}",
            InvitedBy.PROVIDER: f"{invited.by}, a member of the provider's staff," if invited.by else "The provider",
        }
        version, digest = ("", "") if invited.terms is None else (invited.terms.version, invited.terms.digest)
        return self._words(
            INVITATION,
            work,
            name=name,
            link=self._link("invitations", f"saas invitations accept {token}", token),
            days=str(INVITATION_LASTS.days),
            inviter=whose[invited.side],
            owner=invited.owner,
            roles=", ".join(invited.roles),
            terms=version,
            digest=digest,
            terms_at=PagesOfPortal(self.portal).terms(version) if version else "",
        )

    def sign_in(self, work: Work, *, name: str, token: str, code: str = "") -> Words:
        """Return the letter that signs in the named person with a token, or in the browser that asked with a code.

        The page is made by a server, so the token stands in the path; it signs in only once the page's button is
        pressed.
        """
        link = f"{self.portal}/sign-in/{token}" if self.portal else f"saas sign-in complete {token}"
        minutes = str(int(LINK_LASTS.total_seconds()) // 60)
        return self._words(SIGN_IN, work, name=name, link=link, minutes=minutes, code=code)

    def staff_key(self, *, name: str, token: str) -> Words:
        """Return the letter through which the named member of staff fetches a key with a token."""
        link = self._link("staff-key", f"saas staff fetch-key {token}", token)
        facts = {"client": "the provider", "name": name, "link": link, "days": str(STAFF_LINK_LASTS.days)}
        composed = self.composer.compose(Letter(STAFF_KEY, facts))
        return Words(composed.subject, composed.text, composed.html)

    def confirmation(self, work: Work, *, name: str, token: str, facts: Callable[[str], Mapping[str, str]]) -> Words:
        """Return the letter through which the named owner confirms a grant with a token, told in the client's zone."""
        link = self._link("break-glass", f"saas break-glass confirm {token}", token)
        zone = ContactsOfTenancy().zone(work)
        return self._words(GRANT_CONFIRMATION, work, name=name, link=link, **facts(zone))

    def _link(self, page: str, command: str, token: str) -> str:
        return f"{self.portal}/{page}#{token}" if self.portal else command

    def _words(self, kind: LetterKind, work: Work, **facts: str) -> Words:
        composed = self.composer.compose(Letter(kind, {"client": ContactsOfTenancy().contact(work).name, **facts}))
        return Words(composed.subject, composed.text, composed.html)
