"""Rules about what may be billed and paid: whole units, and never more than was approved or is owed (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.engagements.billing.errors import AddressMissing, NothingToBill, PaidTooMuch, PaymentKnown
from saas_core.engagements.billing.model.content import Account
from saas_core.engagements.billing.model.invoice import InvoicePayment
from saas_core.engagements.billing.model.statement import Statement, Terms
from saas_core.engagements.billing.values import Party
from saas_core.engagements.work.errors import OverCap, TimeUnfit
from saas_core.kernel.money import Money


def require_units(statement: Statement) -> None:
    """Require that an invoice bills at least one unit; raises NothingToBill."""
    if not statement.units:
        message = "the time on this invoice, with what was carried, is less than one unit."
        raise NothingToBill(message, field="invoice", remedy="Discard the draft; its time goes onto the next one.")


def require_address(party: Party) -> None:
    """Require that a client has the address by which its taxes are computed; raises AddressMissing."""
    if not (party.address and party.country):
        message = "the client has no billing address, by which its taxes are computed."
        raise AddressMissing(message, field="billing_address", remedy="Have the client give its billing address.")


def require_approved(statement: Statement, terms: Terms, account: Account) -> None:
    """Require that an invoice bills no more hours than were approved at its rate, and no more money in all (4.2).

    Raises OverCap: the last guard, where all others were passed.
    """
    if account.billed_before + statement.units * terms.unit > account.approved:
        message = f"more hours would be billed at {terms.rate} than were approved at it."
        raise OverCap(message, field="invoice", remedy="Run the doctor; nothing was changed.")
    net = account.net_before + statement.net
    if net > account.maximum:
        currency = terms.rate.currency
        message = f"{Money(net, currency)} would be billed, of {Money(account.maximum, currency)} that were approved."
        raise OverCap(message, field="invoice", remedy="Run the doctor; nothing was changed.")


def require_arrived(paid_at: datetime, now: datetime) -> None:
    """Require that a payment arrived by now; raises TimeUnfit."""
    if paid_at > now:
        message = "lies in the future."
        raise TimeUnfit(message, field="paid_at", remedy="Record a payment once it arrived.", clauses=("4.1",))


def require_payable(reference: str, minor: int, owed: Money, payments: Iterable[InvoicePayment]) -> None:
    """Require that a payment is a new one, and no more than is owed; raises PaymentKnown, PaidTooMuch."""
    if any(each.reference == reference for each in payments):
        message = "stands for another payment on this invoice."
        raise PaymentKnown(message, field="reference", remedy="Give each payment a reference of its own.")
    if minor > owed.minor:
        message = f"is more than the {owed} that are owed."
        raise PaidTooMuch(message, field="amount_minor", remedy="Record what belongs to this invoice.")
