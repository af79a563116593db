"""Tax numbers by country: the form of each number in the table, and what is said where it is not met."""

from __future__ import annotations

import pytest

from saas_core.kernel.errors import InvalidValue
from saas_local import NationalTaxNumbers

RIGHT = {
    "AT": "U13585627",
    "AU": "83 914 571 673",
    "BR": "16.727.230/0001-97",
    "CH": "CHE-107.787.577 IVA",
    "DE": "DE 136,695 976",
    "ES": "ES B-58378431",
    "FR": "Fr 40 303 265 045",
    "GB": "GB 980 7806 84",
    "IN": "27AAPFU0939F1ZV",
    "IT": "IT 00743110157",
    "NL": "004495445B01",
    "NO": "NO 995 525 828 MVA",
    "PL": "PL 8567346215",
    "US": "91-1144442",
}


@pytest.mark.parametrize("country", RIGHT)
def test_a_number_is_taken_as_it_is_written_there(country: str) -> None:
    """In small letters too; one with a wrong digit is refused, with the name that the number has in the country."""
    numbers = NationalTaxNumbers()
    assert numbers.read(f" {RIGHT[country]} ", country.lower()) == RIGHT[country]
    with pytest.raises(InvalidValue) as refused:
        numbers.read("1", country)
    assert refused.value.field == "tax_number"
    assert all(name in refused.value.remedy for name in numbers.names(country))


def test_a_number_of_another_country_is_refused() -> None:
    """A right one of Italy is none of Germany."""
    with pytest.raises(InvalidValue):
        NationalTaxNumbers().read(RIGHT["IT"], "DE")


@pytest.mark.parametrize("country", ["AE", "ZZ", ""])
def test_where_the_form_is_not_known_any_number_is_taken(country: str) -> None:
    """It is held to be a short text, and nothing is promised of it."""
    assert NationalTaxNumbers().read("100-2003", country) == "100-2003"
    assert NationalTaxNumbers().names(country) == ()


def test_every_number_of_the_table_is_one_that_the_library_reads() -> None:
    """Each country and each module: a slip in the table would refuse every number with an error of another kind."""
    numbers = NationalTaxNumbers()
    for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            if numbers.names(first + second):
                with pytest.raises(InvalidValue):
                    numbers.read("-", first + second)
