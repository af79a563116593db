"""One look for all: however many clients are held, and whatever time, the store and other processes do meanwhile."""

from __future__ import annotations

import io
import threading
import time
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from elsewhere import Elsewhere
from saas_core.access.import_rows import csv_rows
from saas_core.access.values import RoleGrant
from saas_core.gate.check import Gate
from saas_core.gate.current import Bounds
from saas_core.gate.looking import steady
from saas_core.gate.snapshot import Snapshot
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import StoreUnavailable
from saas_core.kernel.ids import StaffId, TenantId, UserId
from saas_core.kernel.news import News
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Question
from saas_local import SystemIds

MANY = 10_000
SUPPORT = Staff(StaffId(UUID(int=9)), frozenset({"staff.support"}))


@pytest.fixture
def clients(house):
    """Give some clients of one provider, each with somebody to ask about."""
    return [house.added(f"client-{number}") for number in range(8)]


def _asked(clients: Any) -> list[Question]:
    return [Question(each.tenant_id, SUPPORT, "license.read") for each in clients]


def test_one_look_a_second_serves_every_client(gate, elsewhere, ticks, clients):
    """However many are held and asked about; and none of them is read again."""
    for question in _asked(clients):
        gate.check(question)
    assert (elsewhere.looks, elsewhere.reads) == (1, len(clients))
    for second in range(1, 6):
        ticks.at += 1
        for question in _asked(clients) * 3:
            gate.check(question)
        assert (elsewhere.looks, elsewhere.reads) == (1 + second, len(clients))


def test_only_what_changed_elsewhere_is_read_again(gate, elsewhere, ticks, clients, house):
    """The look names the client; the others stay."""
    for question in _asked(clients):
        gate.check(question)
    house.application.tenancy.configure_account(
        by=house.staff,
        tenant_id=clients[3].tenant_id,
        legal_name="Acme",
        country="DE",
        time_zone="Europe/Berlin",
        language="de",
        contact_email="office@client.example",
    )
    ticks.at += 1
    reads = elsewhere.reads
    for question in _asked(clients) * 2:
        gate.check(question)
    assert (elsewhere.looks, elsewhere.reads) == (2, reads + 1)


def test_a_change_made_here_is_not_read_twice(house, still, ticks, clients):
    """The next look reports it too, with the edition that is held by then."""
    store = Elsewhere(house.application.store)
    gate = Gate(store=store, clock=still, ids=SystemIds(), ticks=ticks)
    house.application.store.watch(lambda *news: [told(*news) for told in store.told])
    questions = _asked(clients)
    for question in questions:
        gate.check(question)
    house.application.tenancy.configure_account(
        by=house.staff,
        tenant_id=clients[0].tenant_id,
        legal_name="Acme",
        country="DE",
        time_zone="Europe/Berlin",
        language="de",
        contact_email="office@client.example",
    )
    house.register("parcels.send")
    for question in questions:
        gate.check(question)
    reads = store.reads
    ticks.at += 1
    for question in questions:
        gate.check(question)
    assert store.reads == reads


class Crowd:
    """A store with very many clients, each as the one of the tests; what changed is told at the next look."""

    def __init__(self, store: Any, tenant_id: TenantId) -> None:
        self.one, self.looks, self.editions = Elsewhere(store), 0, dict[TenantId, int]()
        self.changed: dict[TenantId, int] = {}
        self._tenant_id = tenant_id

    def read(self, _tenant_id: TenantId) -> Any:
        return self.one.read(self._tenant_id)

    basis = read

    def news(self, since: str | None, most: int) -> News:
        self.looks += 1
        changed, self.changed = self.changed, {}
        assert len(changed) <= most
        return News("now", {} if since is None else changed)

    def watch(self, _told: Any) -> None:
        """Tell nothing: every change is made elsewhere."""


