"""Subscribing, paying, and records of payments."""

from __future__ import annotations

from saas_http.routes.payments.billing import billing
from saas_http.routes.payments.incidents import incidents
from saas_http.routes.payments.staff import payments

ROUTERS = (billing, payments, incidents)
