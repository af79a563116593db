"""The page says what is known, derived from what is there; HTML and PDF are the same content by one hash."""

from __future__ import annotations

import io
import itertools
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from attrs import evolve
from pypdf import PdfReader

from saas_app.policy_counts import open_questions
from saas_core.kernel.gathered import Parts, parts_of
from saas_core.policy.book_reading import read_book
from saas_core.policy.legal_text import LegalText, Tie, sentences_of
from saas_core.policy.reasons import CATALOGUE
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Clause
from saas_core.signing.queries import PolicyQuestionView
from saas_core.signing.values import Role
from saas_documents.rendering import TypstDocuments
from saas_policy_page import Known, Way, as_html, assembled, content_hash, content_of, style
from saas_policy_page.links import Citation, Link
from saas_policy_page.messages import DRIVERS, Outcome, Result
from saas_policy_page.page import Change, Counted, Page, Precedent, Sheet, Signed, Words

TERMS, BOOK = shipped_terms(), shipped_book()
PARTS: Parts[Any] = parts_of()
LINKS = {"style": "policy.css", "pdf": "policy.pdf", "sign": "", "ask": ""}
SCOPES = ("clause:0.1", "reading:grace-days")
BREAKING = '<script>alert("1")</script>'


def _results(outcome: Outcome = Outcome.PASSED) -> dict[str, tuple[Result, ...]]:
    return {each.number: tuple(Result(driver, outcome) for driver in DRIVERS) for each in BOOK.scenarios()}


KNOWN = Known(
    results=_results(),
    ran="Last results.",
    cited=(Citation("4.2", "saas_core/x.py", 3, Link.DECIDES, "Judge.decide"),),
    findings=(),
    ways={code: Way("A sentence.", "saas x") for code in CATALOGUE},
    desks=frozenset(action for part in PARTS.each for action in part.actions),
)


def _page(**more: object) -> Page:
    return assembled(TERMS, BOOK, evolve(KNOWN, **more))


SHEETS = _page().sheets()


def _sheet(number: str, **more: object) -> Sheet:
    return next(each for each in _page(**more).sheets() if each.number == number)


