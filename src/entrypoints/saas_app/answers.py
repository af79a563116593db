"""Answers: what one context asks another, answered in the same unit of work; bridges to payments are beside this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, cast

from attrs import frozen

from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.inviting import revoke_invitations_by_staff
from saas_core.access.values import UserState
from saas_core.gate.standings import license_state
from saas_core.kernel.addresses import canonical
from saas_core.policy.terms import offered
from saas_core.tenancy.errors import TenantUnknown

if TYPE_CHECKING:
    from typing import Protocol

    from saas_core.access.ports import AccessWork
    from saas_core.engagements.billing.ports import BillingWork
    from saas_core.gate.ports import GateWork
    from saas_core.integrations.ports import IntegrationsWork
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.ids import InstanceId, TenantId, UserId
    from saas_core.kernel.journal import Value
    from saas_core.kernel.naming import Naming
    from saas_core.kernel.work import Transactions, Work
    from saas_core.licensing.ports import LicensingWork
    from saas_core.licensing.use_cases import Licensing
    from saas_core.payments.ports import Contact, PaymentsWork
    from saas_core.policy.circumstances import LicenseState

    class Whole(AccessWork, BillingWork, GateWork, IntegrationsWork, LicensingWork, PaymentsWork, Protocol):
        """A unit of work with every context's repositories."""


class OwnersOfAccess:
    """Answers tenancy's question how many owners there are, and shuts the door for others at the activation."""

    def count(self, work: Work) -> int:
        """Return the number of active or invited owners."""
        return len(owners_of(whole(work), UserState.ACTIVE, UserState.INVITED))

    def revoke_invitations(self, work: Work, at: datetime) -> Mapping[str, list[str]]:
        """Revoke what staff sent to owners who have not accepted it; return the ids by holder."""
        return revoke_invitations_by_staff(whole(work), at)


class StatesOfLicensing:
    """Answers tenancy's question what the license opens."""

    def state(self, work: Work, at: datetime) -> LicenseState:
        """Return what the license opens at an instant, and why the rest is closed."""
        return license_state(whole(work), at=at, known_at=at)


@frozen
class OpeningOfLicensing:
    """Opens a new tenant's license, on the terms then offered."""

    licensing: Callable[[], Licensing]

    def open(self, work: Work, tenant_id: TenantId, instance_id: InstanceId, at: datetime) -> Mapping[str, Value]:
        """Open the license."""
        terms = offered(whole(work).terms.all(), at)
        return self.licensing().open_license(
            whole(work), tenant_id=tenant_id, instance_id=instance_id, terms_version=terms.version, at=at
        )


@frozen
class AcceptanceOfLicensing:
    """Records an owner's acceptance of the terms."""

    licensing: Licensing

    def accept(self, work: Work, user_id: UserId, digest: str, at: datetime) -> Mapping[str, Value]:
        """Record the acceptance of the exact document offered."""
        return self.licensing.accept_terms(whole(work), user_id=user_id, digest=digest, at=at)

    def pending(self, work: Work, at: datetime) -> str | None:
        """Return the digest of the document still to be accepted; None if it has been."""
        return self.licensing.awaited(whole(work), at)


class ContactsOfTenancy:
    """Answers payments' questions about clients."""

    def known(self, work: Work) -> bool:
        """Return whether the client exists."""
        return whole(work).tenants.get() is not None

    def contact(self, work: Work) -> Contact:
        """Return the name and address of the client's account, or its short name if it has none yet."""
        # Imported only here, since nothing but an order to the provider of payments needs it.
        from saas_core.payments.ports import Contact  # noqa: PLC0415

        tenant = whole(work).tenants.get()
        if tenant is None:
            raise TenantUnknown
        account = tenant.account
        if account is None:
            return Contact(tenant.slug, "")
        return Contact(account.legal_name, canonical(account.contact_email))

    def zone(self, work: Work) -> str:
        """Return the time zone of the client's account, UTC if it has none yet."""
        tenant = whole(work).tenants.get()
        return "UTC" if tenant is None or tenant.account is None else tenant.account.time_zone


class ClientNamesOfTenancy:
    """Answers access's question what the client is called."""

    def name(self, work: Work) -> str:
        """Return the legal name of the client's account, or its short name if it has none yet."""
        return ContactsOfTenancy().contact(work).name


@frozen
class NamesOfThings:
    """Names what journals and tasks refer to: people and things by access, clients by their short names."""

    of_access: Naming
    transactions: Transactions[Work]

    def names(self, *, by: Actor, tenant_id: TenantId, references: Iterable[str]) -> Mapping[str, str]:
        """Return the names that the actor may see; short names are shown to whoever may see the reference."""
        wanted = frozenset(references)
        names = dict(self.of_access.names(by=by, tenant_id=tenant_id, references=wanted))
        own = f"tenant:{tenant_id}"
        if own in wanted:
            with self.transactions.read(tenant_id) as work:
                tenant = whole(work).tenants.get()
            if tenant is not None:
                names[own] = tenant.slug
        return names


def whole(work: Work) -> Whole:
    """Return a unit of work with its full type; a context only knows its own part of it."""
    return cast("Whole", work)
