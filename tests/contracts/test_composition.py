"""Stores are made of the contexts that are listed: one from outside brings tables and ports, and clashes are named."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.claims import PartsClash
from saas_core.kernel.errors import InvalidValue, StoreVersion
from saas_core.kernel.ids import TenantId
from saas_memory import MemoryStore
from saas_sql import SqlStore, migrate

Anything = Any
_numbers = count(1)

SQL = """
from functools import cached_property

import sqlalchemy as sa
from attrs import frozen

from saas_sql.column_types import Instant
from saas_sql.declaration import Tables, column, ident, index, refers
from saas_sql.mapping import Mapped
from saas_sql.unit_of_work import SqlWork

TABLES = Tables(__name__)


@frozen
class Note:
    id: object
    text: str


{table} = TABLES.add(
    "{table}",
    ident(),
    column("text", sa.Text),
    index("ix_{table}_text", "tenant_id", "text"),
    changes=("text",),
    judged=True,
)
_NOTE = Mapped(Note, {table})


class Ports(SqlWork):
    @cached_property
    def {port}(self):
        return Notes(self.session)


class Notes:
    def __init__(self, session):
        self._session = session

    def save(self, number, text):
        self._session.keep({table}, _NOTE.dump(Note(number, text)))

    def all(self):
        found = self._session.models(_NOTE, self._session.select({table}).order_by({table}.c.id))
        return [(each.id, each.text) for each in found]
"""
MEMORY = """
from functools import cached_property

from saas_memory.space import Rows
from saas_memory.store import MemoryWork

JUDGED = ("{table}",)


class Ports(MemoryWork):
    @cached_property
    def {port}(self):
        return Notes(self.own)


class Notes:
    def __init__(self, view):
        self._rows = Rows(view, "{table}")

    def save(self, number, text):
        self._rows.put(number, text)

    def all(self):
        return self._rows.items()
"""


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Anything:
    """Return a way to write a context that stands outside of this project; each is a package of its own."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(table: str = "notes", port: str = "notes", *, sql: str = SQL, memory: str = MEMORY) -> Context:
        name = f"context_of_a_test_{next(_numbers)}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
        for house, text in (("saas_sql", sql), ("saas_memory", memory)):
            words = text.replace("{table}", table).replace("{port}", port)
            (tmp_path / name / f"{house}.py").write_text(words, encoding="utf-8")
        return Context(name, package=name)

    return write


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store_of(request: pytest.FixtureRequest, tmp_path: Path) -> Anything:
    """Yield a way to make each kind of store of given contexts."""
    opened: list[SqlStore] = []

    def make(contexts: tuple[Context, ...]) -> Anything:
        if request.param == "memory":
            return MemoryStore(contexts=contexts)
        if request.param == "postgres":
            url = request.getfixturevalue("postgres_url")
        else:
            url = f"sqlite:///{tmp_path / 'composed.db'}"
        migrate(url, contexts)
        opened.append(SqlStore(url, contexts))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def test_a_context_from_outside_keeps_rows_on_every_store(
    outside: Anything, store_of: Anything, tenant: TenantId, other: TenantId, some: Anything
) -> None:
    """It saves, changes and reads beside the shipped ports, apart by tenant, and what answers rest on is news."""
    store = store_of((*CONTEXTS, outside()))
    store.check()
    number = some.id()
    for text in ("one", "two"):
        with store.begin(tenant) as work:
            work.notes.save(number, text)
            work.users.save(some.user(), some.at())
            work.commit()
    with store.read(tenant) as work:
        assert work.notes.all() == [(number, "two")]
    with store.read(other) as work:
        assert work.notes.all() == []
    assert (store.edition(tenant), store.edition(other)) == (2, 0)


def test_a_store_without_it_has_no_such_port(store_of: Anything, tenant: TenantId) -> None:
    """The list is complete."""
    with store_of(CONTEXTS).read(tenant) as work:
        assert not hasattr(work, "notes")


def test_its_table_is_guarded_like_the_shipped_ones(outside: Anything, postgres_url: str) -> None:
    """Row-level security, one policy, and no more rights than were declared."""
    contexts = (*CONTEXTS, outside("guarded"))
    for _ in range(2):
        migrate(postgres_url, contexts)
    engine = sa.create_engine(postgres_url)
    with engine.connect() as connection:
        held = connection.exec_driver_sql(
            "SELECT relrowsecurity, relforcerowsecurity,"
            " (SELECT count(*) FROM pg_policy WHERE polrelid = pg_class.oid),"
            " has_table_privilege('saas_app_role', oid, 'DELETE'),"
            " has_column_privilege('saas_app_role', oid, 'text', 'UPDATE'),"
            " has_column_privilege('saas_app_role', oid, 'id', 'UPDATE') FROM pg_class WHERE relname = 'guarded'"
        ).one()
    engine.dispose()
    assert tuple(held) == (True, True, 1, False, True, False)


