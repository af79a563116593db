"""The roll of some users of a tenant: state and assignments of each, in one statement and one round trip.

The statement is sent through the driver itself. The first question about a user waits for it, and building a statement
and a unit of work for it would take several times as long as the database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.engine import Engine

from saas_core.access.model import Assignment
from saas_core.access.queries.roll import Member, Roll
from saas_core.access.values import UserState
from saas_core.kernel.ids import AssignmentId, DepartmentId, RoleId, TenantId, UserId
from saas_sql.at_once import driving, sent_at_once
from saas_sql.column_types import POSTGRES, instant_of
from saas_sql.engine import opening_for_reading, retried
from saas_sql.faults import translated
from saas_sql.statements import in_parts

_SQLITE: Final = """
SELECT heads.edition, present.user_id, present.state,
    held.id, held.role_id, held.department_id, held.since, held.approval_limit_minor
FROM (SELECT ? AS tenant_id) AS own
LEFT JOIN tenant_heads AS heads ON heads.tenant_id = own.tenant_id
LEFT JOIN user_states AS present
    ON present.tenant_id = own.tenant_id AND present.user_id IN ({users}) AND present.until IS NULL
LEFT JOIN assignments AS held
    ON held.tenant_id = present.tenant_id AND held.user_id = present.user_id AND held.until IS NULL"""
# Each user is looked up by an index: without statistics the server would walk all of the tenant's rows instead.
_POSTGRES: Final = """
SELECT heads.edition, present.user_id, present.state,
    held.id, held.role_id, held.department_id, held.since, held.approval_limit_minor
FROM (SELECT 1) AS once
LEFT JOIN tenant_heads AS heads ON heads.tenant_id = '{tenant}'
LEFT JOIN unnest(string_to_array('{users}', ',')::uuid[]) AS wanted(user_id) ON true
LEFT JOIN LATERAL (SELECT user_id, state FROM user_states
    WHERE user_states.tenant_id = '{tenant}' AND user_id = wanted.user_id AND until IS NULL OFFSET 0) AS present ON true
LEFT JOIN LATERAL (SELECT * FROM assignments
    WHERE assignments.tenant_id = '{tenant}' AND user_id = present.user_id AND until IS NULL OFFSET 0) AS held
    ON true"""


def roll(engine: Engine, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
    """Return what the users hold that there are, with the tenant's edition; raises StoreFault."""
    edition, members = 0, dict[UserId, Member]()
    for some in in_parts(user_ids):
        rows = _rows(engine, tenant_id, some)
        read = int(rows[0][0] or 0)
        if members and read != edition:
            # Changed between two parts: what was read first is of an edition that is over.
            return roll(engine, tenant_id, user_ids)
        edition = read
        members.update(_members(rows))
    return Roll(edition, members)


def _rows(engine: Engine, tenant_id: TenantId, user_ids: Sequence[UserId]) -> Sequence[Any]:
    with translated():
        if engine.dialect.name == POSTGRES:
            # Ids hold nothing but the characters of a UUID, so that the text is safe.
            tenant, users = UUID(str(tenant_id)), ",".join(str(UUID(str(each))) for each in user_ids)
            query = _POSTGRES.format(tenant=tenant, users=users)
            return retried(lambda: sent_at_once(engine, opening_for_reading(tenant_id), query))[0]
        query = _SQLITE.format(users=",".join("?" * len(user_ids)))
        given = [each.hex for each in (tenant_id, *user_ids)]

        def ask() -> Sequence[Any]:
            with driving(engine) as cursor:
                found: Sequence[Any] = cursor.execute(query, given).fetchall()
                return found

        return retried(ask)


def _members(rows: Iterable[Any]) -> Iterator[tuple[UserId, Member]]:
    states: dict[UserId, UserState] = {}
    held: dict[UserId, list[Assignment]] = {}
    for _edition, user, state, number, role, department, since, limit in rows:
        if user is None:
            continue
        user_id = UserId(_id(user))
        states[user_id] = UserState(state)
        assignments = held.setdefault(user_id, [])
        if number is not None:
            assignments.append(
                Assignment(
                    id=AssignmentId(_id(number)),
                    user_id=user_id,
                    role_id=RoleId(_id(role)),
                    department_id=None if department is None else DepartmentId(_id(department)),
                    since=instant_of(since),
                    approval_limit_minor=limit,
                )
            )
    for user_id, state in states.items():
        # By id, as everywhere; a database asked to sort may walk through all assignments by id instead.
        yield user_id, Member(state, tuple(sorted(held[user_id], key=_by_id)))


def _id(given: UUID | str) -> UUID:
    return given if isinstance(given, UUID) else UUID(given)


def _by_id(assignment: Assignment) -> AssignmentId:
    return assignment.id
