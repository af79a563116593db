"""Integrations: the catalogue, connections, and what staff sees and adds (2.2, 3.1, 3.2, 3.6)."""

from __future__ import annotations

from saas_http.routes.integrations.connections import integrations
from saas_http.routes.integrations.staff import staff_integrations, staff_master_key

ROUTERS = (integrations, staff_integrations, staff_master_key)
