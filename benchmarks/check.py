"""`gate.check`, license, policy and roles included, against a hand-written check with one role lookup, in one run.

Both answer the same questions with the same answers before anything is timed. Rounds of the two take turns, so that a
change in the machine's pace meets both alike.
"""

from __future__ import annotations

import gc
import statistics
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from attrs import frozen

from saas_core.access.model import Assignment, Role, User
from saas_core.access.values import UserState
from saas_core.gate.check import Gate
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import PROVIDER, AssignmentId, InstanceId, LicenseId, RoleId, TenantId, UserId
from saas_core.licensing.events import PeriodPaid, TermsAccepted
from saas_core.licensing.model import License
from saas_core.policy.actions import Permission
from saas_core.policy.decision import LicenseeKind, Question
from saas_core.policy.shipped import shipped_terms
from saas_core.tenancy.model import Instance, Tenant
from saas_memory import MemoryStore

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))
ROLES = 10
BATCH = 50


class _Clock:
    def now(self) -> datetime:
        return NOW


class _Ids:
    def new(self) -> UUID:
        raise AssertionError


@frozen
class _Asked:
    user: UserId
    permission: str


class HandWritten:
    """What a careful engineer writes by hand: a license date, a user's role, a set of permissions."""

    def __init__(self, until: datetime, roles: dict[UserId, str], permissions: dict[str, frozenset[str]]) -> None:
        """Take the facts."""
        self._until = until
        self._roles = roles
        self._permissions = permissions

    def check(self, asked: _Asked) -> bool:
        """Tell whether the user may."""
        if datetime.now(UTC) is None or self._until <= NOW:
            return False
        role = self._roles.get(asked.user)
        return role is not None and asked.permission in self._permissions[role]


def measure(users: int, rounds: int) -> dict[str, float | int]:
    """Give the medians in microseconds per check, the 99th percentile of the gate, and the ratio."""
    gate, by_hand, questions = _world(users)
    asked = [_Asked(each.by.user_id, each.action) for each in questions if isinstance(each.by, ClientUser)]
    for question, same in zip(questions, asked, strict=True):
        if gate.check(question).allowed is not by_hand.check(same):
            message = f"the two disagree about {question}"
            raise AssertionError(message)
    gate_times: list[float] = []
    hand_times: list[float] = []
    gc.disable()
    for turn in range(max(rounds // BATCH, 1)):
        begin = (turn * BATCH) % len(questions)
        for question in questions[begin : begin + BATCH]:
            started = time.perf_counter_ns()
            gate.check(question)
            gate_times.append(time.perf_counter_ns() - started)
        for same in asked[begin : begin + BATCH]:
            started = time.perf_counter_ns()
            by_hand.check(same)
            hand_times.append(time.perf_counter_ns() - started)
    gc.enable()
    gate_us, hand_us = statistics.median(gate_times) / 1000, statistics.median(hand_times) / 1000
    return {
        "users": users,
        "checks": len(gate_times),
        "p50_us": round(gate_us, 2),
        "p99_us": round(statistics.quantiles(gate_times, n=100)[98] / 1000, 2),
        "hand_written_p50_us": round(hand_us, 2),
        "ratio_hand_written": round(gate_us / hand_us, 1),
    }


def _world(users: int) -> tuple[Gate, HandWritten, list[Question]]:
    store = MemoryStore()
    permissions = tuple(Permission(f"area{number}.act", f"act {number}") for number in range(ROLES))
    with store.begin(PROVIDER) as work:
        work.terms.put(shipped_terms())
        work.permissions.put(permissions)
        work.commit()
    instance = InstanceId(UUID(int=2))
    until = NOW + timedelta(days=30)
    roles = [
        Role(id=RoleId(UUID(int=100 + number)), name=f"Role {number}", permissions=frozenset({each.name}))
        for number, each in enumerate(permissions)
    ]
    held: dict[UserId, str] = {}
    with store.begin(TENANT) as work:
        work.tenants.save(
            Tenant(
                id=TENANT,
                slug="bench",
                kind=LicenseeKind.BUSINESS_OPERATOR,
                instance=Instance(instance, "us-east-1", NOW - timedelta(days=30)),
                added_at=NOW - timedelta(days=31),
            )
        )
        since = NOW - timedelta(days=30)
        owner = UserId(UUID(int=999))
        terms = shipped_terms()
        facts = (
            TermsAccepted(effective_at=since, recorded_at=since, version=terms.version, digest=terms.digest, by=owner),
            PeriodPaid(effective_at=since, recorded_at=since, invoice="1", since=since, until=until),
        )
        work.licenses.open(
            License(
                id=LicenseId(UUID(int=3)),
                tenant_id=TENANT,
                instance_id=instance,
                terms_version=terms.version,
                opened_at=since,
            )
        )
        work.licenses.append(LicenseId(UUID(int=3)), facts)
        for role in roles:
            work.roles.save(role, since)
        for number in range(users):
            user = UserId(UUID(int=10_000 + number))
            role = roles[number % ROLES]
            work.users.save(
                User(id=user, name=f"User {number}", email=f"user{number}@bench.example", state=UserState.ACTIVE), since
            )
            work.assignments.add(
                Assignment(
                    id=AssignmentId(UUID(int=10_000_000 + number)),
                    user_id=user,
                    role_id=role.id,
                    department_id=None,
                    since=since,
                )
            )
            held[user] = role.name
        work.commit()
    questions = [
        Question(TENANT, ClientUser(TENANT, user), permissions[(number + number % 2) % ROLES].name)
        for number, user in enumerate(list(held)[:: max(users // 1000, 1)][:1000])
    ]
    gate = Gate(store=store, clock=_Clock(), ids=_Ids())
    return gate, HandWritten(until, held, {role.name: role.permissions for role in roles}), questions
