"""Problems common to all HTTP requests, and the writing of problem documents (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import evolve, frozen

from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.policy.reasons import Remedy
from saas_embed import Problem, problem_of
from saas_embed.problems import RETRY_AFTER_SECONDS


@frozen
class Fault:
    """An error at one place in a request: the path, such as `grants[2].role_id`, the error, and a remedy."""

    field: str
    message: str
    remedy: str


class Malformed(InvalidValue):
    """The request does not have the required form; every error is named by its path."""

    def __init__(self, faults: tuple[Fault, ...], *, more: int = 0) -> None:
        """Take the errors, of which the first one supplies the message, and the number of those not listed."""
        first = faults[0]
        super().__init__(first.message, field=first.field, remedy=first.remedy)
        self.faults = faults
        self.more = more


class HeaderInvalid(Malformed):
    """A header is invalid."""

    code = "HEADER_INVALID"


class Turned(SaasError):
    """A request rejected before reaching a use case, with a status and possibly clauses."""

    status: ClassVar[int]
    title: ClassVar[str]
    says: ClassVar[str]
    helps: ClassVar[str] = ""
    waits: ClassVar[bool] = False
    clauses: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        """Take the message and remedy of the class."""
        super().__init__(self.says, remedy=self.helps)


class RouteUnknown(Turned):
    """There is nothing at this path."""

    code, status, title = "ROUTE_UNKNOWN", 404, "Not found"
    says, helps = "No route has this path.", "See /openapi.json for all routes."


class MethodUnknown(Turned):
    """The path does not support this method."""

    code, status, title = "METHOD_UNKNOWN", 405, "Method not allowed"
    says, helps = "The path does not support this method.", "The Allow header lists the supported methods."


class BodyLate(Turned):
    """The body did not arrive in time."""

    code, status, title = "BODY_LATE", 408, "Request timed out"
    says, helps = "The body did not arrive in time.", "Send it again."


class BodyTooLarge(Turned):
    """The body is larger than this route accepts."""

    code, status, title = "BODY_TOO_LARGE", 413, "Request too large"
    says, helps = "The body is too large.", "Send less at once."


class EncodingUnknown(Turned):
    """The body has a media type that the route does not accept."""

    code, status, title = "ENCODING_UNKNOWN", 415, "Unsupported media type"
    says = "The body has an unsupported media type or encoding."
    helps = "Send a media type that the route accepts, uncompressed, in UTF-8."


class TooManyRequests(Turned):
    """The caller exceeded the rate limit."""

    code, status, title = "TOO_MANY_REQUESTS", 429, "Too many requests"
    says, helps = "Too many requests came in too short a time.", "Wait for the time in Retry-After."


class Busy(Turned):
    """Too many requests are waiting."""

    code, status, title, waits = "BUSY", 503, "Service unavailable", True
    says, helps = "Nothing was started.", "Try again in a moment."


class TookTooLong(Turned):
    """The answer did not come in time; the operation may still complete."""

    code, status, title, waits = "TOOK_TOO_LONG", 503, "Service unavailable", True
    says, helps = "No answer came in time.", "Repeat a change with the same Idempotency-Key."


class Broken(Turned):
    """An internal error."""

    code, status, title = "ERROR", 500, "Something went wrong"
    says, helps = "The request was not carried out.", "Give the provider the request_id."


@frozen
class Written:
    """A problem ready to send: status, headers, body."""

    status: int
    headers: dict[str, str]
    body: bytes


def problem(fault: SaasError, links: Mapping[Remedy, str] | None = None) -> Problem:
    """Return the problem document of an error; `links` give the URLs of remedies."""
    if isinstance(fault, Turned):
        members = {
            "type": f"urn:saas-core:problem:{fault.code}",
            "title": fault.title,
            "detail": fault.message,
            "code": fault.code,
            **({"remedy": fault.remedy} if fault.remedy else {}),
            **({"clauses": fault.clauses} if fault.clauses else {}),
        }
        waiting = {"Retry-After": str(RETRY_AFTER_SECONDS)} if fault.waits else {}
        return Problem(status=fault.status, members=members, headers=waiting)
    document = problem_of(fault, links)
    if isinstance(fault, Malformed):
        faults = [{"field": each.field, "message": each.message, "remedy": each.remedy} for each in fault.faults]
        more = {"more_errors": fault.more} if fault.more else {}
        return evolve(document, members={**document.members, "errors": faults, **more})
    return document


def written(document: Problem, request_id: str, headers: Mapping[str, str] | None = None) -> Written:
    """Return a problem ready to send, with the request id and further headers."""
    whole = evolve(document, members={**document.members, "request_id": request_id})
    named = {name: value for name, value in whole.all_headers.items() if name != "Content-Length"}
    return Written(status=document.status, headers={**named, **(headers or {})}, body=whole.body)
