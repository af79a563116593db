"""Problem documents of refusals and errors (RFC 9457), for clients' programs."""

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
from saas_embed.callers import CallerUnknown, ClientsOnly

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5
UNKNOWN = 401
"""The status for an unknown caller."""
FAULTY = 500
"""From this status on the caller is not at fault, and internal details are not disclosed."""

_TITLES = {
    400: "The request is invalid",
    401: "Sign-in required",
    402: "The license must be paid for",
    403: "Not allowed",
    404: "Not found",
    409: "Conflict with the current state",
    412: "Changed since you read it",
    500: "Something went wrong",
    502: "A third-party service failed",
    503: "Service unavailable",
}

# The first matching class counts.
_STATUSES: tuple[tuple[type[SaasError], int], ...] = (
    (Refused, 403),
    (CallerUnknown, UNKNOWN),
    (ClientsOnly, 403),
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
    """An HTTP problem: a status of 400 or above, headers, and the members of the document."""

    status: int
    members: Mapping[str, object]
    headers: Mapping[str, str] = field(factory=dict)

    @property
    def code(self) -> str:
        """The stable code of the problem."""
        return str(self.members["code"])

    @property
    def body(self) -> bytes:
        """The document as JSON in UTF-8."""
        return json.dumps({"status": self.status, **self.members}, ensure_ascii=False).encode("utf-8", "replace")

    @property
    def all_headers(self) -> dict[str, str]:
        """The headers, including those of the body; the answer depends on the instant, so caching is forbidden."""
        return {
            **self.headers,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(self.body)),
            "Cache-Control": "no-store",
        }


def status_of(kind: type[SaasError]) -> int:
    """Return the status of a class of errors; for Refused, the one used when payment would not help."""
    return next(status for known, status in _STATUSES if issubclass(kind, known))


def problem_of(fault: SaasError, links: Mapping[Remedy, str] | None = None) -> Problem:
    """Return the problem of an error: 402 for refusals that payment would remedy, 403 for others.

    InvalidValue is 400 with its field, CallerUnknown 401, NotFound 404, RevisionStale 412, other Conflicts 409,
    ProviderFault 502, StoreFault and ProviderUnavailable 503 with a retry; `links` give the URLs of remedies. Details
    of store errors are not disclosed.
    """
    if isinstance(fault, Refused):
        return refusal(fault.decision, links or {})
    status = status_of(type(fault))
    if isinstance(fault, StoreFault):
        return _away(fault, "The store did not answer.", "Check whether it was done, then try again in a moment.")
    if isinstance(fault, ProviderUnavailable):
        return _away(fault, "A third-party service did not answer.", "Try again in a moment.")
    if status >= FAULTY:
        return Problem(status=status, members=_members(status, fault.code, "The request was not carried out.", ""))
    members = _members(status, fault.code, fault.message, fault.advice)
    # Rules enforced by a command may also rest on clauses.
    clauses = getattr(fault, "clauses", ())
    cited = {"clauses": clauses} if clauses else {}
    return Problem(status=status, members={**members, **({"field": fault.field} if fault.field else {}), **cited})


def refusal(decision: Decision, links: Mapping[Remedy, str]) -> Problem:
    """Return the problem of a decision other than ALLOWED, with every reason, clause and remedy."""
    first = decision.reasons[0]
    status = 402 if first.code in PAYMENT_CAUSES else 403
    link = links.get(first.remedy)
    members = {
        **_members(status, first.code.value, first.sentence, first.remedy.value),
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
    """Return the problem of a question that the store could not answer, before anything was started."""
    return _away(fault, "Nothing was decided and nothing was changed.", "Try again in a moment.")


def unruled(method: str, path: str, *, framework: bool = False) -> Problem:
    """Return the problem of a route without a rule: what no rule opens is closed (9.3).

    Of a route that frameworks serve by themselves, it says how its service declares it.
    """
    declared = " A route of the framework's own is declared with saas_embed.framework_routes." if framework else ""
    detail = f"No rule names {method[:20]} {path[:200]}.{declared}"
    members = {**_members(403, "ROUTE_UNRULED", detail, "CONTACT_PROVIDER"), "clauses": ("9.3",)}
    return Problem(status=403, members=members)


def _away(fault: SaasError, detail: str, remedy: str) -> Problem:
    members = _members(503, fault.code, detail, remedy)
    return Problem(status=503, members=members, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _members(status: int, code: str, detail: str, remedy: str) -> dict[str, object]:
    return {
        "type": f"urn:saas-core:problem:{code}",
        "title": _TITLES[status],
        "detail": detail,
        "code": code,
        **({"remedy": remedy} if remedy else {}),
    }
