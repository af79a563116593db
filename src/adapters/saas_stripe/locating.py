"""A client's address and tax number in Stripe's terms, by which it computes taxes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from saas_core.payments.ports import Recipient

_LONGEST: Final = 500
_POSTAL: Final = MappingProxyType(
    {
        "US": re.compile(r"\b\d{5}(?:-\d{4})?\b"),
        "CA": re.compile(r"\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"),
    }
)
"""Where Stripe needs more than the country, it is the postal code."""
_WEST: Final = ("AT", "BE", "DE", "DK", "ES", "FI", "FR", "GR", "IE", "IT", "LU", "MT", "NL", "PT", "SE")
_EAST: Final = ("BG", "CY", "CZ", "EE", "HR", "HU", "LT", "LV", "PL", "RO", "SI", "SK")
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys((*_WEST, *_EAST), "eu_vat"),
        "GB": "gb_vat",
        "CH": "ch_vat",
        "NO": "no_vat",
        "US": "us_ein",
        "CA": "ca_bn",
        "AU": "au_abn",
        "NZ": "nz_gst",
        "IN": "in_gst",
        "JP": "jp_trn",
        "SG": "sg_gst",
        "ZA": "za_vat",
    }
)
"""What Stripe calls the tax number of a business in each country; it takes none from elsewhere."""


def address_of(recipient: Recipient) -> dict[str, Any]:
    """Return an address as Stripe takes it: its lines, the country, and the postal code where the tax depends on it."""
    first, _, rest = recipient.address.partition("\n")
    found = _POSTAL[recipient.country].findall(recipient.address.upper()) if recipient.country in _POSTAL else []
    return {
        "line1": first[:_LONGEST],
        "line2": ", ".join(rest.split("\n"))[:_LONGEST],
        "country": recipient.country,
        # The last one in the text; a number of a house comes before it.
        **({"postal_code": found[-1]} if found else {}),
    }


def kind_of_tax_number(recipient: Recipient) -> str | None:
    """Return what Stripe calls the tax number of a recipient; None without one that it takes."""
    return _KINDS.get(recipient.country) if recipient.tax_number else None
