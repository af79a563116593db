"""Remedies in words: one sentence each, read by clients and staff, in letters and answers alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from saas_core.policy.reasons import Remedy

SENTENCES: Final[Mapping[Remedy, str]] = MappingProxyType(
    {
        Remedy.PAY_INVOICE: "Pay the open invoice; access opens as soon as the payment is recorded.",
        Remedy.UPDATE_PAYMENT_METHOD: "Update the payment method on the billing page, so that the license renews.",
        Remedy.RENEW: "Renew the license: pay for a new period.",
        Remedy.ACCEPT_TERMS: "The owner accepts the terms through the mailed link.",
        Remedy.FINISH_SETUP: "Finish the setup that is still open.",
        Remedy.ASK_ADMINISTRATOR: "Ask an administrator of the client for a role that allows it.",
        Remedy.ASK_STAFF_ADMINISTRATOR: "Ask a member of staff with staff.admin for the permission.",
        Remedy.REQUEST_ESTIMATE: "Ask for an estimate; nothing is done or billed before it is approved in writing.",
        Remedy.WAIT_UNTIL: "Wait until then; nothing else is needed.",
        Remedy.CONTACT_PROVIDER: "Ask the provider; a person decides.",
        Remedy.NONE: "Nothing opens this: no license, payment or role.",
    }
)
"""A sentence names no command, route or page: each entrance adds its own way."""
