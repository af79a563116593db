"""Acts of the provider: clients, operations of the platform, terms."""

from __future__ import annotations

from collections.abc import Mapping

from features.drivers.entrance import Entered, Operation
from features.drivers.values import Duty, address
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import LicenseeKind


def permissions_document(operations: Mapping[str, str]) -> bytes:
    """Write operations, by title, as a document of permissions."""
    rows = (f'[[permission]]\nname = "{name}"\ntitle = "{title}"\n' for title, name in operations.items())
    return "\n".join(rows).encode()


class Providing(Entered):
    """Acts of the provider."""

    staff_keys: Mapping[Duty, str]

    def staff(self, duty: Duty) -> Actor:
        """Return the member of staff on duty."""
        return self.sign_in(self.staff_keys[duty])

    def sign_in(self, key: str) -> Actor:
        """Return whom a key signs in."""
        return self.entrance.sign_in(key)

    def add_client(self, by: Actor, slug: str, kind: LicenseeKind) -> TenantId:
        """Take a client on; the instance is in setup."""
        operation = Operation("tenancy.add_tenant", "POST /v1/staff/tenants")
        made: TenantId = self.do(operation, by, slug=slug, kind=kind).tenant_id
        return made

    def configure_account(self, by: Actor, tenant_id: TenantId, *, legal_name: str, time_zone: str) -> None:
        """Configure the client's account."""
        self.do(
            Operation("tenancy.configure_account", "PUT {here}/account"),
            by,
            tenant_id,
            legal_name=legal_name,
            country="US",
            time_zone=time_zone,
            language="en",
            contact_email=address(legal_name),
        )

    def activate(self, by: Actor, tenant_id: TenantId) -> None:
        """Activate the client's instance."""
        self.do(Operation("tenancy.activate", "POST /v1/staff/tenants/{tenant_id}/activate"), by, tenant_id)

    def region(self, tenant_id: TenantId) -> str:
        """Return the region in which the client's instance runs."""
        operation = Operation("tenancy.show", "GET /v1/staff/tenants/{tenant_id}")
        return str(self.do(operation, self.staff(Duty.ADMIN), tenant_id).region)

    def add_operations(self, operations: Mapping[str, str]) -> None:
        """Register operations of the platform by title and name."""
        operation = Operation("policy.register_permissions", "POST /v1/staff/permissions")
        self.do(operation, self.staff(Duty.ADMIN), document=permissions_document(operations))

    def publish_terms(self, document: str) -> None:
        """Publish a version of the terms."""
        operation = Operation("policy.publish_terms", "POST /v1/staff/terms")
        self.do(operation, self.staff(Duty.LICENSING), document=document.encode())

    def terms_document(self, version: str) -> str:
        """Return the document of a version of the terms."""
        return str(self.do(Operation("policy.show_terms", "GET /v1/terms/{version}"), version=version).document)

    def accept_terms(self, by: Actor, tenant_id: TenantId) -> None:
        """Accept the version of the terms that is offered now."""
        offered = self.do(Operation("policy.offered_terms", "GET /v1/terms/offered"))
        accepting = Operation("licensing.accept_offered_terms", "POST /v1/terms/accept")
        self.do(accepting, by, tenant_id, digest=offered.digest)
