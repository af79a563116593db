"""Financial settings: the client's own, for its own business in the platform (2.2)."""

from __future__ import annotations

from attrs import evolve, frozen


@frozen(kw_only=True)
class FinancialSettings:
    """A client's currency, tax number, fiscal year, and how its own invoices are numbered.

    `fiscal_year_month` and `fiscal_year_day` say when the year begins. The provider's invoices to the client take the
    tax number from here, and nothing else.
    """

    currency: str
    country: str
    tax_number: str = ""
    fiscal_year_month: int = 1
    fiscal_year_day: int = 1
    invoice_prefix: str = ""
    next_number: int = 1

    def numbered(self) -> tuple[str, FinancialSettings]:
        """Return the number of the next invoice, and the settings after it was taken."""
        return f"{self.invoice_prefix}{self.next_number}", evolve(self, next_number=self.next_number + 1)
