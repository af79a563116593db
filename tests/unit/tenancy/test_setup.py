"""The setup: what is still to be done, and the whole answer to a wish for activation."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import InstanceId, StaffId, TenantId, UserId
from saas_core.policy.actions import LICENSED
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.decision import Decision, LicenseeKind, Question, Ruling, Verdict
from saas_core.policy.reasons import Reason, ReasonCode, reason
from saas_core.tenancy.model import Account, Instance, Tenant
from saas_core.tenancy.policies import activating, activation, checklist, missing, reading
from saas_core.tenancy.values import Task

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ACCOUNT = Account("Acme", "DE", "UTC", "de", "a@b.example")
NEW = Tenant(
    id=TenantId(UUID(int=1)),
    slug="acme",
    kind=LicenseeKind.BUSINESS_OPERATOR,
    instance=Instance(InstanceId(UUID(int=2)), "us-east-1"),
    added_at=NOW,
)
READY = NEW.configured(ACCOUNT)
STAFF = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))
USER = ClientUser(NEW.id, UserId(UUID(int=4)))
NOT_ACCEPTED = reason(ReasonCode.TERMS_NOT_ACCEPTED)
UNPAID = reason(ReasonCode.FIRST_PAYMENT_PENDING)
MAY_NOT = reason(ReasonCode.STAFF_MAY_NOT, "1.1")


def _state(*reasons: Reason) -> LicenseState:
    return LicenseState(frozenset() if reasons else LICENSED, reasons, NOW)


def _judged(*reasons: Reason) -> Decision:
    ruling = Ruling(
        verdict=Verdict.DENIED if reasons else Verdict.ALLOWED,
        reasons=reasons,
        clauses=("1.1",),
        overruled=(),
        terms_version="x",
        valid_until=None,
    )
    return Decision(Question(NEW.id, STAFF, "provider.tenants"), ruling, NOW)


def test_the_checklist_has_the_three_tasks_of_basic_setup() -> None:
    """Each done by its own deed."""
    assert [(item.task, item.done) for item in checklist(NEW, 0)] == [(task, False) for task in Task]
    assert [item.done for item in checklist(READY, 0)] == [True, False, False]
    assert [item.done for item in checklist(NEW, 1)] == [False, True, False]
    assert [item.done for item in checklist(READY.activated(NOW), 1)] == [True, True, True]


@pytest.mark.parametrize(
    ("tenant", "owners", "reasons", "named"),
    [
        (NEW, 0, (), ("account configuration", "user setup")),
        (READY, 0, (), ("user setup",)),
        (NEW, 2, (NOT_ACCEPTED,), ("account configuration", "acceptance of the terms")),
        (READY, 1, (UNPAID,), ("a license in good standing",)),
        (READY, 1, (NOT_ACCEPTED, UNPAID), ("acceptance of the terms", "a license in good standing")),
        (READY, 1, (), ()),
        (READY.activated(NOW), 0, (UNPAID,), ()),
    ],
)
def test_what_is_missing_is_named_for_people(
    tenant: Tenant, owners: int, reasons: tuple[Reason, ...], named: tuple[str, ...]
) -> None:
    """Tasks, acceptance, standing; nothing once the instance is active."""
    assert missing(tenant, owners, reasons) == named


def test_an_instance_is_activated_once() -> None:
    """The first instant stays."""
    later = datetime(2027, 1, 1, tzinfo=UTC)
    once = READY.activated(NOW)
    assert once.instance.active
    assert once.activated(later) == once


def test_everything_missing_is_told_at_once() -> None:
    """The reasons of the license with their own remedies, then what the setup lacks."""
    answer = activation(_judged(), NEW, 0, _state(NOT_ACCEPTED, UNPAID))
    assert answer.verdict is Verdict.DENIED
    assert [each.code for each in answer.reasons] == [
        ReasonCode.TERMS_NOT_ACCEPTED,
        ReasonCode.FIRST_PAYMENT_PENDING,
        ReasonCode.SETUP_INCOMPLETE,
    ]
    for named in ("account configuration", "user setup", "acceptance of the terms", "a license in good standing"):
        assert named in answer.reasons[-1].sentence
    assert answer.clauses == ("0.1", "2.1")
    assert answer.valid_until == NOW


def test_a_complete_setup_is_allowed_by_its_clause() -> None:
    """Core system activation is included."""
    answer = activation(_judged(), READY, 1, _state())
    assert (answer.verdict, answer.clauses, answer.reasons) == (Verdict.ALLOWED, ("2.1",), ())


def test_a_user_whom_only_the_license_stops_is_told_what_else_is_missing() -> None:
    """As staff would be."""
    answer = activation(_judged(UNPAID), NEW, 1, _state(UNPAID))
    assert [each.code for each in answer.reasons] == [ReasonCode.FIRST_PAYMENT_PENDING, ReasonCode.SETUP_INCOMPLETE]


def test_one_who_may_not_command_here_is_told_only_that() -> None:
    """Nothing about the setup leaves."""
    judged = _judged(UNPAID, MAY_NOT)
    assert activation(judged, NEW, 0, _state(UNPAID)) == judged


def test_a_licensee_that_is_not_served_is_told_the_rest_as_well() -> None:
    """Eligibility first, then the license, then the setup."""
    not_served = reason(ReasonCode.LICENSEE_NOT_ELIGIBLE, kind="agency", served="end-users")
    answer = activation(_judged(not_served), NEW, 1, _state(UNPAID))
    assert [each.code for each in answer.reasons] == [
        ReasonCode.LICENSEE_NOT_ELIGIBLE,
        ReasonCode.FIRST_PAYMENT_PENDING,
        ReasonCode.SETUP_INCOMPLETE,
    ]


def test_an_active_instance_needs_nothing_more() -> None:
    """A repeat is answered, however the license now stands."""
    assert activation(_judged(UNPAID), READY.activated(NOW), 0, _state(UNPAID)).allowed


@pytest.mark.parametrize(("by", "action"), [(STAFF, "provider.tenants"), (USER, "account.manage")])
def test_a_wish_for_activation_is_asked_with_the_declared_kind(by: Actor, action: str) -> None:
    """Staff by its right to set up clients, a user by the right on the account."""
    question = activating(evolve(NEW, kind=LicenseeKind.AGENCY), by)
    assert (question.action, question.capacity, question.tenant_id) == (action, LicenseeKind.AGENCY, NEW.id)


@pytest.mark.parametrize(("by", "action"), [(STAFF, "provider.tenants"), (USER, "license.read")])
def test_reading_is_open_to_users_and_to_the_staff_that_sets_up(by: Actor, action: str) -> None:
    """Each by its own right."""
    assert reading(NEW, by).action == action
