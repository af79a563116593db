"""Tokens of forms: sealed, bound to the browser, to who was signed in, and to the place the form is sent to.

Beside the token the origin of a request is looked at, where the browser tells it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.secrets import Sealer

TOKEN: Final = "form_token"  # noqa: S105 - the name of a box
"""The hidden box that holds it."""
_OWN: Final = frozenset({"same-origin", "none"})


@frozen
class Stamp:
    """What a token says of the form's making: by whom, as in a journal, and in which session; empty for a stranger."""

    whose: str = ""
    session: str = ""


def token_for(sealer: Sealer, stamp: Stamp, *, visit: str, path: str) -> str:
    """Return the token of a form that is sent to a path by the browser with this secret."""
    return sealer.seal(json.dumps([stamp.whose, stamp.session]), _context(visit, path))


def stamp_in(sealer: Sealer, token: str, *, visit: str, path: str) -> Stamp | None:
    """Return what a token says; None for one that was not made for this browser and path."""
    try:
        whose, session = json.loads(sealer.open(token, _context(visit, path)))
    except (InvalidValue, ValueError):
        return None
    return Stamp(whose, session)


def own_origin(headers: Mapping[str, str], origins: frozenset[str]) -> bool:
    """Return whether a form comes from a page of ours, as far as the browser tells; `origins` are known to be ours."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = headers.get("origin")
    return origin is None or origin in origins or urlsplit(origin).netloc == headers.get("host", "")


def _context(visit: str, path: str) -> str:
    return f"form\n{visit}\n{path}"
