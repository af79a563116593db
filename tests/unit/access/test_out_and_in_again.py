"""What goes out comes back: users exported as a file, imported into an empty client, exported again, byte for byte."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from attrs import frozen
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from drawing import often
from saas_core.access.export import EXPORT, user_rows
from saas_core.access.import_rows import COLUMNS, LONGEST_LINE, csv_cells, csv_rows, json_line, json_rows
from saas_core.access.policies import name_key
from saas_core.access.use_cases import imports
from saas_core.access.values import RoleGrant
from saas_core.kernel.ids import TenantId

Company = Any  # of the conftest beside this file
USERS = next(each for each in EXPORT if each.name == "users")


@frozen
class Person:
    """A user of a client: name, roles by number, each with the number of a department and a limit."""

    name: str
    grants: tuple[tuple[int, int | None, int | None], ...] = ()
    deactivated: bool = False


@frozen
class Client:
    """The roles, departments (each under an earlier one, or at the top) and users of a client."""

    roles: tuple[str, ...]
    departments: tuple[tuple[str, int | None], ...]
    people: tuple[Person, ...]


def exported(company: Company, tenant: TenantId, kind: str) -> bytes:
    """Return the file of all users but the owner who exports it."""
    with company.store.read(tenant) as work:
        users, _mark = USERS.read(work, "", 100_000, company.clock.now())
    rows = [row for user in users if user.user_id != company.owner.user_id for row in user_rows(user)]
    if kind == "jsonl":
        return b"".join(map(json_line, rows))
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, *map(csv_cells, rows)])
    return out.getvalue().encode()


def imported(company: Company, tenant: TenantId, kind: str, file: bytes) -> Any:
    """Import such a file."""
    lines = file.splitlines(keepends=True)
    rows = csv_rows(lines) if kind == "csv" else json_rows(lines)
    return company.imports.import_users(by=company.owner, tenant_id=tenant, rows=rows)


def furnished(company: Company, client: Client) -> tuple[list[Any], list[Any]]:
    """Make the roles and departments."""
    roles = [company.role(name, "invoices.read") for name in client.roles]
    departments: list[Any] = []
    for name, above in client.departments:
        departments.append(company.department(name, None if above is None else departments[above]))
    return roles, departments


def filled(company: Company, tenant: TenantId, client: Client) -> None:
    """Make the users too."""
    roles, departments = furnished(company, client)
    for number, person in enumerate(client.people):
        grants = tuple(
            RoleGrant(roles[role], None if place is None else departments[place], limit)
            for role, place, limit in person.grants
        )
        added = company.people.add_user(
            by=company.owner, tenant_id=tenant, name=person.name, email=f"=u{number}@acme.example", grants=grants
        )
        if person.deactivated:
            company.people.deactivate(by=company.owner, tenant_id=tenant, user_id=added.user_id)


WORDS = st.text("ab|\\/'\"=+-@＝＠,; é\u200d👩*", min_size=1, max_size=5).map(str.strip)
NAMES = WORDS.filter(lambda word: name_key(word) != "" and word.strip("\u200d") == word)


@st.composite
def clients(draw: st.DrawFn) -> Client:
    """Draw a client with the names that nobody would think of."""
    roles = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=name_key))
    tree = draw(st.lists(NAMES, max_size=4, unique_by=name_key))
    departments = tuple(
        (name, draw(st.none() | st.integers(0, number - 1)) if number else None) for number, name in enumerate(tree)
    )
    places = st.none() | st.integers(0, len(tree) - 1) if tree else st.none()
    grant = st.tuples(st.integers(0, len(roles) - 1), places, st.none() | st.integers(0, 10**15))
    grants = st.lists(grant, max_size=5, unique_by=lambda each: each[:2]).map(tuple)
    people = draw(st.lists(st.builds(Person, NAMES, grants, st.booleans()), max_size=4))
    return Client(tuple(roles), departments, tuple(people))


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@often(40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(client=clients())
def test_users_come_back_as_they_went_out(company: Company, tenant: TenantId, kind: str, client: Client) -> None:
    """Into a client with the same roles and departments; a second import changes nothing, in either client."""
    here, elsewhere = type(company)(), type(company)()
    filled(here, tenant, client)
    furnished(elsewhere, client)
    file = exported(here, tenant, kind)
    view = imported(elsewhere, tenant, kind, file)
    assert (view.added, view.already, view.refused) == (len(client.people), 0, ())
    assert exported(elsewhere, tenant, kind) == file
    for company_again in (here, elsewhere):
        before = company_again.journal()
        view = imported(company_again, tenant, kind, file)
        assert (view.added, view.already, view.refused) == (0, len(client.people), ())
        assert company_again.journal() == before


def test_a_name_that_begins_like_a_formula_comes_back(company: Company, tenant: TenantId) -> None:
    """The apostrophe that keeps a spreadsheet from reading it is taken off again."""
    client = Client(("+Clerk",), (), (Person("=1+1", ((0, None, None),)), Person("'Tis")))
    filled(company, tenant, client)
    file = exported(company, tenant, "csv")
    assert b"'=1+1" in file
    elsewhere = type(company)()
    furnished(elsewhere, client)
    assert imported(elsewhere, tenant, "csv", file).refused == ()
    with elsewhere.store.read(tenant) as work:
        assert {each.name for each in work.users.page(None, 10)} >= {"=1+1", "'Tis"}


def test_a_role_is_no_two_others(company: Company, tenant: TenantId) -> None:
    """A name that holds the separator gives no roles that its parts name, and a path leads to one department."""
    client = Client(("Clerk", "Admin", "Clerk|Admin"), (("Sales", None), ("Retail", 0), ("Sales/Retail", None)), ())
    roles, departments = furnished(company, client)
    for number, place in enumerate(departments):
        grants = (RoleGrant(roles[2], place),)
        company.people.add_user(
            by=company.owner, tenant_id=tenant, name="Jon", email=f"jon{number}@acme.example", grants=grants
        )
    elsewhere = type(company)()
    made = furnished(elsewhere, client)
    assert imported(elsewhere, tenant, "csv", exported(company, tenant, "csv")).added == 3
    for number, place in enumerate(made[1]):
        user = elsewhere.names.user(by=elsewhere.owner, tenant_id=tenant, email=f"jon{number}@acme.example")
        held = elsewhere.inquiries.list_assignments(by=elsewhere.owner, tenant_id=tenant, user_id=user)
        assert [(each.role_id, each.department_id) for each in held] == [(made[0][2], place)]


def test_a_limit_and_a_deactivation_come_back(company: Company, tenant: TenantId) -> None:
    """An import without them would give more than was held."""
    client = Client(("Clerk",), (), (Person("Ada", ((0, None, 500),)), Person("Ben", ((0, None, None),), True)))
    filled(company, tenant, client)
    elsewhere = type(company)()
    furnished(elsewhere, client)
    rows = list(csv_rows(exported(company, tenant, "csv").splitlines(keepends=True)))
    elsewhere.imports.import_users(by=elsewhere.owner, tenant_id=tenant, rows=rows, invite=True)
    with elsewhere.store.read(tenant) as work:
        users = {each.name: each for each in work.users.page(None, 10)}
        held = work.assignments.of_user(users["Ada"].id)
    assert [each.approval_limit_minor for each in held] == [500]
    assert users["Ben"].state.value == "deactivated"
    assert str(users["Ben"].id) not in {each.body["user"] for each in elsewhere.mails()}


def test_a_file_without_limits_says_nothing_about_those_that_users_have(company: Company, tenant: TenantId) -> None:
    """Files of before had no such column, and are imported again as before; one that has it is compared."""
    filled(company, tenant, Client(("Clerk",), (), (Person("Ada", ((0, None, 500),)),)))
    for heads, cell, counts in (
        ("", "", (1, 0)),
        (",approval_limit_minor", ",500", (1, 0)),
        (",approval_limit_minor", ",", (0, 1)),
    ):
        file = f"email,name,roles{heads}\n=u0@acme.example,Ada,Clerk{cell}\n".encode()
        view = imported(company, tenant, "csv", file)
        assert (view.already, len(view.refused)) == counts


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"approval_limit_minor": "5.0", "roles": "Clerk"}, "approval_limit_minor"),
        ({"approval_limit_minor": -1, "roles": "Clerk"}, "approval_limit_minor"),
        ({"approval_limit_minor": True, "roles": "Clerk"}, "approval_limit_minor"),
        ({"approval_limit_minor": 5}, "approval_limit_minor"),
        ({"approval_limit_minor": "9" * 30, "roles": "Clerk"}, "approval_limit_minor"),
        ({"deactivated": "perhaps"}, "deactivated"),
        ({"deactivated": 1}, "deactivated"),
        ({"roles": "Clerk|Nobody"}, "roles"),
    ],
)
def test_what_cannot_be_is_refused_by_its_column(
    company: Company, tenant: TenantId, row: dict[str, object], field: str
) -> None:
    """With its line and a remedy."""
    company.role("Clerk", "invoices.read")
    whole = {"email": "ada@acme.example", "name": "Ada", **row}
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[(2, whole)])
    assert [(each.line, each.field, bool(each.remedy)) for each in view.refused] == [(2, field, True)]


def test_a_user_is_added_with_all_its_places_or_not_at_all(company: Company, tenant: TenantId) -> None:
    """Otherwise the file could not be imported again once it is corrected."""
    company.role("Clerk", "invoices.read")
    for name in ("Sales", "Ops"):
        company.department(name)
    row = {"email": "ada@acme.example", "name": "Ada", "roles": "Clerk"}
    rows = [(2, {**row, "department": "Sales"}), (3, {**row, "department": "Opps"}), (4, {**row, "department": "Ops"})]
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=rows)
    assert (view.added, [(each.line, each.field) for each in view.refused]) == (
        0,
        [(2, "email"), (3, "department"), (4, "email")],
    )
    assert "line 3" in view.refused[0].reason
    rows[1] = rows[2]
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[rows[0], rows[2]])
    assert (view.added, view.already, view.refused) == (1, 0, ())
    deactivated = {**row, "department": "Sales", "deactivated": "yes"}
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[(2, deactivated)])
    assert [each.field for each in view.refused] == ["deactivated"]


def test_the_rows_of_a_user_are_one_transaction(
    company: Company, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a batch would end between them; before a row that cannot be read, whole batches are taken in."""
    monkeypatch.setattr(imports, "BATCH", 3)
    rows = [(line, {"email": f"u{line // 4}@acme.example"}) for line in range(8)]
    assert [len(each) for each in imports._batches(rows)] == [4, 4]
    alike = [(line, {"email": "u@acme.example"}) for line in range(13)]
    assert [len(each) for each in imports._batches(alike)] == [6, 6, 1]

    def broken(count: int) -> Any:
        yield from ((line, {"email": f"u{line}@acme.example"}) for line in range(count))
        raise EOFError

    for count, whole in ((2, []), (3, [3]), (4, [3]), (6, [3, 3])):
        batches, found = imports._batches(broken(count)), []
        with pytest.raises(EOFError):
            while True:
                found.append(len(next(batches)))
        assert found == whole


def test_a_user_with_very_many_roles_makes_lines_that_can_be_read(company: Company, tenant: TenantId) -> None:
    """However long their names are."""
    names = tuple(f"{number}{'👩|' * 98}" for number in range(150))
    client = Client(names, (), (Person("Ada", tuple((number, None, None) for number in range(150))),))
    filled(company, tenant, client)
    elsewhere = type(company)()
    furnished(elsewhere, client)
    for kind in ("csv", "jsonl"):
        file = exported(company, tenant, kind)
        assert max(map(len, file.splitlines())) < LONGEST_LINE
        imported(elsewhere, tenant, kind, file)
        assert exported(elsewhere, tenant, kind) == file
