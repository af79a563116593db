"""The mirror: the facts that a license lacks compared with the provider's books.

An entry in the books with an instant of its own becomes a fact of that instant, even if it is read often or late. An
entry about the present alone (whether it renews, that a cancellation was withdrawn) becomes a fact of the instant of
the look, and only if the facts known so far say otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve

from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.books import AccountBooks, BookedInvoice, BookedSubscription
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.ledger import Ledger, ledger_of
from saas_core.licensing.model import License
from saas_core.policy.terms import Settings


def missing_facts(
    license_: License, books: AccountBooks, settings: Settings, *, at: datetime, pending: bool
) -> tuple[LicenseFact, ...]:
    """Return the facts that follow from the books and are not known yet, as learned at `at` (0.1, 1.3).

    While effects of ours are `pending` at the provider, its word on cancellations is outdated and ignored.
    """
    updated = license_.with_facts((*_money(books, at), *_disputes(license_, books, at), *_endings(license_, books, at)))
    current = books.current
    if current is not None and not pending:
        updated = updated.with_facts(_wishes(updated, current, ledger_of(updated.known(at), at, settings), at))
    if current is not None:
        updated = updated.with_facts(_word(updated, current, at))
    known = {each.key for each in license_.facts}
    return tuple(each for each in updated.facts if each.key not in known)


def _money(books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    subscriptions = {each.ref: each for each in books.subscriptions}
    for each in books.subscriptions:
        if each.trial_since is not None and each.trial_until is not None and each.begun:
            yield events.TrialGranted(
                effective_at=each.created_at, recorded_at=at, since=each.trial_since, until=each.trial_until
            )
    for invoice in books.invoices:
        subscription = subscriptions.get(invoice.subscription)
        if subscription is not None:
            yield from _invoice(invoice, subscription, at)


def _invoice(invoice: BookedInvoice, subscription: BookedSubscription, at: datetime) -> Iterator[LicenseFact]:
    number = invoice.number
    if invoice.paid_at is not None:
        if invoice.since is None or invoice.until is None:
            yield events.InvoiceSettled(effective_at=invoice.paid_at, recorded_at=at, invoice=number)
        elif not _is_trial(invoice, subscription):
            yield events.PeriodPaid(
                effective_at=invoice.paid_at,
                recorded_at=at,
                invoice=number,
                since=invoice.since,
                until=invoice.until,
            )
    if invoice.voided_at is not None:
        yield events.InvoiceVoided(effective_at=invoice.voided_at, recorded_at=at, invoice=number)
    # A subscription owes nothing before its first payment, since it has not begun.
    if invoice.owed_since is not None and subscription.begun:
        yield events.InvoiceOverdue(effective_at=invoice.owed_since, recorded_at=at, invoice=number)
    yield from _refunds(invoice, at)


def _is_trial(invoice: BookedInvoice, subscription: BookedSubscription) -> bool:
    """Return whether an invoice of zero is that of the trial, which is a fact of its own."""
    return (
        invoice.total.minor == 0 and subscription.trial_until is not None and invoice.until == subscription.trial_until
    )


def _refunds(invoice: BookedInvoice, at: datetime) -> Iterator[LicenseFact]:
    back = Money(0, invoice.total.currency)
    for refund in sorted(invoice.refunds, key=lambda each: (each.at, each.amount.minor)):
        back += refund.amount
        full = back.minor >= invoice.total.minor
        yield events.InvoiceRefunded(effective_at=refund.at, recorded_at=at, invoice=invoice.number, full=full)


def _disputes(license_: License, books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    numbers = {each.ref: each.number for each in books.invoices}
    outcomes = {each.dispute: type(each) for each in license_.known(at) if isinstance(each, _CLOSED)}
    for dispute in books.disputes:
        if dispute.invoice not in numbers:
            continue
        yield events.DisputeOpened(
            effective_at=dispute.opened_at, recorded_at=at, dispute=dispute.ref, invoice=numbers[dispute.invoice]
        )
        if dispute.won is None:
            continue
        kind = events.DisputeWon if dispute.won else events.DisputeLost
        if outcomes.get(dispute.ref) is not kind:
            yield kind(effective_at=dispute.closed_at or at, recorded_at=at, dispute=dispute.ref)


_CLOSED = (events.DisputeWon, events.DisputeLost)


def _endings(license_: License, books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    """Yield the end of each subscription that ended, unless another one continued or the end is already known."""
    for each in books.subscriptions:
        ended = each.ended_at
        if each.live or not each.begun or ended is None or _goes_on(books, each, ended):
            continue
        if any(each.created_at <= fact.effective_at <= ended for fact in license_.facts if _at_once(fact)):
            continue
        if each.ended_by_us:
            yield events.Ended(effective_at=ended, recorded_at=at)
        else:
            yield events.CancellationAsked(effective_at=ended, recorded_at=at, at_period_end=False)


def _goes_on(books: AccountBooks, ended: BookedSubscription, at: datetime) -> bool:
    others = (each for each in books.subscriptions if each is not ended and each.begun)
    return any(each.created_at <= at < (each.ended_at or each.until) for each in others)


def _at_once(fact: LicenseFact) -> bool:
    return isinstance(fact, events.Ended) or (isinstance(fact, events.CancellationAsked) and not fact.at_period_end)


def _wishes(license_: License, current: BookedSubscription, ledger: Ledger, at: datetime) -> Iterator[LicenseFact]:
    """Yield the request to end with the period, or its withdrawal, if the facts say otherwise."""
    asked = isinstance(ledger.ending, events.CancellationAsked)
    if not current.live or current.cancels == asked:
        return
    if not current.cancels:
        yield events.Resumed(effective_at=at, recorded_at=at)
        return
    wish = events.CancellationAsked(effective_at=current.cancel_asked_at or at, recorded_at=at, at_period_end=True)
    # Requested, withdrawn and requested again within a second: the instant of the look distinguishes the two.
    known = any(each.key == wish.key for each in license_.facts)
    yield evolve(wish, effective_at=at) if known else wish


def _word(license_: License, current: BookedSubscription, at: datetime) -> Iterator[LicenseFact]:
    """Yield the provider's word on the renewal if it differs from the last one known."""
    heard = [each for each in license_.known(at) if isinstance(each, events.ProviderHeard)]
    if not heard or (heard[-1].renews, heard[-1].said) != (current.renews, current.said):
        yield events.ProviderHeard(effective_at=at, recorded_at=at, renews=current.renews, said=current.said)
