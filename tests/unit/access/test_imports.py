"""Importing users: streamed, restartable, with a report of refused rows; no number of them is too many (1.4.a)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from drawing import often
from saas_core.access.errors import RowsUnreadable
from saas_core.access.import_rows import csv_rows
from saas_core.access.use_cases.imports import BATCH
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import StoreUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.secrets import Digests
from saas_core.policy.decision import Refused

Company = Any  # of the conftest beside this file


def _rows(count: int) -> list[tuple[int, dict[str, object]]]:
    return [(line, {"email": f"u{line}@acme.example", "name": f"User {line}"}) for line in range(2, count + 2)]


def test_users_are_added_in_batches_and_progress_is_told(company: Company, tenant: TenantId) -> None:
    """Each batch is a transaction of its own."""
    heard: list[int] = []
    view = company.imports.import_users(
        by=company.owner, tenant_id=tenant, rows=iter(_rows(BATCH * 2 + 100)), on_progress=heard.append
    )
    assert (view.added, view.already, view.refused) == (BATCH * 2 + 100, 0, ())
    assert heard == [BATCH, 2 * BATCH, 2 * BATCH + 100]
    assert len([each for each in company.journal() if each.action == "access.add_user"]) == 2 * BATCH + 101


def test_a_broken_import_is_simply_run_again(company: Company, tenant: TenantId) -> None:
    """Existing users are skipped and counted."""

    def breaking():
        yield from _rows(BATCH + 10)
        message = "the file ends in the middle"
        raise RowsUnreadable(message, line=BATCH + 12)

    with pytest.raises(RowsUnreadable):
        company.imports.import_users(by=company.owner, tenant_id=tenant, rows=breaking())
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=_rows(BATCH + 20))
    assert (view.added, view.already, view.refused) == (20, BATCH, ())


def test_rows_that_cannot_be_are_refused_with_line_field_and_remedy(company: Company, tenant: TenantId) -> None:
    """And stop no other."""
    company.department("Team", company.department("Sales"))
    company.department("Team", company.department("Buying"))
    company.role("Clerk", "invoices.read")
    ok = {"email": "ok@acme.example", "name": "Okay"}
    bad: list[tuple[dict[str, object], str]] = [
        ({"email": "nobody", "name": "N"}, "email"),
        ({"email": "n@acme.example", "name": " "}, "name"),
        ({"email": "n@acme.example"}, "name"),
        ({"email": None, "name": "N"}, "email"),
        ({"email": 7, "name": "N"}, "email"),
        ({"email": "OLIVIA@acme.example", "name": "Olive"}, "email"),
        ({"email": "n@acme.example", "name": "N", "phone": "1"}, "phone"),
        ({"email": "n@acme.example", "name": "N", "roles": "Clark"}, "roles"),
        ({"email": "n@acme.example", "name": "N", "roles": 5}, "roles"),
        ({"email": "n@acme.example", "name": "N", "roles": [5]}, "roles"),
        ({"email": "n@acme.example", "name": "N", "roles": "Clerk", "department": "Team"}, "department"),
        ({"email": "n@acme.example", "name": "N", "roles": "Clerk", "department": "Nowhere"}, "department"),
        ({"email": "n@acme.example", "name": "N", "roles": "Clerk", "department": 5}, "department"),
        # What a program takes for nothing is no word for the whole instance.
        *(
            ({"email": "n@acme.example", "name": "N", "roles": "Clerk", "department": each}, "department")
            for each in (0, False, [], {})
        ),
        ({"email": "n@acme.example", "name": "N", "department": "Sales"}, "department"),
        ({"email": "n@acme.example", "name": "N", "roles": "Owner", "department": "Sales"}, "department"),
    ]
    rows = [*((line, row) for line, (row, _field) in enumerate(bad, start=2)), (99, ok), (100, ok)]
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=rows)
    assert (view.added, view.already) == (1, 1)
    assert [(each.line, each.field) for each in view.refused] == [
        (line, field) for line, (_row, field) in enumerate(bad, start=2)
    ]
    assert all(each.reason and each.remedy for each in view.refused)


def test_roles_and_departments_are_named_in_the_file(company: Company, tenant: TenantId) -> None:
    """By name, several roles apart by a bar; a department by path or by name."""
    sales = company.department("Sales")
    retail = company.department("Retail", sales)
    company.role("Clerk", "invoices.read")
    company.role("Keeper", "stock.adjust")
    file = [
        "email,name,roles,department\n",
        "ada@acme.example,Ada,clerk | KEEPER,Sales/Retail\n",
        "b@acme.example,Ben,|,\n",
    ]
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=csv_rows(file), invite=True)
    assert (view.added, view.refused) == (2, ())
    ada = company.names.user(by=company.owner, tenant_id=tenant, email="ADA@acme.example")
    held = company.inquiries.list_assignments(by=company.owner, tenant_id=tenant, user_id=ada)
    assert {(each.role, each.department_id) for each in held} == {("Clerk", retail), ("Keeper", retail)}
    assert company.accept(ada).key
    again = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=csv_rows(file))
    assert (again.added, again.already) == (0, 2)


def test_an_import_changes_nobody_who_is_there(company: Company, tenant: TenantId) -> None:
    """A role that such a user lacks is refused, not given silently."""
    company.role("Clerk", "invoices.read")
    company.invite("Ada")
    row = {"email": "ada@acme.example", "name": "Ada", "roles": ["Clerk"]}
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[(2, row)])
    assert [(each.line, each.field) for each in view.refused] == [(2, "roles")]


def test_an_import_grants_no_more_than_its_author_holds(company: Company, tenant: TenantId) -> None:
    """Row by row, by the rule of subsets and by where roles are managed (1.4.b, 1.4.c, 1.5)."""
    company.department("Sales")
    company.role("Clerk", "invoices.approve")
    company.role("Reader", "invoices.read")
    steward = company.role("Steward", "people.manage", "roles.manage", "invoices.read")
    head = company.role("Head", "people.manage")
    ada, ben = company.joined("Ada", RoleGrant(steward)), company.joined("Ben", RoleGrant(head))
    rows = [
        (2, {"email": "x@acme.example", "name": "X", "roles": "Reader"}),
        (3, {"email": "y@acme.example", "name": "Y", "roles": "Clerk"}),
        (4, {"email": "z@acme.example", "name": "Z", "roles": "Clerk"}),
        (5, {"email": "o@acme.example", "name": "O", "roles": "Owner"}),
    ]
    view = company.imports.import_users(by=ada, tenant_id=tenant, rows=rows)
    assert (view.added, [each.line for each in view.refused]) == (1, [3, 4, 5])
    assert "1.4.b" in view.refused[0].reason
    other = company.imports.import_users(by=ben, tenant_id=tenant, rows=rows)
    assert (other.already, [each.line for each in other.refused]) == (1, [3, 4, 5])


def test_only_who_manages_people_imports(company: Company, tenant: TenantId) -> None:
    """Everybody else is refused before the first row."""
    ada = company.joined("Ada")
    with pytest.raises(Refused):
        company.imports.import_users(by=ada, tenant_id=tenant, rows=_rows(1))


def test_a_store_that_fails_is_no_fault_of_a_row(company: Company, tenant: TenantId) -> None:
    """The import stops; nothing of the batch is kept."""

    class Failing(Digests):
        def of(self, value: str) -> str:
            message = "the store is gone"
            raise StoreUnavailable(message)

    company.imports._digests = Failing()
    before = company.journal()
    with pytest.raises(StoreUnavailable):
        company.imports.import_users(by=company.owner, tenant_id=tenant, rows=_rows(3))
    assert company.journal() == before


def test_a_judge_that_fails_is_no_fault_of_a_row(company: Company, tenant: TenantId) -> None:
    """Nor is it a refusal."""
    company.role("Clerk", "invoices.read")
    decide = company.judge.decide

    def failing(work, question, at):
        if question.action == "roles.manage":
            message = "the store is gone"
            raise StoreUnavailable(message)
        return decide(work, question, at)

    company.judge.decide = failing
    with pytest.raises(StoreUnavailable):
        row = {"email": "x@acme.example", "name": "X", "roles": "Clerk"}
        company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[(2, row)])


_JSON = st.recursive(st.none() | st.booleans() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3))


@often(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["email", "name", "roles", "department"]) | st.text(), _JSON, max_size=5))
def test_no_row_breaks_an_import(company, tenant, row: dict[str, object]) -> None:
    """It is imported, or refused with a reason."""
    view = company.imports.import_users(by=company.owner, tenant_id=tenant, rows=[(2, row)])
    assert view.added + view.already + len(view.refused) == 1
