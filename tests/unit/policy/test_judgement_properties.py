"""The judgement under arbitrary questions: total, monotone, blind to the order of rows, never granting what is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from drawing import often
from saas_core.kernel.actors import Actor, ClientUser, Staff, System
from saas_core.kernel.ids import AssignmentId, DepartmentId, GrantId, StaffId, TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.policy import required
from saas_core.policy.actions import ALWAYS_OPEN, AccessClass, ActionKind
from saas_core.policy.catalogue import Catalogue, catalogue
from saas_core.policy.circumstances import Authorization, Circumstances, LicenseState, OpenGrant, Presence, Rights
from saas_core.policy.decision import About, AboutKind, LicenseeKind, Manner, Question, Refused, Verdict
from saas_core.policy.judgement import judge
from saas_core.policy.reasons import RANK, ReasonCode, reason
from saas_core.policy.shipped import shipped_terms

Asking = Any

TERMS = shipped_terms()
ROWS = catalogue(TERMS.actions, TERMS.reserved)
BACKWARDS = catalogue(tuple(reversed(TERMS.actions)), tuple(reversed(TERMS.reserved)))
NAMES = sorted(ROWS.actions)
LICENSE_REASONS = (
    reason(ReasonCode.LICENSE_ON_HOLD, why="breach"),
    reason(ReasonCode.LICENSE_MISSING),
    reason(ReasonCode.TERMS_NOT_ACCEPTED),
    reason(ReasonCode.PAYMENT_OVERDUE, invoice="7"),
    reason(ReasonCode.LICENSE_EXPIRED, until="2026-01-01"),
)
LATER = TERMS.effective_from + timedelta(minutes=30)
TENANTS = st.sampled_from([TenantId(UUID(int=1)), TenantId(UUID(int=2))])
# Any text at all, lone surrogates included.
WILD = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
STAFF_PERMISSIONS = st.frozensets(st.sampled_from(sorted(required.STAFF_PERMISSIONS)))
ACTORS: st.SearchStrategy[Actor] = st.one_of(
    TENANTS.map(lambda tenant: ClientUser(tenant, UserId(UUID(int=3)))),
    st.builds(
        ClientUser,
        tenant_id=TENANTS,
        user_id=st.just(UserId(UUID(int=3))),
        scopes=st.frozensets(st.sampled_from(["people.manage", "people.*", "billing.*", "support.open"])),
    ),
    STAFF_PERMISSIONS.map(lambda held: Staff(StaffId(UUID(int=4)), held)),
    WILD.map(System),
)
RIGHTS = st.builds(
    Rights,
    presence=st.sampled_from(Presence),
    through=st.sampled_from([(), (AssignmentId(UUID(int=7)),)]),
    elsewhere=st.booleans(),
    limit_minor=st.none() | st.integers(0, 2**40),
)
ACTIONS = st.one_of(st.sampled_from(NAMES), WILD, WILD.map("server.".__add__))
QUESTIONS = st.builds(
    Question,
    tenant_id=TENANTS,
    by=ACTORS,
    action=ACTIONS,
    also=st.lists(ACTIONS, max_size=3).map(tuple),
    department_id=st.sampled_from([None, DepartmentId(UUID(int=5))]),
    manner=st.sampled_from(Manner),
    capacity=st.none() | st.sampled_from(LicenseeKind),
    about=st.none() | st.builds(About, st.sampled_from(AboutKind), st.just(UUID(int=9))),
    amount=st.none() | st.builds(Money, st.integers(), st.sampled_from(["USD", "EUR"])),
)
LICENSES = st.builds(
    LicenseState,
    open=st.frozensets(st.sampled_from(AccessClass)),
    reasons=st.lists(st.sampled_from(LICENSE_REASONS), max_size=3).map(tuple),
    valid_until=st.none() | st.just(TERMS.effective_from + timedelta(days=200)),
)
CIRCUMSTANCES = st.builds(
    Circumstances,
    at=st.just(TERMS.effective_from),
    known_at=st.just(TERMS.effective_from),
    terms=st.just(TERMS),
    catalogue=st.just(ROWS),
    licensee=st.sampled_from(LicenseeKind),
    license=LICENSES,
    rights=RIGHTS,
    activated=st.booleans(),
    missing=st.lists(WILD, max_size=2).map(tuple),
    connected=st.frozensets(st.sampled_from(["email", "payment_gateway"])),
    work=st.none() | st.builds(Authorization, st.integers(), st.integers(), st.none() | st.just(LATER)),
    also_rights=st.dictionaries(st.sampled_from(["support.open", "people.manage", "integrations.use"]), RIGHTS),
    grants=st.lists(
        st.builds(
            OpenGrant,
            id=st.just(GrantId(UUID(int=8))),
            staff_id=st.sampled_from([StaffId(UUID(int=4)), StaffId(UUID(int=6))]),
            changes=st.booleans(),
            until=st.just(TERMS.effective_from + timedelta(hours=1)),
        ),
        max_size=2,
    ).map(tuple),
)


@given(QUESTIONS, CIRCUMSTANCES)
@often(400)
def test_every_question_gets_a_well_formed_answer(question: Question, known: Circumstances) -> None:
    """Nothing raises; every answer cites known clauses; reasons come in order; a refusal has a sentence."""
    decision = judge(question, known)
    assert decision.clauses
    numbers = {clause.number for clause in TERMS.clauses}
    assert {*decision.clauses, *decision.overruled} <= numbers
    assert not set(decision.clauses) & set(decision.overruled)
    assert (decision.verdict is Verdict.ALLOWED) == (not decision.reasons) == decision.allowed
    ranks = [RANK[each.code] for each in decision.reasons]
    assert ranks == sorted(ranks)
    assert decision.terms_version == TERMS.version
    if decision.reasons:
        assert decision.reasons[0].sentence in str(Refused(decision))
    assert judge(question, known) == decision


@given(QUESTIONS, CIRCUMSTANCES, st.frozensets(st.sampled_from(AccessClass)))
@often(300)
def test_a_license_that_opens_less_never_allows_more(
    question: Question, known: Circumstances, kept: frozenset[AccessClass]
) -> None:
    """Fewer open classes turn an allowed answer into a refusal, never the other way."""
    less = evolve(known, license=evolve(known.license, open=known.license.open & kept))
    if judge(question, less).allowed:
        assert judge(question, known).allowed


@given(QUESTIONS, CIRCUMSTANCES)
@often(300)
def test_an_answer_cites_the_license_wherever_a_closed_one_would_refuse(
    question: Question, known: Circumstances
) -> None:
    """0.1 and 1.3 decide whatever a license opens, also when it is open; nothing else cites 1.3 (9.1)."""
    open_ = evolve(known, license=LicenseState(frozenset(AccessClass), (), None))
    shut = evolve(known, license=LicenseState(ALWAYS_OPEN, (reason(ReasonCode.LICENSE_EXPIRED, until="2026"),), None))
    answer, refused = judge(question, open_), judge(question, shut)
    before = {ReasonCode.NEVER_GRANTED, ReasonCode.LICENSEE_NOT_ELIGIBLE} & {each.code for each in answer.reasons}
    asked = ReasonCode.LICENSE_EXPIRED in {each.code for each in refused.reasons}
    assert ("1.3" in answer.clauses) is (asked and not before)
    assert "1.3" not in answer.clauses or "0.1" in answer.clauses


def test_a_wildcard_that_reaches_several_areas_names_the_clause_of_each() -> None:
    """Whichever area the document lists first."""
    forward, backward = ROWS.find("*"), BACKWARDS.find("*")

    assert forward == backward
    assert forward is not None
    assert forward.clauses == ("0.3", "1.2")


@given(QUESTIONS, CIRCUMSTANCES)
@often(300)
def test_the_order_of_the_rows_changes_no_answer(question: Question, known: Circumstances) -> None:
    """The document may list its actions and areas in any order."""
    assert judge(question, known) == judge(question, evolve(known, catalogue=BACKWARDS))


@given(QUESTIONS, CIRCUMSTANCES, st.permutations(NAMES[:4]))
@often(200)
def test_the_order_of_what_a_request_contains_changes_no_verdict(
    question: Question, known: Circumstances, also: list[str]
) -> None:
    """The same parts in another order get the same verdict and the same reasons."""
    one = judge(evolve(question, also=tuple(also)), known)
    other = judge(evolve(question, also=tuple(reversed(also))), known)
    assert (one.verdict, set(one.reasons), set(one.overruled)) == (
        other.verdict,
        set(other.reasons),
        set(other.overruled),
    )


NEVER = [name for name, row in ROWS.actions.items() if row.kind is ActionKind.NEVER_GRANTED]


@given(QUESTIONS, CIRCUMSTANCES, st.sampled_from([*NEVER, "server.x", "Root.shell", "backend", "sоurce.read"]))
@often(300)
def test_what_is_never_granted_is_never_granted_to_anybody(
    question: Question, known: Circumstances, action: str
) -> None:
    """Not to owners, payers, staff or the software; not as a part of something else either."""
    for asked in (evolve(question, action=action), evolve(question, also=(action,))):
        decision = judge(asked, known)
        assert decision.verdict is Verdict.DENIED
        assert decision.reasons[0].code is ReasonCode.NEVER_GRANTED


@given(QUESTIONS, CIRCUMSTANCES)
@often(300)
def test_nothing_that_needs_a_license_is_allowed_without_one(question: Question, known: Circumstances) -> None:
    """Only paying, reading, exporting, appealing and the provider's own work stay open; and setup by staff."""
    decision = judge(question, evolve(known, license=LicenseState(frozenset(), (), None), activated=True))
    if decision.allowed:
        for name in (question.action, *question.also):
            row = ROWS.actions[name]
            assert row.access in ALWAYS_OPEN or row.kind is ActionKind.PROVIDER


