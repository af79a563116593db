"""Reasons as letters say them: ahead of a lapse in the future tense, and always in the client's own zone."""

from __future__ import annotations

import pytest

from saas_core.licensing.sentences import COMING, before, coming, in_zone
from saas_core.policy.reasons import LICENSE_CAUSES, ReasonCode, Remedy, reason
from saas_core.policy.remedies import SENTENCES

PLACES = {"since": "2027-01-01 00:00 UTC", "until": "2026-12-01 00:00 UTC", "invoice": "INV-7", "why": "abuse"}


@pytest.mark.parametrize("code", sorted(LICENSE_CAUSES, key=lambda each: each.name))
def test_no_warning_says_that_a_license_ended(code: ReasonCode) -> None:
    """Nothing of what is to come is said as past, and the letter alone says when: "then" is its instant."""
    said = coming(reason(code, **PLACES), "Europe/Berlin")
    assert "The license ends on" not in said
    assert not ({"ended", "UTC"} & set(said.replace(".", " ").split()))


def test_what_can_lapse_by_time_has_words_of_its_own() -> None:
    """The other reasons are states that last, and are said as they stand."""
    assert set(COMING) <= LICENSE_CAUSES
    assert {ReasonCode.LICENSE_EXPIRED, ReasonCode.LICENSE_CANCELED, ReasonCode.RENEWAL_UNCONFIRMED} <= set(COMING)


def test_instants_in_a_sentence_are_written_out_in_the_zone() -> None:
    """With seconds or without; what is no instant stays."""
    assert in_zone("It ended at 2026-12-01 00:00 UTC.", "UTC") == "It ended on December 1, 2026, 00:00 (UTC)."
    said = in_zone("From 2026-12-01 00:00 UTC to 2026-12-31 23:59:59 UTC, not 2026-12.", "America/New_York")
    assert said == (
        "From November 30, 2026, 19:00 (America/New_York) to December 31, 2026, 18:59 (America/New_York), not 2026-12."
    )


def test_a_remedy_ahead_of_a_lapse_says_so() -> None:
    """Others are the same before and after."""
    assert "before then" in before(Remedy.PAY_INVOICE)
    assert before(Remedy.CONTACT_PROVIDER) == SENTENCES[Remedy.CONTACT_PROVIDER]
