"""Publications of the provider: terms, and the platform's operations."""

from __future__ import annotations

from attrs import frozen

from saas_core.policy.errors import PermissionReserved, PermissionsInvalid, TermsFrozen, TermsInvalid
from saas_core.policy.queries import RegistrationView, TermsSummary
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import LARGEST_DOCUMENT_BODY, Document

policy = Router("staff: policy", "Terms, and the platform's operations.", prefix="/v1/staff", name="policy")


@frozen(kw_only=True)
class Published:
    """A complete TOML document; its exact UTF-8 bytes count."""

    document: Document


@frozen(kw_only=True)
class Registered(Published):
    """A TOML document of operations."""


@policy.post(
    "/terms",
    staff("provider.terms"),
    TermsInvalid,
    TermsFrozen,
    status=201,
    location="/v1/terms/{version}",
    largest=LARGEST_DOCUMENT_BODY,
)
def publish(call: Call, body: Published) -> TermsSummary:
    """Publish a version of the terms; publishing the same document again changes nothing."""
    return call.app.policy.publish_terms(by=call.by, document=body.document.encode(), idempotency_key=call.key)


@policy.post(
    "/permissions", staff("provider.permissions"), PermissionsInvalid, PermissionReserved, largest=LARGEST_DOCUMENT_BODY
)
def register(call: Call, body: Registered) -> RegistrationView:
    """Register the platform's operations; a known name gets the new title, and none is ever removed."""
    return call.app.policy.register_permissions(by=call.by, document=body.document.encode(), idempotency_key=call.key)
