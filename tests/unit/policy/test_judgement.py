"""The judgement: who may do what, in which standing, by which clause, and until when."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.ids import DepartmentId, StaffId, TenantId, UserId
from saas_core.policy import required
from saas_core.policy.actions import LICENSED, AccessClass
from saas_core.policy.circumstances import Authorization, LicenseState, Presence, Rights
from saas_core.policy.decision import Fact, LicenseeKind, Manner, Verdict
from saas_core.policy.reasons import ReasonCode, Remedy, reason

Asking = Any

OVERDUE = reason(ReasonCode.PAYMENT_OVERDUE, invoice="7")
HOLD = reason(ReasonCode.LICENSE_ON_HOLD, why="breach of 0.2")
SHUT = LicenseState(frozenset(), (OVERDUE,), None)
NOBODY = Rights(Presence.UNKNOWN)
NO_ROLE = Rights(Presence.ACTIVE)
SUPPORT = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))

STANDINGS: dict[str, dict[str, Any]] = {
    "active": {},
    "in setup": {"activated": False, "missing": ("user setup",)},
    "overdue": {"license": SHUT},
}


def _told() -> list[Any]:
    rows = Path(__file__).with_name("judgement_table.txt").read_text(encoding="utf-8").splitlines()[1:]
    cases = []
    for row in rows:
        head, *answers = row.split("|")
        action, who = head.split()
        for standing, answer in zip(STANDINGS, answers, strict=True):
            cases.append(pytest.param(action, who, standing, answer.split(), id=f"{action}-{who}-{standing}"))
    return cases


def test_the_table_speaks_of_every_kind_of_action(ask: Asking) -> None:
    """No kind of action is left without a row."""
    named = {case.values[0] for case in _told()}
    kinds = {row.kind for name in named if (row := ask.actions.find(str(name))) is not None}
    assert kinds == set(required.KINDS)


@pytest.mark.parametrize(("action", "who", "standing", "answer"), _told())
def test_each_kind_of_action_is_judged_by_who_asks_and_by_standing(
    ask: Asking, action: str, who: str, standing: str, answer: list[str]
) -> None:
    """The table is the expected answer: the verdict, and every reason in order."""
    by, rights = ask.people[who]
    decision = ask(action, by, **{**STANDINGS[standing], **rights})
    assert [decision.verdict.value, *(each.code.value for each in decision.reasons)] == answer


def test_what_is_never_granted_outranks_everything(ask: Asking) -> None:
    """Nothing is told but the clause, whoever asks and however the license stands."""
    decision = ask("source.access", license=SHUT, licensee=LicenseeKind.AGENCY, rights=NOBODY)
    assert [each.code for each in decision.reasons] == [ReasonCode.NEVER_GRANTED]
    assert decision.clauses == ("0.3",)
    assert decision.overruled == ("1.4",)
    assert decision.reasons[0].remedy is Remedy.NONE
    assert decision.valid_until is None


@pytest.mark.parametrize("name", ["server.reboot", "SERVER.REBOOT", "rооt.shell", "source", "backend.*"])
def test_an_unregistered_name_in_a_reserved_area_is_never_granted(ask: Asking, name: str) -> None:
    """The area decides, however it is spelled."""
    decision = ask(name)
    assert [each.code for each in decision.reasons] == [ReasonCode.NEVER_GRANTED]


def test_all_reasons_stand_in_the_order_of_judgement(ask: Asking) -> None:
    """Eligibility, then holds, then payment, then setup, then exclusion, then the client's own roles."""
    decision = ask(
        "invoices.approve",
        about={"also": ("exclusion.call_systems",)},
        licensee=LicenseeKind.DEVELOPER,
        license=ask.shut(OVERDUE, HOLD),
        activated=False,
        rights=NO_ROLE,
    )
    assert [each.code for each in decision.reasons] == [
        ReasonCode.LICENSEE_NOT_ELIGIBLE,
        ReasonCode.LICENSE_ON_HOLD,
        ReasonCode.PAYMENT_OVERDUE,
        ReasonCode.SETUP_INCOMPLETE,
        ReasonCode.NOT_INCLUDED,
        ReasonCode.PERMISSION_MISSING,
    ]
    assert "core system activation" in decision.reasons[3].sentence


