"""Pages of the policy for staff: what stands there is signed, and what if is asked, by whoever has a key of staff."""

from __future__ import annotations

from typing import Final

from saas_portal.pages.signing import forms, what_if
from saas_portal.routes import Pages

PAGES: Final = Pages([*forms.PAGES.routes, *what_if.PAGES.routes])

__all__ = ["PAGES"]
