"""Values of payments: the renewal of a subscription, and the kinds of orders carried out at the provider."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Renewal(Enum):
    """The renewal requested for a subscription at the provider of payments."""

    GOES_ON = "goes on"
    ENDS_WITH_PERIOD = "ends with its period"
    ENDS_NOW = "ends now"


DRIFT: Final = "drift"
"""An incident of this kind: the license was wrong because news was lost; both sides are kept."""
TWO_ACCOUNTS: Final = "two accounts"
"""An incident of this kind: the provider has another account for the client than the one that is linked."""
HAPPENED: Final = frozenset({DRIFT, TWO_ACCOUNTS})
"""Kinds of incidents that no later look shows again; they are open until a person has seen them."""

BILLING: Final = "billing"
"""The aggregate of the orders on a client's subscription and invoices at the provider of payments, one by one."""
SUBSCRIBING: Final = "subscribing"
"""The aggregate of the orders that open a client's way to pay, so that no refused order on the former closes it."""

LOOK: Final = "look"
"""Tasks of this kind look what a provider of payments says of one account."""
RECONCILE: Final = "reconcile"
"""The task of this kind has every account looked at, once an hour."""
ACCOUNT_ORDER: Final = "billing.account"
"""An effect: open the client's account."""
CHECKOUT_ORDER: Final = "billing.checkout"
"""An effect: open a page on which the client subscribes."""
RENEWAL_ORDER: Final = "billing.renewal"
"""An effect: send the renewal of a subscription to the provider."""
REFUND_ORDER: Final = "billing.refund"
"""An effect: refund everything that was paid on an invoice."""
ORDERS: Final = (ACCOUNT_ORDER, CHECKOUT_ORDER, RENEWAL_ORDER, REFUND_ORDER)
"""Every kind of order."""
