"""Scenarios under two documents: which come out differently; results that do not hold are refused by what differs."""

from __future__ import annotations

import json

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.document import read_terms
from saas_core.policy.outcomes import Outcome
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.telling import digest
from saas_policy_page.digests import CODE, STEPS, terms_digest
from saas_policy_page.scenario_runs import (
    STEP,
    Case,
    ScenarioRun,
    ScenarioRuns,
    ScenariosView,
    compared,
    read_scenario_runs,
)

DIGESTS = {CODE: "c" * 64, STEPS: "5" * 64}
BEFORE = shipped_terms()
AFTER = read_terms(
    shipped_document()
    .replace(b'version = "2026-02"', b'version = "2027-01"')
    .replace(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
)
BOOK = {each.number: each for each in shipped_book().scenarios()}
OFFER = Outcome("CHARGEABLE", ("0.1", "1.3", "4.1"), (), ("PAID_WORK",), "65.00 USD per hour")
CLOSED = Outcome("DENIED", ("0.1", "1.3"), (), ("PAYMENT_OVERDUE",))
RATE, TRIAL, OVERDUE = "4.1-01", "0.1-20", "0.1-25"


def _case(number: str, *answers: Outcome, case: str = "", broke: str = "", found: str = "") -> Case:
    told = BOOK[number]
    return Case(
        number=number,
        case=case,
        sentence=told.sentence,
        text=digest(told),
        answers=answers,
        broke=broke,
        found=found,
    )


def _runs(before: tuple[Case, ...], after: tuple[Case, ...]) -> ScenarioRuns:
    runs = tuple(
        ScenarioRun(version=terms.version, terms=terms_digest(terms.document), cases=cases)
        for terms, cases in ((BEFORE, before), (AFTER, after))
    )
    return ScenarioRuns(digests=DIGESTS, runs=runs)


def _compared(runs: ScenarioRuns) -> ScenariosView:
    """Compare what was written and read again."""
    return compared(read_scenario_runs(runs.text()), BEFORE, AFTER, shipped_book().scenarios(), DIGESTS)


def test_a_price_and_a_verdict_show_with_what_they_were_and_are_even_where_every_step_holds() -> None:
    dearer, open_ = evolve(OFFER, price="70.00 USD per hour"), evolve(CLOSED, verdict="ALLOWED", reasons=())
    before = (_case(RATE, OFFER, CLOSED), _case(TRIAL, CLOSED), _case(OVERDUE, CLOSED, case="a"))
    broken = _case(
        TRIAL, open_, broke="Then the answer is DENIED by clauses 0.1 and 1.3", found="ALLOWED by 0.1, 1.3 ()"
    )
    view = _compared(_runs(before, (_case(RATE, dearer), broken, _case(OVERDUE, CLOSED, case="a"))))
    price, verdict = view.changed
    assert (price.number, price.clause, price.aspects, price.broke) == (RATE, "4.1", ("price",), "")
    assert [(each.before.price, each.after.price) for each in price.answers] == [
        ("65.00 USD per hour", "70.00 USD per hour")
    ]
    assert (verdict.number, verdict.sentence) == (TRIAL, "A trial is a valid license")
    assert (verdict.aspects, verdict.broke_after) == (("verdict", "reasons"), True)
    assert (view.before, view.after, view.unchanged) == ("2026-02", "2027-01", (OVERDUE,))
    assert len(view.not_told) == len(BOOK) - 3


def test_a_step_that_holds_under_one_document_alone_shows_where_no_answer_differs() -> None:
    step = {"broke": "And the invoice is over 130.00 USD", "found": "140.00 USD"}
    held, broken = (_case(RATE, OFFER),), (_case(RATE, OFFER, **step),)
    for before, after, under_after in ((held, broken, True), (broken, held, False)):
        (flip,) = _compared(_runs(before, after)).changed
        assert (flip.aspects, flip.answers, flip.broke, flip.found) == ((STEP,), (), *step.values())
        assert flip.broke_after is under_after
    assert _compared(_runs(broken, broken)).changed == ()


def test_a_scenario_of_which_a_case_ran_under_one_document_alone_is_not_told() -> None:
    both, one = _case(OVERDUE, CLOSED, case="a"), _case(OVERDUE, CLOSED, case="b")
    view = _compared(_runs((both, one), (both,)))
    assert (view.unchanged, OVERDUE in view.not_told) == ((), True)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"digests": {**DIGESTS, CODE: "d" * 64}}, "other code"),
        ({"digests": {**DIGESTS, STEPS: "d" * 64}}, "other steps"),
        ({"digests": {}}, "other code and steps"),
    ],
    ids=["code", "steps", "none"],
)
def test_what_ran_on_something_else_is_refused(changed: dict[str, dict[str, str]], says: str) -> None:
    runs = evolve(_runs((_case(RATE, OFFER),), (_case(RATE, OFFER),)), **changed)
    with pytest.raises(InvalidValue, match=says) as refused:
        _compared(runs)
    assert (refused.value.field, "nox -s terms" in (refused.value.remedy or "")) == ("scenarios", True)


