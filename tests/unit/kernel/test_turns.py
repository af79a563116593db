"""Turns: the work of many clients is spread over its period, at the same place each time, and none is left out."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.tasks import Task, planned, turn

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOURLY = Task("reconcile", PROVIDER, "all")
instants = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def _clients(count: int) -> list[Task]:
    """Return tasks of clients whose ids came one after the other, as a host's own may."""
    return [Task("retention", TenantId(UUID(int=number)), "client") for number in range(1, count + 1)]


def test_the_turns_of_many_clients_lie_evenly_over_the_period() -> None:
    """Of 20,000 clients, about as many in each of 48 half hours: their ids need not be random."""
    halves = Counter((turn(each, AT, DAY) - AT) // (HOUR / 2) for each in _clients(20_000))
    assert len(halves) == 48
    assert min(halves.values()) > 330
    assert max(halves.values()) < 510


def test_two_kinds_of_work_of_one_client_have_turns_of_their_own() -> None:
    """So that nobody's day has one moment for everything."""
    client = TenantId(uuid5(PROVIDER, "acme"))
    assert len({turn(Task(kind, client, ""), AT, DAY) for kind in ("retention", "sweep", "look")}) == 3


@often(100)
@given(at=instants, minutes=st.integers(0, 10**6))
def test_a_turn_is_at_the_same_place_of_every_period(at: datetime, minutes: int) -> None:
    """Whenever one asks, it is the next one, less than a period away."""
    (task,) = _clients(1)
    first = turn(task, at, DAY)
    assert timedelta(0) <= first - at < DAY
    assert turn(task, first, DAY) == first
    later = turn(task, at + timedelta(minutes=minutes), DAY)
    assert (later - first) % DAY == timedelta(0)


@often(100)
@given(at=instants, lateness=st.lists(st.integers(0, 3 * 3600), min_size=1, max_size=6))
def test_no_plan_leaves_a_turn_out(at: datetime, lateness: list[int]) -> None:
    """Each begins where the last one ended, or sooner: however late the worker comes, nobody waits for two periods."""
    since, again = planned(HOURLY, at, HOUR)
    for seconds in lateness:
        now = again + timedelta(seconds=seconds)
        ended, (since, again) = since + HOUR, planned(HOURLY, now, HOUR)
        assert now <= since <= max(ended, now + HOUR / 10)
        assert seconds >= HOUR.total_seconds() / 10 or since <= ended


def test_a_plan_that_comes_after_an_outage_makes_nothing_up_at_once() -> None:
    """Everybody has the next turn within one period from now."""
    _since, again = planned(HOURLY, AT, HOUR)
    late = again + timedelta(hours=7, minutes=20)
    since, after = planned(HOURLY, late, HOUR)
    assert since == late
    assert late < after <= late + HOUR
    dues = [turn(each, since, HOUR) for each in _clients(100)]
    assert min(dues) >= late
    assert max(dues) < late + HOUR
