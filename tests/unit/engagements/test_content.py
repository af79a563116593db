"""The canonical content: the same content has the same bytes, and any other content another hash."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.engagements.estimates.content import (
    Binding,
    Issued,
    Provider,
    amount_of,
    content_bytes,
    content_hash,
    estimate_content,
    lines_of,
)
from saas_core.engagements.estimates.values import EstimateKind, ScopeLine, hours_text
from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money

LINE = ScopeLine(key="L1", text="Connect the register", exclusions="No training", low_seconds=3600, high_seconds=7200)
ISSUED = Issued(
    number=7,
    revision=2,
    kind=EstimateKind.BASE,
    client_id=TenantId(UUID(int=1)),
    client_name="Härbor Foods",
    provider=Provider(name="Provider, Inc."),
    lines=(LINE,),
    rate=Money(6500, "USD"),
    unit_seconds=180,
    tax_statement="Taxes are added where they apply.",
    valid_until=datetime(2026, 12, 31, 23, tzinfo=UTC),
    zone="Europe/Berlin",
    terms=Binding(version="2026-02", hash="sha256:0", ownership="Nothing is sold."),
    amends=None,
)


def test_the_bytes_are_canonical() -> None:
    """Sorted keys, no blanks, UTF-8; the order in which a content was built makes no difference."""
    content = estimate_content(ISSUED)
    turned = dict(reversed(list(content.items())))

    assert content_bytes(turned) == content_bytes(content)
    assert b" :" not in content_bytes(content)
    assert "Härbor".encode() in content_bytes(content)
    assert json.loads(content_bytes(content)) == content
    assert list(json.loads(content_bytes(content))) == sorted(content)


def test_the_content_says_cap_and_maximum_from_the_high_value() -> None:
    """Two hours at 65 dollars are 130 dollars."""
    content = estimate_content(ISSUED)

    assert content["cap_seconds"] == 7200
    assert content["maximum_minor"] == 13_000
    assert lines_of(content) == (LINE,)


@pytest.mark.parametrize(
    "other",
    [
        evolve(ISSUED, number=8),
        evolve(ISSUED, revision=3),
        evolve(ISSUED, kind=EstimateKind.CHANGE_ORDER),
        evolve(ISSUED, client_id=TenantId(UUID(int=2))),
        evolve(ISSUED, client_name="Harbor Foods"),
        evolve(ISSUED, provider=Provider(name="Provider, Inc.", tax_number="1")),
        evolve(ISSUED, lines=(evolve(LINE, text="Connect the registers"),)),
        evolve(ISSUED, lines=(evolve(LINE, exclusions=""),)),
        evolve(ISSUED, lines=(evolve(LINE, low_seconds=0),)),
        evolve(ISSUED, lines=(evolve(LINE, high_seconds=7380),)),
        evolve(ISSUED, rate=Money(6501, "USD"), lines=(evolve(LINE, high_seconds=3600),)),
        evolve(ISSUED, rate=Money(6500, "EUR")),
        evolve(ISSUED, tax_statement="No tax."),
        evolve(ISSUED, valid_until=datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC)),
        evolve(ISSUED, zone="UTC"),
        evolve(ISSUED, terms=Binding(version="2026-03", hash="sha256:0", ownership="Nothing is sold.")),
        evolve(ISSUED, terms=Binding(version="2026-02", hash="sha256:1", ownership="Nothing is sold.")),
        evolve(ISSUED, terms=Binding(version="2026-02", hash="sha256:0", ownership="All is sold.")),
        evolve(ISSUED, amends="sha256:2"),
    ],
)
def test_whatever_is_approved_is_in_the_hash(other: Issued) -> None:
    """Nothing of it can be exchanged afterwards without another hash."""
    assert content_hash(estimate_content(other)) != content_hash(estimate_content(ISSUED))


def test_a_float_has_no_canonical_form() -> None:
    """Not even one inside a list inside an object."""
    with pytest.raises(TypeError):
        content_bytes({"lines": [{"hours": 1.0}]})


def test_hours_that_make_no_whole_cents_have_no_amount() -> None:
    """One minute at 65 dollars an hour is a third of a cent too much."""
    with pytest.raises(ValueError, match="no whole number"):
        amount_of(60, Money(6500, "USD"))


@pytest.mark.parametrize(
    ("seconds", "text"), [(108_000, "30.00 h"), (180, "0.05 h"), (-3600, "-1.00 h"), (0, "0.00 h")]
)
def test_hours_are_written_with_two_decimals(seconds: int, text: str) -> None:
    """As documents and letters say them."""
    assert hours_text(seconds) == text