def test_ten_thousand_clients_that_change_in_one_second_are_one_look_and_one_reading_each(
    house, client, still, ticks, monkeypatch
):
    """Each is read anew, none is answered from before, and none is looked at on its own."""
    store = Crowd(house.application.store, client.tenant_id)
    gate = Gate(store=store, clock=still, ids=SystemIds(), ticks=ticks)
    question = client.question(SUPPORT, "license.read")
    gate.check(question)
    template, edition = gate._current.held[client.tenant_id.int], [0]
    # Read in full, ten thousand would take half a minute.
    monkeypatch.setattr(Snapshot, "of", lambda *_more: evolve(template, own_edition=edition[0]))
    questions = [evolve(question, tenant_id=TenantId(UUID(int=number + 1))) for number in range(MANY)]
    for each in questions:
        gate.check(each)
    before = gate.statistics()
    assert (before.looks, before.tenants) == (1, MANY + 1)
    edition[0] = 1
    store.changed = {each.tenant_id: 1 for each in questions}
    ticks.at += 1
    for each in questions * 2:
        gate.check(each)
        assert gate._current.held[each.tenant_id.int].own_edition == 1
    after = gate.statistics()
    assert (after.looks, store.looks, after.snapshots - before.snapshots) == (2, 2, MANY)


def test_more_news_than_a_look_names_drops_all_that_is_held(gate, elsewhere, ticks, client, office, house, codes):
    """Also where the store was put back to an earlier state, whose editions are lower than those held."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    for turn in gate._current._turns.values():
        turn.edition = 1_000_000
    elsewhere.news = lambda _since, _most: News("new", everything=True)
    ticks.at += 1
    assert "USER_DEACTIVATED" in codes(gate.check(question))
    assert gate.peek(question) is not None


def test_a_store_that_was_away_is_asked_for_all_that_it_missed(
    gate, elsewhere, ticks, still, client, office, house, codes
):
    """Away for a minute, changed meanwhile, with a clock on the wall that jumped: refused until it is back."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    elsewhere.away = True
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    for jump in (timedelta(hours=-2), timedelta(hours=5), timedelta(hours=-3)):
        ticks.at += 20
        still.at += jump
        with pytest.raises(StoreUnavailable):
            gate.check(question)
    elsewhere.away = False
    assert "USER_DEACTIVATED" in codes(gate.check(question))
    assert gate.check(client.question(client.owner)).allowed


def test_fifty_clients_of_a_store_that_is_away_cost_one_look(gate, elsewhere, ticks, clients):
    """Whoever waited for the look in vain shares its failure, whichever client it was about."""
    questions = _asked(clients)
    for question in questions:
        gate.check(question)
    ticks.at += 2
    looking, release, faults = threading.Event(), threading.Event(), []

    def away() -> None:
        looking.set()
        release.wait(10)
        message = "The store is away."
        raise StoreUnavailable(message, remedy="Try again.")

    elsewhere._answering = away

    def ask(question: Question) -> None:
        try:
            gate.check(question)
        except StoreUnavailable as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=(each,)) for each in questions]
    before = elsewhere.looks
    for each in threads:
        each.start()
    assert looking.wait(10)
    # Those behind the first one are given the time to get in line.
    time.sleep(0.2)
    release.set()
    for each in threads:
        each.join()
    assert len(faults) == len(questions)
    assert elsewhere.looks - before <= 2


