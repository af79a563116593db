"""Money: whole minor units of one currency; no floats, ever."""

from __future__ import annotations

import re
from typing import Self

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue

_CURRENCY = re.compile(r"[A-Z]{3}")
_WRITTEN = re.compile(r"(-?)(\d{1,16})\.(\d\d) ([A-Z]{3})", re.ASCII)


@frozen
class Money:
    """An amount in minor units (cents) of an ISO 4217 currency.

    Raises InvalidValue for an amount that is not a whole number and for a currency that is not a three-letter code.
    """

    minor: int = field()
    currency: str = field()

    @minor.validator
    def _whole(self, _attribute: object, value: object) -> None:
        if type(value) is not int:
            message = f"{value!r} is not a whole number of minor units."
            raise InvalidValue(message, field="minor", remedy="Give cents as a whole number.")

    @currency.validator
    def _coded(self, _attribute: object, value: object) -> None:
        if not (isinstance(value, str) and _CURRENCY.fullmatch(value)):
            message = f"{value!r} is not a currency code."
            raise InvalidValue(message, field="currency", remedy="Give a three-letter ISO 4217 code such as USD.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an amount written with two decimals and its currency, as in `65.00 USD`; raises InvalidValue."""
        found = _WRITTEN.fullmatch(text)
        if found is None:
            message = f"{text[:40]!r} is not an amount."
            raise InvalidValue(message, field="amount", remedy="Write two decimals and the currency, as in 65.00 USD.")
        sign, whole, cents, currency = found.groups()
        return cls(int(f"{sign}{whole}{cents}"), currency)

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
        """Return the amount with two decimals and its currency, as in `65.00 USD`."""
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{abs(self.minor) // 100}.{abs(self.minor) % 100:02d} {self.currency}"
