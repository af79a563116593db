"""Pages of tickets over few and many of them: lists, searches and the work-list, on PostgreSQL.

Four worlds lie in four databases of one temporary server: one client with few tickets and one with many, and few and
many clients with some tickets each. Each call goes through its use case, as the HTTP interface makes it: signed in,
judged, under row-level security. The worlds take turns in every round, so that other work on the machine slows all of
them alike. Every page is full in every world, or the run ends. The server makes the rows, from one client and one
ticket that were made through their use cases; the statistics are those that a live server would have.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from benchmarks.http_world import active_client
from benchmarks.output import Figures, progressed
from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import TenantId, TicketId
from saas_core.support.ports import TicketPlace, WaitingPlace
from saas_core.support.values import Queue, ScopeKind, TicketState
from saas_sql.engine import engine_for
from saas_sql.support.tables import ticket_queue, ticket_words, tickets
from saas_sql.tenancy import tenants

FEW_CLIENTS = 10
PAGE = 20
WARMING = 2
Ask = Callable[[], tuple[Any, ...]]

# By the place of a ticket: one in four is resolved, the others wait for staff and for the client in turn.
_STATE = "CASE mod(i, 4) WHEN 0 THEN 'resolved' WHEN 1 THEN 'waiting_on_client' ELSE 'open' END"
_TICKET: Mapping[str, str] = {
    "id": "md5(t.tenant_id::text || i)::uuid",
    "tenant_id": "t.tenant_id",
    "opened_at": "b.opened_at - make_interval(mins => i)",
    "waits_since": "b.opened_at - make_interval(mins => i)",
    "changed_at": "b.opened_at - make_interval(mins => i)",
    "state": _STATE,
    "scope_kind": "'in_scope'",
    "scope_named": "'topic.feature_usage'",
    "clauses": """'["2.3.b", "2.4"]'""",
    "classified": "1",
    "classified_by": "'staff:1'",
    "resolution": "CASE WHEN mod(i, 4) = 0 THEN 'answered' END",
    "resolved_at": "CASE WHEN mod(i, 4) = 0 THEN b.opened_at - make_interval(mins => i) END",
    "waits_for": "CASE mod(i, 4) WHEN 1 THEN 'client' ELSE 'staff' END",
}
# A word of every ticket, one of a fifth, and one of its own.
_WORDS = "ARRAY['printing', 'pile' || mod(number, 5), 'unique' || number]"


@frozen
class _World:
    """An application over one of the databases, who asks there, and the calls that are timed."""

    tickets: int
    clients: int
    asks: Mapping[str, Ask]


def measure(many: int, few: int, clients: int, each: int, rounds: int) -> Figures:
    """Return the median time of each page in each world in microseconds, and how they grow; `ratio_flat` is the worst.

    The growth of a page is the median over the rounds of the ratio within a round.
    """
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from postgres import PostgresCluster

    sizes = {"few": (1, few), "many": (1, many), "few_clients": (FEW_CLIENTS, each), "many_clients": (clients, each)}
    cluster = PostgresCluster()
    try:
        with tempfile.TemporaryDirectory(prefix="saas-bench-") as folder, ExitStack() as opened:
            worlds = {
                name: opened.enter_context(_world(cluster.migrated_database(), Path(folder) / name, *size))
                for name, size in sizes.items()
            }
            taken = _taken(worlds, rounds)
    finally:
        cluster.stop()
    growth = {
        name: {
            "one_client": _growth(times["few"], times["many"]),
            "many_clients": _growth(times["few_clients"], times["many_clients"]),
        }
        for name, times in taken.items()
    }
    return {
        "database": "postgres",
        "tickets": {name: each.tickets for name, each in worlds.items()},
        "clients": {name: each.clients for name, each in worlds.items()},
        "page": PAGE,
        "rounds": rounds,
        "p50_us": {
            name: {world: round(statistics.median(each) * 1e6) for world, each in times.items()}
            for name, times in taken.items()
        },
        "growth": growth,
        "ratio_flat": max(ratio for each in growth.values() for ratio in each.values()),
    }


def _taken(worlds: Mapping[str, _World], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Return the seconds of each call, by the call and the world; the first calls in each world are not timed."""
    names = list(next(iter(worlds.values())).asks)
    taken: dict[str, dict[str, list[float]]] = {name: {world: [] for world in worlds} for name in names}
    for turn in progressed(range(rounds + WARMING), "Reading pages", total=rounds + WARMING):
        for name in names:
            for world, each in worlds.items():
                begun = time.perf_counter()
                found = each.asks[name]()
                seconds = time.perf_counter() - begun
                if len(found) != PAGE:
                    message = f"{name} over {world} gave {len(found)} and no full page"
                    raise AssertionError(message)
                if turn >= WARMING:
                    taken[name][world].append(seconds)
    return taken


