"""Pages of tickets, of what is searched, and of the work-list: along an index, however many tickets a client has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from attrs import evolve

from saas_core.kernel.ids import DepartmentId, TenantId, UserId
from saas_core.support.model.seeing import EVERYBODYS, Seer
from saas_core.support.ports import TicketFilter, TicketPlace
from saas_core.support.values import Queue, ScopeKind, Side, TicketKind, TicketState
from ticketing import AT, IN_SCOPE, in_state

Anything = Any
MANY, PAGE = 2000, 20
TENANT = TenantId(UUID(int=77))
ME, PLACE = UserId(UUID(int=5)), DepartmentId(UUID(int=6))
TABLES = ("tickets", "ticket_messages", "ticket_words", "ticket_queue")


@pytest.fixture
def desk(database: Anything) -> Anything:
    """Return a database with thousands of tickets of one client, most of them alike, and statistics of it."""
    with database.store.begin(TENANT) as work:
        for number in range(MANY):
            side = Side.STAFF if number % 2 else Side.CLIENT
            ticket = in_state(
                TicketState.OPEN if number % 4 else TicketState.RESOLVED,
                IN_SCOPE,
                id=UUID(int=(number + 1) << 64),
                opened_at=AT + timedelta(minutes=number),
                waits_for=side,
                waits_since=AT + timedelta(minutes=number),
                opened_by=ME if number % 3 else UserId(UUID(int=8)),
                department_id=PLACE if number % 5 else None,
            )
            work.tickets.save(ticket if number != MANY // 2 else evolve(ticket, kind=TicketKind.APPEAL))
            work.ticket_words.add(ticket, ["all", "some"] if number % 2 else ["all", f"no{number}"])
        work.commit()
    database.run("ANALYZE")
    return database


def _told(database: Anything, ask: Callable[[], Any]) -> list[tuple[str, Any]]:
    """Return the statements on tickets that a call sends."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if "SELECT" in statement and any(f" {name}" in statement for name in TABLES):
            heard.append((statement, parameters))

    engine = database.store._engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    assert heard
    return heard


