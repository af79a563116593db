"""Pending work."""

from __future__ import annotations

from saas_http.routes.work.deliveries import deliveries

ROUTERS = (deliveries,)
