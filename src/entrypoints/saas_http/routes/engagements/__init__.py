"""Engagements: requests, estimates and their approval in writing, time, the register, invoices and evidence (4, 5)."""

from __future__ import annotations

from saas_http.routes.engagements import billing, work
from saas_http.routes.engagements.approving import approving, deciding
from saas_http.routes.engagements.estimates import estimates, staff_estimates
from saas_http.routes.engagements.evidence import evidence, staff_evidence
from saas_http.routes.engagements.requests import engagements, requests

ROUTERS = (
    *(engagements, requests, estimates, staff_estimates, deciding, approving),
    *work.ROUTERS,
    *billing.ROUTERS,
    *(evidence, staff_evidence),
)