def _growth(few: list[float], many: list[float]) -> float:
    return round(statistics.median(after / before for before, after in zip(few, many, strict=True)), 2)


@contextmanager
def _world(url: str, home: Path, clients: int, each: int) -> Iterator[_World]:
    settings = settings_at(home, database_url=url)
    initialize(settings)
    with open_application(settings) as app:
        staff = app.access.staff.authenticate(str(app.access.staff.first(name="S", email="s@provider.example").key))
        owner = app.sign_in(active_client(app, staff, "c0"))
        assert isinstance(owner, ClientUser)
        app.support.tickets.open(by=owner, tenant_id=owner.tenant_id, subject="Printing", text="How do I print?")
        middle = _multiplied(url, owner.tenant_id, clients, each)
        yield _World(clients * each, clients, _asks(app, owner, staff, middle))


def _asks(app: Application, owner: ClientUser, staff: Actor, middle: TicketPlace) -> Mapping[str, Ask]:
    reading, tenant_id = app.support.reading, owner.tenant_id

    def listed(**given: Any) -> Ask:  # noqa: ANN401 - the filters of the use case
        return lambda: reading.list_tickets(by=owner, tenant_id=tenant_id, limit=PAGE, **given)

    def waiting(**given: Any) -> Ask:  # noqa: ANN401 - the filters of the use case
        return lambda: reading.waiting(by=staff, limit=PAGE, **given)

    last = reading.waiting(by=staff, queue=Queue.US, limit=PAGE)[-1]
    after = WaitingPlace(last.since, last.tenant_id, last.ticket_id)
    return {
        "list": listed(),
        "list_later": listed(after=middle),
        "list_by_state": listed(state=TicketState.RESOLVED),
        "list_by_scope": listed(scope=ScopeKind.IN_SCOPE),
        "list_by_topic": listed(named="topic.feature_usage"),
        "list_by_requester": listed(requester_id=owner.user_id),
        "search_common_word": listed(search="printing"),
        "search_two_words": listed(search="printing pile2"),
        "search_later": listed(search="printing", after=middle),
        "work_list": waiting(),
        "work_list_us": waiting(queue=Queue.US),
        "work_list_later": waiting(queue=Queue.US, after=after),
    }


def _multiplied(url: str, tenant_id: TenantId, clients: int, each: int) -> TicketPlace:
    """Make more clients like the one that is there, and give each so many tickets like its one, in its place.

    Returns the place of a middle one of the first client.
    """
    engine = engine_for(url)
    values = {column.name: _TICKET.get(column.name, f"b.{column.name}") for column in tickets.columns}
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TEMPORARY TABLE base ON COMMIT DROP AS SELECT * FROM tickets")
        for table in (ticket_queue, ticket_words):
            connection.exec_driver_sql(f"DELETE FROM {table.name}")
        connection.exec_driver_sql("DELETE FROM ticket_messages")
        connection.exec_driver_sql("DELETE FROM tickets")
        names = [column.name for column in tenants.columns]
        others = {"tenant_id": "gen_random_uuid()", "slug": "'c' || n", "instance_id": "gen_random_uuid()"}
        connection.exec_driver_sql(
            f"INSERT INTO tenants ({', '.join(names)}) SELECT {', '.join(others.get(name, name) for name in names)}"
            f" FROM tenants, generate_series(1, {clients - 1}) n"
        )
        made = f"FROM tenants t, base b, generate_series(1, {each}) i"
        connection.exec_driver_sql(
            f"INSERT INTO tickets ({', '.join(values)}) SELECT {', '.join(values.values())} {made}"
        )
        connection.exec_driver_sql(
            "INSERT INTO ticket_queue (tenant_id, ticket_id, queue, kind, since) SELECT tenant_id, id,"
            " CASE waits_for WHEN 'client' THEN 'them' ELSE 'us' END, kind, waits_since"
            " FROM tickets WHERE state <> 'resolved'"
        )
        numbered = "SELECT *, row_number() OVER (PARTITION BY tenant_id ORDER BY opened_at DESC) AS number FROM tickets"
        connection.exec_driver_sql(
            "INSERT INTO ticket_words (tenant_id, word, opened_at, ticket_id)"
            f" SELECT tenant_id, unnest({_WORDS}), opened_at, id FROM ({numbered}) AS all_tickets"
        )
        table = tickets.c
        own = sa.select(table.opened_at, table.id).where(table.tenant_id == tenant_id)
        row = connection.execute(own.order_by(table.opened_at.desc(), table.id.desc()).offset(each // 2).limit(1)).one()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM (ANALYZE)")
    engine.dispose()
    return TicketPlace(row.opened_at, TicketId(row.id))
