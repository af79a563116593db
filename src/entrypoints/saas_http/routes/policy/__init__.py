"""The terms, and the provider's publications."""

from __future__ import annotations

from saas_http.routes.policy.page import page, staff_page
from saas_http.routes.policy.staff import policy
from saas_http.routes.policy.terms import terms

ROUTERS = (terms, page, policy, staff_page)
