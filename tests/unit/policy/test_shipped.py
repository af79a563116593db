"""Shipped versions of the terms: earlier ones stay to the byte, and a database that lacks the newest can take it up."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest

from saas_core.policy.comparison import compare
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.shipped import (
    earlier_documents,
    next_day,
    shipped_document,
    shipped_from,
    shipped_terms,
    unpublished,
)

FIRST = "68a4b5f5c4243f543735adf4b3c30aab60809d6dee99143318f83f1c91c3a5b8"


def test_the_first_version_is_still_the_document_that_was_accepted() -> None:
    """Licenses pin it by its digest."""
    (first,) = earlier_documents()
    assert hashlib.sha256(first).hexdigest() == FIRST
    assert read_terms(first, published=True).version == "2026-01"


def test_a_version_published_before_a_setting_existed_has_it_as_zero() -> None:
    """It is still read; a document that is new must name every setting."""
    (first,) = earlier_documents()
    settings = read_terms(first, published=True).settings
    assert settings.processing_tolerance_days == 0
    assert settings.processing_tolerance == settings.renewal_tolerance == timedelta(hours=1)
    with pytest.raises(TermsInvalid) as refused:
        read_terms(first)
    assert (refused.value.field, "is missing" in refused.value.message) == ("settings.processing_tolerance_days", True)


def test_what_the_newest_version_changes_is_seen_by_comparing() -> None:
    """Both tolerances of a payment that is on its way."""
    differences = compare(read_terms(earlier_documents()[0], published=True), shipped_terms())
    changed = {each.name: (each.before, each.after) for each in differences if each.part.value == "setting"}
    assert changed == {"renewal_tolerance_minutes": ("60", "1440"), "processing_tolerance_days": ("0", "7")}


def test_a_database_is_offered_the_newest_version_until_it_has_it() -> None:
    """An empty one gets it by itself."""
    assert unpublished(["2026-01"]) == shipped_terms()
    assert unpublished(["2026-01", shipped_terms().version]) is None
    assert unpublished([]) is None


def test_a_database_with_terms_takes_it_up_from_an_instant_ahead() -> None:
    """Nothing but the instant differs."""
    at = datetime(2026, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    since = next_day(at)
    assert since == datetime(2027, 1, 1, tzinfo=UTC)
    document = shipped_from(since)
    assert read_terms(document).effective_from == since
    assert re.sub(rb"effective_from = \S+", b"", document) == re.sub(rb"effective_from = \S+", b"", shipped_document())
