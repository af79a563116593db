"""Engagements: requests, estimates, and their approval in writing (4.1, 4.2)."""

from __future__ import annotations

from saas_http.routes.engagements.approving import approving, deciding
from saas_http.routes.engagements.estimates import estimates, staff_estimates
from saas_http.routes.engagements.requests import engagements, requests

ROUTERS = (engagements, requests, estimates, staff_estimates, deciding, approving)