def _require_read_by_index(database: Anything, told: list[tuple[str, Any]]) -> None:
    """Require that no statement walks a table, sorts a whole one, or reads much more than a page."""
    with database.beneath.connect() as connection:
        if database.kind == "postgresql":
            # As the application reads: under row-level security.
            connection.exec_driver_sql("SET LOCAL ROLE saas_app_role")
            connection.exec_driver_sql(f"SET LOCAL app.tenant_id = '{TENANT}'")
        for statement, parameters in told:
            if database.kind == "sqlite":
                steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                walked = [each for each in steps if each.startswith("SCAN ") and each.split()[1] in TABLES]
                assert [each for each in walked if "USING" not in each] == [], statement
                assert not [each for each in steps if "FOR ORDER BY" in each], (statement, steps)
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters).scalar_one()
            nodes = list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
            assert [each for each in nodes if each["Node Type"] == "Seq Scan"] == [], statement
            read = sum(
                (each["Actual Rows"] + each.get("Rows Removed by Filter", 0)) * each["Actual Loops"]
                for each in nodes
                if "Relation Name" in each
            )
            assert read <= 10 * PAGE, (statement, read)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def test_a_page_of_tickets_reads_a_page_and_no_more(desk: Anything) -> None:
    """By each filter, by who sees what, and by a word, the first page and one in the middle."""

    def page(wanted: TicketFilter, seer: Seer, after: TicketPlace | None) -> tuple[Any, ...]:
        with desk.store.read(TENANT) as work:
            found: tuple[Any, ...] = work.tickets.page(wanted, seer, after, PAGE)
        return found

    middle = TicketPlace(AT + timedelta(minutes=MANY // 2), UUID(int=1))
    narrow = Seer(user_id=ME, awaited="nobody", departments=frozenset({PLACE}))
    for wanted, seer in (
        (TicketFilter(), EVERYBODYS),
        (TicketFilter(), narrow),
        (TicketFilter(state=TicketState.RESOLVED), EVERYBODYS),
        (TicketFilter(scope=ScopeKind.IN_SCOPE), EVERYBODYS),
        (TicketFilter(named=IN_SCOPE.named), EVERYBODYS),
        (TicketFilter(since=AT, until=AT + timedelta(minutes=900)), EVERYBODYS),
        (TicketFilter(requester_id=ME), EVERYBODYS),
        (TicketFilter(words=("all",)), EVERYBODYS),
    ):
        for after in (None, middle):
            told = _told(desk, lambda wanted=wanted, seer=seer, after=after: page(wanted, seer, after))
            _require_read_by_index(desk, told)
    (rare,) = page(TicketFilter(words=("all", "no4")), EVERYBODYS, None)
    assert rare.opened_at == AT + timedelta(minutes=4)


def test_a_search_of_several_words_is_led_by_tenant_and_word(desk: Anything) -> None:
    """Along the rarest word, in the order of lists; the others are looked up by their whole key (2.3.a)."""
    with desk.store.begin(TENANT) as work:
        # A word on half of those with another one: on the newest of them.
        for ticket in work.tickets.page(TicketFilter(words=("some",)), EVERYBODYS, None, MANY // 4):
            work.ticket_words.add(ticket, ["more"])
        work.commit()
    desk.run("ANALYZE")
    middle = TicketPlace(AT + timedelta(minutes=MANY - 400), UUID(int=1))
    narrow = Seer(user_id=ME, awaited="nobody", departments=frozenset({PLACE}))
    searches = (("all", "some"), ("some", "all", "more"), ("all", "no4", "some"))

    def page(words: tuple[str, ...], seer: Seer, after: TicketPlace | None) -> tuple[Any, ...]:
        with desk.store.read(TENANT) as work:
            found: tuple[Any, ...] = work.tickets.page(TicketFilter(words=words), seer, after, PAGE)
        return found

    for asked in product(searches, (EVERYBODYS, narrow), (None, middle)):
        assert len(page(*asked)) == (0 if "no4" in asked[0] else PAGE)
        told = _told(desk, lambda asked=asked: page(*asked))
        # Common words are told from rare ones by counting up to a bound, which is not what a page reads.
        searched = [each for each in told if "ticket_words" in each[0] and "count(" not in each[0]]
        assert searched
        _require_read_by_index(desk, searched)
        if desk.kind == "postgresql":
            for statement, parameters in searched:
                _require_led_by_tenant_and_word(desk, statement, parameters)


def _require_led_by_tenant_and_word(database: Anything, statement: str, parameters: Any) -> None:
    """Require that words are read by nothing but their key, of which tenant and word are conditions."""
    with database.beneath.connect() as connection:
        connection.exec_driver_sql("SET LOCAL ROLE saas_app_role")
        connection.exec_driver_sql(f"SET LOCAL app.tenant_id = '{TENANT}'")
        plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters).scalar_one()
    nodes = list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))
    of_words = [each for each in nodes if each.get("Relation Name") == "ticket_words"]
    assert of_words
    for each in of_words:
        assert each["Node Type"] in {"Index Scan", "Index Only Scan"}, each
        assert each["Index Name"] == "pk_ticket_words", each
        assert "tenant_id = " in each["Index Cond"], each
        assert "word = " in each["Index Cond"], each
    # Nothing is sorted: the words lie in the order of lists.
    assert [each["Node Type"] for each in nodes if each["Node Type"] == "Sort"] == []


def test_a_page_of_the_work_list_reads_a_page_and_no_more(desk: Anything) -> None:
    """In each queue, and of appeals alone."""
    work_list = desk.store.work_list
    for queue, kind in ((None, None), (Queue.US, None), (Queue.US, TicketKind.SUPPORT), (None, TicketKind.APPEAL)):
        told = _told(desk, lambda queue=queue, kind=kind: work_list.page(queue, kind, None, PAGE))
        _require_read_by_index(desk, told)
    first = work_list.page(Queue.US, None, None, PAGE)
    told = _told(desk, lambda: work_list.page(Queue.US, None, first[-1].place, PAGE))
    _require_read_by_index(desk, told)
