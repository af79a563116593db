"""Cross-origin requests of browsers (CORS): closed except to the origins named in the settings."""

from __future__ import annotations

from collections.abc import Iterable

from saas_web.headers import Headers

METHODS = b"GET, POST, PUT, PATCH, DELETE"
_TAKEN = b"Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id"
_EXPOSED = b"ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id"
_SECONDS = b"600"


def preflight(method: str, headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Return whether a request is a CORS preflight."""
    return method == "OPTIONS" and any(name == b"access-control-request-method" for name, _ in headers)


def allowed(headers: Iterable[tuple[bytes, bytes]], origins: frozenset[str], *, before: bool) -> Headers:
    """Return the CORS headers for a known origin; none for any other, which blocks it."""
    if not origins:
        return []
    varying = [(b"vary", b"Origin")]
    origin = next((value for name, value in headers if name == b"origin"), None)
    if origin is None or origin.decode("latin-1") not in origins:
        return varying
    answer = [*varying, (b"access-control-allow-origin", origin), (b"access-control-expose-headers", _EXPOSED)]
    if before:
        answer += [
            (b"access-control-allow-methods", METHODS),
            (b"access-control-allow-headers", _TAKEN),
            (b"access-control-max-age", _SECONDS),
        ]
    return answer
