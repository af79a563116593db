"""The step to a PostgreSQL spread by client: every statement addresses one client, every key begins with it.

The statements are those that every use case issues, the worker's and the sweeps' with them, heard once.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from calls import CALLS, KEYED, found
from saas_core.kernel.errors import SaasError
from saas_sql.catalogue import outside_tenants, tables_in
from two_clients import Worlds

Anything = Any
DAY = timedelta(days=1)

OUTSIDE = {
    "changed_editions": "one look asks about all clients at once",
    "directory": "a short name leads to its client before anything is known of it",
    "due_work": "a worker finds what is due before it knows whose it is",
    "inbox": "an event of a provider is kept before its account is looked up",
    "integration_claims": "a domain or an account of another service has one holder among all clients",
    "linked_accounts": "an account at the provider of payments leads to its client",
    "mailings": "news of a mail names nothing but the mail",
    "number_codes": "no two clients have one code in the numbers of their documents",
    "precedents": "what was answered to one client is offered for the question of another",
    "question_queue": "staff sees what waits for it before it chooses a client",
    "suppressions": "an address that wants no mail wants it from nobody",
    "ticket_queue": "staff sees what waits for it before it chooses a client",
    "time_of_workers": "a worker's minute is billed to one client",
}
"""The tables outside the clients: reference tables where they are read everywhere, local ones on the coordinator."""

_OWN = r"(?<![.\w]){name}tenant_id\s*=\s*(?:%\(|CAST\(%\(|'[0-9a-f-]{{36}}')"
_JOINED = r"(?<![.\w]){name}\.tenant_id\s*=\s*\w+\.tenant_id|\b\w+\.tenant_id\s*=\s*{name}\.tenant_id"
_ADDED = re.compile(r"\s*INSERT INTO (\w+) \([^)]*\btenant_id\b", re.IGNORECASE)
_RUNS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@pytest.fixture(scope="module")
def statements(postgres_cluster: Anything, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Return the texts of all statements on PostgreSQL that the use cases issue."""
    heard: set[str] = set()

    def hearing(send: Callable[..., Any]) -> Callable[..., Any]:
        def heard_and_sent(self: Any, query: Any, *given: Any, **named: Any) -> Any:
            # Some go to the driver past SQLAlchemy, several in one text.
            text = query.decode() if isinstance(query, bytes) else str(query)
            heard.update(" ".join(each.split()) for each in text.split(";"))
            return send(self, query, *given, **named)

        return heard_and_sent

    worlds = Worlds("postgres", tmp_path_factory.mktemp("spread"), lambda: postgres_cluster)
    with worlds.fresh() as world, pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "executemany"):
            patch.setattr(psycopg.Cursor, name, hearing(getattr(psycopg.Cursor, name)))
        methods = found(world.application)
        # Who signs in first, then what needs a license: later calls end both.
        first = ("support.", "engagements.", "integrations.", "access.")
        rank = {name: (not name.startswith("access.sign_in."), not name.startswith(first)) for name in CALLS}
        for name, call in sorted(CALLS.items(), key=lambda each: rank[each[0]]):
            key = {KEYED: name} if KEYED in inspect.signature(methods[name]).parameters else {}
            with suppress(SaasError):
                methods[name](**call.ready(world, world.told.acme), **key)
        world.application.work.worker.begin()
        for _day in range(2):
            world.application.work.worker.drain()
            world.clock.at += DAY
    return frozenset(each for each in heard if each.startswith(_RUNS))


def named(statement: str, table: str) -> list[str]:
    """Return the names under which a statement uses a table: its own, or those given to it."""
    given = re.findall(rf"(?<![.\w]){table} AS (\w+)", statement)
    own = re.search(rf"(?<![.\w\"'])(?<!%\(){table}(?! AS)(?:\.|,| |\)|$)", statement)
    return [*given, *([table] if own else [])]


def addressed(statement: str, tables: frozenset[str]) -> bool:
    """Return whether a statement addresses one client by equality, in every table of clients that it names."""
    if _ADDED.match(statement):
        # Columns may be named as tables are; what is read meanwhile follows FROM or JOIN.
        tables = frozenset(each for each in tables if re.search(rf"\b(?:FROM|JOIN) {each}\b", statement))
    names = [each for table in tables for each in named(statement, table)]
    # With one table alone its columns may stand without its name.
    own = [
        each
        for each in names
        if re.search(_OWN.format(name=rf"(?:{each}\.)?" if len(names) == 1 else rf"{each}\."), statement)
    ]
    rest = [each for each in names if each not in own]
    return not names or (bool(own) and all(re.search(_JOINED.format(name=each), statement) for each in rest))


def test_every_statement_addresses_one_client_by_equality(statements: frozenset[str]) -> None:
    """But for those on the few tables outside the clients."""
    clients = frozenset(tables_in()) - outside_tenants()
    assert len(statements) > 150
    assert [each for each in sorted(statements) if not addressed(each, clients)] == []
    assert {table for table in clients if any(named(each, table) for each in statements)} == clients


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT users.id FROM users",
        "SELECT users.id FROM users WHERE users.tenant_id IN (%(a)s)",
        "SELECT users.id FROM users JOIN roles ON users.id = roles.id WHERE users.tenant_id = %(a)s",
        "SELECT users.id FROM users, roles AS roles_1 WHERE users.tenant_id = %(a)s",
        "UPDATE users SET name = %(b)s WHERE users.id = %(a)s",
        "DELETE FROM users WHERE users.tenant_id > %(a)s",
        "INSERT INTO users (id) VALUES (%(a)s)",
    ],
)
def test_a_statement_across_clients_is_found(statement: str) -> None:
    """However it is written."""
    assert not addressed(statement, frozenset({"users", "roles"}))


def test_every_key_begins_with_the_client_but_in_the_few_tables_outside(postgres: Anything) -> None:
    """Primary and foreign keys, unique constraints and unique indexes, as the database itself has them."""
    keys = postgres.ask(
        "SELECT c.conrelid::regclass::text, c.conname, "
        "(SELECT attname FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = c.conkey[1]), "
        "coalesce((SELECT attname FROM pg_attribute WHERE attrelid = c.confrelid AND attnum = c.confkey[1]), '') "
        "FROM pg_constraint c WHERE c.contype IN ('p', 'f', 'u') AND c.connamespace = 'public'::regnamespace"
    )
    unique = postgres.ask(
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, "
        "(SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = i.indkey[0]), '' "
        "FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid "
        "WHERE i.indisunique AND t.relnamespace = 'public'::regnamespace"
    )
    assert {row[0] for row in keys} >= set(tables_in())
    others = {row[0] for row in (*keys, *unique) if row[2] != "tenant_id" or row[3] not in {"", "tenant_id"}}
    assert others - {"alembic_version"} <= set(OUTSIDE)
    assert outside_tenants() == set(OUTSIDE)
    linked = {row[0] for row in keys if row[3]}
    assert not linked & set(OUTSIDE)


def test_the_tables_outside_the_clients_are_named_in_the_documents() -> None:
    """With the reason why each is there, as whoever spreads the database must know."""
    text = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
    assert [name for name in OUTSIDE if f"`{name}`" not in text] == []