@given(QUESTIONS, CIRCUMSTANCES)
@often(200)
def test_more_in_a_request_never_allows_more(question: Question, known: Circumstances) -> None:
    """A request refused alone is refused with anything added."""
    alone = judge(evolve(question, also=()), known)
    if not alone.allowed:
        assert not judge(question, known).allowed


def test_an_endless_name_is_answered_at_once(ask: Asking) -> None:
    """A name of 100,000 characters is a name nobody knows, however many accents it wears."""
    for name in ("x" * 100_000, "s" + "\u0301\u0316" * 50_000, "\ud800" * 100_000, "*" * 100_000, ""):
        decision = ask(name)
        assert decision.verdict in {Verdict.NEEDS_PERSON, Verdict.DENIED}


def test_an_empty_catalogue_knows_no_action() -> None:
    """And no operation."""
    nothing = Catalogue({}, ())
    assert nothing.find("people.manage") is None
    assert nothing.operations == frozenset()


@given(QUESTIONS, CIRCUMSTANCES)
@often(200)
def test_a_grant_opens_only_what_is_about_users_and_roles(question: Question, known: Circumstances) -> None:
    """And to its own asker alone; every other answer is the same with and without it."""
    decision, without = judge(question, known), judge(question, evolve(known, grants=()))
    if decision.under is None:
        assert decision.allowed == without.allowed
    else:
        assert isinstance(question.by, Staff)
        assert known.activated
        assert not without.allowed
        assert {"people", "roles"} & {each.split(".")[0] for each in (question.action, *question.also)}


@given(question=QUESTIONS, known=CIRCUMSTANCES)
@often(200)
def test_a_program_is_allowed_nothing_that_its_person_is_not(question: Question, known: Circumstances) -> None:
    """Whatever is asked: scopes narrow, and take no reason away."""
    if isinstance(question.by, ClientUser):
        person = judge(evolve(question, by=evolve(question.by, scopes=None)), known)
        narrowed = judge(question, known)
        assert person.allowed or not narrowed.allowed
        assert set(person.reasons) <= set(narrowed.reasons)


@given(question=QUESTIONS, known=CIRCUMSTANCES)
@often(200)
def test_an_answer_about_hours_that_run_ends_when_they_are_used_up(question: Question, known: Circumstances) -> None:
    """And no other answer does: time alone changes nothing else about an engagement."""
    works = any(
        (row := ROWS.find(each)) is not None and row.kind is ActionKind.CUSTOM_WORK
        for each in (question.action, *question.also)
    )
    decision = judge(question, known)
    if works and known.work is not None and known.work.until is not None:
        assert decision.valid_until is not None
        assert decision.valid_until <= LATER
    else:
        assert decision.valid_until != LATER
