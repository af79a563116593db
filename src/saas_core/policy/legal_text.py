"""The operator's own legal text, sentence by sentence, and the mapping that ties each sentence to clauses.

A tie holds for the very words of a sentence, by their digest: an edited sentence has none until somebody confirms it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final

from attrs import evolve, frozen

from saas_core.policy.contradictions import Said, contradictions
from saas_core.policy.errors import LegalMappingInvalid
from saas_core.policy.tables import Table, read_document
from saas_core.policy.terms import Clause, Terms

SHOWN: Final = 16
"""How many characters of a digest name a sentence."""
LONGEST_MAPPING: Final = 5_000
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.+)")
_ITEM = re.compile(r"(?:[-*+]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+(?P<text>.*)")
_RULE = re.compile(r"(?:-{3,}|\*{3,}|_{3,}|={3,})")
# A sentence ends at its mark before a capital, a figure, a quote or a bracket; not after the usual abbreviations.
_END = re.compile(
    r"(?<![A-Z]\.[A-Z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bArt\.)(?<!\bSec\.)(?<!\bInc\.)(?<!\bLtd\.)"
    r"(?<=[.!?;])[\"\u201d\u2019)]*\s+(?=[A-Z0-9\"\u201c(\u00c0-\u00de])"
)


@frozen
class Sentence:
    """A sentence of a legal text: its place among all sentences, from 1, its line, its heading, and its words."""

    number: int
    line: int
    heading: str
    text: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of its words; spaces and line breaks do not count."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Return the start of its digest, by which a mapping names it."""
        return self.digest[:SHOWN]


@frozen
class Tie:
    """A tie of a sentence to clauses; without clauses, `because` says why it needs none."""

    name: str
    text: str
    clauses: tuple[str, ...]
    because: str = ""
    line: int = 0


class FindingKind(Enum):
    """The kinds of what a check of a legal text finds."""

    SENTENCE_WITHOUT_CLAUSE = "sentence_without_clause"
    CLAUSE_WITHOUT_SENTENCE = "clause_without_sentence"
    TIE_LOST = "tie_lost"
    CLAUSE_UNKNOWN = "clause_unknown"
    CONTRADICTION = "contradiction"


@frozen
class LegalFinding:
    """Something to mend: its kind, its line in the text or in the mapping, what is wrong, and what would help."""

    kind: FindingKind
    line: int
    about: str
    sentence: str
    remedy: str


@frozen
class LegalText:
    """A legal text beside a mapping."""

    sentences: tuple[Sentence, ...]
    ties: tuple[Tie, ...]

    def of_clause(self, clause: str) -> tuple[Sentence, ...]:
        """Return the sentences tied to a clause, in their order."""
        names = {each.name for each in self.ties if clause in each.clauses}
        return tuple(each for each in self.sentences if each.name in names)

    def clauses_of(self, sentence: Sentence) -> tuple[str, ...]:
        """Return the clauses to which a sentence is tied."""
        return next((each.clauses for each in self.ties if each.name == sentence.name), ())


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in Markdown or plain text; headings are no sentences, an item of a list is."""
    found: list[Sentence] = []
    for line, heading, words in _blocks(text):
        place = line
        for part in _END.split(" ".join(words.split())):
            if re.search(r"\w", part):
                found.append(Sentence(len(found) + 1, place, heading, part.strip()))
    return tuple(found)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield paragraphs and items with their first line and their heading; a fenced or quoted block is read as text."""
    heading, begun, words = "", 0, list[str]()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().removeprefix("> ").strip()
        title, item = _HEADING.fullmatch(line), _ITEM.fullmatch(line)
        if (not line or title or item or _RULE.fullmatch(line)) and words:
            yield begun, heading, " ".join(words)
            words = []
        if title is not None:
            heading = title["text"].rstrip("#").rstrip() or title["text"]
        elif line and not _RULE.fullmatch(line):
            begun = begun if words else number
            words.append(line if item is None else item["text"])
    if words:
        yield begun, heading, " ".join(words)


def read_mapping(document: bytes) -> tuple[Tie, ...]:
    """Read a mapping of `[[sentence]]` tables with name, text, clauses or because; raises LegalMappingInvalid."""
    _source, top = read_document(document, LegalMappingInvalid)
    top.only((), ("sentence",))
    ties: dict[str, Tie] = {}
    for row in top.rows("sentence") if top.content else ():
        tie = _tie(row)
        if tie.name in ties:
            message = f"the sentence {tie.name} already has a tie."
            raise row.wrong(message, "name", "Keep one of the two.")
        ties[tie.name] = tie
    return tuple(ties.values())


def _tie(row: Table) -> Tie:
    row.only(("name", "text"), ("clauses", "because"))
    name = row.string("name")
    if not re.fullmatch(rf"[0-9a-f]{{{SHOWN}}}", name):
        message = f"{name[:40]!r} names no sentence."
        raise row.wrong(message, "name", f"Write the first {SHOWN} characters of its digest.")
    because = row.string("because") if "because" in row.content else ""
    # A sentence that waits for somebody to tie it has an empty list.
    clauses = row.strings("clauses") if row.content.get("clauses") else ()
    return Tie(name, row.string("text"), clauses, because, row.line)


