"""Opening a license, and the acceptance of its terms."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import InstanceId, LicenseId, TenantId, UserId
from saas_core.kernel.journal import Value
from saas_core.licensing import events
from saas_core.licensing.commands import AcceptTerms
from saas_core.licensing.errors import TermsMismatch
from saas_core.licensing.model import License
from saas_core.licensing.policies.vouching import vouched
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import LicenseView, live, published
from saas_core.licensing.use_cases.recording import Act, Recording
from saas_core.policy.acting import Caller
from saas_core.policy.terms import Terms, offered

MANAGE = "account.manage"


class Acceptance(Recording):
    """Opens licenses, and records each acceptance of a document (9.4).

    `open_license`, `accept_terms` and `awaited` work inside the unit of work of another context's command, which judges
    and journals it.
    """

    def open_license(
        self, work: LicensingWork, *, tenant_id: TenantId, instance_id: InstanceId, terms_version: str, at: datetime
    ) -> dict[str, Value]:
        """Open the license of a new tenant, and return what the entry of the caller's command must hold.

        Raises LicenseExists if there is one, NotFound for unknown terms.
        """
        license_ = License(
            id=LicenseId(self._acts.ids.new()),
            tenant_id=tenant_id,
            instance_id=instance_id,
            terms_version=published(work, terms_version).version,
            opened_at=at,
        )
        return vouched(work.licenses.open(license_))

    def accept_terms(self, work: LicensingWork, *, user_id: UserId, digest: str, at: datetime) -> dict[str, Value]:
        """Record that an owner accepted the exact document offered, and return details for the caller's entry.

        Raises TermsMismatch if the digest is that of another document, NotFound.
        """
        license_ = live(work)
        return vouched(work.licenses.append(license_.id, (_accepted(work, license_, user_id, digest, at),)))

    def awaited(self, work: LicensingWork, at: datetime) -> str | None:
        """Return the SHA-256 of the document still to be accepted, None if terms were accepted; raises NotFound."""
        license_ = live(work)
        if license_.accepted(at=at, known_at=at) is not None:
            return None
        return _offered(work, license_, at).digest

    def accept_offered_terms(
        self, *, by: Actor, tenant_id: TenantId, digest: str, idempotency_key: str | None = None
    ) -> LicenseView:
        """Accept the document now offered, which binds the license from now on (9.4).

        Raises InvalidValue for anyone but a person of the client (a program cannot accept), TermsMismatch if the digest
        is that of another document, Refused for users who do not manage the account, NotFound.
        """
        if not isinstance(by, ClientUser) or by.scopes is not None:
            message = "only people of the client accept its terms."
            raise InvalidValue(message, field="by", remedy="Act as a user of the client.")
        user_id = by.user_id

        def fact(act: Act, license_: License, command: AcceptTerms) -> events.TermsAccepted:
            return _accepted(act.work, license_, user_id, command.digest, act.at)

        return self._record(AcceptTerms(digest), Caller(by, tenant_id, idempotency_key), MANAGE, fact)


def _offered(work: LicensingWork, license_: License, at: datetime) -> Terms:
    """Return the version offered to a license: that of its opening until the first acceptance, then the current one."""
    if license_.accepted(at=at, known_at=at) is None:
        return published(work, license_.terms_version)
    return offered(work.terms.all(), at)


def _accepted(
    work: LicensingWork, license_: License, user_id: UserId, digest: str, at: datetime
) -> events.TermsAccepted:
    terms = _offered(work, license_, at)
    if digest != terms.digest:
        message = f"the document accepted is not that of version {terms.version}."
        raise TermsMismatch(message, field="accept_terms", remedy="Read the document offered, and accept its SHA-256.")
    return events.TermsAccepted(effective_at=at, recorded_at=at, version=terms.version, digest=digest, by=user_id)
