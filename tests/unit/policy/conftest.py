"""Asking the judge: the shipped terms, a few people, and circumstances in which nothing blocks by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

import pytest
from attrs import evolve, frozen

from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.ids import AssignmentId, StaffId, TenantId, UserId
from saas_core.policy.actions import LICENSED
from saas_core.policy.catalogue import Catalogue, Permission, catalogue
from saas_core.policy.circumstances import Circumstances, LicenseState, Presence, Rights
from saas_core.policy.decision import Decision, Fact, LicenseeKind, Question
from saas_core.policy.judgement import judge
from saas_core.policy.reasons import Reason
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Terms

Changed = Any  # the fields of the circumstances are of many types
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LAPSE = datetime(2026, 7, 1, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))
THROUGH = (AssignmentId(UUID(int=7)),)
OPEN = LicenseState(LICENSED, (), LAPSE, (Fact("period paid", "to 2026-07-01"),))
HELD = Rights(Presence.ACTIVE, THROUGH)
USER = ClientUser(TENANT, UserId(UUID(int=2)))
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
CLERK = Staff(StaffId(UUID(int=4)))
SOFTWARE = System("worker")


@frozen
class Asking:
    """The judge over the shipped terms, with one operation registered by the platform."""

    terms: Terms
    actions: Catalogue

    def circumstances(self, **changed: Changed) -> Circumstances:
        """Return circumstances in which nothing blocks, with what a test changed of them."""
        free = Circumstances(
            at=NOW,
            known_at=NOW,
            terms=self.terms,
            catalogue=self.actions,
            licensee=LicenseeKind.BUSINESS_OPERATOR,
            license=OPEN,
            rights=HELD,
            activated=True,
            connected=frozenset({"email"}),
        )
        return evolve(free, **changed)

    def __call__(
        self, action: str, by: Actor = USER, *, about: dict[str, Any] | None = None, **changed: Changed
    ) -> Decision:
        """Ask about an action; `about` are further fields of the question, the rest changes the circumstances."""
        return judge(Question(TENANT, by, action, **(about or {})), self.circumstances(**changed))

    through = THROUGH
    people: ClassVar[dict[str, tuple[Actor, dict[str, Any]]]] = {
        "holder": (USER, {}),
        "colleague": (USER, {"rights": Rights(Presence.ACTIVE)}),
        "limited": (USER, {"rights": Rights(Presence.ACTIVE, limit_minor=10_000)}),
        "stranger": (USER, {"rights": Rights(Presence.UNKNOWN)}),
        "support": (SUPPORT, {}),
        "clerk": (CLERK, {}),
        "software": (SOFTWARE, {}),
    }

    @staticmethod
    def shut(*reasons: Reason) -> LicenseState:
        """Return a license that opens nothing, for these reasons."""
        return LicenseState(frozenset(), reasons, LAPSE)


@pytest.fixture(scope="session")
def ask() -> Asking:
    """Return the judge over the shipped terms."""
    terms = shipped_terms()
    return Asking(
        terms, catalogue(terms.actions, terms.reserved, [Permission("invoices.approve", "approving invoices")])
    )