def mapping_text(sentences: Iterable[Sentence], ties: Iterable[Tie]) -> str:
    """Return the text of a mapping: every sentence in the order of the text, then ties whose sentence is gone."""
    known = {each.name: each for each in ties}
    parts = ["# Which clauses each sentence of the legal text stands for. Written by `saas terms tie`.\n"]
    names: set[str] = set()
    for each in sentences:
        if each.name not in names:
            names.add(each.name)
            parts.append(_row(known.get(each.name, Tie(each.name, each.text, ()))))
    gone = [each for each in known.values() if each.name not in names]
    if gone:
        parts.append("# These sentences are not in the text any more, or were edited: their ties are lost.\n")
        parts += map(_row, gone)
    return "\n".join(parts)


def _row(tie: Tie) -> str:
    lines = ["[[sentence]]", f'name = "{tie.name}"', f"text = {_quoted(tie.text)}"]
    lines.append(f"clauses = [{', '.join(_quoted(each) for each in tie.clauses)}]")
    if tie.because:
        lines.append(f"because = {_quoted(tie.because)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each >= " " else f"\\u{ord(each):04x}" for each in escaped) + '"'


def tied(ties: Iterable[Tie], sentence: Sentence, clauses: tuple[str, ...], because: str = "") -> tuple[Tie, ...]:
    """Return ties with that of a sentence, new or changed."""
    own = Tie(sentence.name, sentence.text, clauses, because)
    ties = tuple(ties)
    if all(each.name != own.name for each in ties):
        return (*ties, own)
    return tuple(evolve(own, line=each.line) if each.name == own.name else each for each in ties)


def check_legal_text(legal: LegalText, terms: Terms) -> tuple[LegalFinding, ...]:
    """Return what does not fit between a legal text, its mapping and a version of the terms, in the order of lines."""
    return (*_sentences(legal, terms), *_lost(legal), *_unknown(legal, terms), *_clauses(legal, terms))


def _sentences(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    ties = {each.name: each for each in legal.ties}
    said = Said(rate=terms.hourly_rate, time_zone=terms.time_zone, eligible=terms.eligible, settings=terms.settings)
    for each in legal.sentences:
        tie = ties.get(each.name)
        if tie is None or not (tie.clauses or tie.because):
            yield LegalFinding(
                FindingKind.SENTENCE_WITHOUT_CLAUSE,
                each.line,
                each.name,
                f"no clause stands for {_start(each.text)}.",
                "Tie it to its clauses, or say because of what it needs none.",
            )
        # Figures and kinds are read as in a clause's own text: for those of a clause, as that clause.
        numbers = () if tie is None else tie.clauses
        read = {
            (found.says, found.settings_say)
            for number in numbers or ("",)
            for found in contradictions(Clause(number, "", each.text), said)
        }
        for says, settings_say in sorted(read):
            yield LegalFinding(
                FindingKind.CONTRADICTION,
                each.line,
                each.name,
                f"{_start(each.text)} says {says}, but {settings_say}.",
                "Correct the text, or publish terms that say the same.",
            )


def _lost(legal: LegalText) -> Iterator[LegalFinding]:
    there = {each.name for each in legal.sentences}
    for tie in legal.ties:
        if tie.name not in there and (tie.clauses or tie.because):
            yield LegalFinding(
                FindingKind.TIE_LOST,
                tie.line,
                tie.name,
                f"{_start(tie.text)} was edited or removed; it stood for {', '.join(tie.clauses) or tie.because}.",
                "Confirm the edited sentence by tying it anew, and remove this one.",
            )


def _unknown(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    for tie in legal.ties:
        for number in tie.clauses:
            if terms.clause(number) is None:
                yield LegalFinding(
                    FindingKind.CLAUSE_UNKNOWN,
                    tie.line,
                    number,
                    f"{_start(tie.text)} is tied to {number[:20]}, which is no clause of the terms {terms.version}.",
                    "Name a clause of these terms.",
                )


def _clauses(legal: LegalText, terms: Terms) -> Iterator[LegalFinding]:
    for clause in terms.clauses:
        # House rules are the project's own; no legal text has them.
        if not clause.number.startswith("9.") and not legal.of_clause(clause.number):
            yield LegalFinding(
                FindingKind.CLAUSE_WITHOUT_SENTENCE,
                0,
                clause.number,
                f"no sentence stands for clause {clause.number}: {_start(clause.text)}.",
                "Tie a sentence to it, or add one to the legal text.",
            )


def _start(text: str) -> str:
    words = text.rstrip(".") if len(text) <= 60 else f"{text[:57].rstrip()}..."  # noqa: PLR2004 - a line's worth
    return f'"{words}"'
