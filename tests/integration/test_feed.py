"""The feed of changed editions on real databases: transactions of any length, in any order, and other servers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from elsewhere import Ticks
from saas_core.gate.check import Gate
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Question
from saas_local import SystemClock, SystemIds
from saas_sql import SqlStore

Anything = Any
MANY = 10_000


@pytest.fixture
def another(database: Anything) -> Iterator[SqlStore]:
    """Yield the store of another process on the same database."""
    store = SqlStore(database.url)
    yield store
    store.close()


def _tenants(number: int) -> list[TenantId]:
    return [TenantId(UUID(int=(each << 80) + 5)) for each in range(1, number + 1)]


def _change(work: Anything) -> None:
    """Do what makes a new edition."""
    work.session.news = work.session.changed = True


def test_a_writer_that_holds_its_transaction_around_looks_is_told_once_it_ends(
    postgres: Anything, request: Anything
) -> None:
    """Others begin later and end before it, looks come and go: each change is told in the first look after its end."""
    another = SqlStore(postgres.url)
    request.addfinalizer(another.close)
    long, quick, last = _tenants(3)
    mark = another.news(None, MANY).mark
    with postgres.store.begin(long) as work:
        _change(work)
        for number in range(3):
            with another.begin(quick) as short:
                _change(short)
                short.commit()
            news = another.news(mark, MANY)
            mark = news.mark
            assert news.editions == {quick: number + 1}
        assert another.news(mark, MANY).editions == {}
        work.commit()
    with another.begin(last) as short:
        _change(short)
        short.commit()
    news = another.news(mark, MANY)
    assert news.editions == {long: 1, last: 1}
    assert another.news(news.mark, MANY).editions == {}


def test_ten_thousand_clients_changed_are_found_by_one_statement(database: Anything, another: SqlStore) -> None:
    """And none of them a second time."""
    mark = another.news(None, MANY).mark
    change = "pg_current_xact_id()::text::bigint" if database.kind == "postgresql" else "?1"
    tenants = _tenants(MANY)
    with database.beneath.begin() as connection:
        if database.kind == "postgresql":
            connection.execute(
                sa.text(
                    "INSERT INTO changed_editions (tenant_id, edition, change)"
                    f" SELECT each, 1, {change} FROM unnest(CAST(:ids AS uuid[])) AS given(each)"
                ),
                {"ids": tenants},
            )
        else:
            rows = [(each.hex, number) for number, each in enumerate(tenants, start=1)]
            connection.exec_driver_sql("INSERT INTO changed_editions VALUES (?, 1, ?)", rows)
    heard: list[str] = []

    @sa.event.listens_for(another._engine, "before_cursor_execute")
    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        heard.append(statement)

    news = another.news(mark, MANY)
    assert news.editions == dict.fromkeys(tenants, 1)
    assert another.news(news.mark, MANY).editions == {}
    # What goes through the driver itself is one statement by construction; nothing else was sent.
    assert heard == []
    assert another.news(mark, MANY - 1).everything


def test_a_look_follows_the_index_whatever_is_in_the_feed(database: Anything) -> None:
    """It costs what changed, not what has ever changed."""
    if database.kind == "postgresql":
        database.run(
            "INSERT INTO changed_editions SELECT gen_random_uuid(), 1, n FROM generate_series(1, 50000) AS given(n)",
            "ANALYZE changed_editions",
        )
        query = (
            "EXPLAIN SELECT tenant_id, edition FROM changed_editions WHERE change >= 49990"
            " AND (pg_is_in_recovery() OR NOT pg_visible_in_snapshot(change::text::xid8, '49990:49990:')) LIMIT 50001"
        )
    else:
        query = (
            "EXPLAIN QUERY PLAN SELECT tenant_id, edition, change FROM changed_editions"
            " WHERE change >= 1 ORDER BY change DESC LIMIT 9"
        )
    assert "ix_changed_editions_change" in str(database.ask(query))


def test_a_mark_of_another_server_vouches_for_nothing(postgres: Anything) -> None:
    """One that took over counts transactions of its own; a mark from before is answered with everything."""
    server, snapshot = postgres.store.news(None, MANY).mark.split("|")
    oldest, following, _running = snapshot.split(":")
    other = f"{float(server) - 60}|{snapshot}"
    ahead = f"{server}|{int(oldest) + 1000}:{int(following) + 1000}:"
    for mark in (other, ahead):
        news = postgres.store.news(mark, MANY)
        assert news.everything
        assert not postgres.store.news(news.mark, MANY).everything


def test_a_file_that_was_put_back_vouches_for_nothing(sqlite: Anything) -> None:
    """The last change that a look has seen is not there any more."""
    (tenant,) = _tenants(1)
    for _ in range(3):
        with sqlite.store.begin(tenant) as work:
            _change(work)
            work.commit()
    mark = sqlite.store.news(None, MANY).mark
    assert not sqlite.store.news(mark, MANY).everything
    sqlite.run("UPDATE changed_editions SET change = 1, edition = 1")
    assert sqlite.store.news(mark, MANY).everything


def test_a_connection_that_was_lost_is_replaced(postgres: Anything) -> None:
    """A look after the server ended all sessions is answered on a new one."""
    mark = postgres.store.news(None, MANY).mark
    postgres.ask(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND datname = current_database()"
    )
    assert postgres.store.news(mark, MANY).editions == {}


def test_a_gate_in_another_process_is_told_by_the_feed_alone(
    company: Anything, database: Anything, another: SqlStore
) -> None:
    """A change that took long is answered by the old state while it lasts, and by the new one after its end."""
    application, second, ticks = company.application, company.owners[1], Ticks()
    gate = Gate(store=another, clock=SystemClock(), ids=SystemIds(), ticks=ticks)
    question = Question(company.tenant_id, second, "people.manage")
    assert gate.check(question).allowed
    with application.store.begin(company.tenant_id) as work:
        user = work.users.get(second.user_id)
        work.users.save(user.deactivated(), SystemClock().now())
        work.session.send()
        for each in _tenants(3):
            if database.kind == "postgresql":
                # On SQLite nobody else could write meanwhile.
                with another.begin(each) as short:
                    _change(short)
                    short.commit()
            ticks.at += 1
            assert gate.check(question).allowed
        work.commit()
    ticks.at += 1
    assert "USER_DEACTIVATED" in {each.code.value for each in gate.check(question).reasons}
