"""Money: whole minor units of one currency; no floats, ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Self

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue

_CURRENCY = re.compile(r"[A-Z]{3}")
_WRITTEN = re.compile(r"(-?)(\d{1,16})(?:\.(\d{1,4}))? ([A-Z]{3})", re.ASCII)
_USUAL = 2
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_MILS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_DIGITS: Final[Mapping[str, int]] = MappingProxyType(
    {code: digits for digits, codes in ((0, _NONE), (3, _MILS), (4, _FOUR)) for code in codes.split()}
)
"""The decimals of each currency by ISO 4217, where they are not two. The only such table: whatever shows or reads an
amount goes through `Money`."""


def exponent(currency: str) -> int:
    """Return the decimals of a currency by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, _USUAL)


@frozen
class Money:
    """An amount in the minor units of an ISO 4217 currency, such as cents; some currencies have none, or mils.

    Raises InvalidValue for an amount that is not a whole number and for a currency that is not a three-letter code.
    """

    minor: int = field()
    currency: str = field()

    @minor.validator
    def _whole(self, _attribute: object, value: object) -> None:
        if type(value) is not int:
            message = f"{value!r} is not a whole number of minor units."
            raise InvalidValue(message, field="minor", remedy="Give minor units, such as cents, as a whole number.")

    @currency.validator
    def _coded(self, _attribute: object, value: object) -> None:
        if not (isinstance(value, str) and _CURRENCY.fullmatch(value)):
            message = f"{value!r} is not a currency code."
            raise InvalidValue(message, field="currency", remedy="Give a three-letter ISO 4217 code such as USD.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount as it is written, with the decimals of its currency: `65.00 USD`, `9900 JPY`, `12.345 KWD`.

        Raises InvalidValue.
        """
        found = _WRITTEN.fullmatch(text)
        sign, whole, part, currency = found.groups(default="") if found else ("", "", "", "")
        if found is None or len(part) != exponent(currency):
            message = f"{text[:40]!r} is not an amount."
            remedy = "Write the decimals that the currency has, and the currency, as in 65.00 USD or 9900 JPY."
            raise InvalidValue(message, field="amount", remedy=remedy)
        return cls(int(f"{sign}{whole}{part}"), currency)

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency; raises InvalidValue for a different one."""
        if other.currency != self.currency:
            message = f"{other.currency} cannot be added to {self.currency}."
            raise InvalidValue(message, field="currency", remedy="Add amounts of one currency.")
        return Money(self.minor + other.minor, self.currency)

    def __mul__(self, factor: int) -> Money:
        """Multiply the amount by a whole number."""
        return Money(self.minor * factor, self.currency)

    def __str__(self) -> str:
        """Return the amount with the decimals of its currency, as in `65.00 USD` and `9900 JPY`."""
        sign, digits = "-" if self.minor < 0 else "", exponent(self.currency)
        written = str(abs(self.minor)).zfill(digits + 1)
        cut = len(written) - digits
        return f"{sign}{written[:cut]}{'.' if digits else ''}{written[cut:]} {self.currency}"
