"""The transition table of invoices: which command is taken in which state, and the state it leads to.

An issued invoice never changes; only its state says whether it was paid. It is corrected by credit notes alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.engagements.billing.errors import InvoiceNotNow
from saas_core.engagements.billing.values import InvoiceState

_DRAFT, _ORDERED, _ISSUED = InvoiceState.DRAFT, InvoiceState.ORDERED, InvoiceState.ISSUED
_PART, _PAID, _DISCARDED = InvoiceState.PARTIALLY_PAID, InvoiceState.PAID, InvoiceState.DISCARDED


class InvoiceCommand(Enum):
    """The commands that an invoice may take."""

    ORDER = "order"
    ISSUE = "issue"
    DISCARD = "discard"
    PAY_PART = "pay_part"
    PAY = "pay"
    CREDIT = "credit"


TRANSITIONS: Final[Mapping[InvoiceCommand, Mapping[InvoiceState, InvoiceState]]] = MappingProxyType(
    {
        # The provider of payments computes the taxes before the invoice is issued here.
        InvoiceCommand.ORDER: {_DRAFT: _ORDERED},
        InvoiceCommand.ISSUE: {_DRAFT: _ISSUED, _ORDERED: _ISSUED},
        InvoiceCommand.DISCARD: {_DRAFT: _DISCARDED, _ORDERED: _DISCARDED},
        InvoiceCommand.PAY_PART: {_ISSUED: _PART, _PART: _PART},
        InvoiceCommand.PAY: {_ISSUED: _PAID, _PART: _PAID},
        InvoiceCommand.CREDIT: {_ISSUED: _ISSUED, _PART: _PART, _PAID: _PAID},
    }
)
"""The state that each command leads to, by the state in which it is taken."""


def allowed_in(state: InvoiceState) -> tuple[InvoiceCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: InvoiceCommand, state: InvoiceState) -> InvoiceState:
    """Return the state that a command leads to; raises InvoiceNotNow, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is not None:
        return found
    allowed = tuple(each.value for each in allowed_in(state))
    message = f"an invoice that is {state.value.replace('_', ' ')} does not take {command.value.replace('_', ' ')!r}."
    remedy = f"It takes: {', '.join(each.replace('_', ' ') for each in allowed)}." if allowed else "Make a new one."
    refusal = InvoiceNotNow(message, field="invoice", remedy=remedy)
    refusal.allowed = allowed
    raise refusal
