"""Problems that only the JSON routes have."""

from __future__ import annotations

from saas_web.problems import Malformed, Turned


class BodyInvalid(Malformed):
    """The body cannot be right."""

    code = "BODY_INVALID"


class QueryInvalid(Malformed):
    """What stands behind the question mark cannot be right."""

    code = "QUERY_INVALID"


class ClientsOnly(Turned):
    """Staff asked a route of the clients."""

    code, status, title = "CLIENTS_ONLY", 403, "This is not allowed"
    says, helps = "This route is for users of a client (clause 1.5).", "Use the routes under /v1/staff."
    clauses = ("1.5",)


class StaffOnly(Turned):
    """A client's user asked a route of staff."""

    code, status, title = "STAFF_ONLY", 403, "This is not allowed"
    says, helps = "This route is for the provider's staff (clause 1.1).", "Use the routes outside /v1/staff."
    clauses = ("1.1",)
