"""Values of payments: how a subscription goes on, and the kinds of orders that are carried out at the provider."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Renewal(Enum):
    """How a subscription at the provider of payments is to go on."""

    GOES_ON = "goes on"
    ENDS_WITH_PERIOD = "ends with its period"
    ENDS_NOW = "ends now"


BILLING: Final = "billing"
"""The aggregate of all that we have done at the provider of payments for one client: done in its order."""

LOOK: Final = "look"
"""Tasks of this kind look what a provider of payments says of one account."""
RECONCILE: Final = "reconcile"
"""The task of this kind has every account looked at, once an hour."""
ACCOUNT_ORDER: Final = "billing.account"
"""An effect: the client's account is opened."""
CHECKOUT_ORDER: Final = "billing.checkout"
"""An effect: a page is opened on which the client subscribes."""
RENEWAL_ORDER: Final = "billing.renewal"
"""An effect: the provider is told how a subscription goes on."""
REFUND_ORDER: Final = "billing.refund"
"""An effect: all that was paid on an invoice is given back."""
ORDERS: Final = (ACCOUNT_ORDER, CHECKOUT_ORDER, RENEWAL_ORDER, REFUND_ORDER)
"""Every kind of order."""
