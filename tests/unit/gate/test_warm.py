"""Answers from memory: right at once, right at their instant, and never without a store that can be looked at."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from attrs import evolve

from elsewhere import Elsewhere
from saas_core.access.errors import DepartmentUnknown
from saas_core.gate.check import Gate
from saas_core.gate.current import Bounds
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, DepartmentId, StaffId, TenantId, UserId
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import LicenseeKind, Manner, Question
from saas_core.policy.judgement import judge
from saas_core.tenancy.errors import TenantUnknown
from saas_local import SystemIds

FOREIGN = ClientUser(TenantId(UUID(int=8)), UserId(UUID(int=1)))


def test_a_warm_check_asks_nothing_of_the_store(gate, elsewhere, client, office, nobody, staff_with):
    """Not for users, strangers, staff or the software; not for another action of the same person."""
    askers = [
        office.clerk,
        nobody,
        staff_with("staff.support"),
        System("worker"),
    ]
    for by in askers:
        gate.check(client.question(by))
    before = elsewhere.asked
    for by, action in product(askers, ["invoices.approve", "data.export", "server.access", "who.knows"]):
        assert gate.check(client.question(by, action)) == gate.peek(client.question(by, action))
    assert elsewhere.asked == before


def test_another_clients_user_is_answered_without_a_look_at_the_client(gate, elsewhere, client, codes):
    """The same answer at the same cost, whether there is such a client or not."""
    foreign = ClientUser(TenantId(UUID(int=8)), UserId(UUID(int=1)))
    there = client.question(foreign)
    absent = evolve(there, tenant_id=TenantId(UUID(int=9)))
    gate.check(there)
    before = elsewhere.asked
    told = [gate.check(each) for each in (there, absent)]
    assert elsewhere.asked == before
    assert [codes(each) for each in told] == [["USER_UNKNOWN"], ["USER_UNKNOWN"]]
    assert told[0].ruling == told[1].ruling
    assert gate.check(there, at=told[0].at).ruling == gate.check(absent, at=told[0].at).ruling == told[0].ruling
    before = gate.statistics().warm
    assert [gate.peek(each).ruling for each in (there, absent)] == [told[0].ruling] * 2
    assert gate.statistics().warm == before + 2


def test_every_warm_answer_is_the_one_worked_out_anew(gate, client, office, house, still, nobody, staff_with):
    """Over people, actions, places, manners and capacities, from memory and from the store alike."""
    lead = client.joined("lea")
    house.application.access.roles.assign(
        by=client.owner, tenant_id=client.tenant_id, user_id=lead.user_id, role_id=office.role
    )
    more = client.role("exporters", "data.export", "people.*")
    for place in (None, office.sales, office.stores):
        house.application.access.roles.assign(
            by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id, role_id=more, department_id=place
        )
    gone = client.joined("gil")
    house.application.access.people.deactivate(by=client.owner, tenant_id=client.tenant_id, user_id=gone.user_id)
    still.at = house.clock.at + timedelta(minutes=1)
    askers = [
        client.owner,
        office.clerk,
        lead,
        gone,
        client.invite("ina"),
        nobody,
        ClientUser(PROVIDER, office.clerk.user_id),
        staff_with(),
        staff_with("staff.admin"),
        System("worker"),
    ]
    actions = [
        "invoices.approve", "data.export", "people.manage", "server.access", "exclusion.advanced_sms", "who.knows",
        "setup.activation", "license.read", "topic.hosting", "provider.tenants", "integration.email.use", "",
    ]  # fmt: skip
    places = [None, office.sales, office.europe, office.stores]
    variants = [
        {},
        {"manner": Manner.AS_SUPPORT},
        {"capacity": LicenseeKind.AGENCY},
        {"also": ("data.export", "root.x")},
    ]
    seen = set()
    for by, action, place, more_asked in product(askers, actions, places, variants):
        question = evolve(client.question(by, action, place), **more_asked)
        worked_out = gate.check(question, at=still.at)
        assert gate.check(question) == worked_out
        assert gate.check(question) == worked_out
        seen |= {worked_out.verdict, *(each.code for each in worked_out.reasons)}
    assert len(seen) > 12


def test_who_holds_the_same_shares_the_ruling(gate, client, office):
    """Two clerks are answered by one ruling, each through an assignment of their own."""
    from saas_core.access.values import RoleGrant

    other = client.joined("cora", RoleGrant(office.role, office.sales))
    first, second = (gate.check(client.question(by, place=office.sales)) for by in (office.clerk, other))
    assert first.ruling is second.ruling
    assert first.allowed
    assert first.through != second.through


def test_names_that_the_catalogue_does_not_list_are_judged_once(gate, client, office, still, monkeypatch):
    """However many there are: what nobody has heard of alike, and what lies in the same reserved areas."""
    judged = []
    monkeypatch.setattr("saas_core.gate.snapshot.judge", lambda *given: (judged.append(1), judge(*given))[1])
    groups = [
        ["who.knows", "wh?", "", "x" * 300, "\ufdfa" * 30, "invoices.approve2"],
        ["server.x", "server.y", "ѕеrvеr.z", "SERVER.*"],
    ]
    for also in ((), ("data.export",), ("nobody.knows", "server.z")):
        for names in groups:
            judged.clear()
            for by in (office.clerk, evolve(office.clerk, scopes=frozenset({"invoices.*"}))):
                asked = [evolve(client.question(by, name), also=also) for name in names]
                assert [gate.check(each) for each in asked] == [gate.check(each, at=still.at) for each in asked]
            assert len(judged) == 2


def test_a_change_made_here_counts_from_the_next_answer_on(client, office, house, codes):
    """The store tells its own process at once, whatever was held."""
    access, gate = house.application.access, house.application.gate
    question = client.question(office.clerk, place=office.sales)
    who = {"by": client.owner, "tenant_id": client.tenant_id}
    assert gate.check(question).allowed
    access.roles.edit(**who, role_id=office.role, permissions=("data.export",))
    assert codes(gate.check(question)) == ["PERMISSION_MISSING"]
    access.roles.edit(**who, role_id=office.role, permissions=("invoices.approve",))
    assert gate.check(question).allowed
    access.departments.move(**who, department_id=office.europe, parent_id=None)
    assert codes(gate.check(client.question(office.clerk, place=office.europe))) == ["DEPARTMENT_OUT_OF_SCOPE"]
    access.people.deactivate(**who, user_id=office.clerk.user_id)
    assert "USER_DEACTIVATED" in codes(gate.check(question))


def test_a_permission_registered_here_is_known_to_all_clients_at_once(client, house, codes):
    """A commit by the provider makes a new edition of every tenant."""
    assert codes(client.check(client.owner, "parcels.send")) == ["POLICY_SILENT"]
    house.register("parcels.send")
    assert client.check(client.owner, "parcels.send").allowed


def test_a_change_made_elsewhere_counts_after_a_second(gate, elsewhere, ticks, client, office, house, codes):
    """Between two looks the former answer stands; at the look the new one takes its place."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    ticks.at += 0.999
    assert gate.check(question).allowed
    ticks.at += 0.001
    assert "USER_DEACTIVATED" in codes(gate.check(question))


