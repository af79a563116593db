"""Tax numbers, read as their countries write them with python-stdnum."""

from __future__ import annotations

from typing import Final

from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue

_KINDS: Final = ("vat", "tin", "ein", "stnr", "gstin", "gst", "abn")
"""The numbers by which a business is taxed, by the names that the library gives them."""


class NationalTaxNumbers:
    """Reads tax numbers: by the check digits of a country where they are known, else as they were written."""

    def read(self, value: str, country: str) -> str:
        """Return a tax number as it was written; raises InvalidValue for one that cannot be of the country."""
        # Slow to import, and needed for a change of an account alone.
        from stdnum.exceptions import ValidationError  # noqa: PLC0415
        from stdnum.util import get_cc_module  # noqa: PLC0415

        given = text.reference(value, "tax_number")
        known = [each for kind in _KINDS if (each := get_cc_module(country.lower(), kind)) is not None]
        for each in known:
            try:
                each.validate(given)
            except ValidationError:
                continue
            return given
        if known:
            message = f"{given[:40]!r} is not a tax number of {country.upper()[:2]}."
            raise InvalidValue(message, field="tax_number", remedy="Check its digits and the country.")
        return given