def test_the_capacity_in_which_somebody_asks_is_judged_too(ask: Asking) -> None:
    """An agency asking on behalf of a served client is refused; so is one that staff would add."""
    for action, by in (("topic.feature_usage", ask.people["holder"][0]), ("provider.tenants", SUPPORT)):
        decision = ask(action, by, about={"capacity": LicenseeKind.AGENCY})
        assert [each.code for each in decision.reasons] == [ReasonCode.LICENSEE_NOT_ELIGIBLE]
        assert decision.clauses == ("0.2",)
        assert "agency" in decision.reasons[0].sentence
        assert any(each.value == "agency" for each in decision.facts)


def test_a_capacity_that_is_served_changes_nothing(ask: Asking) -> None:
    """An end-user working for the operator is served."""
    assert ask("topic.feature_usage", about={"capacity": LicenseeKind.END_USER}).allowed


def test_an_exclusion_is_chargeable_when_the_client_asks_and_denied_as_support(ask: Asking) -> None:
    """Both name the exclusion, its clause, and offer an estimate."""
    asked = ask("exclusion.design_ui")
    tried = ask("exclusion.design_ui", about={"manner": Manner.AS_SUPPORT})
    assert (asked.verdict, tried.verdict) == (Verdict.CHARGEABLE, Verdict.DENIED)
    assert asked.clauses == tried.clauses == ("0.1", "1.3", "3.8", "5.1", "4.1")
    assert asked.reasons[0].remedy is Remedy.REQUEST_ESTIMATE


def test_an_exclusion_outranks_the_inclusion_it_is_dressed_as(ask: Asking) -> None:
    """The clauses for what the request claims to be are listed as overruled."""
    decision = ask("topic.standard_integration", about={"also": ("exclusion.design_ui",), "manner": Manner.AS_SUPPORT})
    assert decision.verdict is Verdict.DENIED
    assert decision.overruled == ("2.2",)


def test_silence_beside_an_exclusion_is_no_offer(ask: Asking) -> None:
    """Asked by the client a person decides; tried as support the exclusion denies."""
    about = {"also": ("exclusion.design_ui",)}
    assert ask("fly.moon", about=about).verdict is Verdict.NEEDS_PERSON
    assert ask("fly.moon", about={**about, "manner": Manner.AS_SUPPORT}).verdict is Verdict.DENIED
    assert ask("fly.moon", SUPPORT, about=about).verdict is Verdict.DENIED


def test_a_user_of_another_client_is_unknown_here(ask: Asking) -> None:
    """However it is known at home."""
    other = ClientUser(TenantId(UUID(int=99)), UserId(UUID(int=2)))
    for action in ("invoices.approve", "billing.pay", "exclusion.design_ui", "custom.perform", "fly.moon"):
        decision = ask(action, other)
        assert ReasonCode.USER_UNKNOWN in {each.code for each in decision.reasons}
        assert decision.verdict is Verdict.DENIED


@pytest.mark.parametrize(
    ("presence", "recorded", "sentence"),
    [
        (Presence.INVITED, "invited", "The user has not joined yet."),
        (Presence.DEACTIVATED, "deactivated", "The user was deactivated."),
    ],
)
def test_a_user_that_is_not_active_may_do_nothing(
    ask: Asking, presence: Presence, recorded: str, sentence: str
) -> None:
    """Roles of the inactive count for nothing; the fact is recorded as a value, and only the sentence has words."""
    decision = ask("invoices.approve", rights=Rights(presence, ask.through))
    assert [each.code for each in decision.reasons] == [ReasonCode.USER_DEACTIVATED]
    assert decision.reasons[0].sentence == sentence
    assert Fact("user", recorded) in decision.facts


def test_a_permission_held_in_another_department_only_is_out_of_scope(ask: Asking) -> None:
    """The department is named as the cause, not the role."""
    decision = ask(
        "invoices.approve",
        about={"department_id": DepartmentId(UUID(int=5))},
        rights=Rights(Presence.ACTIVE, (), elsewhere=True),
    )
    assert [each.code for each in decision.reasons] == [ReasonCode.DEPARTMENT_OUT_OF_SCOPE]
    assert decision.clauses == ("0.1", "1.3", "1.4.c")
    assert decision.overruled == ("1.4", "1.4.b")