def test_what_the_provider_registers_elsewhere_counts_after_a_second(gate, ticks, client, house, codes):
    """The provider's edition is part of every tenant's."""
    assert codes(gate.check(client.question(client.owner, "parcels.send"))) == ["POLICY_SILENT"]
    house.register("parcels.send")
    ticks.at += 1
    assert gate.check(client.question(client.owner, "parcels.send")).allowed


def test_the_edition_is_looked_at_once_a_second_at_most(gate, elsewhere, ticks, client):
    """However much is asked; and nothing is read again where nothing changed."""
    gate.check(client.question(client.owner))
    looks, reads = elsewhere.looks, elsewhere.reads
    for _ in range(1000):
        ticks.at += 0.01
        assert gate.check(client.question(client.owner)).allowed
    assert elsewhere.looks - looks <= 10
    assert elsewhere.reads == reads


def test_what_changes_no_answer_makes_no_new_edition(gate, elsewhere, ticks, client, house):
    """A recorded refusal is a commit too, and leaves everything held as it is."""
    gate.check(client.question(client.owner))
    reads = elsewhere.reads
    for _ in range(3):
        assert house.application.gate.ask(client.question(client.owner, "server.access")).id is not None
        ticks.at += 1
        assert gate.check(client.question(client.owner)).allowed
    assert elsewhere.reads == reads


