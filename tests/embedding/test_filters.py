"""Lists filtered by the places of the gate: what a database finds is what `check` allows, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from uuid import UUID, uuid5

import psycopg
import pytest
import sqlalchemy as sa
from attrs import define, field
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from invoicing import django_configured
from saas_core import ClientUser, DepartmentId, Question, TenantId
from saas_core.kernel.errors import InvalidValue
from saas_embed import DepartmentTable, django_filter, sql_filter, sqlalchemy_filter
from saas_testing import Client, Kit, open_kit

Anything = Any
VIEW = "invoices.view"
SPACE = UUID(int=7)


class Table(DeclarativeBase):
    """The host's tables."""


class Department(Table):
    __tablename__ = "departments"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    parent_id: Mapped[UUID | None]


class Invoice(Table):
    __tablename__ = "invoices"
    number: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    department_id: Mapped[UUID | None]


@define
class World:
    """Two clients with departments and invoices, and people of the first with rights here and there."""

    kit: Kit
    acme: Client
    zeta: Client
    parents: dict[DepartmentId, DepartmentId | None] = field(factory=dict)
    rows: list[tuple[str, TenantId, DepartmentId | None]] = field(factory=list)
    people: dict[str, ClientUser] = field(factory=dict)

    def department(self, client: Client, name: str, parent: DepartmentId | None = None) -> DepartmentId:
        """Add a department with two invoices."""
        create = self.kit.application.access.departments.create
        made = create(by=client.owner.by, tenant_id=client.tenant_id, name=name, parent_id=parent).department_id
        self.parents[made] = parent
        self.rows += [(f"{client.slug}-{name}-{each}", client.tenant_id, made) for each in (1, 2)]
        return made

    def one_by_one(self, by: ClientUser) -> set[str]:
        """Return the invoices that `check` lets a user see."""
        check, own = self.kit.application.gate.check, [row for row in self.rows if row[1] == by.tenant_id]
        return {
            number
            for number, tenant_id, place in own
            if check(Question(tenant_id, by, VIEW, department_id=place)).allowed
        }


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with open_kit() as kit:
        kit.register(VIEW)
        told = World(kit, kit.active_client("acme"), kit.active_client("zeta"))
        for client in (told.acme, told.zeta):
            sales = told.department(client, "Sales")
            retail = told.department(client, "Retail", sales)
            shops = told.department(client, "Shops", retail)
            told.department(client, "Stores")
            told.rows.append((f"{client.slug}-whole", client.tenant_id, None))
            if client is told.acme:
                places = {"sales": [sales, shops], "retail": [retail], "nowhere": [], "whole": [None]}
        role = kit.application.access.roles.create(
            by=told.acme.owner.by, tenant_id=told.acme.tenant_id, name="Viewers", permissions=[VIEW]
        ).role_id
        for name, bound in places.items():
            by = told.people[name] = kit.joined(told.acme, name).by
            for each in bound:
                kit.application.access.roles.assign(
                    by=told.acme.owner.by,
                    tenant_id=told.acme.tenant_id,
                    user_id=by.user_id,
                    role_id=role,
                    department_id=each,
                )
        yield told


@pytest.fixture(params=["sales", "retail", "nowhere", "whole"])
def by(world: World, request: pytest.FixtureRequest) -> ClientUser:
    return world.people[request.param]


def _filled(url: str, world: World) -> sa.Engine:
    engine = sa.create_engine(url)
    Table.metadata.drop_all(engine)
    Table.metadata.create_all(engine)
    with engine.begin() as connection:
        for id_, parent in world.parents.items():
            connection.execute(sa.insert(Department).values(id=id_, parent_id=parent))
        for number, tenant_id, place in world.rows:
            connection.execute(sa.insert(Invoice).values(number=number, tenant_id=tenant_id, department_id=place))
    return engine


@pytest.fixture(scope="module")
def engines(world: World, postgres_cluster: Anything) -> Iterator[list[sa.Engine]]:
    """Yield the host's databases: SQLite and PostgreSQL."""
    url = postgres_cluster.new_database()
    made = [_filled(each, world) for each in ("sqlite://", url)]
    yield made
    for each in made:
        each.dispose()
    postgres_cluster.drop(url)


@pytest.mark.parametrize("under", [None, (Department.id, Department.parent_id)], ids=["listed", "walked"])
def test_sqlalchemy_finds_what_check_allows(
    world: World, engines: list[sa.Engine], by: ClientUser, under: Anything
) -> None:
    """By the list of departments, or down the host's own tree; over both databases, as an ORM and as a table."""
    places = world.kit.application.gate.places(by, VIEW)
    for each in (Invoice, Invoice.__table__.c):
        where = sqlalchemy_filter(places, department=each.department_id, tenant=each.tenant_id, under=under)
        for engine in engines:
            with engine.connect() as connection:
                found = {*connection.scalars(sa.select(Invoice.number).where(where))}
            assert found == world.one_by_one(by)


