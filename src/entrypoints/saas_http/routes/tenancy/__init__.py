"""Clients, their accounts, and the setup of their instances."""

from __future__ import annotations

from saas_http.routes.tenancy.staff import tenants
from saas_http.routes.tenancy.tenant import tenant

ROUTERS = (tenant, tenants)
