"""Rules about what may be billed: whole units, and never more than was approved (4.1, 4.2)."""

from __future__ import annotations

from saas_core.engagements.billing.errors import AddressMissing, NothingToBill
from saas_core.engagements.billing.model.content import Account
from saas_core.engagements.billing.model.statement import Statement, Terms
from saas_core.engagements.billing.values import Party
from saas_core.engagements.work.errors import OverCap
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
