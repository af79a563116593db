"""The replacement for the network between the vendor's client and what is simulated; it is not the vendor."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import stripe
from attrs import frozen

from saas_sandbox.shapes import Shape


@frozen
class Sent:
    """A call as it would go over the network: method, path, headers by lower-case name, and the fields of its form."""

    method: str
    path: str
    headers: Mapping[str, str]
    given: Shape


class Wire(stripe.HTTPClient):
    """Hands every call to `answer`, which returns a status, headers and a body; pass it to the vendor's client."""

    name = "simulated"

    def __init__(self, answer: Callable[[Sent], tuple[int, Mapping[str, str], Shape]]) -> None:
        """Take what answers; it may raise the client's connection error."""
        super().__init__()
        self._answer = answer

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,  # noqa: ANN401 - as the vendor's client has it
        **_given: Any,  # noqa: ANN401
    ) -> tuple[str, int, Mapping[str, str]]:
        """Return body, status and headers of the answer."""
        parts = urlsplit(url)
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        given = _nested(parse_qsl(post_data or parts.query, keep_blank_values=True))
        status, answered, body = self._answer(Sent(method.upper(), parts.path, sent, given))
        return json.dumps(body), status, answered

    def close(self) -> None:
        """Do nothing; there is no connection to close."""


def _nested(pairs: list[tuple[str, str]]) -> Shape:
    """Return a form as nested fields, as the vendor reads it: `metadata[a]=b` is a field within a field."""
    found: Shape = {}
    for name, value in pairs:
        keys = re.findall(r"[^\[\]]+", name)
        place = found
        for key in keys[:-1]:
            place = place.setdefault(key, {})
        place[keys[-1]] = value
    return found
