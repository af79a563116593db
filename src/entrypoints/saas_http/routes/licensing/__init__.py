"""Licenses, and the acceptance of terms."""

from __future__ import annotations

from saas_http.routes.licensing.acceptance import acceptance
from saas_http.routes.licensing.license import license_
from saas_http.routes.licensing.staff import licenses

ROUTERS = (license_, acceptance, licenses)
