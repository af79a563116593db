"""Signatures of the policy, open questions about it, and what it would say."""

from __future__ import annotations

from saas_http.routes.signing.signatures import signatures
from saas_http.routes.signing.what_if import what_if

ROUTERS = (signatures, what_if)