class _Read(HTMLParser):
    """What a page loads, the places in it, the links to them, and its headings."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.inside: set[str] = set()
        self.levels: list[int] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        assert not any(name == "style" or name.startswith("on") for name in told)
        if tag in {"link", "img", "iframe", "source"}:
            self.loaded.append(str(told.get("href") or told.get("src")))
        if "id" in told:
            self.ids.append(str(told["id"]))
        if tag == "a" and str(told.get("href")).startswith("#"):
            self.inside.add(str(told["href"])[1:])
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))


def _html(page: Page) -> str:
    content = content_of(page)
    return as_html(content, content_hash(content), "2026-03-01", LINKS)


def test_the_page_is_static_and_every_link_in_it_leads_somewhere() -> None:
    """No scripts, no styles inline, nothing loaded but its own style, which loads nothing; each anchor stands once."""
    read = _Read(_html(_page()))
    assert not read.tags & {"script", "style", "form", "object", "embed"}
    assert read.loaded == ["policy.css"]
    assert not re.search(r"@import|url\(", style())
    assert len(read.ids) == len(set(read.ids))
    assert read.inside <= set(read.ids)
    anchors = {f"clause-{each.number}" for each in TERMS.clauses}
    anchors |= {f"scenario-{each.number}" for each in BOOK.scenarios()}
    anchors |= {f"reading-{each.key}" for each in BOOK.readings}
    assert anchors <= set(read.ids)
    assert sum(each.startswith("rule-") and not each.endswith("-title") for each in read.ids) == len(BOOK.rules)


def test_headings_never_skip_a_level() -> None:
    """One first heading, and none deeper by more than one than that before it."""
    levels = _Read(_html(_page())).levels
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_html_and_pdf_name_the_same_hash_and_the_pdf_is_tagged_with_the_content_inside() -> None:
    """One content, whatever shows it; the bytes are the same twice."""
    few = {"1.2", "9.1"}
    book = evolve(BOOK, rules=tuple(each for each in BOOK.rules if each.clause in few))
    page = assembled(evolve(TERMS, clauses=tuple(each for each in TERMS.clauses if each.number in few)), book, KNOWN)
    content, at = content_of(page), datetime(2026, 3, 1, tzinfo=UTC)
    pdf = TypstDocuments().render("policy", content, at)
    assert pdf == TypstDocuments().render("policy", content, at)
    read = PdfReader(io.BytesIO(pdf))
    text = "".join(each.extract_text() for each in read.pages).replace("\n", "")
    assert content_hash(content) in text
    assert content_hash(content) in _html(page)
    assert read.root_object["/MarkInfo"]["/Marked"]
    assert list(read.attachments) == ["policy.json"]
    assert content_hash(json.loads(read.attachments["policy.json"][0])) == content_hash(content)
    assert "1.2-06 Paying for customization does not grant backend access" in text


def test_the_hash_changes_with_what_is_shown_and_not_with_the_time() -> None:
    """One result, one count, one signature; the instant at which it was made is no part of it."""
    first = content_hash(content_of(_page()))
    assert first == content_hash(content_of(_page()))
    assert first != content_hash(content_of(_page(results=_results(Outcome.SKIPPED))))
    assert first != content_hash(content_of(_page(idle_clauses=frozenset({"3.8"}))))


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_example_is_green_only_if_it_passed_over_every_driver(outcome: Outcome) -> None:
    """The worst of the four counts."""
    told = {**_results(), "1.2-05": (*_results()["1.2-05"][:3], Result("http", outcome, trace="how"))}
    (story,) = _sheet("1.2", results=told).stories
    assert next(each.outcome for each in story.abuse if each.number == "1.2-05") == outcome.value
    assert '<details class="trace"><summary>How it failed over http' in _html(_page(results=told))


def test_what_is_not_built_is_derived_and_said_on_the_clause() -> None:
    """An action that no desk asks about, and a remedy that is nowhere carried out."""
    ways = {code: Way("A sentence.", "") for code in CATALOGUE}
    assert {each.number: each.not_built for each in _page().sheets() if each.not_built} == {}
    found = _sheet("2.2", desks=KNOWN.desks - {"integrations.manage"}, ways=ways).not_built
    assert [each.partition(":")[0] for each in found] == [
        "managing integrations (integrations.manage)",
        "FINISH_SETUP, the remedy of INTEGRATION_NOT_CONNECTED",
    ]
    assert _sheet("1.2", ways=ways).not_built == ()


def test_odd_cases_in_a_folder_of_their_own_come_after_the_others_of_their_clause() -> None:
    """At any depth, whatever their numbers; the title of a clause is that of what is usual."""
    feature = "Feature: x\n  Rule: 1.2 {title}\n    Scenario: {number} {title}\n      Given a thing\n"
    files = {
        "1_hosting/edge/deep/a.feature": feature.format(title="Odd", number="1.2-01"),
        "1_hosting/b.feature": feature.format(title="Usual", number="1.2-09"),
        "edge/0.feature": feature.format(title="Odder", number="1.2-02"),
    }
    book = read_book(files, "", [each.number for each in TERMS.clauses])
    (sheet,) = (each for each in assembled(TERMS, book, KNOWN).sheets() if each.number == "1.2")
    assert (sheet.title, [each.title for each in sheet.stories]) == ("Usual", ["Usual", "Odd", "Odder"])
    assert [each.title for each in book.rules] == ["Usual", "Odd", "Odder"]


def test_dead_text_is_a_finding() -> None:
    """A clause that decided nothing, a reason never given, a reading never used."""
    page = _page(idle_clauses=frozenset({"3.8"}), idle_reasons=("OVER_CAP",), idle_readings=frozenset({"grace-days"}))
    assert len(page.dead) == 3
    assert next(each for each in page.sheets() if each.number == "3.8").dead
    readings = _sheet("0.1", idle_readings=frozenset({"grace-days"})).readings
    assert [each.question for each in readings if each.use] == ["Is an overdue license in good standing?"]
    (time_zone,) = (each for each in _sheet("1.3", unmeasured_readings={"time-zone"}).readings if each.use)
    assert (time_zone.anchor, time_zone.use) == ("reading-time-zone", "use not measurable")


def test_a_sheet_has_text_readings_with_values_verdicts_counts_precedents_and_places() -> None:
    """Each from its own source; figures of the text are those of the settings."""
    counted = Counted(period="now", decided=3, allowed=1, refused=2, chargeable=0, needs_person=0, overruled=0)
    precedent = Precedent(at="2026-03-01", action="x", reason="Because")
    sheet = _sheet("4.2", counts={"4.2": (counted,)}, precedents={"4.2": (precedent,)})
    assert sheet.counts == (counted,)
    assert sheet.precedents == (precedent,)
    assert [each.place for each in sheet.decides] == ["saas_core/x.py:3"]
    assert {"ALLOWED", "DENIED"} <= set(sheet.verdicts)
    assert "65 US dollars" in _sheet("4.1").text
    assert "This is paid custom work at 65.00 USD per hour" in _sheet("4.1").grounds[0].sentence
    assert not any("{" in each.sentence for sheet in _page().sheets() for each in sheet.grounds)
    assert [each.held for each in _sheet("1.3").readings if "renewal_tolerance_minutes" in each.held] == [
        "renewal_tolerance_minutes = 1440"
    ]


def test_the_operators_own_sentences_stand_beside_the_clause() -> None:
    """Those tied to it, and no others."""
    sentences = sentences_of("You get no root access.\n\nThe sky is blue.\n")
    legal = LegalText(sentences, (Tie(sentences[0].name, sentences[0].text, ("1.2",)),))
    assert _sheet("1.2", legal=legal).legal == ("You get no root access.",)
    assert _sheet("1.3", legal=legal).legal == ()
    assert _page(legal=legal).legal == "The legal text stands beside ours; 1 of its 2 sentences are tied to clauses."
    assert (_sheet("1.2").legal, "No legal text was named" in _page().legal) == (None, True)


def test_a_signature_of_a_clause_or_of_a_reading_that_touches_it_stands_on_its_sheet() -> None:
    """One of the whole, or of what is gone, stands at the top; what others typed stays text."""
    one = Signed(
        scope="whole", name=BREAKING, role="legal", at="", verdict="agreed", comment="", state="suspect", changes=()
    )
    signed = tuple(evolve(one, scope=each) for each in (*SCOPES, "whole", "clause:9.1", "clause:8.8", "reading:gone"))
    assert [each.scope for each in _sheet("0.1", signatures=signed).signatures or ()] == list(SCOPES)
    page = _page(signatures=signed)
    assert [each.scope for each in page.whole or ()] == ["whole", "clause:8.8", "reading:gone"]
    assert BREAKING not in _html(page)


def test_every_open_question_stands_on_a_sheet_or_at_the_top() -> None:
    """One of a reading on each sheet that it touches; one of the whole, or of what is gone, at the top."""
    views = [_question(each) for each in (*SCOPES, "whole", "clause:8.8", "reading:gone")]
    page = _page(signatures=(), questions=open_questions(views))
    told = {each.number: [question.about for question in each.questions or ()] for each in page.sheets()}
    assert {number: about for number, about in told.items() if about} == {"0.1": list(SCOPES), "1.3": [SCOPES[1]]}
    assert [each.about for each in page.questions or ()] == ["whole", "reading:gone", "clause:8.8"]
    assert "whole <span" in _html(page).replace("Whole", "whole")


def _question(scope: str) -> PolicyQuestionView:
    return PolicyQuestionView(
        scope=scope,
        anchor="",
        role=Role.PRODUCT,
        about=scope,
        why="",
        opened_at=None,
        age_days=0,
        owner=None,
        owner_name="",
    )


def test_the_example_beside_the_texts_is_the_first_that_goes_well_with_its_first_case() -> None:
    """With what is given before it, and no place left open."""
    example = _sheet("1.2").example
    assert example is not None
    assert (example.number, example.outcome) == ("1.2-01", "passed")
    assert all(each.example and "<" not in "".join((each.example.sentence, *each.example.steps)) for each in SHEETS)


def test_what_changed_since_a_signature_is_marked_as_removed_and_added() -> None:
    """So that it can be read aloud, and printed, without colors; what anybody typed stays text."""
    runs = (Words("same", "within"), Words("removed", "three days"), Words("added", BREAKING))
    one = Signed(
        scope="whole",
        name="Ida",
        role="legal",
        at="",
        verdict="agreed",
        comment="",
        state="suspect",
        changes=(Change("clause 1.3", runs),),
    )
    told = _html(_page(signatures=(one,)))
    assert "clause 1.3: within <del>three days</del> <ins>" in told
    assert BREAKING not in told


def test_clauses_of_an_operators_own_stand_in_their_sections_by_number() -> None:
    """10.1 is in section 10, and 2.10 comes after 2.9, wherever the document has them."""
    own = tuple(Clause(number, f"own.c-{place}", "A text.") for place, number in enumerate(("10.1", "2.10", "2.9")))
    page = assembled(evolve(TERMS, clauses=(*own, *TERMS.clauses)), BOOK, KNOWN)
    assert [each.number for each in page.sections] == ["0", "1", "2", "3", "4", "5", "9", "10"]
    numbers = [each.number for each in page.sheets()]
    assert (numbers[-1], numbers.index("2.10") - numbers.index("2.9")) == ("10.1", 1)
    dead = assembled(TERMS, BOOK, evolve(KNOWN, idle_clauses=frozenset({"10.1", "2.10", "2.9"}))).dead
    assert [each.split()[1] for each in dead] == ["2.9", "2.10", "10.1"]
