"""The acceptance of terms, which binds a license to them."""

from __future__ import annotations

from attrs import frozen

from saas_core.kernel.errors import NotFound
from saas_core.licensing.errors import LicenseUnknown, TermsMismatch
from saas_http.endpoints import Call, Router, client
from saas_http.parsing.values import DigestText
from saas_http.routes.licensing.license import StandingView, standing_of

acceptance = Router("terms", name="terms")


@frozen(kw_only=True)
class AcceptTerms:
    """The accepted document, by the SHA-256 of its exact bytes."""

    digest: DigestText


@acceptance.post("/terms/accept", client("account.manage"), LicenseUnknown, TermsMismatch, NotFound)
def accept(call: Call, body: AcceptTerms) -> StandingView:
    """Accept the version currently offered, by its digest; it binds the license from now on (9.4)."""
    return standing_of(call.app.licensing.accept_offered_terms(**call.writing, digest=body.digest))
