"""Problems specific to the JSON routes."""

from __future__ import annotations

from saas_web.problems import Malformed, Turned


class BodyInvalid(Malformed):
    """The body is invalid."""

    code = "BODY_INVALID"


class QueryInvalid(Malformed):
    """The query string is invalid."""

    code = "QUERY_INVALID"


class ClientsOnly(Turned):
    """A member of staff called a clients' route."""

    code, status, title = "CLIENTS_ONLY", 403, "Not allowed"
    says, helps = "This route is for users of a client (clause 1.5).", "Use the routes under /v1/staff."
    clauses = ("1.5",)


class StaffOnly(Turned):
    """A client's user called a staff route."""

    code, status, title = "STAFF_ONLY", 403, "Not allowed"
    says, helps = "This route is for the provider's staff (clause 1.1).", "Use the routes outside /v1/staff."
    clauses = ("1.1",)