def test_what_did_not_run_under_a_document_or_with_another_text_is_refused() -> None:
    runs = _runs((_case(RATE, OFFER),), (_case(RATE, OFFER),))
    (before, _after), scenarios = runs.runs, tuple(BOOK.values())
    with pytest.raises(InvalidValue, match="no run under 2027-01"):
        _compared(evolve(runs, runs=(before,)))
    edited = read_terms(AFTER.document.replace("grace_days = 0 ", "grace_days = 7 ").encode())
    with pytest.raises(InvalidValue, match="no run under 2027-01"):
        compared(runs, BEFORE, edited, scenarios, DIGESTS)
    later = read_terms(AFTER.document.replace("effective_from = 2026", "effective_from = 2099").encode())
    assert compared(runs, BEFORE, later, scenarios, DIGESTS).unchanged == (RATE,)
    other = evolve(_case(RATE, OFFER), text="0" * 64)
    said = evolve(_case(RATE, OFFER), sentence="No scenario comes out differently.")
    for each in (other, said):
        with pytest.raises(InvalidValue, match=f"another text of {RATE}"):
            _compared(_runs((each,), (each,)))


def test_a_case_of_an_outline_has_its_values_in_its_sentence() -> None:
    told = _case("1.5-20", CLOSED)
    assert "<when>" in told.sentence
    cases = (evolve(told, sentence=told.sentence.replace("<when>", "after a day")),)
    assert _compared(_runs(cases, cases)).unchanged == ("1.5-20",)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "saas-scenarios/2"}', '{"format": "saas-scenarios/1"}'])
def test_what_is_no_file_of_runs_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="no results of scenarios"):
        read_scenario_runs(text)
    with pytest.raises(InvalidValue, match="no results of scenarios"):
        read_scenario_runs("[" * 100_000)


_ANSWER = {"verdict": "DENIED", "clauses": [], "overruled": [], "reasons": [], "price": ""}


@pytest.mark.parametrize(
    "changed",
    [
        *({name: value} for name in ("number", "case", "sentence", "broke", "found") for value in (5, ["a"], None)),
        *({"answers": value} for value in (None, 5, [5], ["x"], [[]])),
        *({"answers": [{**_ANSWER, name: 5}]} for name in _ANSWER),
        *({"answers": [{**_ANSWER, "clauses": value}]} for value in ([["x"]], [5], "4.1")),
        {"answers": [{**_ANSWER, "verdict": "PERHAPS"}]},
        {"sentence": "a\ud800"},
        {"added": "x"},
    ],
    ids=str,
)
def test_a_case_of_another_form_is_refused(changed: dict[str, object]) -> None:
    content = json.loads(_runs((_case(RATE, OFFER),), (_case(RATE, OFFER),)).text())
    content["runs"][0]["cases"][0] |= changed
    with pytest.raises(InvalidValue, match="no results of scenarios") as refused:
        read_scenario_runs(json.dumps(content))
    assert (refused.value.field, "nox -s terms" in (refused.value.remedy or "")) == ("scenarios", True)
