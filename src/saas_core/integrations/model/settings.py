"""Financial settings: the client's own, for its own business in the platform (2.2)."""

from __future__ import annotations

from attrs import evolve, frozen

from saas_core.integrations.values import LAST_NUMBER
from saas_core.kernel.errors import Conflict


@frozen
class Series:
    """Invoice numbers with one prefix, of which some were taken, and the next one to take."""

    prefix: str
    next_number: int


@frozen(kw_only=True)
class FinancialSettings:
    """A client's currency, tax number, fiscal year, and how its own invoices are numbered.

    `fiscal_year_month` and `fiscal_year_day` say when the year begins. The provider's invoices to the client take the
    tax number from here, and nothing else. `series` are the prefixes under which numbers were taken.
    """

    currency: str
    country: str
    tax_number: str = ""
    fiscal_year_month: int = 1
    fiscal_year_day: int = 1
    invoice_prefix: str = ""
    next_number: int = 1
    series: tuple[Series, ...] = ()

    def numbered(self) -> tuple[str, FinancialSettings]:
        """Return the number of the next invoice, and the settings after it was taken.

        Raises Conflict when the last number with the prefix would be taken, after which nothing could be set.
        """
        if self.next_number >= LAST_NUMBER:
            message = f"the numbers with the prefix {self.invoice_prefix!r} are used up."
            raise Conflict(message, field="next_number", remedy="Choose another prefix.")
        following = self.next_number + 1
        others = tuple(each for each in self.series if each.prefix != self.invoice_prefix)
        series = (*others, Series(self.invoice_prefix, following))
        return f"{self.invoice_prefix}{self.next_number}", evolve(self, next_number=following, series=series)

    def earliest(self, prefix: str) -> int:
        """Return the earliest number with a prefix that was never taken, also where the prefix was another since."""
        return next((each.next_number for each in self.series if each.prefix == prefix), 1)
