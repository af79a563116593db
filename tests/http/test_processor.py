"""The processor is shared fairly: who used most of it lets others go first, and nobody waits when nobody is there."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from attrs import define, evolve

from api import PLENTY, Api
from saas_web import processor as shares
from saas_web.pool import Threads, let_others_go_first
from saas_web.problems import TooManyRequests
from saas_web.processor import LATELY, LIGHT, MOST_OWED, SHARE, Counted, Lines, Processor
from two_clients import Worlds

MOMENT = 0.001


@define
class Seconds:
    """A clock that stands until it is moved."""

    at: float = 1000.0

    def __call__(self) -> float:
        """Return the second."""
        return self.at


@pytest.fixture
def seconds() -> Seconds:
    """Return the clock of the processor."""
    return Seconds()


@pytest.fixture
def processor(seconds: Seconds) -> Processor:
    """Return a processor that nobody has used."""
    return Processor(seconds)


def test_nobody_waits_when_nobody_else_is_there(processor: Processor, seconds: Seconds) -> None:
    """However much a caller uses, and however many of its requests are under way."""
    for _ in range(100):
        processor.begin("a")
        processor.spend("a", 1.0)
        assert processor.pause("a") == 0
        seconds.at += MOMENT
        assert processor.pause("a") == 0


def test_who_used_most_waits_while_another_is_under_way(processor: Processor, seconds: Seconds) -> None:
    """And the other does not; when it was answered and does not come again, there is nobody to wait for."""
    processor.spend("loud", 5 * LIGHT)
    processor.begin("loud")
    processor.begin("quiet")
    assert processor.pause("loud") > 0
    assert processor.pause("quiet") == 0
    seconds.at += 2 * MOMENT
    assert processor.pause("loud") > 0
    processor.end("quiet")
    seconds.at += LATELY + MOMENT
    assert processor.owed("loud") > LIGHT
    assert processor.pause("loud") == 0


def test_who_used_little_waits_for_nobody(processor: Processor) -> None:
    """Also beside somebody who used nothing at all."""
    processor.begin("idle")
    processor.spend("usual", LIGHT)
    assert processor.pause("usual") == 0


def test_who_used_most_waits_for_whoever_was_there_a_moment_ago(processor: Processor, seconds: Seconds) -> None:
    """Who comes every few milliseconds finds the processor free each time."""
    processor.spend("loud", MOST_OWED)
    processor.begin("quiet")
    processor.end("quiet")
    seconds.at += LATELY - MOMENT
    assert processor.pause("loud") > 0
    seconds.at += 2 * MOMENT
    assert processor.pause("loud") == 0


def test_what_is_owed_is_paid_back_at_the_pace_of_a_share_and_bounded(processor: Processor, seconds: Seconds) -> None:
    """A caller that had the processor for an hour waits for less than a second once somebody else comes."""
    processor.spend("loud", 3600.0)
    assert processor.owed("loud") == MOST_OWED
    processor.begin("quiet")
    seconds.at += (MOST_OWED - LIGHT) / SHARE - MOMENT
    assert processor.pause("loud") > 0
    seconds.at += 2 * MOMENT
    assert processor.pause("loud") == 0


def test_of_two_that_use_much_one_goes_on(processor: Processor, seconds: Seconds) -> None:
    """The one that owes less; they take turns, and neither waits for what is idle."""
    gone = {"a": 0, "b": 0}
    for each in gone:
        processor.begin(each)
        processor.spend(each, 0.1)
    processor.spend("a", 0.01)
    for _ in range(200):
        may = [each for each in gone if not processor.pause(each)]
        assert may
        processor.spend(may[0], 0.01)
        gone[may[0]] += 1
        seconds.at += 0.01
    assert min(gone.values()) > 90


def test_beside_another_a_caller_gets_its_share(processor: Processor, seconds: Seconds) -> None:
    """Of ten seconds about a quarter, though it always wants more; no more, and not nothing."""
    used, now = 0.0, seconds.at
    processor.begin("loud")
    while seconds.at < now + 10:
        processor.begin("quiet")
        pause = processor.pause("loud")
        if pause:
            seconds.at += pause
        else:
            seconds.at += 0.01
            used += 0.01
            processor.spend("loud", 0.01)
        processor.end("quiet")
    assert 0.8 * SHARE * 10 < used < 1.2 * SHARE * 10 + MOST_OWED


def test_a_call_is_counted_as_it_begins_by_what_others_of_its_caller_took(processor: Processor) -> None:
    """So that the second of several that take long does not begin beside the first; what it took is counted then."""
    for _ in range(20):
        processor.settle("loud", processor.expect("loud"), 0.02)
    processor.begin("quiet")
    assert processor.owed("loud") == MOST_OWED
    other = Processor(Seconds())
    other.begin("quiet")
    other.settle("loud", other.expect("loud"), 4 * LIGHT)
    expected = other.expect("loud")
    assert expected == pytest.approx(LIGHT)
    assert other.owed("loud") == pytest.approx(5 * LIGHT)
    other.settle("loud", expected, 0.0)
    assert other.owed("loud") == pytest.approx(4 * LIGHT)


def test_callers_that_went_away_are_forgotten(processor: Processor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes from many addresses fills no memory."""
    monkeypatch.setattr(shares, "_MOST_CALLERS", 10)
    for each in range(100):
        processor.spend(f"address:{each}", LIGHT)
    assert [processor.owed(f"address:{each}") > 0 for each in (0, 89, 90, 99)] == [False, False, True, True]


