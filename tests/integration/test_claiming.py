"""Claiming: the next task is found along its index, however many wait, and even if all were due at one instant."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from saas_core.kernel.ids import TenantId
from saas_core.kernel.tasks import Lease

Anything = Any
DUE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
FEW, MANY = 100, 20_000
KINDS = ("effects", "look", "retention", "sweep")


def _fill(database: Anything, more: int) -> None:
    """Have as many clients' tasks wait for one instant, as after a plan for all of them, and as many for tomorrow."""
    subjects = [(TenantId(UUID(int=number)), "client") for number in range(more)]
    tasks = database.store.tasks
    tasks.want_all("retention", subjects, DUE)
    tasks.want_all("sweep", subjects, DUE + timedelta(days=1))
    database.run("ANALYZE")


def _claim(database: Anything, number: int, tenant_id: TenantId | None = None) -> Lease | None:
    now = DUE + timedelta(minutes=1)
    found: Lease | None = database.store.tasks.claim(
        KINDS, now=now, until=now + timedelta(minutes=5), token=UUID(int=number), tenant_id=tenant_id
    )
    return found


def _sent(database: Anything, ask: Callable[[], Anything]) -> tuple[str, Anything]:
    """Return the statement by which a task is claimed."""
    heard: list[tuple[str, Anything]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            heard.append((statement, parameters))

    engine = database.store._engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        assert ask() is not None
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    ((statement, parameters),) = heard
    return statement, parameters


def _looked_at(database: Anything, statement: str, parameters: Anything) -> int:
    """Return the pages of PostgreSQL that the statement reads."""
    with database.beneath.connect() as connection:
        explained = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
        told = explained.scalar_one()
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    kinds = [each["Node Type"] for each in _nodes(plan)]
    assert "Index Scan" in kinds
    assert not {"Sort", "Incremental Sort", "Seq Scan", "Bitmap Heap Scan"} & set(kinds), kinds
    assert "ix_due_work_next" in json.dumps(plan)
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(each for part in plan.get("Plans", ()) for each in _nodes(part))]


def test_on_postgresql_a_claim_reads_as_much_among_many_as_among_few(postgres: Anything) -> None:
    """A handful of pages: the way down the index, and the row."""
    _fill(postgres, FEW)
    assert _claim(postgres, 1) is not None
    _fill(postgres, MANY)
    statement, parameters = _sent(postgres, lambda: _claim(postgres, 2))
    many = _looked_at(postgres, statement, parameters)
    assert many <= 12


def test_on_sqlite_a_claim_goes_along_the_index_and_sorts_nothing(sqlite: Anything) -> None:
    """The plan is the same for few and for many."""
    plans = []
    for count in (FEW, MANY):
        _fill(sqlite, count)
        statement, parameters = _sent(sqlite, lambda: _claim(sqlite, 1))
        with sqlite.beneath.connect() as connection:
            steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        assert [each for each in steps if "TEMP B-TREE" in each or "SCAN" in each] == []
        plans.append(steps)
    assert plans[0] == plans[1] == [plans[0][0]]
    assert "ix_due_work_next" in plans[0][0]


@pytest.mark.parametrize("count", [3])
def test_tasks_due_at_one_instant_are_claimed_in_order(database: Anything, count: int) -> None:
    """By tenant, as the index has them; those of tomorrow not at all."""
    _fill(database, count)
    claimed = [_claim(database, number + 1) for number in range(count + 1)]
    assert [each and each.task.tenant_id.int for each in claimed] == [0, 1, 2, None]
    assert {each.task.kind for each in claimed if each} == {"retention"}
