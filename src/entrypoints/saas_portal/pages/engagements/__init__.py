"""Pages of engagements: an estimate is opened by its mailed link or by who is signed in, read, and decided."""

from __future__ import annotations

from typing import Final

from saas_portal.pages.engagements.deciding import deciding
from saas_portal.pages.engagements.opening import opening
from saas_portal.routes import Pages

PAGES: Final = Pages([*opening.routes, *deciding.routes])