def test_requests_wait_in_their_callers_line_and_the_rest_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others pass it; those in line come one after the other, in order, once nobody has to be let go first."""
    monkeypatch.setattr(shares, "MOST_IN_LINE", 3)
    seconds = Seconds()
    processor = Processor(seconds)
    lines, done = Lines(processor), []

    async def one(whose: str, number: int) -> None:
        try:
            await lines.wait(whose)
        except TooManyRequests:
            done.append((whose, "refused"))
        else:
            done.append((whose, str(number)))

    async def all_of_them() -> None:
        processor.spend("loud", MOST_OWED)
        processor.begin("quiet")
        waiting = [asyncio.create_task(one("loud", number)) for number in range(5)]
        await asyncio.sleep(0)
        await one("quiet", 0)
        assert done == [("loud", "refused"), ("loud", "refused"), ("quiet", "0")]
        processor.end("quiet")
        seconds.at += 10
        await asyncio.gather(*waiting)

    asyncio.run(all_of_them())
    assert done[3:] == [("loud", "0"), ("loud", "1"), ("loud", "2")]
    assert lines._lines == {}


def test_who_gives_up_leaves_the_line(processor: Processor) -> None:
    """Its place is another's."""
    lines = Lines(processor)

    async def given_up() -> None:
        processor.spend("loud", MOST_OWED)
        processor.begin("quiet")
        waiting = [asyncio.create_task(lines.wait("loud")) for _ in range(3)]
        await asyncio.sleep(0)
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    asyncio.run(given_up())
    assert lines._lines == {}


