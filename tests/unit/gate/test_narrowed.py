"""Programs and break-glass grants at the gate: from memory as from the store, and to the instant (1.4.b, 1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.access.values import GrantReason, GrantScope, RoleGrant
from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import ApiKeyId, TenantId
from staffing import hired, settle

Anything = Any
WISH = GrantReason.CLIENT_WISH
HOUR = timedelta(hours=1)


@pytest.fixture
def clerk(client: Anything) -> Anything:
    """Return someone who may approve invoices everywhere."""
    return client.joined("carl", RoleGrant(client.role("approvers", "invoices.approve")))


@pytest.fixture
def ana(house: Anything) -> Staff:
    """Return a second member of staff."""
    _id, key = hired(house.application, house.staff, "Ana", "ana@provider.example", "staff.support")
    settle(house.application, house.clock.at)
    return house.application.access.staff.authenticate(key)


def test_a_warm_check_honors_scopes(house: Anything, client: Anything, clerk: Anything, codes: Anything) -> None:
    """The person and each of its programs have answers of their own, of one profile, and all from memory."""
    gate = house.application.gate
    narrow, wide = (evolve(clerk, scopes=frozenset({each})) for each in ("stock.*", "invoices.*"))
    house.register("stock.adjust")
    assert client.check(clerk).allowed
    reads = gate.statistics().users_read
    for _time in range(2):
        for by, expected in ((narrow, ["KEY_OUT_OF_SCOPE"]), (wide, []), (clerk, [])):
            decision = gate.peek(client.question(by))
            assert codes(decision) == expected
            assert codes(client.check(by, at=house.clock.at)) == expected
    place = client.department("sales")
    assert client.check(clerk, place=place).allowed
    assert codes(client.check(narrow, place=place)) == ["KEY_OUT_OF_SCOPE"]
    assert gate.statistics().users_read == reads + 1


def test_a_program_loses_what_its_person_loses_at_the_next_check(
    house: Anything, client: Anything, clerk: Anything, codes: Anything
) -> None:
    """A role taken and a deactivation count for the program too."""
    program = evolve(clerk, scopes=frozenset({"invoices.*"}))
    assert client.check(program).allowed
    acting = {"by": client.owner, "tenant_id": client.tenant_id, "user_id": clerk.user_id}
    role = house.application.access.names.role(by=client.owner, tenant_id=client.tenant_id, name="approvers")
    house.application.access.roles.unassign(**acting, role_id=role)
    assert codes(client.check(program)) == ["PERMISSION_MISSING"]
    house.application.access.people.deactivate(**acting)
    assert "USER_DEACTIVATED" in codes(client.check(program))


def test_a_recorded_decision_tells_whose_key_and_its_scopes(house: Anything, client: Anything, clerk: Anything) -> None:
    """So that it can be made again from its entry."""
    program = evolve(clerk, scopes=frozenset({"stock.*"}), key_id=ApiKeyId(client.tenant_id))
    house.application.gate.record(client.check(program))
    entry = house.journal(client.tenant_id)[-1]
    assert entry.by == f"user:{clerk.user_id}/key:{client.tenant_id}"
    assert entry.details["scopes"] == ["stock.*"]


def test_a_grant_counts_at_once_and_ends_at_its_instant(
    house: Anything, client: Anything, clock: Anything, ana: Staff, codes: Anything
) -> None:
    """From memory, with its end in the answer; and as of an earlier instant as it was then."""
    desk, gate = house.application.access.break_glass, house.application.gate
    assert codes(client.check(ana, "people.read")) == ["STAFF_MAY_NOT"]
    until = clock.at + HOUR
    about = {"tenant_id": client.tenant_id, "reason": WISH, "why": "Roles were lost", "until": until}
    asked = desk.ask(by=ana, **about, scope=GrantScope.CHANGE)
    assert not client.check(ana, "people.read").allowed
    desk.approve(by=house.staff, tenant_id=client.tenant_id, grant_id=asked.grant_id)
    decision = client.check(ana, "people.manage")
    assert (decision.allowed, decision.under, decision.valid_until) == (True, asked.grant_id, until)
    assert gate.peek(client.question(ana, "people.manage")).allowed
    assert not client.check(evolve(ana, staff_id=TenantId(client.tenant_id)), "people.read").allowed
    before = clock.at
    clock.at = until - timedelta(seconds=3)
    assert client.check(ana, "people.manage").allowed
    clock.at = until - timedelta(seconds=1)
    assert codes(client.check(ana, "people.manage")) == ["STAFF_MAY_NOT"]
    assert client.check(ana, "people.manage", at=before).under == asked.grant_id
    assert not client.check(ana, "people.manage", at=asked.asked_at).allowed


def test_an_ended_grant_is_over_at_the_next_check(
    house: Anything, client: Anything, clock: Anything, ana: Staff
) -> None:
    """And was in force as of the instants before."""
    desk, acting = house.application.access.break_glass, {"tenant_id": client.tenant_id}
    asked = desk.ask(by=ana, **acting, reason=WISH, why="Roles were lost", until=clock.at + HOUR)
    desk.approve(by=house.staff, **acting, grant_id=asked.grant_id)
    assert client.check(ana, "roles.read").allowed
    before = clock.at
    desk.end(by=client.owner, **acting, grant_id=asked.grant_id)
    assert not client.check(ana, "roles.read").allowed
    assert client.check(ana, "roles.read", at=before).allowed