def test_an_answer_about_a_department_rests_on_its_clause_too(ask: Asking) -> None:
    """Permissions are managed across departments."""
    about = {"department_id": DepartmentId(UUID(int=5))}
    assert ask("invoices.approve", about=about).clauses == ("0.1", "1.3", "1.4", "1.4.b", "1.4.c")
    assert ask("billing.pay", about=about).clauses == ("0.1", "1.4.c")


def test_what_is_contained_needs_its_own_permission(ask: Asking) -> None:
    """The right on one part of a request opens no other part."""
    about = {"also": ("integrations.manage",)}
    assert [each.code for each in ask("invoices.approve", about=about).reasons] == [ReasonCode.PERMISSION_MISSING]
    held = {"integrations.manage": Rights(Presence.ACTIVE, ask.through)}
    assert ask("invoices.approve", about=about, also_rights=held).allowed
    assert ask("integrations.manage", about={"also": ("integration.email",)}).allowed


def test_unproven_rights_never_pass_for_an_unknown_user(ask: Asking) -> None:
    """Rights that contradict each other open nothing."""
    held = {"integrations.manage": NOBODY}
    decision = ask("invoices.approve", about={"also": ("integrations.manage",)}, also_rights=held)
    assert not decision.allowed


@pytest.mark.parametrize(
    ("work", "code"),
    [
        (None, ReasonCode.NOT_APPROVED),
        (Authorization(3600, 3600), ReasonCode.OVER_CAP),
        (Authorization(0, 0), ReasonCode.OVER_CAP),
        (Authorization(3600, 3599), None),
    ],
)
def test_custom_work_goes_on_only_inside_approved_hours(
    ask: Asking, work: Authorization | None, code: ReasonCode | None
) -> None:
    """No approval, no work; nor any beyond it."""
    decision = ask("custom.perform", SUPPORT, work=work)
    assert [each.code for each in decision.reasons] == ([code] if code else [])
    assert decision.clauses == ("0.1", "1.3", "4.2")


def test_an_approval_is_never_given_by_staff(ask: Asking) -> None:
    """The clause of written approval says so."""
    decision = ask("engagements.approve", Staff(StaffId(UUID(int=3)), frozenset({"staff.admin"})))
    assert [each.code for each in decision.reasons] == [ReasonCode.STAFF_MAY_NOT]
    assert decision.clauses == ("0.1", "1.3", "4.2")


def test_staff_sets_up_users_before_the_license_is_paid_but_not_under_a_hold(ask: Asking) -> None:
    """Setup comes before payment; a hold of the provider's own still stops it."""
    setup = {"activated": False}
    assert ask("people.manage", SUPPORT, license=SHUT, **setup).clauses == ("2.1",)
    held = ask("people.manage", SUPPORT, license=ask.shut(OVERDUE, HOLD), **setup)
    assert [each.code for each in held.reasons] == [ReasonCode.LICENSE_ON_HOLD]
    ineligible = ask("people.manage", SUPPORT, licensee=LicenseeKind.AGENCY, **setup)
    assert [each.code for each in ineligible.reasons] == [ReasonCode.LICENSEE_NOT_ELIGIBLE]
    assert not ask("audit.read", SUPPORT, **setup).allowed


def test_an_integration_that_is_not_connected_cannot_be_used(ask: Asking) -> None:
    """Connecting it is what helps."""
    decision = ask("integration.payment_gateway.use")
    assert [each.code for each in decision.reasons] == [ReasonCode.INTEGRATION_NOT_CONNECTED]
    assert "payment_gateway" in decision.reasons[0].sentence


def test_a_license_opens_its_access_classes_one_by_one(ask: Asking) -> None:
    """A class that stays open is open, whatever shuts the others."""
    shut = LicenseState(LICENSED - {AccessClass.CUSTOM_WORK}, (OVERDUE,), None)
    assert ask("invoices.approve", license=shut).allowed
    assert not ask("engagements.request", license=shut).allowed


