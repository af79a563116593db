"""What no single act holds is judged in an act of access too, so a look under a grant is journaled there (1.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.use_cases.act import Acts
from saas_core.access.values import GrantReason, GrantScope
from saas_core.kernel.actors import Staff
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import GrantId, StaffId, TenantId
from saas_core.policy.decision import Decision, Question, Ruling, Verdict
from saas_memory.store import MemoryStore

TENANT, STAFF, GRANT = TenantId(UUID(int=1)), Staff(StaffId(UUID(int=2))), GrantId(UUID(int=3))


class Surroundings:
    """A clock that stands, ids by chance, and a judge who allows everything under a grant."""

    def now(self) -> datetime:
        return datetime(2026, 6, 1, 12, tzinfo=UTC)

    def new(self) -> UUID:
        return uuid4()

    def decide(self, _work: Any, question: Question, at: datetime) -> Decision:
        ruling = Ruling(Verdict.ALLOWED, (), ("1.5",), (), "2026-01", None, under=GRANT)
        return Decision(question, ruling, at)


@pytest.mark.parametrize("key", [None, "k"])
def test_what_staff_sees_across_acts_under_a_grant_is_journaled(key: str | None) -> None:
    """Before it is told, at the first asking and at a repeat."""
    around, store = Surroundings(), MemoryStore()
    acts = Acts(store, around, around, around)  # type: ignore[arg-type]
    with store.begin(TENANT) as work:
        work.break_glass.save(
            BreakGlassGrant(
                id=GRANT,
                staff_id=STAFF.staff_id,
                reason=GrantReason.CLIENT_WISH,
                why="why",
                scope=GrantScope.READ,
                asked_at=around.now(),
                until=around.now() + timedelta(hours=1),
            )
        )
        work.commit()
    for looks in (1, 2):
        told = acts.across(
            Request("access.sweep", key=key),
            int,
            by=STAFF,
            tenant_id=TENANT,
            judged=lambda act: act.require("users.see"),
            do=lambda: 7,
        )
        assert told == 7
        with store.read(TENANT) as work:
            entries = work.journal.entries()
        assert [(each.action, each.subject) for each in entries] == [
            ("access.see_under_grant", f"grant:{GRANT}")
        ] * looks
