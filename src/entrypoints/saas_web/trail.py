"""The facts known of a request so far, for logs, metrics and problems."""

from __future__ import annotations

import re
import secrets
from typing import Any

from attrs import define, field

HEADER = "x-request-id"
UNKNOWN_ROUTE = "unknown"
_KEY = "saas_web.trail"
_FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")


@define
class Trail:
    """The id of a request and its loggable facts: never its content, only its target and caller."""

    request_id: str
    route: str = UNKNOWN_ROUTE
    tenant_id: str = ""
    actor: str = ""
    headers: dict[str, str] = field(factory=dict)
    mark: bytes | None = None
    fault: str = ""


def begun(scope: Any) -> Trail:  # noqa: ANN401 - a scope of ASGI, of whichever framework
    """Start the trail of a request; a well-formed id sent with it is adopted."""
    # If a header is repeated, the first one counts.
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
    given = headers.get(HEADER)
    known = given is not None and _FORM.fullmatch(given)
    trail = Trail(given if known and given else secrets.token_hex(16), headers=headers)
    scope[_KEY] = trail
    return trail


def trail_of(scope: Any) -> Trail:  # noqa: ANN401
    """Return the trail of a request."""
    found: Trail = scope[_KEY]
    return found