def test_a_process_that_slept_for_an_hour_believes_nothing_from_before(gate, ticks, client, office, house, codes):
    """A suspended machine that wakes looks first."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    ticks.at += 3600
    assert gate.peek(question) is None
    assert "USER_DEACTIVATED" in codes(gate.check(question))


def test_a_process_that_falls_asleep_in_the_midst_of_a_look_looks_again(
    gate, elsewhere, ticks, client, office, house, codes
):
    """What the look found is as old as the sleep was long."""
    question = client.question(office.clerk, place=office.sales)
    assert gate.check(question).allowed
    ticks.at += 1

    def sleep() -> None:
        elsewhere.while_looking = lambda: None
        ticks.at += 3600
        house.application.access.people.deactivate(
            by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
        )

    elsewhere.while_looking = sleep
    assert "USER_DEACTIVATED" in codes(gate.check(question))


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="the system has no such clock")
def test_the_clock_of_looks_goes_on_while_the_machine_sleeps():
    """Unlike the one that Python calls monotonic."""
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    ticks = steady()()
    assert before <= ticks <= time.clock_gettime(time.CLOCK_BOOTTIME)


def test_news_of_a_client_that_is_being_read_is_not_lost(gate, elsewhere, ticks, client, house, codes):
    """A look for another client reports it once; what was read before is not held after."""
    question, other = client.question(house.staff), house.added("other")
    gate.check(Question(other.tenant_id, SUPPORT, "license.read"))

    def meanwhile() -> None:
        elsewhere.while_reading = lambda: None
        house.application.licensing.place_hold(
            by=house.staff, tenant_id=client.tenant_id, kind=HoldKind.BREACH, why="an agency", clause="0.2"
        )
        ticks.at += 1
        gate.check(Question(other.tenant_id, SUPPORT, "license.read"))

    elsewhere.while_reading = meanwhile
    gate.check(question)
    assert "LICENSE_ON_HOLD" in codes(gate.check(question))


def test_an_import_elsewhere_costs_one_reading_a_second_and_only_of_its_client(
    gate, elsewhere, ticks, client, office, house, codes
):
    """Batch after batch of users comes in, while the gate answers for this client and for another one."""
    mine, other = client.question(office.clerk, place=office.sales), house.added("other")
    theirs = Question(other.tenant_id, SUPPORT, "license.read")
    assert gate.check(mine).allowed
    gate.check(theirs)
    before = gate.statistics()
    for second in range(5):
        for batch in range(4):
            rows = "".join(f"User {each},u{second}-{batch}-{each}@client.example\n" for each in range(20))
            house.application.access.imports.import_users(
                by=client.owner, tenant_id=client.tenant_id, rows=csv_rows(io.StringIO(f"name,email\n{rows}"))
            )
            ticks.at += 0.25
            for _ in range(20):
                assert gate.check(mine).allowed
                gate.check(theirs)
    after = gate.statistics()
    assert after.looks - before.looks == 5
    assert after.snapshots - before.snapshots == 5
    assert after.users_read - before.users_read <= 5


def test_what_is_held_is_bounded_by_bytes(house, client, still, ticks, office):
    """Clients, people and rulings alike: what was asked about longest ago goes, and everybody is answered."""
    people = [client.joined(f"user{number}", RoleGrant(office.role, office.sales)) for number in range(12)]
    others = [house.added(f"client-{number}") for number in range(20)]
    bounds = Bounds(bytes=60_000)
    gate = Gate(store=Elsewhere(house.application.store), clock=still, ids=SystemIds(), ticks=ticks, bounds=bounds)
    for _ in range(3):
        for number, other in enumerate(others):
            gate.check(Question(other.tenant_id, SUPPORT, "license.read"))
            assert gate.check(client.question(people[number % 12], place=office.sales)).allowed
            for turn in range(20):
                gate.check(client.question(people[0], "invoices.approve", office.sales))
                gate.check(Question(other.tenant_id, SUPPORT, f"topic.number{turn}"))
            # What was ruled since then counts at the next look.
            ticks.at += 1
            gate.check(Question(other.tenant_id, SUPPORT, "license.read"))
            assert gate.statistics().bytes <= bounds.bytes
    held = gate.statistics()
    assert 1 < held.tenants < len(others)
    assert held.warm > held.snapshots


def test_rulings_take_room_too(client, house, still, ticks, office):
    """One client that is asked ever new questions fills half of it at most; then the rulings go, and not the people."""
    gate = Gate(
        store=Elsewhere(house.application.store),
        clock=still,
        ids=SystemIds(),
        ticks=ticks,
        bounds=Bounds(bytes=100_000),
    )
    catalogue = ["invoices.approve", "data.export", "people.manage", "setup.activation", "license.read"]
    most = 0
    for number in range(400):
        also = tuple(catalogue[: number % 5])
        question = client.question(office.clerk, catalogue[number // 5 % 5], (office.sales, None)[number % 2])
        gate.check(evolve(question, also=also, amount=None if number < 50 else _dollars(number)))
        most = max(most, gate.statistics().bytes)
    assert 40_000 < most <= 70_000
    assert gate.statistics().users_read == 1


def _dollars(number: int) -> Any:
    from saas_core.kernel.money import Money

    return Money(number, "USD")


def test_strangers_and_users_alike_are_forgotten_with_their_client(gate, elsewhere, ticks, clients, house):
    """A user of a client that has never been told of is a stranger each time."""
    question = Question(clients[0].tenant_id, ClientUser(clients[0].tenant_id, UserId(UUID(int=5))), "license.read")
    assert not gate.check(question).allowed
    reads = elsewhere.reads
    ticks.at += 1
    assert not gate.check(question).allowed
    assert elsewhere.reads == reads


def test_a_cold_user_is_one_reading(gate, elsewhere, client, office):
    """And no unit of work."""
    gate.check(client.question(SUPPORT, "license.read"))
    reads, looks = elsewhere.reads, elsewhere.looks
    assert gate.check(client.question(office.clerk, place=office.sales)).allowed
    assert (elsewhere.reads, elsewhere.looks) == (reads + 1, looks)


def test_of_a_burst_of_cold_users_those_who_wait_are_read_together(gate, elsewhere, client, office):
    """One reading for the first, one for all who came meanwhile."""
    people = [client.joined(f"user{number}", RoleGrant(office.role, office.sales)) for number in range(20)]
    gate.check(client.question(SUPPORT, "license.read"))
    snapshot = gate._current.held[client.tenant_id.int]
    reading, release, allowed = threading.Event(), threading.Event(), []

    def hold() -> None:
        elsewhere._answering = lambda: None
        reading.set()
        release.wait(10)

    elsewhere._answering = hold
    reads = elsewhere.reads

    def ask(by: Any) -> None:
        allowed.append(gate.check(client.question(by, place=office.sales)).allowed)

    threads = [threading.Thread(target=ask, args=(each,)) for each in people]
    threads[0].start()
    assert reading.wait(10)
    for each in threads[1:]:
        each.start()
    until = time.monotonic() + 10
    while len(snapshot.awaited) < len(people) - 1 and time.monotonic() < until:
        time.sleep(0.005)
    release.set()
    for each in threads:
        each.join()
    assert allowed == [True] * len(people)
    assert elsewhere.reads - reads == 2
    assert snapshot.awaited == {}


def test_a_user_of_a_later_edition_is_met_in_no_snapshot_of_an_earlier_one(
    gate, elsewhere, client, office, house, codes
):
    """The role that the user was given meanwhile is not among those that were read before."""
    gate.check(client.question(SUPPORT, "license.read"))

    def meanwhile() -> None:
        elsewhere.while_meeting = lambda: None
        house.application.access.roles.edit(
            by=client.owner, tenant_id=client.tenant_id, role_id=office.role, permissions=("data.export",)
        )

    elsewhere.while_meeting = meanwhile
    assert codes(gate.check(client.question(office.clerk, place=office.sales))) == ["PERMISSION_MISSING"]


def test_a_burst_on_a_store_that_is_away_shares_one_failure(gate, elsewhere, client, office):
    """Whoever waited to be read with others does not ask the store once more."""
    gate.check(client.question(SUPPORT, "license.read"))
    reading, release, faults = threading.Event(), threading.Event(), []

    def away() -> None:
        reading.set()
        release.wait(10)
        message = "The store is away."
        raise StoreUnavailable(message, remedy="Try again.")

    elsewhere._answering = away
    reads = elsewhere.reads

    def ask(number: int) -> None:
        try:
            gate.check(client.question(ClientUser(client.tenant_id, UserId(UUID(int=number + 1)))))
        except StoreUnavailable as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for each in threads:
        each.start()
    assert reading.wait(10)
    # Those behind the first one are given the time to get in line.
    time.sleep(0.2)
    release.set()
    for each in threads:
        each.join()
    assert len(faults) == len(threads)
    assert elsewhere.reads - reads <= 2
