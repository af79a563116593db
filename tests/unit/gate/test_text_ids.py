"""Questions whose ids are text, as hosts keep them in sessions and tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from saas_core.access.values import RoleGrant
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId
from saas_core.policy.decision import About, AboutKind, Question
from saas_testing import Kit

Anything = Any

ACTION = "invoices.view"


@pytest.fixture
def asked(saas: Kit) -> Callable[..., Question]:
    """Return what makes a question of a clerk in one department, with any of its ids as text."""
    saas.register(ACTION)
    client = saas.active_client()
    acting = {"by": client.owner.by, "tenant_id": client.tenant_id}
    place = saas.application.access.departments.create(**acting, name="Sales").department_id
    clerk = saas.joined(client, permissions=[ACTION], department_id=place)
    ids = {"tenant_id": client.tenant_id, "own": client.tenant_id, "user_id": clerk.user_id, "department_id": place}

    def question(**written: Anything) -> Question:
        given: Anything = {**ids, **written}
        return Question(
            given["tenant_id"],
            ClientUser(given["own"], given["user_id"]),
            ACTION,
            department_id=given["department_id"],
        )

    question.ids = ids  # type: ignore[attr-defined]
    return question


@pytest.mark.parametrize("name", ["tenant_id", "own", "user_id", "department_id"])
def test_an_id_as_text_is_answered_as_the_id(asked: Anything, saas: Kit, name: str) -> None:
    """Cold and from memory, one by one and many at once; the answer names the ids."""
    gate, right = saas.application.gate, asked()
    written = asked(**{name: str(asked.ids[name])})
    for _ in range(2):
        assert gate.check(written).allowed
        assert gate.check(written).question == right
        assert [each.allowed for each in gate.check_all([right, written, written])] == [True] * 3
    assert gate.peek(written) == gate.peek(right)
    assert gate.check(written, at=saas.clock.at).question == right


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("tenant_id", "tenant_id"),
        ("own", "by.tenant_id"),
        ("user_id", "by.user_id"),
        ("department_id", "department_id"),
    ],
)
def test_text_that_is_no_id_is_refused_by_its_field(asked: Anything, saas: Kit, name: str, field: str) -> None:
    """Before and after the client was met; with what reads one."""
    gate = saas.application.gate
    for _ in range(2):
        with pytest.raises(InvalidValue) as refused:
            gate.check(asked(**{name: "harbor"}))
        assert (refused.value.field, ".parse(" in refused.value.remedy) == (field, True)
        assert gate.check(asked()).allowed


def test_a_thing_asked_about_and_a_grant_may_name_their_ids_as_text(saas: Kit) -> None:
    """As every id of a use case."""
    client, gate = saas.active_client(), saas.application.gate
    number = UUID(int=7)
    told = [
        gate.check(Question(client.tenant_id, saas.staff, "custom.perform", about=About(AboutKind.ENGAGEMENT, each)))
        for each in (number, str(number))  # type: ignore[arg-type]
    ]
    assert told[0].reasons == told[1].reasons
    acting: Anything = {"by": client.owner.by, "tenant_id": str(client.tenant_id)}
    role = saas.application.access.roles.create(**acting, name="Exporter", permissions=["data.export"]).role_id
    granted: Anything = RoleGrant(str(role))  # type: ignore[arg-type]
    added = saas.application.access.people.add_user(**acting, name="Ada", email="ada@harbor.example", grants=(granted,))
    held = saas.application.access.queries.list_assignments(**acting, user_id=str(added.user_id))  # type: ignore[arg-type]
    assert [each.role_id for each in held] == [role]


def test_a_department_that_a_function_is_called_with_may_be_text(saas: Kit) -> None:
    """As it comes from an address."""
    from saas_embed import acting_as, requires

    saas.register(ACTION)
    client = saas.active_client()
    place = saas.application.access.departments.create(
        by=client.owner.by, tenant_id=client.tenant_id, name="Sales"
    ).department_id

    @requires(ACTION, gate=saas.application.gate, department="place")
    def listed(place: DepartmentId) -> str:
        return f"of {place}"

    with acting_as(client.owner.by):
        assert listed(str(place)) == f"of {place}"  # type: ignore[arg-type]
