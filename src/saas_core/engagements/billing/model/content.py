"""The canonical content of invoices and credit notes: plain JSON objects, whose hashes stand in the journal (4.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from attrs import frozen

from saas_core.engagements.billing.model.credit import CreditedEntry, Taken
from saas_core.engagements.billing.model.invoice import Bill, BillLine
from saas_core.engagements.billing.model.statement import Line, Statement, Tax, Terms
from saas_core.engagements.billing.values import CREDIT_FORMAT, INVOICE_FORMAT, BillingProfile, Party
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.values import number_text
from saas_core.kernel.ids import EngagementId, TenantId
from saas_core.kernel.instants import instant_text


@frozen(kw_only=True)
class Account:
    """What an invoice must stay within, and what was billed of it before, credits taken away.

    Seconds are those approved at its rate; `maximum` and `net_before` are in minor units, of the whole engagement.
    """

    approved: int
    billed_before: int
    maximum: int
    net_before: int


@frozen(kw_only=True)
class Sides:
    """Who bills whom."""

    client_id: TenantId
    client: Party
    profile: BillingProfile

    def content(self) -> dict[str, object]:
        """Return both sides as they stand in a content."""
        provider = self.profile.provider
        return {
            "client": {
                "id": str(self.client_id),
                "name": self.client.name,
                "address": self.client.address,
                "tax_number": self.client.tax_number,
            },
            "provider": {
                "name": provider.name,
                "address": provider.address,
                "tax_number": provider.tax_number,
                "bank": self.profile.bank,
                "footer": self.profile.footer,
            },
            "zone": self.client.zone,
        }


@frozen(kw_only=True)
class Billed:
    """Everything that the content of an invoice is made of; the first approval is the base."""

    number: str
    sides: Sides
    engagement_id: EngagementId
    approvals: tuple[Approval, ...]
    texts: Mapping[str, str]
    statement: Statement
    terms: Terms
    account: Account
    ownership: str
    issued_at: datetime
    due_at: datetime


def invoice_content(billed: Billed) -> dict[str, object]:
    """Return the canonical content of an invoice."""
    base, *orders = billed.approvals
    statement, now = billed.statement, billed.statement.units * billed.terms.unit
    account = billed.account
    return {
        "format": INVOICE_FORMAT,
        "number": billed.number,
        **billed.sides.content(),
        "engagement": str(billed.engagement_id),
        "estimate": _estimate(base),
        "approval": _approval(base),
        "change_orders": [{"estimate": _estimate(each), "approval": _approval(each)} for each in orders],
        "lines": [_line(each, billed.texts, billed.terms.unit) for each in statement.lines],
        "unit_seconds": billed.terms.unit,
        "carried_in_seconds": billed.terms.carried_in,
        "carried_out_seconds": statement.carried_out,
        "hours": {
            "approved": account.approved,
            "billed_before": account.billed_before,
            "billed_now": now,
            "left": account.approved - account.billed_before - now,
        },
        "rate_minor": billed.terms.rate.minor,
        "currency": billed.terms.rate.currency,
        "net_minor": statement.net,
        "tax": _taxes(statement.taxes),
        "total_minor": statement.total,
        "ownership": billed.ownership,
        "issued_at": instant_text(billed.issued_at),
        "due_at": instant_text(billed.due_at),
    }


@frozen(kw_only=True)
class Credited:
    """Everything that the content of a credit note is made of."""

    number: str
    sides: Sides
    bill: Bill
    approval: Approval
    entries: tuple[CreditedEntry, ...]
    taken: Taken
    reason: str
    issued_at: datetime


def credit_content(credited: Credited) -> dict[str, object]:
    """Return the canonical content of a credit note."""
    bill, taken = credited.bill, credited.taken
    texts = {each.key: each.text for each in bill.lines}
    return {
        "format": CREDIT_FORMAT,
        "number": credited.number,
        **credited.sides.content(),
        "invoice": bill.number,
        "engagement": str(bill.engagement_id),
        "approval": _approval(credited.approval),
        "entries": [str(each.entry_id) for each in credited.entries],
        "rebill": [str(each.entry_id) for each in credited.entries if each.rebill],
        "lines": [_line(each, texts, bill.unit_seconds) for each in taken.lines if each.units or each.seconds],
        "unit_seconds": bill.unit_seconds,
        "rate_minor": bill.rate.minor,
        "currency": bill.rate.currency,
        "net_minor": taken.net,
        "tax": _taxes(taken.taxes),
        "total_minor": taken.net + taken.tax,
        "reason": credited.reason,
        "issued_at": instant_text(credited.issued_at),
    }


def bill_lines(statement: Statement, texts: Mapping[str, str]) -> tuple[BillLine, ...]:
    """Return the lines of a statement with the texts of their scope lines."""
    return tuple(
        BillLine(key=each.key, text=texts[each.key], seconds=each.seconds, units=each.units, minor=each.minor)
        for each in statement.lines
    )


def _estimate(approval: Approval) -> dict[str, object]:
    return {"number": number_text(approval.number), "revision": approval.revision}


def _approval(approval: Approval) -> dict[str, object]:
    return {"id": str(approval.approval_id), "hash": approval.own_hash}


def _line(line: Line, texts: Mapping[str, str], unit: int) -> dict[str, object]:
    return {
        "key": line.key,
        "text": texts[line.key],
        "units": line.units,
        "unit_seconds": unit,
        "seconds": line.seconds,
        "amount_minor": line.minor,
    }


def _taxes(taxes: Iterable[Tax]) -> list[dict[str, object]]:
    return [{"label": each.label, "rate": each.rate, "amount_minor": each.minor} for each in taxes]
