"""The HTTP entrance: parse, call, present."""

from __future__ import annotations

from saas_http.application import http_application

__all__ = ["http_application"]