def test_a_license_shut_without_a_reason_counts_as_none(ask: Asking) -> None:
    """Nothing is allowed for want of a reason."""
    decision = ask("invoices.approve", license=LicenseState(frozenset(), (), None))
    assert [each.code for each in decision.reasons] == [ReasonCode.LICENSE_MISSING]


@pytest.mark.parametrize(
    ("action", "lapses"),
    [
        ("invoices.approve", True),
        ("exclusion.design_ui", True),
        ("fly.moon", True),
        ("billing.pay", False),
        ("license.read", False),
        ("provider.tenants", False),
        ("server.access", False),
    ],
)
def test_an_answer_ends_with_the_license_only_if_it_rests_on_it(ask: Asking, action: str, *, lapses: bool) -> None:
    """By time alone nothing else changes; and then the clauses of the license are among those that decided (9.1)."""
    decision = ask(action)
    assert ({"0.1", "1.3"} <= set(decision.clauses)) is lapses
    assert (decision.valid_until is not None) is lapses
    assert any(each.name == "period paid" for each in decision.facts) is lapses


def test_a_refusal_before_the_license_is_asked_does_not_cite_it(ask: Asking) -> None:
    """Who is not served is not served under any license; a license that is closed as well is cited with it (9.2)."""
    agency = {"licensee": LicenseeKind.AGENCY}
    assert ask("topic.feature_usage", **agency).clauses == ("0.2",)
    assert ask("topic.feature_usage", license=SHUT, **agency).clauses == ("0.1", "1.3", "0.2")
    assert ask("root.access", license=SHUT).clauses == ("1.2",)


def test_the_facts_tell_what_the_answer_rests_on(ask: Asking) -> None:
    """Terms, kind of licensee, setup, connections, roles, approved time, staff's permissions."""
    mine = {each.name: each.value for each in ask("invoices.approve", work=Authorization(60, 30)).facts}
    assert mine["terms"] == ask.terms.version
    assert mine["licensee"] == "business_operator"
    assert mine["instance"] == "activated"
    assert mine["integrations connected"] == "email"
    assert mine["allowed through"] == str(ask.through[0])
    assert mine["work approved"] == "60 s, of which 30 s are used"
    theirs = {each.name: each.value for each in ask("invoices.approve", SUPPORT, activated=False).facts}
    assert theirs["staff holds"] == "staff.support"
    assert theirs["instance"] == "in setup"


def test_the_remedy_of_a_provider_right_is_no_administrator(ask: Asking) -> None:
    """No administrator of the client could give it."""
    for action in ("provider.payments", "custom.perform"):
        mine = [each for each in ask(action).reasons if each.code is ReasonCode.PERMISSION_MISSING]
        assert [each.remedy for each in mine] == [Remedy.NONE]


@pytest.mark.parametrize(
    ("action", "permission", "clauses"),
    [
        ("provider.estimates", "staff.support", ("4.1", "4.2")),
        ("provider.work", "staff.support", ("4.2",)),
        ("provider.billing", "staff.billing", ("4.1",)),
    ],
)
def test_what_staff_does_about_paid_work_rests_on_its_clauses(
    ask: Asking, action: str, permission: str, clauses: tuple[str, ...]
) -> None:
    """And not on those of the ticketing system; staff without the permission, and clients, are refused."""
    held, other = (Staff(StaffId(UUID(int=7)), frozenset({each})) for each in (permission, "staff.licensing"))
    assert (ask(action, held).allowed, ask(action, held).clauses) == (True, clauses)
    assert [each.code for each in ask(action, other).reasons] == [ReasonCode.STAFF_MAY_NOT]
    assert not ask(action).allowed


