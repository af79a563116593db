"""Refusals as pages: a sentence, the clauses it rests on, what would help, and the number to ask about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from saas_core.access.queries.myself import MyselfView
from saas_core.kernel.errors import SaasError
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import Reason
from saas_portal.presenting import rendered, sent
from saas_portal.remedies import buttons
from saas_portal.visits import Visit
from saas_views.remedies import help_for
from saas_web.answers import Whole
from saas_web.problems import Turned, problem
from saas_web.trail import Trail

_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "ROUTE_UNKNOWN": ("There is no page at this address.", "Check that the address is complete, as in the mail."),
    "METHOD_UNKNOWN": ("This address opens no page.", "Go back to the page you came from."),
    "BODY_LATE": ("The form did not arrive in time.", "Go back and send it again."),
    "BODY_TOO_LARGE": ("The form holds more than can be taken at once.", "Go back, shorten it, and send it again."),
    "ENCODING_UNKNOWN": ("The form cannot be read.", "Go back to the page and send it again."),
    "PAYMENTS_BY_HAND": (
        "Nothing is paid on a page here.",
        "Your invoices say how to pay them.",
    ),
    "TOO_MANY_REQUESTS": ("This was tried too often in a short time.", "Wait a minute, then try again."),
    "BUSY": ("Too much is going on right now; nothing was done.", "Try again in a moment."),
    "TOOK_TOO_LONG": ("No answer came in time.", "Look at the page again before you repeat anything."),
    "ERROR": ("Something went wrong; nothing was done.", "Try again, and tell the provider the number below."),
}
_FAULTS: Final = 500
_TITLES: Final = {403: "Not allowed", 404: "Not found", 409: "Not possible any more", 429: "Too often", 503: "Busy"}


def failure(
    fault: SaasError, trail: Trail, prefix: str, headers: Mapping[str, str], visit: Visit | None = None
) -> Whole:
    """Return the page of an error, with further headers; no store and no program is spoken of in it."""
    document = problem(fault)
    status, members = document.status, document.members
    words, remedy = _words(fault, members)
    myself, zone = _seen_by(visit, status)
    body = rendered(
        "failure.html",
        visit=None,
        prefix=prefix,
        myself=myself,
        zone=zone,
        title=_TITLES.get(status, str(members["title"])),
        words=words,
        remedy=remedy,
        clauses=() if isinstance(fault, Refused) else members.get("clauses", ()),
        reasons=_reasons(fault),
        terms=fault.decision.terms_version if isinstance(fault, Refused) else "",
        until=fault.decision.valid_until if isinstance(fault, Refused) else None,
        who=() if visit is None else visit.who,
        buttons=() if visit is None else buttons(fault, visit),
        request_id=trail.request_id,
    )
    more = [(name.lower().encode(), value.encode("latin-1")) for name, value in {**document.headers, **headers}.items()]
    return sent(body, status, more if visit is None else [*more, *visit.said])


def _seen_by(visit: Visit | None, status: int) -> tuple[MyselfView | None, str]:
    """Return who sees a refusal, and the client's time zone; looked up only where it was not the store that failed."""
    if visit is None or visit.person is None:
        return None, "UTC"
    if status >= _FAULTS:
        return visit.known_self, "UTC"
    try:
        return visit.myself, visit.zone
    except SaasError:
        return visit.known_self, "UTC"


def _words(fault: SaasError, members: Mapping[str, Any]) -> tuple[str, str]:
    code = str(members["code"])
    if code in _WORDS:
        return _WORDS[code]
    if isinstance(fault, Turned | Refused):
        return str(members["detail"]), ""
    return str(members["detail"]), fault.advice


def _reasons(fault: SaasError) -> tuple[tuple[Reason, str], ...]:
    if not isinstance(fault, Refused):
        return ()
    return tuple((each, help_for(each.code, each.remedy).sentence) for each in fault.decision.reasons)
