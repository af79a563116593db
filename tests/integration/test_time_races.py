"""Races for the last minutes of a cap, and for one draft: whoever comes first, not a minute is billed twice (4.2)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from saas_core.engagements.billing.errors import DraftOpen, NothingToBill
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import StaffId
from two_clients import World, Worlds
from work_calls import approved

ROUNDS, STORMY = 20, 200
WRITERS = 10
MINUTE = timedelta(minutes=1)
CAP = 3600


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """Give the number of rounds, which is larger in a storm."""
    return STORMY if request.config.getoption("--thorough") else ROUNDS


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Yield two clients over PostgreSQL."""
    folder: Path = tmp_path_factory.mktemp("races")
    with Worlds("postgres", folder, lambda: request.getfixturevalue("postgres_cluster")).fresh() as made:
        yield made


def raced(ways: list[Callable[[], Any]]) -> list[Any]:
    """Do all of it at the same moment, and return what came of each."""
    start, found = threading.Barrier(len(ways)), [None] * len(ways)

    def one(number: int, way: Callable[[], Any]) -> None:
        start.wait()
        try:
            found[number] = way()
        except SaasError as fault:
            found[number] = fault

    racing = [threading.Thread(target=one, args=each) for each in enumerate(ways)]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    return found


def workers(number: int) -> list[Staff]:
    """Return members of staff who may work on engagements."""
    return [Staff(StaffId(UUID(int=100 + each)), frozenset({"staff.support"})) for each in range(number)]


def test_ten_writers_at_the_last_minutes_do_not_pass_the_cap(world: World, rounds: int) -> None:
    """In every round all time is recorded, and exactly what was approved of it is billable."""
    acme, work = world.told.acme, world.application.engagements.work
    engagement_id = approved(world, acme, hours=1)
    world.clock.at += 120 * MINUTE
    here = {"tenant_id": acme.tenant_id}
    begins = world.clock.now() - 30 * MINUTE
    for _ in range(rounds):
        span = {"engagement_id": engagement_id, "line": "L1", "started_at": begins, "ended_at": begins + 11 * MINUTE}
        found = raced([lambda by=each, span=span: work.log(by=by, **here, **span) for each in workers(WRITERS)])
        pieces = [piece for each in found for piece in each.pieces]
        assert sum(piece.seconds for piece in pieces) == WRITERS * 11 * 60
        assert sum(piece.seconds for piece in pieces if not piece.unbillable) == CAP
        hours = work.hours(by=world.told.staff, **here, engagement_id=engagement_id)
        assert (hours.used_seconds, hours.state) == (CAP, "at_cap")
        work.void(by=world.told.staff, **here, entry_ids=[each.entry_id for each in pieces], reason="the next round")


def test_two_invoices_at_once_are_one(world: World, rounds: int) -> None:
    """One draft takes the time, the other one is refused; and of two issues of it, one gives the number."""
    acme, desks = world.told.acme, world.application.engagements
    engagement_id = approved(world, acme, hours=30)
    here = {"by": world.told.staff, "tenant_id": acme.tenant_id}
    numbers = []
    for _ in range(rounds):
        begins = world.clock.now() + MINUTE
        world.clock.at = begins + 10 * MINUTE
        span = {"line": "L1", "started_at": begins, "ended_at": begins + 6 * MINUTE}
        desks.work.log(**{**here, "by": workers(1)[0]}, engagement_id=engagement_id, **span)
        drafts = raced([lambda: desks.billing.draft(**here, engagement_id=engagement_id) for _ in range(2)])
        refused = [each for each in drafts if isinstance(each, SaasError)]
        assert [type(each) for each in refused] in ([DraftOpen], [NothingToBill])
        (draft,) = (each for each in drafts if not isinstance(each, SaasError))
        issued = raced([lambda draft=draft: desks.billing.issue(**here, invoice_id=draft.invoice_id) for _ in range(2)])
        (invoice,) = (each for each in issued if not isinstance(each, SaasError))
        assert invoice.total == "6.50 USD"
        numbers.append(int(invoice.number[-4:]))
    assert numbers == list(range(numbers[0], numbers[0] + rounds))


def test_a_void_races_an_invoice(world: World, rounds: int) -> None:
    """Time is void, or it is billed; never both."""
    acme, desks = world.told.acme, world.application.engagements
    engagement_id = approved(world, acme, hours=30)
    here = {"by": world.told.staff, "tenant_id": acme.tenant_id}
    outcomes = set()
    for _ in range(rounds):
        begins = world.clock.now() + MINUTE
        world.clock.at = begins + 10 * MINUTE
        span = {"line": "L1", "started_at": begins, "ended_at": begins + 6 * MINUTE}
        recorded = desks.work.log(**{**here, "by": workers(1)[0]}, engagement_id=engagement_id, **span)
        entry_id = recorded.pieces[0].entry_id
        voided, drafted = raced(
            [
                lambda entry_id=entry_id: desks.work.void(**here, entry_ids=[entry_id], reason="wrong"),
                lambda: desks.billing.draft(**here, engagement_id=engagement_id),
            ]
        )
        billed = not isinstance(drafted, SaasError)
        assert (voided[0].state == "void") != billed
        outcomes.add(billed)
        if billed:
            desks.billing.discard(**here, invoice_id=drafted.invoice_id)
            desks.work.void(**here, entry_ids=[entry_id], reason="the next round")
    assert outcomes
