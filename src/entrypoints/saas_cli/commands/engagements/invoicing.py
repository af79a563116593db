"""Invoices for paid work at the shell: drafted, issued, paid, credited; time written off (4.1)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.commands.engagements.subjects import Engagement, Invoice, Why, about, entry_ids, on_invoice
from saas_cli.commands.engagements.working import hours_of, print_outcomes
from saas_cli.lookup import ident, moment, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EngagementId, InvoiceId
from saas_core.kernel.money import Money

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.engagements.billing.queries import WorkInvoiceView

HEADS = ("NUMBER", "STATE", "TOTAL", "OWED", "DUE", "ID")
Entries = Annotated[list[str], Parameter(name="--entry", negative="", help="A time entry of the invoice; repeatable.")]


def invoice(
    tenant: Tenant,
    engagement: Engagement,
    /,
    *,
    until: Annotated[str | None, Parameter(help="Only time that ended by this instant.")] = None,
    common: Change = CHANGING,
) -> None:
    """Put billable time of an engagement on the draft of an invoice; hours come from entries alone (4.1)."""
    with desk(common) as at:
        view = at.app.engagements.billing.draft(
            **about(at, tenant, engagement), until=moment(until, "until"), idempotency_key=common.idempotency_key
        )
        print_invoice(at.screen, view, "Draft of an invoice")


def issue_invoice(tenant: Tenant, invoice: Invoice, /, *, common: Change = CHANGING) -> None:
    """Issue a draft: it gets the next number, is rendered once, and never changes from then on."""
    with desk(common) as at:
        given = on_invoice(at, tenant, invoice)
        view = at.app.engagements.billing.issue(**given, idempotency_key=common.idempotency_key)
        print_invoice(at.screen, view, f"Issued {view.number}" if view.number else "Ordered")
        mail_out(at, given["tenant_id"])


def discard_invoice(tenant: Tenant, invoice: Invoice, /, *, common: Change = CHANGING) -> None:
    """Discard a draft, which frees its time."""
    with desk(common) as at:
        view = at.app.engagements.billing.discard(
            **on_invoice(at, tenant, invoice), idempotency_key=common.idempotency_key
        )
        print_invoice(at.screen, view, "Discarded")


def record_payment(
    tenant: Tenant,
    invoice: Invoice,
    amount: Annotated[str, Parameter(name="AMOUNT", help="What arrived, such as '130.00 USD'.")],
    /,
    *,
    reference: Annotated[str, Parameter(help="The reference of the payment, such as the number of a transfer.")],
    paid_at: Annotated[str | None, Parameter(help="When it arrived; default: now.")] = None,
    common: Change = CHANGING,
) -> None:
    """Record a payment on an invoice that arrived by hand."""
    with desk(common) as at:
        given = on_invoice(at, tenant, invoice)
        money, owed = Money.parse(amount), at.app.engagements.billing.show(**given).total
        if not owed.endswith(f" {money.currency}"):
            message = f"is in {money.currency}; the invoice is over {owed}."
            raise InvalidValue(message, field="amount", remedy="Give the amount in the currency of the invoice.")
        view = at.app.engagements.billing.record_payment(
            **given,
            reference=reference,
            amount_minor=money.minor,
            paid_at=moment(paid_at, "paid_at"),
            idempotency_key=common.idempotency_key,
        )
        print_invoice(at.screen, view, f"Recorded on {view.number}")


def credit(
    tenant: Tenant,
    invoice: Invoice,
    /,
    *,
    entry: Entries,
    reason: Why,
    rebill: Annotated[
        list[str] | None, Parameter(negative="", help="An entry that becomes billable again; repeatable.")
    ] = None,
    common: Change = CHANGING,
) -> None:
    """Issue a credit note over time of an invoice; what is not billed again is written off."""
    with desk(common) as at:
        given = on_invoice(at, tenant, invoice)
        view = at.app.engagements.billing.credit(
            **given,
            entry_ids=entry_ids(entry),
            rebill=entry_ids(rebill or ()),
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        pairs = (
            ("total", view.total),
            ("entries", view.entries),
            ("billed again", view.rebilled),
            ("content", view.content_hash),
            ("document", view.document_hash),
            ("id", view.credit_note_id),
        )
        at.screen.card(view, f"Credit note {view.number}", pairs)


def write_off(
    tenant: Tenant,
    entries: Annotated[list[str], Parameter(name="ENTRY", help="The ids of time entries.")],
    /,
    *,
    reason: Why,
    common: Change = CHANGING,
) -> None:
    """Write recorded time off, each entry answered by itself: it is never billed."""
    with desk(common) as at:
        outcomes = at.app.engagements.billing.write_off(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            entry_ids=entry_ids(entries),
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        print_outcomes(at.screen, outcomes)


def invoices(
    tenant: Tenant,
    /,
    *,
    engagement: Annotated[str | None, Parameter(help="Only those of this engagement.")] = None,
    after: After = None,
    limit: Limit = 50,
    common: Common = READING,
) -> None:
    """List a client's invoices for paid work."""
    with desk(common) as at:
        found = at.app.engagements.billing.list_invoices(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            engagement_id=None if engagement is None else EngagementId(ident(engagement, "engagement")),
            after=None if after is None else InvoiceId(ident(after, "after")),
            limit=limit,
        )
        rows = [
            (
                each.number or "draft",
                "overdue" if each.overdue else each.state,
                each.total,
                each.owed,
                each.due_at,
                each.invoice_id,
            )
            for each in found
        ]
        at.screen.table(found, HEADS, rows, empty="No invoices.")


def show_invoice(
    tenant: Tenant,
    invoice: Invoice,
    /,
    *,
    document: Annotated[Path | None, Parameter(help="Also write its document to this file.")] = None,
    common: Common = READING,
) -> None:
    """Show an invoice for paid work, and write its document to a file if asked."""
    with desk(common) as at:
        given = on_invoice(at, tenant, invoice)
        view = at.app.engagements.billing.show(**given)
        if document is not None:
            document.write_bytes(at.app.engagements.billing.document(**given).content)
        print_invoice(at.screen, view, f"Invoice {view.number}" if view.number else "Draft of an invoice")


def print_invoice(screen: Screen, view: WorkInvoiceView, title: str) -> None:
    """Print an invoice with its lines."""
    lines = [(each.key, f"{hours_of(each.seconds)} worked, {each.units} units, {each.amount}") for each in view.lines]
    pairs: list[tuple[str, object]] = [
        ("state", "overdue" if view.overdue else view.state),
        *lines,
        ("carried in", hours_of(view.carried_in_seconds)),
        ("carried out", hours_of(view.carried_out_seconds)),
        ("net", view.net),
        *((each.label, each.amount) for each in view.taxes),
        ("total", view.total),
        ("credited", view.credited),
        ("paid", view.paid),
        ("refunded", view.refunded),
        ("disputed", view.disputed),
        ("owed", view.owed),
        ("due", view.due_at),
        ("pay at", view.link),
        ("id", view.invoice_id),
    ]
    screen.card(view, title, [(name, value) for name, value in pairs if value not in {None, ""}])
