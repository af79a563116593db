"""Bridges: what one context asks of another, answered out of the same unit of work."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.ports import Words
from saas_core.access.queries.reading import owners_of
from saas_core.access.values import INVITATION_LASTS, LINK_LASTS, UserState
from saas_core.gate.gathering import license_state
from saas_core.gate.ports import GateWork
from saas_core.kernel.ids import InstanceId, TenantId, UserId
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.use_cases import Licensing
from saas_core.licensing.use_cases.orders import Contact
from saas_core.notices.letters import Composer, Letter, LetterKind
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.terms import offered
from saas_core.tenancy.errors import TenantUnknown


class OwnersOfAccess:
    """Tells tenancy how many owners there are."""

    def count(self, work: GateWork) -> int:
        """Count the owners that are active or invited."""
        return len(owners_of(work, UserState.ACTIVE, UserState.INVITED))


class StatesOfLicensing:
    """Tells tenancy what the license opens."""

    def state(self, work: GateWork, at: datetime) -> LicenseState:
        """Give what the license opens at an instant, and why the rest is shut."""
        return license_state(work, at=at, known_at=at)


@frozen
class OpeningOfLicensing:
    """Opens the license of a new tenant, on the terms then offered."""

    licensing: Licensing

    def open(self, work: LicensingWork, tenant_id: TenantId, instance_id: InstanceId, at: datetime) -> None:
        """Open the license."""
        terms = offered(work.terms.all(), at)
        self.licensing.open_license(
            work, tenant_id=tenant_id, instance_id=instance_id, terms_version=terms.version, at=at
        )


@frozen
class AcceptanceOfLicensing:
    """Records an owner's acceptance of the terms."""

    licensing: Licensing

    def accept(self, work: LicensingWork, user_id: UserId, digest: str, at: datetime) -> None:
        """Record the acceptance of the exact document offered."""
        self.licensing.accept_terms(work, user_id=user_id, digest=digest, at=at)

    def pending(self, work: LicensingWork, at: datetime) -> str | None:
        """Give the digest of the document still to be accepted, None when it was."""
        return self.licensing.awaited(work, at)


class ContactsOfTenancy:
    """Tells licensing what a client is called."""

    def contact(self, work: GateWork) -> Contact:
        """Give the name and address of the client's account, or its short name as long as it has none."""
        tenant = work.tenants.get()
        if tenant is None:
            raise TenantUnknown
        account = tenant.account
        return Contact(tenant.slug, "") if account is None else Contact(account.legal_name, account.contact_email)


@frozen
class WordingOfNotices:
    """Puts letters of access into words.

    With a `portal` they link to a page there; the token stands behind a `#`, so that no server logs it and no page
    passes it on. Without one they show the command to type.
    """

    composer: Composer
    portal: str = ""

    def invitation(self, work: GateWork, *, name: str, token: str) -> Words:
        """Give the letter that invites somebody of that name with a token."""
        link = self._link("invitations", f"saas invitations accept {token}", token)
        return self._words(LetterKind.INVITATION, work, name=name, link=link, days=str(INVITATION_LASTS.days))

    def sign_in(self, work: GateWork, *, name: str, token: str) -> Words:
        """Give the letter that signs somebody of that name in with a token."""
        link = self._link("sign-in", f"saas sign-in complete {token}", token)
        minutes = str(int(LINK_LASTS.total_seconds()) // 60)
        return self._words(LetterKind.SIGN_IN, work, name=name, link=link, minutes=minutes)

    def _link(self, page: str, command: str, token: str) -> str:
        return f"{self.portal}/{page}#{token}" if self.portal else command

    def _words(self, kind: LetterKind, work: GateWork, **facts: str) -> Words:
        composed = self.composer.compose(Letter(kind, {"client": ContactsOfTenancy().contact(work).name, **facts}))
        return Words(composed.subject, composed.text, composed.html)
