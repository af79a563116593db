"""Limits and grants besides roles: the scopes of an API key, and break-glass grants (1.4.b, 1.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.ids import GrantId, StaffId
from saas_core.policy.circumstances import OpenGrant, Presence, Rights
from saas_core.policy.decision import Verdict
from saas_core.policy.reasons import ReasonCode, Remedy

Asking = Any
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
UNTIL = datetime(2026, 6, 1, 15, tzinfo=UTC)
READING = OpenGrant(GrantId(UUID(int=70)), SUPPORT.staff_id, changes=False, until=UNTIL)
CHANGING = evolve(READING, id=GrantId(UUID(int=71)), changes=True, until=UNTIL - timedelta(hours=1))


def _program(ask: Asking, *scopes: str) -> ClientUser:
    return evolve(ask.people["holder"][0], scopes=frozenset(scopes))


@pytest.mark.parametrize(
    ("scopes", "action", "verdict"),
    [
        (("invoices.approve",), "invoices.approve", Verdict.ALLOWED),
        (("invoices.*",), "invoices.approve", Verdict.ALLOWED),
        (("invoices.view",), "invoices.approve", Verdict.DENIED),
        ((), "invoices.approve", Verdict.DENIED),
        ((), "billing.pay", Verdict.DENIED),
        ((), "billing.invoices", Verdict.DENIED),
        ((), "data.export", Verdict.DENIED),
        ((), "appeal.open", Verdict.DENIED),
        (("data.*",), "data.export", Verdict.ALLOWED),
        ((), "integration.email.use", Verdict.DENIED),
        # No scope could name these: they need no permission, and perform nothing.
        ((), "license.read", Verdict.ALLOWED),
        ((), "exclusion.design_ui", Verdict.CHARGEABLE),
    ],
)
def test_a_program_may_what_its_person_may_and_its_scopes_cover(
    ask: Asking, scopes: tuple[str, ...], action: str, verdict: Verdict
) -> None:
    """An action that a scope can name requires one, whether or not it requires a license."""
    decision = ask(action, _program(ask, *scopes))
    assert decision.verdict is verdict
    if verdict is Verdict.DENIED:
        (reason,) = decision.reasons
        assert (reason.code, reason.clauses) == (ReasonCode.KEY_OUT_OF_SCOPE, ("1.4.b",))
        assert reason.remedy is Remedy.ASK_ADMINISTRATOR


def test_a_scope_gives_nothing_that_the_roles_do_not(ask: Asking) -> None:
    """Both reasons are told, that of the roles first; and the scopes are among the facts."""
    program = _program(ask, "stock.*")
    decision = ask("invoices.approve", program, rights=Rights(Presence.ACTIVE))
    assert [each.code.value for each in decision.reasons] == ["PERMISSION_MISSING", "KEY_OUT_OF_SCOPE"]
    assert ("API key allows", "stock.*") in [(each.name, each.value) for each in decision.facts]
    assert not ask("invoices.approve", _program(ask, "invoices.*"), rights=Rights(Presence.ACTIVE)).allowed


@pytest.mark.parametrize(
    ("action", "under_reading", "under_changing"),
    [
        ("people.read", True, True),
        ("roles.read", True, True),
        ("people.manage", False, True),
        ("roles.manage", False, True),
        ("keys.manage", False, False),
        ("account.manage", False, False),
        ("invoices.approve", False, False),
        ("audit.read", False, False),
    ],
)
def test_a_grant_opens_users_and_roles_and_nothing_else(
    ask: Asking, action: str, under_reading: bool, under_changing: bool
) -> None:
    """Reading under one for reading, changes under one for changing; without one all of it is the client's (1.5)."""
    assert not ask(action, SUPPORT).allowed
    for grant, opens in ((READING, under_reading), (CHANGING, under_changing)):
        decision = ask(action, SUPPORT, grants=(grant,))
        assert decision.allowed is opens
        assert decision.under == (grant.id if opens else None)


def test_a_grant_is_told_and_bounds_the_answer(ask: Asking) -> None:
    """By the instant at which it ends; the longer one of two that fit, and one that does not fit bounds nothing."""
    decision = ask("people.read", SUPPORT, grants=(READING, CHANGING))
    assert (decision.valid_until, decision.under) == (UNTIL, READING.id)
    assert any(each.name == "break-glass grant" and str(READING.id) in each.value for each in decision.facts)
    assert ask("people.manage", SUPPORT, grants=(READING, CHANGING)).valid_until == CHANGING.until
    assert ask("people.manage", SUPPORT, grants=(READING,)).valid_until == ask("people.manage", SUPPORT).valid_until


def test_a_grant_is_its_askers_alone_and_takes_no_other_reason_away(ask: Asking) -> None:
    """Not another member of staff's, not a user's; and a license that is shut stays shut."""
    other = Staff(StaffId(UUID(int=9)), frozenset({"staff.admin"}))
    assert not ask("people.read", other, grants=(READING,)).allowed
    colleague = ask("people.read", grants=(READING,), rights=Rights(Presence.ACTIVE))
    assert not colleague.allowed
    assert colleague.under is None
    shut = ask("people.read", SUPPORT, grants=(READING,), licensee=ask.circumstances().licensee, license=ask.shut())
    assert [each.code for each in shut.reasons] == [ReasonCode.LICENSE_MISSING]
    assert shut.under is None
