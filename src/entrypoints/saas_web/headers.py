"""Security headers of every answer: against content sniffing, framing and caching."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

Headers: TypeAlias = list[tuple[bytes, bytes]]

_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"strict-transport-security", b"max-age=31536000"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_POLICY = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_STORED = (b"cache-control", b"no-store")
_REFERRED = (b"referrer-policy", b"no-referrer")


def protected(given: Iterable[tuple[bytes, bytes]], more: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return the headers of an answer with the security headers and `more`.

    A route's own headers on caching, on what its page may load, or on what it tells other pages, are kept.
    """
    headers = list(given)
    names = {name.lower() for name, _ in headers}
    headers += [each for each in (_STORED, _POLICY, _REFERRED) if each[0] not in names]
    return [*headers, *_SAFE, *more]
