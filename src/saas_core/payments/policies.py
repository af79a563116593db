"""Rules of payments: the oddities of an account, and its invoices still to be paid."""

from __future__ import annotations

from saas_core.payments.books import Books, InvoiceState, Oddity
from saas_core.payments.model import OpenInvoice


def oddities(books: Books) -> tuple[Oddity, ...]:
    """Return the oddities for a person to look into: unexpected states, and a client that is billed twice."""
    live = [each for each in books.subscriptions if each.state.begun]
    if len(live) < 2:  # noqa: PLR2004 - one subscription is as it should be
        return books.oddities
    refs = ", ".join(sorted(each.ref for each in live))
    double = Oddity("two subscriptions", books.account, f"The provider runs {len(live)} subscriptions: {refs}.")
    return (*books.oddities, double)


def unpaid(books: Books) -> tuple[OpenInvoice, ...]:
    """Return the invoices still to be paid, in the order of their references, but for those that we made there."""
    return tuple(
        OpenInvoice(
            ref=each.ref,
            number=each.number,
            owed=each.to_pay,
            due_at=each.due_at,
            failed=each.failed,
            link=each.link,
        )
        for each in sorted(books.invoices, key=lambda each: each.ref)
        if each.state is InvoiceState.OPEN and not each.intent
    )