def test_a_lapse_comes_at_its_very_instant(gate, elsewhere, client, still, codes, end):
    """Open a microsecond before the end of what was paid, shut at it, with no time to look in between."""
    still.at = end - timedelta(microseconds=1)
    assert gate.check(client.question(client.owner)).valid_until == end
    assert gate.check(client.question(client.owner)).allowed
    still.at = end
    assert gate.peek(client.question(client.owner)) is None
    assert codes(gate.check(client.question(client.owner))) == ["LICENSE_EXPIRED"]
    assert gate.check(client.question(client.owner, "license.read")).allowed


def test_a_clock_that_jumps_back_is_believed(gate, client, still, codes, end):
    """An answer given after the lapse is not reused for an instant before it."""
    still.at = end + timedelta(days=1)
    assert codes(gate.check(client.question(client.owner))) == ["LICENSE_EXPIRED"]
    still.at = end - timedelta(days=1)
    assert gate.check(client.question(client.owner)).allowed
    still.at = end + timedelta(days=400)
    assert codes(gate.check(client.question(client.owner))) == ["LICENSE_EXPIRED"]


def test_a_clock_that_jumps_does_not_keep_old_answers_alive(gate, ticks, client, office, still, house, codes):
    """The time for which a snapshot is trusted is not measured by the wall clock."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    still.at += timedelta(minutes=5)
    assert gate.check(question).allowed
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    still.at -= timedelta(minutes=5)
    ticks.at += 1
    assert "USER_DEACTIVATED" in codes(gate.check(question))


def test_what_a_machine_with_a_faster_clock_recorded_is_not_missed(gate, ticks, client, office, still, house, codes):
    """A change from a moment ahead is in force at once: nobody would tell of it again."""
    house.clock.at = still.at + timedelta(minutes=10)
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    assert "USER_DEACTIVATED" in codes(gate.check(client.question(office.clerk, place=office.sales)))


def test_terms_offered_later_end_an_answer_that_rests_on_them(gate, house, still, staff_with):
    """In the provider's scope no license pins a version, so the next one counts from its instant."""
    later = still.at + timedelta(days=3)
    house.publish("2027-01", later.replace(microsecond=0))
    question = Question(PROVIDER, staff_with("staff.admin"), "provider.tenants")
    assert gate.check(question).terms_version == "2026-02"
    assert gate.check(question).valid_until == later.replace(microsecond=0)
    still.at = later
    assert gate.check(question).terms_version == "2027-01"


def test_a_store_that_went_away_is_believed_for_a_second_and_no_longer(gate, elsewhere, ticks, client):
    """A warm answer needs no store; after the second nothing is allowed until it can be looked at again."""
    question = client.question(client.owner)
    assert gate.check(question).allowed
    elsewhere.away = True
    ticks.at += 0.9
    assert gate.check(question).allowed
    ticks.at += 0.2
    for _ in range(3):
        assert gate.peek(question) is None
        with pytest.raises(StoreUnavailable):
            gate.check(question)
    elsewhere.away = False
    assert gate.check(question).allowed


def test_a_store_that_is_away_lets_nobody_new_in(gate, elsewhere, client, nobody):
    """Neither a tenant nor a person that was not met before."""
    gate.check(client.question(client.owner))
    elsewhere.away = True
    with pytest.raises(StoreFault):
        gate.check(client.question(nobody))
    with pytest.raises(StoreFault):
        gate.check(Question(TenantId(UUID(int=5)), client.owner, "data.export"))


