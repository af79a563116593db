"""Scopes: what stands in a clause, a reading and the whole, and what of it changed, word by word."""

from __future__ import annotations

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.book import Book
from saas_core.policy.document import read_terms
from saas_core.policy.scopes import (
    Piece,
    PieceKind,
    Scope,
    ScopeKind,
    ScopeUnknown,
    changes,
    content_of,
    scopes_of,
)
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.terms import Terms
from saas_core.policy.words import WordChange, words_between


def _digests(terms: Terms, book: Book) -> dict[str, str]:
    return {str(each): content_of(each, terms, book).digest for each in scopes_of(shipped_terms(), shipped_book())}


def _changed(terms: Terms | None = None, book: Book | None = None) -> set[str]:
    """Return the scopes in which something else stands."""
    before = _digests(shipped_terms(), shipped_book())
    after = _digests(terms or shipped_terms(), book or shipped_book())
    return {scope for scope, digest in after.items() if digest != before[scope]}


def _read(old: bytes, new: bytes) -> Terms:
    document = shipped_document()
    assert document.count(old) == 1
    return read_terms(document.replace(old, new))


def test_one_word_of_a_clause_changes_the_clause_and_the_readings_that_read_it() -> None:
    terms = _read(b"no access to source code", b"no access to any source code")
    readings = {f"reading:{each.key}" for each in shipped_book().readings_of("0.3")}
    assert readings
    assert _changed(terms) == {"clause:0.3", "whole", *readings}


def test_one_setting_changes_the_clauses_that_its_reading_touches_and_nothing_else() -> None:
    terms = _read(b"trial_is_valid = true ", b"trial_is_valid = false")
    assert _changed(terms) == {"clause:0.1", "reading:trial-is-valid", "whole"}


def test_a_figure_in_a_text_changes_with_its_setting() -> None:
    """The hourly rate stands in no reading of its own: the clause names it, and readings of that clause rest on it."""
    terms = _read(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
    readings = {f"reading:{each.key}" for each in shipped_book().readings_of("4.1")}
    assert _changed(terms) == {"clause:4.1", "whole", *readings}


def test_one_scenario_changes_its_clause_and_the_readings_it_is_named_by() -> None:
    book = shipped_book()
    rules = [
        evolve(
            rule,
            scenarios=tuple(
                evolve(each, steps=(*each.steps, "And one thing more")) if each.number == "0.2-05" else each
                for each in rule.scenarios
            ),
        )
        for rule in book.rules
    ]
    named = {f"reading:{each.key}" for each in book.readings if "0.2-05" in each.scenarios}
    assert named == {"reading:is-an-operator-in-the-web-design-trade-an-agency"}
    assert _changed(book=evolve(book, rules=tuple(rules))) == {"clause:0.2", "whole", *named}


def test_a_scenario_that_moves_to_another_file_changes_nothing() -> None:
    """The order of what stands there does not count, nor does its place."""
    book = shipped_book()
    moved = tuple(
        evolve(rule, file=f"edge/{rule.file}", scenarios=tuple(reversed(rule.scenarios)))
        for rule in reversed(book.rules)
    )
    assert _changed(book=evolve(book, rules=moved)) == set()


def test_one_reading_changes_itself_and_the_clauses_it_touches() -> None:
    book = shipped_book()
    readings = [evolve(each, answer="Yes.") if each.key == "eligible" else each for each in book.readings]
    assert _changed(book=evolve(book, readings=tuple(readings))) == {"clause:0.2", "reading:eligible", "whole"}


def test_the_name_of_the_version_alone_changes_nothing() -> None:
    """What stands there is signed, not what it is called."""
    assert _changed(_read(b'version = "2026-02"', b'version = "2027-01"')) == set()


@pytest.mark.parametrize(
    ("text", "kind", "name", "anchor"),
    [
        ("0.1", ScopeKind.CLAUSE, "0.1", "clause-0.1"),
        ("10.12", ScopeKind.CLAUSE, "10.12", "clause-10.12"),
        ("clause:1.4.b", ScopeKind.CLAUSE, "1.4.b", "clause-1.4.b"),
        ("reading:grace-days", ScopeKind.READING, "grace-days", "reading-grace-days"),
        ("whole", ScopeKind.WHOLE, "", ""),
    ],
)
def test_a_scope_is_read_and_has_its_place(text: str, kind: ScopeKind, name: str, anchor: str) -> None:
    scope = Scope.parse(text)
    assert (scope.kind, scope.name, scope.anchor) == (kind, name, anchor)
    assert Scope.parse(str(scope)) == scope


@pytest.mark.parametrize(
    "text", ["", "clause", "clause:", "clause:grace", "clause:100.1", "page:1", "reading:Grace", "whole:1"]
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="nothing that can be signed"):
        Scope.parse(text)


@pytest.mark.parametrize("scope", [Scope.clause("9.9"), Scope.reading("nothing")])
def test_what_does_not_exist_cannot_be_signed(scope: Scope) -> None:
    with pytest.raises(ScopeUnknown):
        content_of(scope, shipped_terms(), shipped_book())


def test_of_two_pieces_with_one_name_the_changed_one_is_told() -> None:
    """Two Rules of a clause may have the same title, such as one of odd cases."""
    kept, before, after = (Piece(PieceKind.RULE, "Hosting", text) for text in ("It runs.", "We host.", "We run."))
    (found,) = changes((before, kept), (after, kept))
    assert [(each.change, each.text.strip()) for each in found.words] == [
        (WordChange.SAME, "We"),
        (WordChange.REMOVED, "host."),
        (WordChange.ADDED, "run."),
    ]


@pytest.mark.parametrize("sentence", ["a ", "a b. ", "The rate of work is paid by the hour. "])
def test_texts_that_cost_too_much_by_word_are_compared_in_larger_parts(sentence: str) -> None:
    """By sentence, or whole; both texts can still be put together."""
    before, after = f"x {sentence * 600}x", f"y {sentence * 500}Wholly new. {sentence * 100}y"
    found = words_between(before, after)
    assert "".join(each.text for each in found if each.change is not WordChange.ADDED) == before
    assert "".join(each.text for each in found if each.change is not WordChange.REMOVED) == after


def test_long_texts_are_compared_by_sentence() -> None:
    before = [f"Sentence {each} says that the rate is the rate of the year {each}. " for each in range(200)]
    after = [*before[:50], "Another. ", *before[51:150], "Yet another. ", *before[151:]]
    changed = [each for each in words_between("".join(before), "".join(after)) if each.change is not WordChange.SAME]
    assert [each.text for each in changed] == [before[50], "Another. ", before[150], "Yet another. "]


def test_changes_are_told_word_by_word() -> None:
    before = (Piece(PieceKind.VALUE, "grace_days", "grace_days = 0"), Piece(PieceKind.READING, "gone", "Away"))
    after = (Piece(PieceKind.VALUE, "grace_days", "grace_days = 7"), Piece(PieceKind.RULE, "new", "Here"))
    found = changes(before, after)
    assert [(each.kind, each.name) for each in found] == [
        (PieceKind.VALUE, "grace_days"),
        (PieceKind.RULE, "new"),
        (PieceKind.READING, "gone"),
    ]
    assert [(each.change, each.text) for each in found[0].words] == [
        (WordChange.SAME, "grace_days = "),
        (WordChange.REMOVED, "0"),
        (WordChange.ADDED, "7"),
    ]
    assert "".join(each.text for each in words_between("a b c", "a c d") if each.change is not WordChange.REMOVED) == (
        "a c d"
    )
    assert changes(after, after) == ()