@pytest.mark.parametrize("under", [None, DepartmentTable(name="departments")], ids=["listed", "walked"])
def test_plain_sql_finds_what_check_allows(
    world: World, engines: list[sa.Engine], by: ClientUser, under: DepartmentTable | None
) -> None:
    """With the marks of sqlite3 and of psycopg; ids are text unless the driver takes them as they are."""
    places = world.kit.application.gate.places(by, VIEW)
    about = {"department": "invoices.department_id", "tenant": "invoices.tenant_id", "under": under}
    lite, postgres = engines
    where, values = sql_filter(places, written=lambda each: each.hex, **about)
    with closing(lite.raw_connection()) as raw:
        found = {row[0] for row in raw.cursor().execute(f"SELECT number FROM invoices WHERE {where}", values)}
    assert found == world.one_by_one(by)
    for written in (str, lambda each: each):
        where, values = sql_filter(places, mark="%s", written=written, **about)
        with psycopg.connect(postgres.url.set(drivername="postgresql").render_as_string()) as connection:
            rows = connection.execute(f"SELECT number FROM invoices WHERE {where} AND number <> %s", [*values, "none"])
            assert {row[0] for row in rows} == world.one_by_one(by)


@pytest.fixture(scope="module")
def django_invoice(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., set[str]]]:
    """Yield a way to list the invoices of a Django service by a condition."""
    django_configured()
    from django.db import connections, models
    from django.db.backends.sqlite3.base import DatabaseWrapper

    class Place(models.Model):  # noqa: DJ008 - nobody prints it
        id = models.UUIDField(primary_key=True)
        parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

        class Meta:
            app_label = "lists"

    class Bill(models.Model):  # noqa: DJ008 - nobody prints it
        number = models.CharField(primary_key=True, max_length=50)
        tenant_id = models.UUIDField()
        department = models.ForeignKey(Place, null=True, on_delete=models.PROTECT)

        class Meta:
            app_label = "lists"

    given = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path_factory.mktemp("django") / "lists.db")}
    usual = {"OPTIONS": {}, "TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "AUTOCOMMIT": True}
    database = DatabaseWrapper({**usual, **given, "TEST": {}, "ATOMIC_REQUESTS": False}, alias="lists")
    connections["lists"] = database
    with database.schema_editor() as editor:
        editor.create_model(Place)
        editor.create_model(Bill)
    with database.cursor() as cursor:
        for id_, parent in world.parents.items():
            cursor.execute("INSERT INTO lists_place VALUES (%s, %s)", [id_.hex, parent and parent.hex])
        for number, tenant_id, place in world.rows:
            cursor.execute("INSERT INTO lists_bill VALUES (%s, %s, %s)", [number, tenant_id.hex, place and place.hex])

    yield lambda condition: {*Bill.objects.using("lists").filter(condition).values_list("number", flat=True)}
    database.close()
    del connections["lists"]


@pytest.mark.parametrize("by_tree", [False, True], ids=["listed", "by levels"])
def test_django_finds_what_check_allows(
    world: World, django_invoice: Callable[..., set[str]], by: ClientUser, by_tree: bool
) -> None:
    """By the list of departments, or by those granted at each level of the relation to the one above."""
    places = world.kit.application.gate.places(by, VIEW)
    lookups = {"department": "department", "parent": "parent"} if by_tree else {"department": "department_id"}
    assert django_invoice(django_filter(places, tenant="tenant_id", **lookups)) == world.one_by_one(by)


def test_a_list_of_one_client_alone_names_no_client(world: World, engines: list[sa.Engine]) -> None:
    """As for a host with a database for each client; in the whole instance nothing is left to ask for."""
    places = world.kit.application.gate.places
    whole, retail = (places(world.people[each], VIEW) for each in ("whole", "retail"))
    assert sql_filter(whole, department="place", tenant=None) == ("1 = 1", ())
    text, values = sql_filter(retail, department='"invoices"."place"', tenant=None)
    assert (text, set(values)) == ('"invoices"."place" IN (?, ?)', {str(each) for each in retail.departments})
    with engines[0].connect() as connection:
        where = sqlalchemy_filter(whole, department=Invoice.department_id, tenant=None)
        assert len(connection.execute(sa.select(Invoice).where(where)).all()) == len(world.rows)


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"department": "place) OR (1 = 1"}, "department"),
        ({"department": "place", "tenant": "tenant_id--"}, "tenant"),
        ({"department": "place", "under": DepartmentTable(name="a; DROP TABLE b")}, "under"),
        ({"department": "place", "under": DepartmentTable(name="a", parent="")}, "under"),
        ({"department": "place", "mark": ":1"}, "mark"),
    ],
)
def test_what_is_no_name_of_a_column_is_refused(world: World, named: dict[str, Anything], field: str) -> None:
    """Names stand in the text of the statement, so that nobody's input may be one."""
    places = world.kit.application.gate.places(world.people["retail"], VIEW)
    with pytest.raises(InvalidValue) as refused:
        sql_filter(places, **{"tenant": "tenant_id", **named})
    assert refused.value.field == field


def test_a_driver_of_sqlite_takes_the_values_as_they_come(world: World) -> None:
    """Text ids are the default, which every driver knows."""
    places = world.kit.application.gate.places(world.people["retail"], VIEW)
    where, values = sql_filter(places, department="place", tenant="tenant")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE bills (tenant TEXT, place TEXT)")
        for place in (*places.departments, uuid5(SPACE, "another")):
            connection.execute("INSERT INTO bills VALUES (?, ?)", [str(places.tenant_id), str(place)])
        assert connection.execute(f"SELECT count(*) FROM bills WHERE {where}", values).fetchone() == (2,)
