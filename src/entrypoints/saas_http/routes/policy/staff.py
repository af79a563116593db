"""What the provider publishes: terms, and the operations of the platform."""

from __future__ import annotations

from attrs import frozen

from saas_core.policy.errors import PermissionReserved, PermissionsInvalid, TermsFrozen, TermsInvalid
from saas_core.policy.queries import RegistrationView, TermsSummary
from saas_http.endpoints import Call, Router, staff
from saas_http.parsing.values import Document

policy = Router("staff: policy", "Terms and operations.", prefix="/v1/staff", name="policy")


@frozen(kw_only=True)
class Published:
    """A TOML document, whole; its exact bytes in UTF-8 count."""

    document: Document


@policy.post("/terms", staff("provider.terms"), TermsInvalid, TermsFrozen, status=201, location="/v1/terms/{version}")
def publish(call: Call, body: Published) -> TermsSummary:
    """Publish a version of the terms; the same document again changes nothing."""
    return call.app.policy.publish_terms(by=call.by, document=body.document.encode(), idempotency_key=call.key)


@policy.post("/permissions", staff("provider.permissions"), PermissionsInvalid, PermissionReserved)
def register(call: Call, body: Published) -> RegistrationView:
    """Register operations of the platform; a known name gets the new title, none is ever removed."""
    return call.app.policy.register_permissions(by=call.by, document=body.document.encode(), idempotency_key=call.key)
