"""Findings: what does not fit between a legal text, the mapping that ties it to clauses, and a version of the terms."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from attrs import frozen

from saas_core.policy.contradictions import OF_KINDS, Contradiction, Said, contradictions_in, unnamed_kinds
from saas_core.policy.legal_blocks import as_read
from saas_core.policy.legal_text import LegalText, Tie
from saas_core.policy.terms import Terms


class FindingKind(Enum):
    """The kinds of what a check of a legal text finds."""

    SENTENCE_WITHOUT_CLAUSE = "sentence_without_clause"
    CLAUSE_WITHOUT_SENTENCE = "clause_without_sentence"
    TIE_LOST = "tie_lost"
    CLAUSE_UNKNOWN = "clause_unknown"
    CONTRADICTION = "contradiction"

    @property
    def in_mapping(self) -> bool:
        """Return whether it is to be mended in the mapping, and its line is one of the mapping."""
        return self in {FindingKind.TIE_LOST, FindingKind.CLAUSE_UNKNOWN}


@frozen
class LegalFinding:
    """Something to mend: its kind, its line in the text or in the mapping, what is wrong, and what would help."""

    kind: FindingKind
    line: int
    about: str
    sentence: str
    remedy: str


def check_legal_text(legal: LegalText, terms: Terms) -> tuple[LegalFinding, ...]:
    """Return what does not fit between a legal text, its mapping and a version of the terms, in the order of lines."""
    return (
        *_sentences(legal, terms),
        *_kinds(legal, terms),
        *_lost(legal),
        *_unknown(legal, terms),
        *_clauses(legal, terms),
    )


def _sentences(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    ties = {each.name: each for each in legal.ties}
    said = _said(terms)
    for each in legal.sentences:
        tie = ties.get(each.name, Tie(each.name, each.text, ()))
        if not (tie.clauses or tie.because):
            yield LegalFinding(
                FindingKind.SENTENCE_WITHOUT_CLAUSE,
                each.line,
                each.name,
                f"{_start(each.text)} is tied to no clause.",
                f"Name its clauses with `saas terms tie --sentence {each.name} --clause`, or with --because the reason "
                "why it needs none.",
            )
        otherwise = _otherwise(tie)
        # Figures and kinds are read as in a clause's own text: for those of a clause, as that clause.
        read = {
            (found.says, found.settings_say, found.words)
            for number in tie.clauses or ("",)
            for found in contradictions_in(number, as_read(each.text), said)
            if found.words.casefold() not in otherwise
        }
        for says, settings_say, words in sorted(read):
            yield LegalFinding(
                FindingKind.CONTRADICTION,
                each.line,
                each.name,
                f"{_start(each.text)} says {says}, but in the terms {terms.version} {settings_say}.",
                f"Correct the text, or publish terms that say the same. If {words!r} is about something else here, say "
                f"what with `saas terms tie --sentence {each.name} --figure {words!r} --because`.",
            )


def _kinds(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    """Yield who is served and is named by none of the sentences tied to clause 0.2, which say it together."""
    ties = {each.name: each for each in legal.ties}
    own = legal.of_clause(OF_KINDS)
    texts = ((as_read(each.text), _otherwise(ties[each.name])) for each in own)
    found: Contradiction
    for found in unnamed_kinds(texts, _said(terms)):
        yield LegalFinding(
            FindingKind.CONTRADICTION,
            own[0].line,
            OF_KINDS,
            f"The sentences tied to clause {OF_KINDS} say {found.says}, but in the terms {terms.version} "
            f"{found.settings_say}.",
            "Name everybody who is served, tie the sentence that does so, or publish terms that say the same.",
        )


def _said(terms: Terms) -> Said:
    return Said(rate=terms.hourly_rate, time_zone=terms.time_zone, eligible=terms.eligible, settings=terms.settings)


def _otherwise(tie: Tie) -> frozenset[str]:
    return frozenset(as_read(each.words).casefold() for each in tie.otherwise)


def _lost(legal: LegalText) -> Iterator[LegalFinding]:
    for tie in legal.lost:
        was = f"its tie to clause {', '.join(tie.clauses)}" if tie.clauses else "what was said of it"
        yield LegalFinding(
            FindingKind.TIE_LOST,
            tie.line,
            tie.name,
            f"{_start(tie.text)} was edited or removed, so {was} is lost.",
            f"If the edited sentence stands for the same, confirm it with `saas terms tie --sentence … --replaces "
            f"{tie.name}`; otherwise remove this entry from the mapping.",
        )


def _unknown(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    there = {each.name for each in legal.sentences}
    for tie in legal.ties:
        for number in tie.clauses:
            if tie.name in there and terms.clause(number) is None:
                yield LegalFinding(
                    FindingKind.CLAUSE_UNKNOWN,
                    tie.line,
                    number,
                    f"{_start(tie.text)} is tied to {number[:20]}, which is no clause of the terms {terms.version}.",
                    "Tie it to a clause of these terms instead.",
                )


def _clauses(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    for clause in terms.clauses:
        # House rules are the project's own; no legal text has them.
        if not clause.number.startswith("9.") and not legal.of_clause(clause.number):
            yield LegalFinding(
                FindingKind.CLAUSE_WITHOUT_SENTENCE,
                0,
                clause.number,
                f"No sentence is tied to clause {clause.number}: {_start(clause.text)}.",
                "Tie one to it, or add one to the legal text.",
            )


def _start(text: str) -> str:
    words = text.rstrip(".") if len(text) <= 60 else f"{text[:57].rstrip()}..."  # noqa: PLR2004 - a line's worth
    return f"“{words}”"
