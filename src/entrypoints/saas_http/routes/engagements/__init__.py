"""Routes of engagements: requests, time and the register, invoices for paid work."""

from __future__ import annotations

from saas_http.routes.engagements import billing, requests, work

ROUTERS = (*requests.ROUTERS, *work.ROUTERS, *billing.ROUTERS)