DETERMINED: dict[str, tuple[str, dict[str, Any]]] = {
    "0.1": ("billing.pay", {}),
    "0.2": ("invoices.approve", {"licensee": LicenseeKind.AGENCY}),
    "0.3": ("source.access", {}),
    "1.1": ("topic.platform_defect", {}),
    "1.2": ("root.access", {}),
    "1.3": ("invoices.approve", {"license": LicenseState(frozenset(), (HOLD,), None)}),
    "1.4": ("audit.read", {}),
    "1.4.a": ("people.manage", {}),
    "1.4.b": ("roles.manage", {}),
    "1.4.c": ("invoices.approve", {"rights": Rights(Presence.ACTIVE, (), elsewhere=True)}),
    "1.5": ("people.manage", {}),
    "2.1": ("topic.basic_setup", {}),
    "2.2": ("integration.email", {}),
    "2.3.a": ("support.open", {}),
    "2.3.b": ("topic.feature_usage", {}),
    "2.4": ("custom.done_for_you", {}),
    "3.1": ("integration.bulk_sms", {}),
    "3.2": ("integration.telephone_system", {}),
    "3.3": ("exclusion.plugin_installation", {}),
    "3.4": ("exclusion.plugin_configuration", {}),
    "3.5": ("exclusion.custom_features", {}),
    "3.6": ("integration.accounting_suite", {}),
    "3.7": ("exclusion.workflow_changes", {}),
    "3.8": ("exclusion.design_ui", {}),
    "4.1": ("custom.development", {}),
    "4.2": ("engagements.approve", {}),
    "5.1": ("exclusion.custom_features", {}),
    "5.2": ("enhancement.ownership", {}),
    "5.3": ("enhancement.export", {}),
    "9.3": ("fly.moon", {}),
}


def test_every_clause_that_can_decide_is_told_here() -> None:
    """All 29, and the house rule of silence."""
    assert set(DETERMINED) == {number for number in required.CLAUSES if not number.startswith("9.")} | {"9.3"}


@pytest.mark.parametrize("clause", DETERMINED)
def test_every_clause_decides_some_question(ask: Asking, clause: str) -> None:
    """No clause of the terms is a dead letter."""
    action, changed = DETERMINED[clause]
    assert clause in ask(action, **changed).clauses


def test_a_reason_is_listed_once(ask: Asking) -> None:
    """However often the parts of a request meet it."""
    decision = ask("invoices.approve", about={"also": ("audit.read", "topic.feature_usage")}, license=SHUT)
    assert [each for each in decision.reasons if each.code is ReasonCode.PAYMENT_OVERDUE] == [OVERDUE]


def test_a_row_that_cites_the_rate_itself_does_not_cite_it_twice(ask: Asking) -> None:
    """Clauses are named once."""
    assert ask("custom.development").reasons[0].clauses == ("4.1",)


def test_an_approval_over_the_limit_names_the_limit_and_the_clause_of_approval(ask: Asking) -> None:
    """Of an estimate that is 4.2 beside 1.4.b; of the platform's own approvals 1.4.b alone."""
    limited = Rights(Presence.ACTIVE, limit_minor=123_450)
    estimate, invoice = ask("engagements.approve", rights=limited), ask("invoices.approve", rights=limited)
    assert (estimate.clauses, estimate.overruled) == (("0.1", "1.3", "1.4.b", "4.2"), ())
    assert (invoice.clauses, invoice.overruled) == (("0.1", "1.3", "1.4.b"), ("1.4",))
    for each in (estimate, invoice):
        assert each.verdict is Verdict.DENIED
        assert "1234.50 USD" in each.reasons[0].sentence
        assert each.reasons[0].remedy is Remedy.ASK_ADMINISTRATOR


def test_a_limit_that_reaches_the_amount_is_told_among_the_facts(ask: Asking) -> None:
    """Without an amount too, so that whoever asks sees up to what the right goes."""
    through = ask.through
    facts = ask("engagements.approve", rights=Rights(Presence.ACTIVE, through, limit_minor=500)).facts
    assert ("approval limit", "5.00 USD") in {(each.name, each.value) for each in facts}
    assert "approval limit" not in {each.name for each in ask("engagements.approve").facts}


def test_a_right_in_other_departments_only_is_said_before_any_limit(ask: Asking) -> None:
    """The limit is that of the department asked about, and there is none."""
    decision = ask("engagements.approve", rights=Rights(Presence.ACTIVE, elsewhere=True))
    assert [each.code for each in decision.reasons] == [ReasonCode.DEPARTMENT_OUT_OF_SCOPE]
