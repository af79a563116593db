"""Use cases of tenancy: add, configure, activate and read tenants."""

from __future__ import annotations

from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.addresses import PLAIN, Addresses
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import PROVIDER, Ids, InstanceId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import EntryKind, Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.pages import page_size
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.secrets import Digests
from saas_core.kernel.suggesting import near
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Act, Acts
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused
from saas_core.policy.ports import Judge
from saas_core.tenancy import policies, values
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_core.tenancy.ports import (
    ANY_NUMBER,
    Directory,
    LicenseOpening,
    LicenseStates,
    Owners,
    TaxNumbers,
    TenancyWork,
)
from saas_core.tenancy.queries import (
    ActivationView,
    TenantLine,
    TenantsPage,
    TenantView,
    account_view,
    activation_view,
    tenant_line,
    tenant_view,
)

LARGEST_PAGE = 200
MOST_LOOKED_AT = 1000
"""The tenants that one call looks at, each with a read of its own, before it asks to be continued."""


@frozen
class _Reserved:
    """The ids assigned to a request for a new tenant."""

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
        addresses: Addresses = PLAIN,
        tax_numbers: TaxNumbers = ANY_NUMBER,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._directory = directory
        self._owners = owners
        self._license_states = license_states
        self._license_opening = license_opening
        self._digests = digests
        self._addresses = addresses
        self._tax_numbers = tax_numbers

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

        The request is judged, and its ids are stored under the key, in the provider's scope; then the tenant is made
        in its own. A repeat continues an interrupted first attempt. Raises InvalidValue, SlugTaken, and Refused
        for a kind of licensee that is not served (0.2) and for actors without the right (1.1); a refusal is recorded in
        the provider's journal.
        """
        named, placed = values.new_slug(slug), values.region(region)
        content: dict[str, Value] = {"slug": named, "kind": kind.value, "region": placed}
        request = Request("tenancy.add_tenant", content, idempotency_key)
        reserved = self._reserve(by, kind, request)
        with self._acts.begin(reserved.tenant_id, by) as act:
            instance = Instance(reserved.instance_id, placed)
            tenant = Tenant(id=reserved.tenant_id, slug=named, kind=kind, instance=instance, added_at=act.at)
            return act.once(request, TenantView, lambda: self._add(act, tenant))

    def _reserve(self, by: Actor, kind: LicenseeKind, request: Request) -> _Reserved:
        with self._acts.begin(PROVIDER, by) as act:
            decision = act.answer(Question(PROVIDER, by, policies.ADD, capacity=kind))
            if decision.allowed:
                return act.once(
                    request, _Reserved, lambda: _Reserved(TenantId(act.ids.new()), InstanceId(act.ids.new()))
                )
            refused = _recorded(act, decision, request)
        raise Refused(refused)

    def _add(self, act: Act[TenancyWork], tenant: Tenant) -> TenantView:
        act.work.directory.claim(tenant.slug, tenant.id)
        act.work.tenants.save(tenant)
        opened = self._license_opening.open(act.work, tenant.id, tenant.instance.id, act.at)
        details: dict[str, Value] = {
            "slug": tenant.slug,
            "kind": tenant.kind.value,
            "instance": str(tenant.instance.id),
            "region": tenant.instance.region,
            **opened,
        }
        act.note("tenancy.add_tenant", f"tenant:{tenant.id}", details)
        return self._view(act, tenant)

    def configure_account(  # noqa: PLR0913 - who, whose, the seven things an account says, and the key
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        legal_name: str,
        country: str,
        time_zone: str,
        language: str,
        contact_email: str,
        billing_address: str | None = None,
        tax_number: str | None = None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> TenantView:
        """Configure the tenant's account (2.1): legal name, country, time zone, language, contact.

        Invoices for paid work name the `billing_address` and the `tax_number`, which is held to the form of the
        country where that is known; each stays as it is if it is None, and an empty text removes it.

        Before activation, staff may do it; afterwards, only the client (1.5). A repeat changes nothing and returns the
        account as it is now. `expected` is the revision of the account that the change was made for. Raises
        InvalidValue naming the field, RevisionStale, TenantUnknown, Refused.
        """
        account = Account(
            legal_name=legal_name,
            country=country,
            time_zone=time_zone,
            language=language,
            contact_email=self._addresses.read(contact_email, "contact_email"),
            billing_address=billing_address or "",
            tax_number=self._tax_numbers.read(tax_number, values.country(country)) if tax_number else "",
        )
        further = (("billing_address", billing_address), ("tax_number", tax_number))
        kept = frozenset(name for name, value in further if value is None)
        content = {name: value for name, value in self._journal_form(account).items() if name not in kept}
        request = Request("tenancy.configure_account", content, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            tenant = _tenant(act.work, by)
            act.require(policies.CONFIGURE)
            made = account.with_former(tenant.account, kept)
            act.once(request, str, lambda: self._configure(act, tenant, made, expected))
            return self._view(act, _tenant(act.work, by))

    def _configure(self, act: Act[TenancyWork], tenant: Tenant, account: Account, expected: str | None) -> str:
        require_revision(expected, account_view(tenant))
        act.work.tenants.save(tenant.configured(account))
        before: Value = None if tenant.account is None else self._journal_form(tenant.account)
        details: dict[str, Value] = {"before": before, "after": self._journal_form(account)}
        act.note("tenancy.configure_account", f"tenant:{tenant.id}", details)
        # Stored as the first result of the key, which may hold no personal text.
        return str(tenant.id)

    def _journal_form(self, account: Account) -> dict[str, Value]:
        """Return an account as the journal and requests keep it, with names and addresses only as keyed digests."""
        return {
            "legal_name": self._digests.of(account.legal_name),
            "country": account.country,
            "time_zone": account.time_zone,
            "language": account.language,
            "contact_email": self._digests.of(account.contact_email),
            "billing_address": self._digests.of(account.billing_address) if account.billing_address else None,
            "tax_number": self._digests.of(account.tax_number) if account.tax_number else None,
        }

    def activate(self, *, by: Actor, tenant_id: TenantId, idempotency_key: str | None = None) -> ActivationView:
        """Activate the tenant's instance once; a repeat, with or without a key, returns the first result.

        Invitations that staff sent to owners and that were not accepted are revoked: the client sends its own (1.5).

        Raises TenantUnknown, and Refused with SETUP_INCOMPLETE (2.1) and the reasons of the license for everything
        that is missing: account configuration, one owner, accepted terms, a license in good standing (0.1, 0.2).
        """
        request = Request("tenancy.activate", {"tenant": str(tenant_id)}, idempotency_key)
        with self._acts.begin(tenant_id, by) as act:
            tenant = _tenant(act.work, by)
            decision = policies.activation(
                act.answer(policies.activating(tenant, by)),
                tenant,
                self._owners.count(act.work),
                self._license_states.state(act.work, act.at),
            )
            act.require_allowed(decision)
            return act.once(request, ActivationView, lambda: self._activate(act, tenant, decision))

    def _activate(self, act: Act[TenancyWork], tenant: Tenant, decision: Decision) -> ActivationView:
        if tenant.instance.activated_at is not None:
            return activation_view(tenant, tenant.instance.activated_at)
        activated = tenant.activated(act.at)
        act.work.tenants.save(activated)
        details: dict[str, Value] = {
            "instance": str(tenant.instance.id),
            "clauses": list(decision.clauses),
            "terms": decision.terms_version,
        }
        act.note("tenancy.activate", f"tenant:{tenant.id}", details)
        for holder, invitations in self._owners.revoke_invitations(act.work, act.at).items():
            act.note("access.revoke_invitations", holder, {"invitations": list[Value](invitations)})
        act.want(SWEEP, CLIENT)
        return activation_view(activated, act.at)

    def show(self, *, by: Actor, tenant_id: TenantId) -> TenantView:
        """Return the tenant with its checklist; raises TenantUnknown, Refused for actors who may not see it."""
        with self._acts.read(tenant_id, by) as act:
            tenant = _tenant(act.work, by)
            act.require_allowed(act.answer(policies.reading(tenant, by)))
            return self._view(act, tenant)

    def tenant_of(self, *, slug: str, by: Actor | None = None) -> TenantId:
        """Return the tenant that has a short name; raises TenantUnknown, also for text that is not a short name.

        Staff that sets up clients is told which short names are like it; nobody else learns which tenants there are.
        """
        found = self._directory.find(slug) if values.is_slug(slug) else None
        if found is None:
            raise TenantUnknown(typed=slug, like=self._like(slug, by))
        return found

    def _like(self, slug: str, by: Actor | None) -> tuple[str, ...]:
        if not isinstance(by, Staff):
            return ()
        with self._acts.read(PROVIDER, by) as act:
            if not act.may(policies.ADD):
                return ()
        # Among many tenants, the first ones are compared, and those with the same first letter.
        pages = (self._directory.page(after, LARGEST_PAGE) for after in dict.fromkeys(("", slug[:1])))
        return near(slug, dict.fromkeys(name for page in pages for name, _tenant_id in page))

    def list_tenants(self, *, by: Actor, after: str = "", limit: int = 50) -> tuple[TenantLine, ...]:
        """Return tenants by short name, after the given one, at most 200; raises Refused without the right (1.1)."""
        return self.find_tenants(by=by, after=after, limit=limit).tenants

    def find_tenants(  # noqa: PLR0913 - who, which part of the list, and three filters
        self,
        *,
        by: Actor,
        after: str = "",
        limit: int = 50,
        good_standing: bool | None = None,
        active: bool | None = None,
        kind: LicenseeKind | None = None,
    ) -> TenantsPage:
        """Return tenants by short name, after the given one, at most 200, with the standing of their licenses.

        They can be narrowed to those in good standing or not, those whose instance is active or still in setup, and
        those of a kind. One call looks at no more than 1,000 tenants, so a page may have fewer than asked for, even
        none, and still name where to go on. Raises Refused without the right (1.1).
        """
        wanted = page_size(limit, LARGEST_PAGE)
        self._acts.require(PROVIDER, by, policies.ADD)
        found: list[TenantLine] = []
        looked = 0
        while True:
            page = self._directory.page(after, LARGEST_PAGE)
            for slug, tenant_id in page:
                if len(found) == wanted or looked == MOST_LOOKED_AT:
                    return TenantsPage(tuple(found), after)
                after, looked = slug, looked + 1
                line = self._line(tenant_id, by)
                if line.fits(good_standing=good_standing, active=active, kind=kind):
                    found.append(line)
            if len(page) < LARGEST_PAGE:
                return TenantsPage(tuple(found), None)

    def _line(self, tenant_id: TenantId, by: Actor) -> TenantLine:
        with self._acts.read(tenant_id, by) as act:
            return tenant_line(_tenant(act.work, by), self._license_states.state(act.work, act.at).reasons)

    def _view(self, act: Act[TenancyWork], tenant: Tenant) -> TenantView:
        state = self._license_states.state(act.work, act.at)
        return tenant_view(tenant, self._owners.count(act.work), state.reasons)


def _recorded(act: Act[TenancyWork], decision: Decision, request: Request) -> Decision:
    """Record the refusal of a request for a new client; return it with the id of its entry."""
    held = {"held": list[Value](sorted(act.by.permissions))} if isinstance(act.by, Staff) else {}
    details: dict[str, Value] = {
        **request.content,
        **held,
        "verdict": decision.verdict.value,
        "reasons": [each.code.value for each in decision.reasons],
        "clauses": list(decision.clauses),
        "terms": decision.terms_version,
    }
    return evolve(decision, id=act.note("tenancy.add_tenant", "tenant:none", details, EntryKind.REFUSAL))


def _tenant(work: TenancyWork, by: Actor) -> Tenant:
    tenant = work.tenants.get()
    if tenant is None or (isinstance(by, ClientUser) and by.tenant_id != tenant.id):
        raise TenantUnknown
    return tenant