def test_the_steps_of_a_coroutine_are_counted_and_not_its_waits() -> None:
    """By a clock that says how long each step took; a fault of what it waits for reaches it, and its own come out."""
    used = Seconds(0.0)
    told: list[str] = []

    async def steps() -> None:
        used.at += 1
        await asyncio.sleep(0)
        used.at += 2
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 0.001)
        except TimeoutError:
            told.append("late")
            used.at += 4
        raise LookupError

    async def counted() -> float:
        found = Counted(steps(), used)
        waiting = asyncio.create_task(found_of(found))
        await asyncio.sleep(0)
        used.at += 100
        with pytest.raises(LookupError):
            await waiting
        return found.seconds

    async def found_of(found: Counted) -> None:
        await found

    assert asyncio.run(counted()) == 7
    assert told == ["late"]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Yield what slow calls wait for; they end with the test."""
    opened = threading.Event()
    yield opened
    opened.set()


def test_whose_calls_used_least_come_first(gate: threading.Event, processor: Processor) -> None:
    """However long the others have been waiting; of whoever crowds the rest, one call runs at a time."""
    done: list[str] = []

    async def several() -> None:
        threads = Threads(threads=1, waiting=40, seconds=5, processor=processor)
        blocked = asyncio.create_task(threads.run(lambda: gate.wait(10), whose="first"))
        await asyncio.sleep(0.05)
        asked = []
        for whose, owed in (("much", 0.019), ("some", 0.01), ("none", 0.0)):
            processor.spend(whose, owed)
            asked.append(asyncio.create_task(threads.run(lambda whose=whose: done.append(whose), whose=whose)))
            await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(blocked, *asked)
        threads.close()

    asyncio.run(several())
    assert done == ["none", "some", "much"]


def test_calls_of_whoever_crowds_the_rest_wait_and_run_one_by_one(
    gate: threading.Event, processor: Processor, seconds: Seconds
) -> None:
    """While they owe much none begins; then one does, and others' calls have the remaining threads."""
    begun: list[str] = []

    def slow() -> None:
        begun.append("loud")
        gate.wait(10)

    async def several() -> None:
        threads = Threads(threads=8, waiting=40, seconds=5, processor=processor)
        processor.settle("loud", 0.0, 4 * LIGHT)
        processor.begin("quiet")
        asked = [asyncio.create_task(threads.run(slow, whose="loud")) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert begun == []
        await threads.run(lambda: begun.append("quiet"), whose="quiet")
        # It owes little again; that the first call will take as long as others did is counted when it begins.
        seconds.at += 3.1 * LIGHT / SHARE
        while "loud" not in begun:  # noqa: ASYNC110 - it is another thread that begins
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert begun == ["quiet", "loud"]
        gate.set()
        await asyncio.gather(*asked)
        threads.close()

    asyncio.run(several())
    assert begun == ["quiet", "loud", "loud"]


def test_a_long_call_lets_others_go_first_in_its_middle(processor: Processor, seconds: Seconds) -> None:
    """Where it says so; it goes on when nobody is there, and a call of whoever owes little never waits."""
    told: list[str] = []

    def long() -> None:
        told.append("begun")
        let_others_go_first()
        told.append("ended")

    async def several() -> None:
        threads = Threads(threads=8, waiting=40, seconds=5, processor=processor)
        processor.begin("quiet")
        await threads.run(long, whose="usual")
        assert told == ["begun", "ended"]
        told.clear()
        asked = asyncio.create_task(threads.run(lambda: (processor.spend("loud", 5 * LIGHT), long()), whose="loud"))
        while not told:  # noqa: ASYNC110 - it is another thread that begins
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert told == ["begun"]
        processor.end("quiet")
        seconds.at += 10
        await asked
        assert told == ["begun", "ended"]
        threads.close()

    asyncio.run(several())
    let_others_go_first()


def test_what_requests_take_is_counted_to_the_client_whoever_asks(in_memory: Worlds) -> None:
    """In the event loop and in threads, by whichever key; a stranger's to the address."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, threads=2))
        acme, bolt = (f"client:{each.tenant_id}" for each in (world.told.acme, world.told.bolt))
        spent: dict[str, list[float]] = {}

        def noted(_self: Processor, whose: str, *given: float) -> None:
            spent.setdefault(whose, []).append(given[-1])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Processor, "spend", noted)
            patch.setattr(Processor, "settle", noted)
            api("GET", "/v1/roles", world.told.acme.key)
            api("GET", "/v1/roles", world.told.acme.key)
            api("GET", "/v1/terms")
    assert len(spent[acme]) >= 3
    assert all(each > 0 for each in spent[acme])
    assert bolt not in spent
    assert any(each.startswith("address:") for each in spent)


def test_who_is_refused_a_place_in_line_is_told_when_to_come_again(
    in_memory: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything of the body is read."""
    read: list[bytes] = []

    async def full(_self: Lines, whose: str) -> None:
        raise TooManyRequests

    async def body() -> AsyncIterator[bytes]:
        read.append(b"{")
        yield b"{}"

    monkeypatch.setattr(Lines, "wait", full)
    with in_memory.fresh() as world:
        api = Api.over(world, PLENTY)
        key: Any = {"authorization": f"Bearer {world.told.acme.key}", "content-type": "application/json"}
        answer = asyncio.run(api._sent("POST", "/v1/roles", key, body()))
        assert api("GET", "/health/live").status == 200
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "TOO_MANY_REQUESTS", "5")
    assert read == []
