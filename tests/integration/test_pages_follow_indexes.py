"""Pages of who may, of assignments and of users: along an index, however many users a client has."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from saas_core.access.values import RoleGrant, ShownState, UserState
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Question
from saas_sql import at_once

Anything = Any
MANY, PAGE = 3000, 20
# Of a few rows here, which a server may rather read whole.
SMALL = {"roles", "tenant_heads"}

Statement = tuple[str, Any]


@pytest.fixture
def crowd(company: Anything, database: Anything) -> Anything:
    """Return the client with thousands of active clerks, half of them in a department."""
    access, owner, tenant_id = company.application.access, company.owners[0], company.tenant_id
    clerk = access.roles.create(by=owner, tenant_id=tenant_id, name="Clerk", permissions=["data.export"])
    sales = access.departments.create(by=owner, tenant_id=tenant_id, name="Sales")
    rows = (
        (number, {"email": f"u{number}@acme.example", "name": "U", "roles": "Clerk", "department": place})
        for number in range(MANY)
        for place in ("Sales" if number % 2 else "",)
    )
    assert access.imports.import_users(by=owner, tenant_id=tenant_id, rows=rows).added == MANY
    database.run(
        f"UPDATE user_states SET state = '{UserState.ACTIVE.value}' WHERE state = '{UserState.INVITED.value}'",
        "UPDATE assignments SET user_active = true",
        "ANALYZE",
    )
    return company, owner, clerk.role_id, sales.department_id


def _told(company: Anything, ask: Callable[[], Any]) -> list[Statement]:
    """Return the statements on people that a query sends."""
    heard: list[Statement] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: Any) -> None:
        if statement.lstrip().startswith("SELECT") and any(
            f" {name}" in statement for name in ("users", "user_states", "assignments")
        ):
            heard.append((statement, parameters))

    engine = company.application.store._engine
    sa.event.listen(engine, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        sa.event.remove(engine, "before_cursor_execute", hear)
    assert heard
    return heard


def _require_read_by_index(database: Anything, told: list[Statement]) -> None:
    """Require that no statement walks a table, sorts what it found, or reads much more than a page."""
    with database.beneath.connect() as connection:
        for statement, parameters in told:
            if database.kind == "sqlite":
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                steps = [row[3] for row in plan]
                walked = [each for each in steps if each.startswith("SCAN ") and _is_table(each.split()[1])]
                assert walked == [], statement
                assert not [each for each in steps if "FOR ORDER BY" in each], statement
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
            told_plan = plan.scalar_one()
            nodes = list(_nodes((json.loads(told_plan) if isinstance(told_plan, str) else told_plan)[0]["Plan"]))
            walked = [each for each in nodes if each["Node Type"] == "Seq Scan" and each["Relation Name"] not in SMALL]
            assert walked == [], statement
            read = sum(
                (each["Actual Rows"] + each.get("Rows Removed by Filter", 0)) * each["Actual Loops"]
                for each in nodes
                if "Relation Name" in each
            )
            assert read <= 10 * PAGE, statement


def _is_table(name: str) -> bool:
    return name in {"users", "user_states", "assignments"}


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def test_who_may_reads_a_page_and_no_more(crowd: Anything, database: Anything) -> None:
    """The first page and one in the middle, now and as of before, in a department and in the whole instance."""
    company, owner, _role_id, department_id = crowd
    queries, tenant_id = company.application.access.queries, company.tenant_id

    def ask(**given: Any) -> Any:
        return queries.who_may(by=owner, tenant_id=tenant_id, permission="data.export", limit=PAGE, **given)

    for place in (None, department_id):
        after = ask(department_id=place)[-1].user.user_id
        assert len(ask(department_id=place, after=after)) == PAGE
        for given in ({}, {"after": after}):
            told = _told(company, lambda place=place, given=given: ask(department_id=place, **given))
            _require_read_by_index(database, told)


def test_assignments_are_read_a_page_and_no_more(crowd: Anything, database: Anything) -> None:
    """All of them, of a role, of a department and of a user, the first page and the one after it."""
    company, owner, role_id, department_id = crowd
    queries, tenant_id = company.application.access.queries, company.tenant_id
    user_id = queries.who_may(by=owner, tenant_id=tenant_id, permission="data.export", limit=PAGE)[-1].user.user_id
    for given in (
        {},
        {"role_id": role_id},
        {"department_id": department_id},
        {"role_id": role_id, "department_id": department_id},
        {"user_id": user_id},
    ):
        found = queries.list_assignments(by=owner, tenant_id=tenant_id, limit=PAGE, **given)
        for after in (None, found[-1].assignment_id):
            told = _told(
                company,
                lambda given=given, after=after: queries.list_assignments(
                    by=owner, tenant_id=tenant_id, limit=PAGE, after=after, **given
                ),
            )
            _require_read_by_index(database, told)


def test_users_are_read_a_page_and_no_more(crowd: Anything, database: Anything) -> None:
    """Of any state, and of one that is rare."""
    company, owner, role_id, _department_id = crowd
    access, tenant_id = company.application.access, company.tenant_id
    for number in range(2):
        access.people.add_user(
            by=owner,
            tenant_id=tenant_id,
            name="New",
            email=f"new{number}@acme.example",
            grants=(RoleGrant(role_id),),
        )
    for state in (None, ShownState.ADDED):
        found = access.people.list_users(by=owner, tenant_id=tenant_id, state=state, limit=2)
        for after in (None, found[-1].user_id):
            told = _told(
                company,
                lambda state=state, after=after: access.people.list_users(
                    by=owner, tenant_id=tenant_id, state=state, after=after, limit=PAGE
                ),
            )
            _require_read_by_index(database, told)


def _driven(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], Any]) -> list[Statement]:
    """Return the statements on people that go to the driver itself, past whoever listens to SQLAlchemy's."""
    heard: list[Statement] = []
    driven = at_once.driven

    class Hearing:
        def __init__(self, cursor: Any) -> None:
            self._cursor = cursor

        def execute(self, text: str, parameters: Any = ()) -> Any:
            heard.extend((each, parameters) for each in text.split("; ") if " assignments" in each)
            return self._cursor.execute(text, parameters)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._cursor, name)

    @contextmanager
    def hearing(connection: Any) -> Iterator[Any]:
        with driven(connection) as cursor:
            yield Hearing(cursor)

    monkeypatch.setattr(at_once, "driven", hearing)
    ask()
    assert heard
    return heard


def test_somebody_among_thousands_is_met_by_index(
    crowd: Anything, database: Anything, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The amount that the gate reads for a person does not grow with the number of people."""
    company, _owner, _role_id, _department_id = crowd
    (user_id,) = database.ask("SELECT id FROM users ORDER BY id DESC LIMIT 1")[0]
    user = ClientUser(company.tenant_id, UUID(str(user_id)))
    gate = company.application.gate
    told = _driven(monkeypatch, lambda: gate.check(Question(company.tenant_id, user, "data.export")))
    _require_read_by_index(database, [(text, tuple(values)) for text, values in told])
