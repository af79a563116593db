"""The facts known of a request so far, for logs, metrics and problems."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from attrs import define, field

HEADER = "x-request-id"
UNKNOWN_ROUTE = "unknown"
_KEY = "saas_web.trail"
_FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")
_LISTS = {"if-none-match": ", ", "x-forwarded-for": ", ", "accept": ", ", "cookie": "; "}
"""Headers that may stand on several lines, which together make up one list."""
_ONCE = frozenset(
    {
        "authorization",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "idempotency-key",
        "if-match",
        "origin",
        HEADER,
    }
)
_SIGNING = ("signature", "x-amz-sns-")
"""Parts of the names of headers by which providers sign or describe what they send."""


@define
class Trail:
    """The id of a request and its loggable facts: never its content, only its target and caller.

    `twice` is the name of a header that may come once and came again; `address` is that of the caller,
    `proxies` are those of the trusted ones that passed it on.
    """

    request_id: str
    route: str = UNKNOWN_ROUTE
    tenant_id: str = ""
    actor: str = ""
    headers: dict[str, str] = field(factory=dict)
    twice: str = ""
    address: str = ""
    proxies: tuple[str, ...] = ()
    mark: bytes | None = None
    stranger: bool = False
    fault: str = ""


def begun(scope: Any) -> Trail:  # noqa: ANN401 - a scope of ASGI, of whichever framework
    """Start the trail of a request; a well-formed id sent with it is adopted."""
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    headers, twice = dict(pairs), ""
    if len(headers) < len(pairs):
        headers, twice = _joined(pairs)
    given = headers.get(HEADER)
    known = given is not None and _FORM.fullmatch(given)
    trail = Trail(given if known and given else secrets.token_hex(16), headers=headers, twice=twice)
    scope[_KEY] = trail
    return trail


def trail_of(scope: Any) -> Trail:  # noqa: ANN401
    """Return the trail of a request."""
    found: Trail = scope[_KEY]
    return found


def _joined(pairs: Iterable[tuple[str, str]]) -> tuple[dict[str, str], str]:
    """Return headers some of which came several times, and the first of them that may come once only.

    Which of two keys or signatures counts would depend on who reads them: here, in a proxy or in a framework.
    """
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    again = (name for name, values in found.items() if len(values) > 1)
    twice = next((name for name in again if name in _ONCE or any(part in name for part in _SIGNING)), "")
    return {name: _LISTS.get(name, ", ").join(values) for name, values in found.items()}, twice
