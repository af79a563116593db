"""Decisions, the journal, and exports of a client's data."""

from __future__ import annotations

from saas_http.routes.gate.decisions import decisions
from saas_http.routes.gate.export import exports
from saas_http.routes.gate.journal import journal
from saas_http.routes.gate.places import places
from saas_http.routes.gate.policy import deciding
from saas_http.routes.gate.staff import clients, journals

ROUTERS = (decisions, places, journal, exports, journals, clients, deciding)
