"""Problem documents of refusals and errors (RFC 9457): what a client's program reads when it is told no."""

from __future__ import annotations

import json
from collections.abc import Mapping

from attrs import field, frozen

from saas_core.kernel.errors import (
    Conflict,
    InvalidValue,
    NotFound,
    ProviderFault,
    ProviderUnavailable,
    SaasError,
    StoreFault,
)
from saas_core.kernel.instants import instant_text
from saas_core.kernel.revisions import RevisionStale
from saas_core.policy.decision import Decision, Refused
from saas_core.policy.reasons import PAYMENT_CAUSES, Remedy
from saas_embed.callers import CallerUnknown

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
UNKNOWN = 401
"""The status for a caller who is not known."""
FAULTY = 500
"""From this status on it is not the caller's fault, and what is wrong inside is not told."""

_TITLES = {
    400: "What was given cannot be right",
    401: "Nobody is signed in",
    402: "The license must be paid for",
    403: "This is not allowed",
    404: "There is no such thing here",
    409: "The state of things does not allow this",
    412: "It is not as you saw it",
    500: "Something went wrong",
    502: "A service of somebody else did not do its part",
    503: "The service cannot do this now",
}

# The first kind that an error is of counts.
_STATUSES: tuple[tuple[type[SaasError], int], ...] = (
    (Refused, 403),
    (CallerUnknown, UNKNOWN),
    (InvalidValue, 400),
    (NotFound, 404),
    (RevisionStale, 412),
    (Conflict, 409),
    (StoreFault, 503),
    (ProviderUnavailable, 503),
    (ProviderFault, 502),
    (SaasError, 500),
)


@frozen(kw_only=True)
class Problem:
    """A refusal as HTTP tells it: a status from 400 on, headers, and the members of the document."""

    status: int
    members: Mapping[str, object]
    headers: Mapping[str, str] = field(factory=dict)

    @property
    def code(self) -> str:
        """The stable code of what is wrong."""
        return str(self.members["code"])

    @property
    def body(self) -> bytes:
        """The document as JSON in UTF-8."""
        return json.dumps({"status": self.status, **self.members}, ensure_ascii=False).encode("utf-8", "replace")

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers with those that describe the body; an answer that depends on an instant is kept nowhere."""
        return {
            **self.headers,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
        }


def status_of(kind: type[SaasError]) -> int:
    """Give the status that an error of a kind has; of Refused the one where no payment would help."""
    return next(status for known, status in _STATUSES if issubclass(kind, known))


def problem_of(fault: SaasError, links: Mapping[Remedy, str] | None = None) -> Problem:
    """Give the problem that an error is: 402 where payment would help first, 403 for other refusals.

    InvalidValue is 400 with its field, CallerUnknown 401, NotFound 404, RevisionStale 412, other Conflicts 409,
    ProviderFault 502, StoreFault and ProviderUnavailable 503 to be tried again; `links` say where a remedy is found.
    What is wrong inside the store is not told.
    """
    if isinstance(fault, Refused):
        return refusal(fault.decision, links or {})
    status = status_of(type(fault))
    if isinstance(fault, StoreFault):
        return _away(fault, "The store did not answer.", "Look whether it was done, then try again in a moment.")
    if isinstance(fault, ProviderUnavailable):
        return _away(fault, "A service of somebody else did not answer.", "Try again in a moment.")
    if status >= FAULTY:
        return Problem(status=status, members=_told(status, fault.code, "The request was not carried out.", ""))
    told = _told(status, fault.code, fault.message, fault.remedy)
    # Rules that a command keeps rest on clauses too.
    clauses = getattr(fault, "clauses", ())
    cited = {"clauses": clauses} if clauses else {}
    return Problem(status=status, members={**told, **({"field": fault.field} if fault.field else {}), **cited})


def refusal(decision: Decision, links: Mapping[Remedy, str]) -> Problem:
    """Give the problem that a decision other than ALLOWED is, with every reason, clause and remedy."""
    first = decision.reasons[0]
    status = 402 if first.code in PAYMENT_CAUSES else 403
    link = links.get(first.remedy)
    members = {
        **_told(status, first.code.value, first.sentence, first.remedy.value),
        "verdict": decision.verdict.value,
        "clauses": decision.clauses,
        "reasons": [
            {
                "code": each.code.value,
                "clauses": each.clauses,
                "sentence": each.sentence,
                "remedy": each.remedy.value,
            }
            for each in decision.reasons
        ],
        "action": decision.question.action,
        "terms": decision.terms_version,
        "at": instant_text(decision.at),
        "valid_until": None if decision.valid_until is None else instant_text(decision.valid_until),
        **({} if decision.id is None else {"decision": str(decision.id)}),
        **({} if link is None else {"help": link}),
    }
    return Problem(status=status, members=members)


def undecided(fault: StoreFault) -> Problem:
    """Give the problem of a question that the store did not answer, before anything was begun."""
    return _away(fault, "Nothing was decided and nothing was changed.", "Try again in a moment.")


def unruled(method: str, path: str) -> Problem:
    """Give the problem of a route that no rule names: nobody said who may, so nobody may (9.3)."""
    detail = f"No rule names {method[:20]} {path[:200]}."
    members = {**_told(403, "ROUTE_UNRULED", detail, "CONTACT_PROVIDER"), "clauses": ("9.3",)}
    return Problem(status=403, members=members)


def _away(fault: SaasError, detail: str, remedy: str) -> Problem:
    members = _told(503, fault.code, detail, remedy)
    return Problem(status=503, members=members, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _told(status: int, code: str, detail: str, remedy: str) -> dict[str, object]:
    return {
        "type": f"urn:saas-core:problem:{code}",
        "title": _TITLES[status],
        "detail": detail,
        "code": code,
        **({"remedy": remedy} if remedy else {}),
    }