def test_a_table_from_outside_that_is_missing_or_of_another_shape_is_told(outside: Anything, tmp_path: Path) -> None:
    """A database without it is older; one that was made by another declaration is not touched."""
    url, contexts = f"sqlite:///{tmp_path / 'one.db'}", (*CONTEXTS, outside("shaped"))
    migrate(url)
    store = SqlStore(url, contexts)
    with pytest.raises(StoreVersion, match="older"):
        store.check()
    migrate(url, contexts)
    store.check()
    store.close()
    wider = outside("shaped", sql=SQL.replace("    judged=True,", "    judged=True,\n    guards=(),").replace(
        'column("text", sa.Text),', 'column("text", sa.Text), column("more", sa.Text, null=True),'
    ))  # fmt: skip
    with pytest.raises(StoreVersion, match=f"shaped differs from its declaration in {wider.package}.saas_sql"):
        migrate(url, (*CONTEXTS, wider))


@pytest.mark.parametrize("kind", [MemoryStore, lambda **given: SqlStore("sqlite:///none.db", **given)])
def test_one_port_of_two_contexts_is_refused_with_both_places(outside: Anything, kind: Anything) -> None:
    """Neither wins by the order in which they are listed."""
    one, two = outside("first_notes", "said"), outside("second_notes", "said")
    house = "saas_memory" if kind is MemoryStore else "saas_sql"
    with pytest.raises(PartsClash, match=f"'said' is claimed by {one.package}.{house} and by {two.package}.{house}"):
        kind(contexts=(*CONTEXTS, one, two))
    taken = outside("third_notes", "users")
    with pytest.raises(PartsClash, match=f"'users' is claimed by {house}.access and by {taken.package}.{house}"):
        kind(contexts=(*CONTEXTS, taken))
    ground = outside("fourth_notes", "commit")
    with pytest.raises(
        PartsClash, match=rf"'commit' is claimed by {house}\.\w+\.\w+Work and by {ground.package}.{house}"
    ):
        kind(contexts=(*CONTEXTS, ground))


def test_one_table_of_two_contexts_is_refused_with_both_places(outside: Anything) -> None:
    """Whether the other one is shipped or not."""
    one, two = outside("twice", "first"), outside("twice", "second")
    with pytest.raises(PartsClash, match=f"'twice' is claimed by {one.package}.saas_sql and by {two.package}.saas_sql"):
        SqlStore("sqlite:///none.db", (*CONTEXTS, one, two))
    with pytest.raises(PartsClash, match=r"'users' is claimed by saas_sql\.access and by context_of_a_test"):
        SqlStore("sqlite:///none.db", (*CONTEXTS, outside("users", "own_users")))


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        ('sa.Table("loose", TABLES.metadata, ident("tenant_id"), ident())', "table loose of .* has no policy"),
        ('TABLES.add("loose", ident(), column("a", sa.Text), sa.UniqueConstraint("a"))', "begin with tenant_id"),
        ('TABLES.add("loose", ident(), column("a", sa.Text), index("ix_loose_a", "a"))', "begin with tenant_id"),
        ('TABLES.add("loose", ident(), changes=("b",))', "has no b"),
        ('TABLES.add("loose", ident(), column("a", sa.Text), changes=("a",), added_only=True)', "and yet it changes"),
    ],
)
def test_a_table_without_its_policy_is_refused_with_its_place(outside: Anything, declared: str, told: str) -> None:
    """One made past the declaration, one whose keys do not begin with the tenant, one whose guards contradict."""
    context = outside("held", "held", sql=f"{SQL}\n\nloose = {declared}\n")
    with pytest.raises(InvalidValue, match=told) as refused:
        SqlStore("sqlite:///none.db", (*CONTEXTS, context))
    assert f"{context.package}.saas_sql" in str(refused.value)


def test_a_part_that_stands_on_nothing_is_refused(outside: Anything) -> None:
    """Ports that are not a class of the unit of work would find neither session nor views."""
    context = outside("ground", "ground", memory="class Ports:\n    pass\n")
    refusal = rf"{context.package}.saas_memory.Ports does not derive from saas_memory.store"
    with pytest.raises(InvalidValue, match=refusal):
        MemoryStore(contexts=(*CONTEXTS, context))
