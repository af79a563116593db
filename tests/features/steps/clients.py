"""Steps about clients of the provider: onboarding, setup and activation."""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve
from pytest_bdd import given, parsers, then, when

from features.drivers.driver import Driver
from features.drivers.values import Duty, Joined, Money, Ready, Wanted
from features.steps.story import INSTANT, KIND, KINDS, Story, moment
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import LicenseeKind, Question

BEGIN, END = "2026-03-01 12:00 UTC", "2027-03-01 00:00 UTC"


def slug(client: str) -> str:
    """Return the short name of a client."""
    return re.sub(r"[^a-z0-9]+", "-", client.casefold()).strip("-")


def take_on(story: Story, client: str, kind: LicenseeKind, owner: str) -> None:
    """Add a client with its account and an owner who accepts the terms; it is neither paid for nor activated."""
    staff = story.staff()
    tenant_id = story.driver.add_client(staff, slug(client), kind)
    story.clients[client], story.owners[client] = tenant_id, owner
    story.driver.configure_account(staff, tenant_id, legal_name=client, time_zone="UTC")
    joined = story.driver.join(staff, tenant_id, owner, owner=True)
    story.people[owner], story.keys[owner] = joined.actor, joined.key


@given(parsers.re(rf'"(?P<client>[^"]+)" was onboarded as (?P<kind>{KIND}), owned by "(?P<owner>[^"]+)"'))
def onboarded(story: Story, client: str, kind: str, owner: str) -> None:
    """Onboard a client up to the point where only payment and activation are missing."""
    take_on(story, client, KINDS[kind], owner)


@given(parsers.re(rf'"(?P<client>[^"]+)" was added as (?P<kind>{KIND}), and nobody has accepted the terms'))
def added(story: Story, client: str, kind: str) -> None:
    """Add a client with its account, and nobody in it."""
    staff = story.staff()
    story.clients[client] = story.driver.add_client(staff, slug(client), KINDS[kind])
    story.driver.configure_account(staff, story.clients[client], legal_name=client, time_zone="UTC")


@given(
    parsers.re(
        rf'"(?P<client>[^"]+)" is (?P<kind>{KIND}) with a license paid (?:from (?P<since>{INSTANT}) )?'
        rf'until (?P<until>{INSTANT}), owned by "(?P<owner>[^"]+)"'
    )
)
def licensed(story: Story, *, client: str, kind: str, since: str | None, until: str, owner: str) -> None:
    """Onboard a client, record its first payment, and activate it if the paid period has begun."""
    now = story.driver.clock.now()
    if since is None and _is_ready(story, Wanted(client, KINDS[kind], owner, now, moment(until))):
        return
    take_on(story, client, KINDS[kind], owner)
    begin = now if since is None else moment(since)
    tenant_id = story.clients[client]
    first = Money(f"{client}-1", "was paid", begin, moment(until))
    story.driver.record(story.staff(Duty.BILLING), tenant_id, first)
    if begin <= now:
        story.driver.activate(story.staff(), tenant_id)


@given(
    parsers.re(
        rf'(?:on (?P<now>{INSTANT}) )?"(?P<client>[^"]+)", owned by "(?P<owner>[^"]+)", '
        rf"is licensed until (?P<until>{INSTANT})"
    )
)
def operator_licensed(story: Story, now: str | None, client: str, owner: str, until: str) -> None:
    """Onboard a business operator with a paid license, at the instant with which the story begins."""
    if now is not None:
        story.driver.clock.at = moment(now)
    licensed(story, client=client, kind="a business operator", since=None, until=until, owner=owner)


@given(
    parsers.re(
        r'"(?P<client>[^"]+)" was onboarded, owned by "(?P<owner>[^"]+)", '
        rf"and has paid until (?P<until>{INSTANT})"
    )
)
def onboarded_and_paid(story: Story, client: str, owner: str, until: str) -> None:
    """Onboard a business operator up to the point where only activation is missing."""
    take_on(story, client, LicenseeKind.BUSINESS_OPERATOR, owner)
    paid = Money(f"{client}-1", "was paid", story.driver.clock.now(), moment(until))
    story.driver.record(story.staff(Duty.BILLING), story.clients[client], paid)


def _is_ready(story: Story, wanted: Wanted) -> bool:
    """Reuse a client from the store's template, created there through these same steps; return whether it is there."""
    found = story.driver.ready.get(wanted)
    if found is None:
        return False
    story.clients[wanted.client], story.owners[wanted.client] = found.tenant_id, wanted.owner
    story.people[wanted.owner], story.keys[wanted.owner] = found.owner.actor, found.owner.key
    return True


def make_ready(driver: Driver) -> Mapping[Wanted, Ready]:
    """Onboard, in a template, the client with which nearly every scenario begins."""
    acme = Wanted("Acme", LicenseeKind.BUSINESS_OPERATOR, "Olivia", moment(BEGIN), moment(END))
    driver.clock.at, story = acme.since, Story(driver)
    licensed(story, client=acme.client, kind="a business operator", since=None, until=END, owner=acme.owner)
    owner = Joined(story.owner_of(acme.client), story.keys[acme.owner])
    return {acme: Ready(story.clients[acme.client], owner)}


@given(parsers.re(r'the account of "(?P<client>[^"]+)" is set to the time zone "(?P<zone>[^"]+)"'))
def account_zone(story: Story, client: str, zone: str) -> None:
    """Configure the account with another time zone."""
    story.driver.configure_account(story.staff(), story.clients[client], legal_name=client, time_zone=zone)


@when(parsers.re(rf'staff adds "(?P<client>[^"]+)" as (?P<kind>{KIND})'))
def staff_adds(story: Story, client: str, kind: str) -> None:
    """Try to onboard a client."""
    staff, licensee = story.staff(), KINDS[kind]

    def do() -> None:
        story.clients[client] = story.driver.add_client(staff, slug(client), licensee)

    story.attempt(Question(PROVIDER, staff, "provider.tenants", capacity=licensee), do)


@given(parsers.re(r'staff has activated "(?P<client>[^"]+)"'))
def staff_has_activated(story: Story, client: str) -> None:
    """Activate an instance in which everything is in place."""
    story.driver.activate(story.staff(), story.clients[client])


@when(parsers.re(r'staff activates "(?P<client>[^"]+)"'))
def staff_activates(story: Story, client: str) -> None:
    """Try to activate an instance, and read the deciding clauses from the journal."""
    staff, tenant_id = story.staff(), story.clients[client]
    story.attempt(Question(tenant_id, staff, "provider.tenants"), lambda: story.driver.activate(staff, tenant_id))
    last = story.driver.journal(tenant_id)[-1]
    clauses = last.details.get("clauses")
    if last.action == "tenancy.activate" and isinstance(clauses, list) and story.answer is not None:
        story.answer = evolve(story.answer, clauses=tuple(map(str, clauses)))


@then(parsers.re(r'the instance of "(?P<client>[^"]+)" runs in the AWS region "(?P<region>[^"]+)"'))
def runs_in(story: Story, client: str, region: str) -> None:
    """Compare the region of the instance."""
    assert story.driver.region(story.clients[client]) == region
