"""Reasons as letters say them: of what will be before it comes, and with instants in the client's own zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from saas_core.kernel.zones import written_out
from saas_core.policy.reasons import Reason, ReasonCode, Remedy
from saas_core.policy.remedies import SENTENCES

COMING: Final[Mapping[ReasonCode, str]] = MappingProxyType(
    {
        ReasonCode.LICENSE_EXPIRED: "The paid period ends then, and no payment for the next one has arrived.",
        ReasonCode.LICENSE_CANCELED: "The license was canceled, and what was paid for ends then.",
        ReasonCode.RENEWAL_UNCONFIRMED: "The renewal has not been confirmed, and the time allowed for it has run out.",
        ReasonCode.FIRST_PAYMENT_PENDING: "The trial ends then, and the first payment has not arrived.",
        ReasonCode.PAYMENT_REFUNDED: "The payment for the period that begins then was refunded in full.",
        ReasonCode.PAYMENT_DISPUTED: "The payment for the period that begins then is disputed at the bank.",
        ReasonCode.LICENSE_NOT_STARTED: "The paid period ends then, and the next one begins only later.",
    }
)
"""What will have closed the license, as it is said before; the other reasons are said as they stand."""

BEFORE: Final[Mapping[Remedy, str]] = MappingProxyType(
    {
        Remedy.PAY_INVOICE: "Pay the open invoice before then; access then stays open.",
        Remedy.RENEW: "Renew the license before then: pay for a new period.",
        Remedy.UPDATE_PAYMENT_METHOD: "Update the payment method before then, so that the license renews.",
    }
)
"""What would help before a lapse; the other remedies are the same before and after."""

_INSTANT = re.compile(r"(\bat )?(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) UTC")


def coming(reason: Reason, zone: str) -> str:
    """Return why the license ends at the instant that a letter names, with other instants in a zone."""
    return COMING.get(reason.code) or in_zone(reason.sentence, zone)


def before(remedy: Remedy) -> str:
    """Return what would help before the license ends."""
    return BEFORE.get(remedy, SENTENCES[remedy])


def in_zone(sentence: str, zone: str) -> str:
    """Return a sentence with every instant that it gives in UTC written out in a zone."""

    def local(found: re.Match[str]) -> str:
        written = found[2] if found[2].count(":") > 1 else f"{found[2]}:00"
        at = datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        return f"{'on ' if found[1] else ''}{written_out(at, zone)}"

    return _INSTANT.sub(local, sentence)
