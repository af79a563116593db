"""Pages of engagements: an estimate is opened by its mailed link or by who is signed in, read, and decided."""

from __future__ import annotations

from typing import Final

from saas_portal.pages.engagements import deciding, invoices, opening, walking
from saas_portal.routes import Pages

PAGES: Final = Pages([*opening.opening.routes, *walking.deciding.routes, *invoices.invoices.routes])

__all__ = ["PAGES", "deciding"]
