"""Values of tenancy: each in its one form, or refused by its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saas_core.kernel import zones
from saas_core.kernel.errors import InvalidValue
from saas_core.tenancy import values
from saas_core.tenancy.model import Account

Wild = Any  # what no type checker would let pass
HOSTILE = [
    "",
    " ",
    "../../etc/passwd",
    "/etc/passwd",
    "\x00",
    "a" * 10_000,
    "\ud800",
    "ａｃｍｅ",
    "acme\n",
    None,
    7,
    b"acme",
]


@pytest.mark.parametrize("given", ["a", "acme", "acme-trading", "4-u", "a" * 63, "a-b-c-1"])
def test_a_short_name_is_small_letters_digits_and_single_hyphens(given: str) -> None:
    """It is taken as it is."""
    assert values.slug(given) == given


@pytest.mark.parametrize(
    "given", ["Acme", "-acme", "acme-", "ac--me", "a" * 64, "ac_me", "ac.me", "äcme", "١", *HOSTILE]
)
def test_any_other_short_name_is_refused(given: Wild) -> None:
    """Nothing is corrected silently."""
    with pytest.raises(InvalidValue) as refused:
        values.slug(given)
    assert refused.value.field == "slug"
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize("given", ["us-east-1", "eu-central-2", "ap-southeast-3", "us-gov-west-1", "il-central-1"])
def test_a_region_is_named_as_aws_names_it(given: str) -> None:
    """It is taken as it is."""
    assert values.region(given) == given


@pytest.mark.parametrize("given", ["us-east", "us-east-0", "US-EAST-1", "useast1", "us-east-1a", "frankfurt", *HOSTILE])
def test_any_other_region_is_refused(given: Wild) -> None:
    """By its field."""
    with pytest.raises(InvalidValue) as refused:
        values.region(given)
    assert refused.value.field == "region"


def test_countries_are_the_249_assigned_codes() -> None:
    """In capitals, whatever case is given."""
    assert len(values.COUNTRIES) == 249
    assert all(len(code) == 2 and code.isupper() for code in values.COUNTRIES)
    assert values.country("de") == values.country("DE") == "DE"


@pytest.mark.parametrize("given", ["XX", "EU", "UK", "DEU", "D", "ß", "ﬁ", "1A", *HOSTILE])
def test_any_other_country_is_refused(given: Wild) -> None:
    """Also those whose capitals would make one."""
    with pytest.raises(InvalidValue) as refused:
        values.country(given)
    assert refused.value.field == "country"


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("sr-latn", "sr-Latn"),
        ("es-419", "es-419"),
    ],
)
def test_a_language_is_brought_to_its_usual_case(given: str, form: str) -> None:
    """Language, script, region."""
    assert values.language(given) == form


@pytest.mark.parametrize(
    "given", ["english", "e", "en_US", "en-", "en-USA", "en-u-ca-buddhist", "eñ", "es-٤١٩", *HOSTILE]
)
def test_any_other_language_is_refused(given: Wild) -> None:
    """By its field."""
    with pytest.raises(InvalidValue) as refused:
        values.language(given)
    assert refused.value.field == "language"


@pytest.mark.parametrize("given", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_a_time_zone_is_named_as_iana_names_it(given: str) -> None:
    """It is taken as it is."""
    assert zones.time_zone(given) == given


@pytest.mark.parametrize(
    "given", ["Factory", "localtime", "posixrules", "Mars/Olympus", "europe/berlin", "America", *HOSTILE]
)
def test_any_other_time_zone_is_refused(given: Wild) -> None:
    """A name is looked up and never used as a path."""
    with pytest.raises(InvalidValue) as refused:
        zones.time_zone(given)
    assert refused.value.field == "time_zone"
    assert len(str(refused.value)) < 300


@given(st.one_of(st.text(), st.integers(), st.none(), st.binary()))
def test_anything_at_all_is_taken_or_refused(anything: Wild) -> None:
    """Nothing else is raised."""
    checks: list[Callable[[Any], str]] = [values.slug, values.region, values.country, values.language, zones.time_zone]
    for check in checks:
        try:
            assert check(anything)
        except InvalidValue as fault:
            assert fault.remedy


RIGHT = {
    "legal_name": " Acme Trading  ",
    "country": "de",
    "time_zone": "Europe/Berlin",
    "language": "de-de",
    "contact_email": " Ada@Example.com ",
}


def test_an_account_is_brought_to_its_one_form() -> None:
    """Trimmed, in the usual case; the address keeps its case."""
    account = Account(**RIGHT)
    assert account == Account("Acme Trading", "DE", "Europe/Berlin", "de-DE", "Ada@Example.com")


@pytest.mark.parametrize("field", RIGHT)
@pytest.mark.parametrize("wrong", ["", "\x00", "a\u202eb", "\ud800", "x" * 100_000])
def test_a_wrong_account_is_refused_by_its_field(field: str, wrong: str) -> None:
    """Each field is named."""
    with pytest.raises(InvalidValue) as refused:
        Account(**{**RIGHT, field: wrong})
    assert refused.value.field == field