def test_who_waited_for_a_store_in_vain_does_not_ask_once_more(gate, elsewhere, ticks, client):
    """Fifty requests on a store that is away cost one time-out, not fifty."""
    question = client.question(client.owner)
    gate.check(question)
    ticks.at += 2
    waiting, faults = threading.Barrier(50), []
    looking, release = threading.Event(), threading.Event()

    def away() -> None:
        looking.set()
        release.wait(10)
        message = "The store is away."
        raise StoreUnavailable(message, remedy="Try again.")

    elsewhere._answering = away
    before = elsewhere.asked

    def ask() -> None:
        waiting.wait()
        try:
            gate.check(question)
        except StoreUnavailable as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for each in threads:
        each.start()
    assert looking.wait(10)
    # Those behind the first one are given the time to get in line.
    time.sleep(0.3)
    release.set()
    for each in threads:
        each.join()
    assert len(faults) == 50
    assert elsewhere.asked - before <= 5


def test_news_that_come_while_a_tenant_is_read_are_not_lost(client, house, still, ticks, codes):
    """A snapshot begun before a change and finished after it answers what was asked before, and is not kept."""
    store = Elsewhere(house.application.store)
    gate = Gate(store=store, clock=still, ids=SystemIds(), ticks=ticks)
    house.application.store.watch(lambda *news: [told(*news) for told in store.told])
    question = client.question(house.staff)

    def meanwhile() -> None:
        store.while_reading = lambda: None
        house.application.licensing.place_hold(
            by=house.staff, tenant_id=client.tenant_id, kind=HoldKind.BREACH, why="an agency", clause="0.2"
        )

    store.while_reading = meanwhile
    gate.check(question)
    assert "LICENSE_ON_HOLD" in codes(gate.check(question))


def test_a_tenant_that_never_rests_is_answered_all_the_same(client, house, still, ticks):
    """If every reading is overtaken, one consistent read of everything answers."""
    store = Elsewhere(house.application.store)
    gate = Gate(store=store, clock=still, ids=SystemIds(), ticks=ticks)
    house.application.store.watch(lambda *news: [told(*news) for told in store.told])
    turn = [0]

    def meanwhile() -> None:
        turn[0] += 1
        with house.application.store.begin(client.tenant_id) as work:
            user = work.users.get(client.owner.user_id)
            work.users.save(user.changed(name=f"Olivia {turn[0]}", email=None), house.clock.now())
            work.commit()

    store.while_reading = meanwhile
    assert gate.check(client.question(client.owner)).allowed
    assert turn[0] > 3


def test_users_are_held_in_bounds(client, house, still, ticks, office):
    """No more than the bound, the lately met ones longest, and everybody is answered."""
    from saas_core.access.values import RoleGrant

    people = [client.joined(f"user{number}", RoleGrant(office.role, office.sales)) for number in range(30)]
    gate = Gate(
        store=Elsewhere(house.application.store), clock=still, ids=SystemIds(), ticks=ticks, bounds=Bounds(users=10)
    )
    for _ in range(3):
        for by in people:
            assert gate.check(client.question(by, place=office.sales)).allowed
            assert gate.check(client.question(people[0], place=office.sales)).allowed
            assert gate.statistics().users <= 10
    statistics = gate.statistics()
    assert statistics.users_read < 3 * 30 + 10
    assert statistics.warm > 0


def test_tenants_are_held_in_bounds(house, still, ticks):
    """Also tenants that are not there: who names them does not fill the memory."""
    clients = [house.added(f"client-{number}") for number in range(9)]
    gate = Gate(
        store=Elsewhere(house.application.store), clock=still, ids=SystemIds(), ticks=ticks, bounds=Bounds(tenants=4)
    )
    staff = house.staff
    for _ in range(2):
        for each in clients:
            gate.check(Question(each.tenant_id, staff, "license.read"))
            assert gate.statistics().tenants <= 4
    for number in range(100):
        with pytest.raises(TenantUnknown):
            gate.check(Question(TenantId(UUID(int=number + 1)), staff, "license.read"))
    assert len(gate._current._turns) <= 10


