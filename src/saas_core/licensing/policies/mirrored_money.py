"""The mirror of money: payments, debts, refunds and disputes as the provider's books have them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from saas_core.kernel.money import Money
from saas_core.licensing import events
from saas_core.licensing.books import AccountBooks, BookedDispute, BookedInvoice, BookedSubscription
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.revisions import debts, outcomes, refunded_in_full

_INSTANT = timedelta(microseconds=1)


def invoices(license_: License, books: AccountBooks, at: datetime) -> tuple[LicenseFact, ...]:
    """Return the facts about every invoice that follow from the books, and those that correct what is known of it."""
    subscriptions = {each.ref: each for each in books.subscriptions}
    mine = [(each, subscriptions[each.subscription]) for each in books.invoices if each.subscription in subscriptions]
    told = [fact for invoice, subscription in mine for fact in _stated_facts(invoice, subscription, at)]
    owed = {invoice.number: _owed_since(invoice, subscription, books) for invoice, subscription in mine}
    for invoice, _subscription in mine:
        since = owed[invoice.number]
        if since is not None:
            told.append(_overdue(invoice, since, at))
    updated = license_.with_facts(told)
    known = updated.known(at)
    refunded = refunded_in_full([each for each in known if each.effective_at <= at])
    stand = debts(list(known))
    processing = {each for each in stand.processing if each in owed}
    overdue = {each.invoice: each for each in stand.overdue}
    present = {each.invoice for each in debts([each for each in known if each.effective_at <= at]).overdue}
    for invoice, _subscription in mine:
        number = invoice.number
        if (number in refunded) != _in_full(invoice):
            told.append(_refund_corrected(invoice, at))
        if invoice.paid_at is None and invoice.voided_at is None:
            told += _debt_corrected(
                invoice,
                owed[number],
                overdue.get(number),
                at,
                present=number in present,
                processing=number in processing,
            )
    return tuple(told)


def disputes(license_: License, books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    """Yield each dispute, its outcome, and its opening anew, as far as the facts known say otherwise."""
    numbers = {each.ref: each.number for each in books.invoices}
    for dispute in books.disputes:
        if dispute.invoice not in numbers:
            continue
        opened = events.DisputeOpened(
            effective_at=dispute.opened_at, recorded_at=at, dispute=dispute.ref, invoice=numbers[dispute.invoice]
        )
        yield opened
        yield from _outcome(license_.with_facts((opened,)), dispute, opened, at)


def _outcome(
    license_: License, dispute: BookedDispute, opened: events.DisputeOpened, at: datetime
) -> Iterator[LicenseFact]:
    decided = outcomes(license_.known(at)).get(dispute.ref)
    if dispute.won is None:
        if decided is not None:
            yield events.DisputeOpened(effective_at=at, recorded_at=at, dispute=opened.dispute, invoice=opened.invoice)
        return
    kind = events.DisputeWon if dispute.won else events.DisputeLost
    if type(decided) is kind:
        return
    outcome = kind(effective_at=dispute.closed_at or at, recorded_at=at, dispute=dispute.ref)
    right = type(outcomes(license_.with_facts((outcome,)).known(at)).get(dispute.ref)) is kind
    yield outcome if right else kind(effective_at=at, recorded_at=at, dispute=dispute.ref)


def _stated_facts(invoice: BookedInvoice, subscription: BookedSubscription, at: datetime) -> Iterator[LicenseFact]:
    """Yield what the books say of an invoice with instants of their own."""
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
    back = Money(0, invoice.total.currency)
    for refund in sorted(invoice.refunds, key=lambda each: (each.at, each.amount.minor)):
        back += refund.amount
        full = _all_of(invoice, back)
        yield events.InvoiceRefunded(effective_at=refund.at, recorded_at=at, invoice=number, full=full)


def _is_trial(invoice: BookedInvoice, subscription: BookedSubscription) -> bool:
    """Return whether an invoice of zero is that of the trial, which is a fact of its own, however long it lasted."""
    since, until = subscription.trial_since, subscription.trial_until
    if invoice.total.minor or invoice.since is None or since is None or until is None:
        return False
    return invoice.since == since or since <= invoice.since < until


def _owed_since(invoice: BookedInvoice, subscription: BookedSubscription, books: AccountBooks) -> datetime | None:
    """Return since when an invoice is overdue, None if it is not.

    A subscription owes nothing before its first payment, since it has not begun; the debt of one that ended blocks
    nothing of the one that followed.
    """
    if not subscription.begun or invoice.processing:
        return None
    followed = books.current is None or (books.current is not subscription and books.current.begun)
    return None if followed and not subscription.live else invoice.owed_since


def _overdue(invoice: BookedInvoice, since: datetime, at: datetime) -> events.InvoiceOverdue:
    return events.InvoiceOverdue(
        effective_at=since, recorded_at=at, invoice=invoice.number, since=invoice.since, until=invoice.until
    )


def _debt_corrected(  # noqa: PLR0913 - what the books say of a debt, and what the facts do
    invoice: BookedInvoice,
    since: datetime | None,
    debt: events.InvoiceOverdue | None,
    at: datetime,
    *,
    present: bool,
    processing: bool,
) -> Iterator[LicenseFact]:
    """Yield what brings a debt to what the books say: overdue since an instant, due at a later one, or not at all."""
    number = invoice.number
    if since is not None and since <= at:
        if not present:
            yield events.InvoiceDeferred(effective_at=at, recorded_at=at, invoice=number, processing=False)
            yield _overdue(invoice, at, at)
    elif since is not None:
        if present or debt is None or debt.effective_at != since:
            yield events.InvoiceDeferred(effective_at=at, recorded_at=at, invoice=number, processing=False, until=since)
    elif debt is not None or processing != invoice.processing:
        ahead = debt is not None and debt.effective_at > at
        yield events.InvoiceDeferred(
            effective_at=at,
            recorded_at=at,
            invoice=number,
            processing=invoice.processing,
            until=debt.effective_at + _INSTANT if ahead and debt is not None else None,
        )


def _all_of(invoice: BookedInvoice, back: Money) -> bool:
    """Return whether an amount is all that was paid for an invoice; what was paid from credit cannot come back."""
    received = invoice.total if invoice.received is None else invoice.received
    return 0 < back.minor >= received.minor


def _in_full(invoice: BookedInvoice) -> bool:
    back = Money(0, invoice.total.currency)
    for refund in invoice.refunds:
        back += refund.amount
    return _all_of(invoice, back)


def _refund_corrected(invoice: BookedInvoice, at: datetime) -> LicenseFact:
    if _in_full(invoice):
        return events.InvoiceRefunded(effective_at=at, recorded_at=at, invoice=invoice.number, full=True)
    return events.RefundUndone(effective_at=at, recorded_at=at, invoice=invoice.number)
