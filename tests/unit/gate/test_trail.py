"""The journal as people read it: newest first, narrowed, named for whoever may read the names elsewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from saas_core.gate import trail as trail_module
from saas_core.gate.trail import Trail
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import Refused


@pytest.fixture
def trail(house) -> Trail:
    return house.application.oversight.trail


@pytest.fixture
def auditor(client, office, house) -> ClientUser:
    """Return a user who may read the journal, and nothing about people and roles."""
    house.application.access.roles.assign(
        by=client.owner,
        tenant_id=client.tenant_id,
        user_id=office.clerk.user_id,
        role_id=client.role("auditors", "audit.read"),
    )
    return office.clerk


def test_the_newest_entry_comes_first_and_pages_lead_to_the_oldest(trail, client, house):
    """The pages one after the other are the whole journal, backwards."""
    whole, read = house.journal(client.tenant_id), []
    before = 0
    while page := trail.newest(by=client.owner, tenant_id=client.tenant_id, before=before, limit=3):
        assert len(page) <= 3
        read += page
        before = page[-1].position
    assert [each.id for each in read] == [each.id for each in reversed(whole)]
    assert read[0].hash == whole[-1].hash


def test_a_page_has_at_least_one_entry_and_at_most_the_largest_page(trail, client, monkeypatch):
    """A limit out of bounds is brought into them."""
    assert len(trail.newest(by=client.owner, tenant_id=client.tenant_id, limit=-5)) == 1
    monkeypatch.setattr(trail_module, "PAGE", 3)
    assert len(trail.newest(by=client.owner, tenant_id=client.tenant_id, limit=10**9)) == 3


def test_entries_are_narrowed_by_actor_action_subject_and_time(trail, client, office, house):
    """Each exactly as an entry shows it, and all together."""
    whole = house.journal(client.tenant_id)

    def read(**narrowed: object) -> list[int]:
        found = trail.newest(by=client.owner, tenant_id=client.tenant_id, limit=500, **narrowed)
        return [each.position for each in reversed(found)]

    for name, of in (("actor", "by"), ("action", "action"), ("subject", "subject")):
        for value in {getattr(each, of) for each in whole}:
            assert read(**{name: value}) == [each.position for each in whole if getattr(each, of) == value]
    middle = whole[len(whole) // 2]
    assert read(since=middle.at) == [each.position for each in whole if each.at >= middle.at]
    assert read(until=middle.at) == [each.position for each in whole if each.at < middle.at]
    assert read(since=middle.at, until=middle.at + timedelta(microseconds=1), action=middle.action) == [middle.position]
    assert read(actor="user:nobody") == []
    with pytest.raises(InvalidValue) as caught:
        read(since=middle.at.replace(tzinfo=None))
    assert caught.value.field == "since"


def test_an_owner_reads_the_names_of_people_roles_and_departments(trail, client, office):
    """As in the lists of them; what a program did bears the name of its person."""
    entries = trail.newest(by=client.owner, tenant_id=client.tenant_id, limit=500)
    names = {each.subject: each.subject_name for each in entries} | {each.by: each.by_name for each in entries}
    assert names[f"user:{client.owner.user_id}"] == "olivia"
    assert names[f"user:{office.clerk.user_id}"] == "carl"
    assert names[f"role:{office.role}"] == "approvers"
    assert names[f"department:{office.europe}"] == "sales/europe"
    assert names[f"tenant:{client.tenant_id}"] == "acme"
    assert all(name is None for reference, name in names.items() if reference.startswith(("staff:", "system:")))


def test_whoever_may_only_read_the_journal_reads_no_name_but_their_own(trail, client, auditor):
    """The right to the journal is no right to the list of people."""
    entries = trail.newest(by=auditor, tenant_id=client.tenant_id, limit=500)
    named = {each.by: each.by_name for each in entries} | {each.subject: each.subject_name for each in entries}
    people = {reference: name for reference, name in named.items() if reference.startswith(("user:", "role:"))}
    assert {reference for reference, name in people.items() if name} == {f"user:{auditor.user_id}"}


def test_staff_reads_no_name_of_a_clients_people_once_it_is_active(trail, client, office, house):
    """Not without a grant of the client (1.5)."""
    entries = trail.newest(by=house.staff, tenant_id=client.tenant_id, limit=500)
    kept = {each.subject_name for each in entries} | {each.by_name for each in entries}
    assert kept == {None, "acme", "Sam"}


def test_staff_that_administers_staff_reads_its_names(trail, client, house, provider, staff_with):
    """Others of the staff read references alone."""
    entries = trail.newest(by=house.staff, tenant_id=provider, limit=500)
    assert "Sam" in {each.by_name for each in entries} | {each.subject_name for each in entries}
    support = trail.newest(by=staff_with("staff.support"), tenant_id=provider, limit=500)
    assert {each.by_name for each in support} | {each.subject_name for each in support} == {None}


def test_without_the_right_to_read_the_journal_nobody_reads_it(trail, client, office, house, staff_with):
    """The same right as for the whole chain."""
    other = house.activated("other")
    for by in (office.clerk, other.owner, staff_with("staff.billing")):
        with pytest.raises(Refused):
            trail.newest(by=by, tenant_id=client.tenant_id)


def test_without_naming_entries_show_references(client, house):
    """A host that wires its own trail needs no names."""
    audit = house.application.oversight.audit
    bare = Trail(
        transactions=house.application.store, clock=house.clock, ids=audit._acts.ids, judge=house.application.gate
    )
    assert {each.by_name for each in bare.newest(by=client.owner, tenant_id=client.tenant_id)} == {None}