def test_whoever_asks_for_ever_new_things_does_not_fill_the_memory(gate, client, office, monkeypatch):
    """Rulings are kept up to a bound."""
    monkeypatch.setattr("saas_core.gate.snapshot._RULINGS", 20)
    for number in range(100):
        gate.check(client.question(office.clerk, f"unknown.thing{number}"))
        gate.check(client.question(Staff(StaffId(UUID(int=1)), frozenset({f"x{number}"}))))
    snapshot = gate._current.held[client.tenant_id.int]
    assert max(len(each.profile.rulings) for each in snapshot.people.values()) <= 20


def test_an_unknown_department_is_unknown_each_time(gate, client, office, nobody, codes):
    """To a user; a stranger is not told which departments there are, and what is never granted is refused anywhere."""
    place = DepartmentId(UUID(int=1234))
    for _ in range(2):
        with pytest.raises(DepartmentUnknown):
            gate.check(client.question(office.clerk, place=place))
        assert codes(gate.check(client.question(nobody, place=place))) == ["USER_UNKNOWN"]
        assert codes(gate.check(client.question(office.clerk, "root.login", place=place))) == ["NEVER_GRANTED"]


def test_many_questions_are_answered_as_each_alone(gate, elsewhere, client, office, nobody, staff_with):
    """In their order, and with the people of a tenant read in one unit of work."""
    from saas_core.access.values import RoleGrant

    people = [client.joined(f"user{number}", RoleGrant(office.role)) for number in range(20)]
    askers = [*people, office.clerk, nobody, staff_with("staff.support"), System("worker")]
    questions = [client.question(by, action) for by in askers for action in ("invoices.approve", "server.access")]
    decisions = gate.check_all(iter(questions))
    assert elsewhere.reads <= 3
    assert list(decisions) == [gate.check(each) for each in questions]
    assert gate.check_all([]) == ()
    with pytest.raises(TenantUnknown):
        gate.check_all([*questions, Question(TenantId(UUID(int=3)), System("worker"), "data.export")])


def test_what_a_gate_holds_and_does_can_be_seen(gate, elsewhere, client, office):
    """Checks, hits, looks, and memory per user."""
    assert gate.statistics().hit_rate == 1.0
    for _ in range(10):
        gate.check(client.question(office.clerk))
    statistics = gate.statistics()
    assert (statistics.checks, statistics.warm, statistics.hit_rate) == (10, 9, 0.9)
    assert (statistics.tenants, statistics.users, statistics.users_read, statistics.snapshots) == (1, 1, 1, 1)
    assert 100 < statistics.bytes_per_user < 2000


def test_fifty_threads_never_see_what_was_taken_away(client, office, house):
    """After a change has returned, no answer begun later is the former one, under fifty threads on one gate."""
    gate, access = house.application.gate, house.application.access
    question = client.question(office.clerk, place=office.sales)
    who = {"by": client.owner, "tenant_id": client.tenant_id, "user_id": office.clerk.user_id}
    state, wrong, done = {"turn": 0, "active": True}, [], threading.Event()

    def ask() -> None:
        while not done.is_set():
            before = dict(state)
            allowed = gate.check(question).allowed
            if before == state and before["turn"] % 2 == 0 and allowed is not before["active"]:
                wrong.append(before)
            # Fifty that never rest would leave the one that changes things no turn.
            time.sleep(0.005)

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for each in threads:
        each.start()
    try:
        for _ in range(10):
            state["turn"] += 1
            change = access.people.deactivate if state["active"] else access.people.reactivate
            change(**who)
            state["active"] = not state["active"]
            state["turn"] += 1
            for _ in range(5):
                assert gate.check(question).allowed is state["active"]
    finally:
        done.set()
    for each in threads:
        each.join()
    assert wrong == []
