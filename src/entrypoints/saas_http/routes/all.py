"""Every router there is; a new one is served and described once it stands here."""

from __future__ import annotations

from saas_http.endpoints import Endpoint, Router
from saas_http.routes.decisions import decisions
from saas_http.routes.health import health
from saas_http.routes.users import users

ROUTERS: tuple[Router, ...] = (health, decisions, users)
"""In the order in which they are described."""

ENDPOINTS: tuple[Endpoint, ...] = tuple(each for router in ROUTERS for each in router.endpoints)
