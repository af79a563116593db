"""Decisions, the journal, and everything of a client taken out."""

from __future__ import annotations

from saas_http.routes.gate.decisions import decisions
from saas_http.routes.gate.export import exports
from saas_http.routes.gate.journal import journal
from saas_http.routes.gate.staff import clients, journals

ROUTERS = (decisions, journal, exports, journals, clients)
