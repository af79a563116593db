"""What is done with tenants: added, configured, activated; and read."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import once
from saas_core.kernel.ids import PROVIDER, EntryId, Ids, InstanceId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryKind, JournalEntryDraft, Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.secrets import Digests
from saas_core.kernel.tasks import CLIENT, SWEEP
from saas_core.kernel.work import Transactions
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.ports import Judge
from saas_core.tenancy import policies, values
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_core.tenancy.ports import Directory, LicenseOpening, LicenseStates, Owners, TenancyWork
from saas_core.tenancy.queries import (
    ActivationView,
    TenantLine,
    TenantView,
    account_view,
    activation_view,
    tenant_line,
    tenant_view,
)

LARGEST_PAGE = 200


@frozen
class _Reserved:
    """The ids that a wish for a new tenant was given."""

    tenant_id: TenantId
    instance_id: InstanceId


@checked
class Tenancy:
    """Tenants and the setup of their instances."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[TenancyWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        directory: Directory,
        owners: Owners,
        license_states: LicenseStates,
        license_opening: LicenseOpening,
        digests: Digests,
    ) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._ids = ids
        self._judge = judge
        self._directory = directory
        self._owners = owners
        self._license_states = license_states
        self._license_opening = license_opening
        self._digests = digests

    def add_tenant(
        self,
        *,
        by: Actor,
        slug: str,
        kind: LicenseeKind,
        region: str = values.DEFAULT_REGION,
        idempotency_key: str | None = None,
    ) -> TenantView:
        """Add a tenant with its one instance, in setup, and open its license on the terms now offered.

        The wish is judged, and its ids are kept under the key, in the provider's scope; then the tenant is made in its
        own. A repeat goes on where a broken first attempt ended. Raises InvalidValue, SlugTaken, and Refused for a kind
        of licensee that is not served (0.2) and for who may not (1.1); a refusal is in the provider's journal.
        """
        named, placed = values.slug(slug), values.region(region)
        request: dict[str, Value] = {"slug": named, "kind": kind.value, "region": placed}
        reserved = self._reserve(by, kind, request, idempotency_key)
        with self._transactions.begin(reserved.tenant_id) as work:
            at = self._clock.now()
            instance = Instance(reserved.instance_id, placed)
            tenant = Tenant(id=reserved.tenant_id, slug=named, kind=kind, instance=instance, added_at=at)
            view = once(
                work,
                key=idempotency_key,
                command="tenancy.add_tenant",
                request=request,
                result=TenantView,
                do=lambda: self._add(work, by, tenant, at),
            )
            work.commit()
            return view

    def _reserve(
        self, by: Actor, kind: LicenseeKind, request: dict[str, Value], idempotency_key: str | None
    ) -> _Reserved:
        with self._transactions.begin(PROVIDER) as work:
            at = self._clock.now()
            decision = self._judge.decide(work, Question(PROVIDER, by, policies.ADD, capacity=kind), at)
            if not decision.allowed:
                recorded = self._refuse(work, decision, request)
                work.commit()
                raise Refused(recorded)
            reserved = once(
                work,
                key=idempotency_key,
                command="tenancy.add_tenant",
                request=request,
                result=_Reserved,
                do=lambda: _Reserved(TenantId(self._ids.new()), InstanceId(self._ids.new())),
            )
            work.commit()
            return reserved

    def _refuse(self, work: TenancyWork, decision: Decision, request: dict[str, Value]) -> Decision:
        entry = EntryId(self._ids.new())
        details: dict[str, Value] = {
            **request,
            "verdict": decision.verdict.value,
            "reasons": [each.code.value for each in decision.reasons],
            "clauses": list(decision.clauses),
            "terms": decision.terms_version,
        }
        work.journal.append(
            JournalEntryDraft(
                id=entry,
                at=decision.at,
                by=decision.question.by,
                action="tenancy.add_tenant",
                subject="tenant:none",
                details=details,
                kind=EntryKind.REFUSAL,
            )
        )
        return evolve(decision, id=entry)

    def _add(self, work: TenancyWork, by: Actor, tenant: Tenant, at: datetime) -> TenantView:
        work.directory.claim(tenant.slug, tenant.id)
        work.tenants.save(tenant)
        self._license_opening.open(work, tenant.id, tenant.instance.id, at)
        details: dict[str, Value] = {
            "slug": tenant.slug,
            "kind": tenant.kind.value,
            "instance": str(tenant.instance.id),
            "region": tenant.instance.region,
        }
        self._note(work, by, at, action="tenancy.add_tenant", tenant=tenant, details=details)
        return self._shown(work, tenant, at)

    def configure_account(  # noqa: PLR0913 - who, whose, the five things an account says, and the key
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        legal_name: str,
        country: str,
        time_zone: str,
        language: str,
        contact_email: str,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> TenantView:
        """Configure the tenant's account (2.1): legal name, country, time zone, language, contact.

        Until activation staff may do it, afterwards only the client (1.5). A repeat changes nothing, and answers with
        the account as it is now. `expected` is the revision of the account for which the change was made. Raises
        InvalidValue naming the field, RevisionStale, TenantUnknown, Refused.
        """
        account = Account(
            legal_name=legal_name,
            country=country,
            time_zone=time_zone,
            language=language,
            contact_email=contact_email,
        )
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            tenant = _tenant(work, by)
            self._judge.require(work, Question(tenant_id, by, policies.CONFIGURE), at)

            def do() -> str:
                require_revision(expected, account_view(tenant))
                return self._configure(work, by, tenant, account, at)

            once(
                work,
                key=idempotency_key,
                command="tenancy.configure_account",
                request=self._told(account),
                result=str,
                do=do,
            )
            view = self._shown(work, _tenant(work, by), at)
            work.commit()
            return view

    def _configure(self, work: TenancyWork, by: Actor, tenant: Tenant, account: Account, at: datetime) -> str:
        configured = tenant.configured(account)
        work.tenants.save(configured)
        before: Value = None if tenant.account is None else self._told(tenant.account)
        details: dict[str, Value] = {"before": before, "after": self._told(account)}
        self._note(work, by, at, action="tenancy.configure_account", tenant=tenant, details=details)
        # Kept as the first result of the key, where no personal text may lie.
        return str(tenant.id)

    def _told(self, account: Account) -> dict[str, Value]:
        """Give an account as journal and requests have it; who it is and how to reach it only as keyed digests."""
        return {
            "legal_name": self._digests.of(account.legal_name),
            "country": account.country,
            "time_zone": account.time_zone,
            "language": account.language,
            "contact_email": self._digests.of(account.contact_email),
        }

    def activate(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> ActivationView:
        """Activate the tenant's instance, once; a repeat, with or without a key, answers with the first result.

        Raises TenantUnknown, and Refused with SETUP_INCOMPLETE (2.1) and the reasons of the license for everything
        that is missing: account configuration, one owner, accepted terms, a license in good standing (0.1, 0.2).
        """
        with self._transactions.begin(tenant_id) as work:
            at = self._clock.now()
            tenant = _tenant(work, by)
            decision = policies.activation(
                self._judge.decide(work, policies.activating(tenant, by), at),
                tenant,
                self._owners.count(work),
                self._license_states.state(work, at),
            )
            if not decision.allowed:
                raise Refused(decision)
            view = once(
                work,
                key=idempotency_key,
                command="tenancy.activate",
                request={"tenant": str(tenant_id)},
                result=ActivationView,
                do=lambda: self._activate(work, by, tenant, decision),
            )
            work.commit()
            return view

    def _activate(self, work: TenancyWork, by: Actor, tenant: Tenant, decision: Decision) -> ActivationView:
        if tenant.instance.activated_at is not None:
            return activation_view(tenant, tenant.instance.activated_at)
        activated = tenant.activated(decision.at)
        work.tenants.save(activated)
        details: dict[str, Value] = {
            "instance": str(tenant.instance.id),
            "clauses": list(decision.clauses),
            "terms": decision.terms_version,
        }
        self._note(work, by, decision.at, action="tenancy.activate", tenant=tenant, details=details)
        work.tasks.want(SWEEP, CLIENT, decision.at)
        return activation_view(activated, decision.at)

    def show(self, *, by: Actor, tenant_id: TenantId) -> TenantView:
        """Give the tenant with its checklist; raises TenantUnknown, Refused for who may not see it."""
        with self._transactions.read(tenant_id) as work:
            tenant = _tenant(work, by)
            at = self._clock.now()
            self._judge.require(work, policies.reading(tenant, by), at)
            return self._shown(work, tenant, at)

    def tenant_of(self, *, slug: str) -> TenantId:
        """Give whose a short name is; raises TenantUnknown, also for what is no short name."""
        found = self._directory.find(slug) if values.is_slug(slug) else None
        if found is None:
            raise TenantUnknown
        return found

    def list_tenants(self, *, by: Actor, after: str = "", limit: int = 50) -> tuple[TenantLine, ...]:
        """Give tenants by short name, those after the given one, at most 200; raises Refused for who may not (1.1)."""
        with self._transactions.read(PROVIDER) as work:
            self._judge.require(work, Question(PROVIDER, by, policies.ADD), self._clock.now())
        page = self._directory.page(after, page_size(limit, LARGEST_PAGE))
        return tuple(self._line(tenant_id, by) for _slug, tenant_id in page)

    def _line(self, tenant_id: TenantId, by: Actor) -> TenantLine:
        with self._transactions.read(tenant_id) as work:
            return tenant_line(_tenant(work, by))

    def _shown(self, work: TenancyWork, tenant: Tenant, at: datetime) -> TenantView:
        return tenant_view(tenant, self._owners.count(work), self._license_states.state(work, at).reasons)

    def _note(  # noqa: PLR0913 - the parts of a note
        self, work: TenancyWork, by: Actor, at: datetime, *, action: str, tenant: Tenant, details: dict[str, Value]
    ) -> None:
        note = JournalEntryDraft(
            id=EntryId(self._ids.new()), at=at, by=by, action=action, subject=f"tenant:{tenant.id}", details=details
        )
        work.journal.append(note)


def _tenant(work: TenancyWork, by: Actor) -> Tenant:
    tenant = work.tenants.get()
    if tenant is None or (isinstance(by, ClientUser) and by.tenant_id != tenant.id):
        raise TenantUnknown
    return tenant
