"""The HTTP entrance: parse, call, present."""

from __future__ import annotations

from saas_core.kernel.extras import needing

with needing("saas_http", "http"):
    from saas_http.application import http_application

__all__ = ["http_application"]
