"""What the person in front of a refusal can do about it here: buttons that lead to a page of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

from attrs import frozen

from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Refused
from saas_portal.visits import Visit
from saas_views.remedies import help_for

_SIGN_IN: Final = "/sign-in"
_BY_SIGNING_IN: Final = frozenset({"LINK_UNKNOWN", "TOO_MANY_CODES", "NEEDS_SESSION"})
"""Refusals that a session of the same person goes around."""


@frozen
class Button:
    """What is done, and the path of the page on which it is."""

    words: str
    path: str


def buttons(fault: SaasError, visit: Visit) -> tuple[Button, ...]:
    """Return a button for each remedy of a refusal that has a page here, and one that leads on; each page once."""
    found: dict[str, Button] = {}
    for each in _found(fault, visit):
        found.setdefault(each.path, each)
    return tuple(found.values())


def _found(fault: SaasError, visit: Visit) -> Iterator[Button]:
    if isinstance(fault, Refused):
        for reason in fault.decision.reasons:
            known = help_for(reason.code, reason.remedy)
            if known.page is not None:
                yield Button(known.page_words, known.page)
    if visit.person is not None:
        yield Button("Go to the first page", "/")
    elif fault.code in _BY_SIGNING_IN and not visit.place.startswith(_SIGN_IN):
        # Of a link that opens nothing nothing is repeated: every such token is answered alike.
        place = "/" if fault.code == "LINK_UNKNOWN" else "/".join(visit.path.split("/")[:3])
        yield Button("Sign in instead", f"{_SIGN_IN}?{urlencode({'to': place})}")
    elif visit.place.startswith(_SIGN_IN):
        yield Button("Ask for another mail", _SIGN_IN)
