"""The contents of the dumps in `upgrades`, read through the current store, one plain line for each item."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import asdict

from saas_core.kernel.ids import PROVIDER, TenantId

AT = datetime(2026, 3, 1, 9, 30, 15, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
VOUCH = "licensing.vouch"
"""The action of the entry that an upgrade adds."""
ACME, BETA = TenantId(UUID(int=0xACE << 96)), TenantId(UUID(int=0xBE7A << 96))


def everything_held(store: Any) -> Iterator[str]:
    """Tell all of it."""
    yield from held_for_all(store)
    for tenant_id in (ACME, BETA):
        with store.read(tenant_id) as work:
            yield from held_for(work)


def held_for_all(store: Any) -> Iterator[str]:
    """Tell what belongs to the provider and what stands outside the tenants."""
    with store.read(PROVIDER) as work:
        yield f"terms {[each.version for each in work.terms.all()]}"
        yield f"permissions {[(each.name, each.title) for each in work.permissions.all()]}"
        yield f"staff {[(each.name, sorted(each.permissions), each.active) for each in work.staff.all()]}"
    yield f"directory {[(slug, tenant_id in {ACME, BETA}) for slug, tenant_id in store.directory.page('', 9)]}"
    yield f"accounts {[(account, tenant_id == ACME) for account, tenant_id in store.linked_accounts.page('', 9)]}"
    mailings = store.mailings.page(None, 9)
    yield f"mailings {[(each.state.value, each.unanswered, each.changed_at == AT) for each in mailings]}"
    suppressed = store.suppressions.page("", 9)
    yield f"suppressions {[(each.address[:4], each.why, each.mail is not None) for each in suppressed]}"
    signals = [store.signals.find("stripe", event) for event in ("evt_1", "evt_2")]
    yield f"signals {[(each.tenant_id == ACME, each.received_at - AT, each.done_at is None) for each in signals]}"
    tasks = [each.task for each in store.tasks.page(None, 99) if each.task.tenant_id == ACME]
    yield f"tasks {sorted((each.kind, each.subject) for each in tasks)}"


def held_for(work: Any) -> Iterator[str]:
    """Tell what a client has."""
    tenant, license_ = work.tenants.get(), work.licenses.get()
    yield f"tenant {tenant.slug} {tenant.kind.value} {tenant.instance.region} {tenant.instance.activated_at == AT}"
    yield f"account {tenant.account and asdict(tenant.account)}"
    yield f"license {license_.terms_version} {[type(each).__name__ for each in license_.facts]}"
    account, checkout = work.payments.get(), work.payments.checkout()
    yield f"payments {account.account} {account.subscription} {checkout.ref} {checkout.expires_at - AT}"
    yield f"incidents {[(each.kind, each.subject, each.says) for each in work.incidents.open()]}"
    invoices = work.open_invoices.all()
    yield f"invoices {[(each.ref, each.owed.minor, each.owed.currency, each.failed) for each in invoices]}"
    notice = work.notices.get("invoice_due:in_1")
    yield f"notice {notice.kind} {dict(notice.facts)}"
    yield f"roles {[(each.name, sorted(each.permissions), each.built_in) for each in work.roles.all()]}"
    for at in (AT, None):
        yield f"departments {[(each.name, each.parent is None) for each in work.departments.all(at)]}"
    people = work.users.page(None, 9)
    yield f"users {[(each.name, each.email, each.state.value) for each in people]}"
    ada, bob = people
    yield f"then {work.users.get(bob.id, AT).state.value}"
    given = work.assignments.of_user(ada.id)
    yield f"assignments {[(each.department_id is None, each.approval_limit_minor) for each in given]}"
    yield f"invitations {[each.token_hash[:2] for each in work.invitations.of_user(bob.id)]}"
    yield f"keys {[each.secret_hash[:2] for each in work.keys.of_holder(f'user:{ada.id}')]}"
    for key in work.api_keys.page(ada.id, None, 9):
        former = key.former and (key.former.last_four, key.former_until - AT)
        yield f"API key {key.name} {sorted(key.scopes)} {key.secret.last_four} {former} {key.used_at == AT}"
        yield f"made with {key.made_with}"
    yield f"links {[each.token_hash[:2] for each in work.sign_in_links.of_user(ada.id, AT)]}"
    yield f"sessions {[each.secret_hash[:2] for each in work.sessions.page(ada.id, AT, None, 9)]}"
    grants = work.break_glass.page(None, 9)
    yield f"grants {[(each.why, each.scope.value, each.approved_at == AT) for each in grants]}"
    yield f"open grants {[(each.changes, each.until - AT) for each in work.break_glass.in_force(AT)]}"
    yield f"outbox {[(each.aggregate, dict(each.body)) for each in work.outbox.pending()]}"
    yield f"reply {work.replies.get('key-1').result}"
    written = [each for each in work.journal.entries() if each.action != VOUCH]
    yield f"journal {[(each.position, each.action, dict(each.details)) for each in written]}"
