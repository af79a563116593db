"""The operator's own legal text, sentence by sentence, and the mapping that ties each sentence to clauses.

A tie holds for the very words of a sentence, by their digest: an edited sentence has none until somebody confirms it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from saas_core.policy.errors import LegalMappingInvalid, LegalTextInvalid
from saas_core.policy.legal_blocks import Block, as_read, blocks_of
from saas_core.policy.tables import Table, read_document
from saas_core.policy.terms import CLAUSE_NUMBER
from saas_core.policy.visible import first_unseen, line_of

SHOWN: Final = 16
"""How many characters of a digest name a sentence."""
_MARK: Final = b"\xef\xbb\xbf"
# A sentence ends at its mark before a capital, a figure, a quote or a bracket; not after the usual abbreviations.
_END = re.compile(
    r"(?<![A-Z]\.[A-Z]\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bNo\.)(?<!\bArt\.)(?<!\bSec\.)(?<!\bInc\.)(?<!\bLtd\.)"
    r"(?<!\bCo\.)(?<!\bCorp\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bcf\.)(?<!\bvs\.)(?<!\bpara\.)"
    r"(?<=[.!?;])(?P<closed>[\"\u201d\u2019)]*)\s+(?=[A-Z0-9\"\u201c(\u00c0-\u00de])"
)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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
        return _digest(self.text)

    @property
    def name(self) -> str:
        """Return the start of its digest, by which a mapping names it."""
        return self.digest[:SHOWN]


@frozen
class Otherwise:
    """Words of a sentence, such as a figure, that mean something else than the setting they were read for, and why."""

    words: str
    because: str


@frozen
class Tie:
    """A tie of a sentence to clauses; without clauses, `because` says why it needs none.

    `otherwise` are words in it that are not compared with the settings. All of it is lost when the sentence is edited.
    """

    name: str
    text: str
    clauses: tuple[str, ...]
    because: str = ""
    line: int = 0
    otherwise: tuple[Otherwise, ...] = ()

    @property
    def says_something(self) -> bool:
        """Return whether anybody said anything of the sentence."""
        return bool(self.clauses or self.because or self.otherwise)


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

    @property
    def lost(self) -> tuple[Tie, ...]:
        """Return the ties whose sentence was edited or removed."""
        there = {each.name for each in self.sentences}
        return tuple(each for each in self.ties if each.name not in there and each.says_something)


def read_legal_text(document: bytes, mapping: bytes | None = None) -> LegalText:
    """Return a legal text, as Markdown or plain text in UTF-8, beside its mapping, if there is one yet.

    A byte order mark does not count. Raises LegalTextInvalid naming the line, also for a character that is not visible
    or turns the direction of reading, and LegalMappingInvalid.
    """
    try:
        text = document.removeprefix(_MARK).decode()
    except UnicodeDecodeError as fault:
        byte = fault.object[fault.start]
        message = f"is not UTF-8: it has the byte 0x{byte:02X}."
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise LegalTextInvalid(message, field="legal", line=line, remedy="Save the text as UTF-8.") from fault
    place = first_unseen(text)
    if place is not None:
        message = f"holds the character U+{ord(text[place]):04X}, which is not visible."
        remedy = "Remove it: a text is checked as it is seen."
        raise LegalTextInvalid(message, field="legal", line=line_of(text, place), remedy=remedy)
    return LegalText(sentences_of(text), () if mapping is None else read_mapping(mapping))


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in Markdown or plain text.

    A heading is one if it ends as a sentence does, or says something that is compared with settings. An item of a list
    begins a sentence, and a row of a table is one, with the heads of its columns.
    """
    found: list[Sentence] = []
    for block in blocks_of(text):
        for begin, part in _parts(block):
            if re.search(r"\w", part):
                found.append(Sentence(len(found) + 1, block.line_at(begin), block.heading, part))
    return tuple(found)


def _parts(block: Block) -> Iterable[tuple[int, str]]:
    """Yield the sentences of a block, each with where it begins in it."""
    begin = 0
    for end in () if block.is_row else _END.finditer(block.text):
        yield begin, block.text[begin : end.end("closed")]
        begin = end.end()
    yield begin, block.text[begin:]


def read_mapping(document: bytes) -> tuple[Tie, ...]:
    """Read a mapping of `[[sentence]]` tables: name, text, clauses or because, and what is meant otherwise.

    Raises LegalMappingInvalid.
    """
    _source, top = read_document(document.removeprefix(_MARK), LegalMappingInvalid)
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
    row.only(("name", "text"), ("clauses", "because", "otherwise"))
    name, text = row.string("name"), row.string("text")
    if not re.fullmatch(rf"[0-9a-f]{{{SHOWN}}}", name):
        message = f"{name[:40]!r} names no sentence."
        raise row.wrong(message, "name", f"Write the first {SHOWN} characters of its digest.")
    if _digest(" ".join(text.split()))[:SHOWN] != name:
        message = f"has other words than the sentence that {name} names."
        remedy = "Put them back, or remove this entry and tie the sentence anew with `saas terms tie`."
        raise row.wrong(message, "text", remedy)
    because = row.string("because") if "because" in row.content else ""
    # A sentence that waits for somebody to tie it has an empty list.
    clauses = row.strings("clauses") if row.content.get("clauses") else ()
    for each in clauses:
        if not re.fullmatch(CLAUSE_NUMBER, each):
            message = f"{each[:20]!r} is not the number of a clause."
            raise row.wrong(message, "clauses", "Write it as in 2.1 or 1.4.a.")
    meant = tuple(_otherwise(each, text) for each in row.rows("otherwise")) if "otherwise" in row.content else ()
    return Tie(name, text, clauses, because, row.line, meant)


def _otherwise(row: Table, text: str) -> Otherwise:
    row.only(("words", "because"))
    words, because = row.string("words"), row.string("because")
    if not words.strip() or as_read(words).casefold() not in as_read(text).casefold():
        message = f"{words[:60]!r} does not stand in the sentence."
        raise row.wrong(message, "words", "Write the words as they stand there.")
    if not because.strip():
        message = "is empty."
        raise row.wrong(message, "because", "Say what the words mean.")
    return Otherwise(words, because)


def mapping_text(sentences: Iterable[Sentence], ties: Iterable[Tie]) -> str:
    """Return the text of a mapping: every sentence in the order of the text, then ties whose sentence is gone.

    Raises LegalMappingInvalid for one that could not be read again.
    """
    known = {each.name: each for each in ties}
    parts = ["# Which clauses each sentence of the legal text stands for. Written by `saas terms tie`.\n"]
    names: set[str] = set()
    for each in sentences:
        if each.name not in names:
            names.add(each.name)
            parts.append(_row(known.get(each.name, Tie(each.name, each.text, ()))))
    gone = [each for each in known.values() if each.name not in names and each.says_something]
    if gone:
        parts.append("# These sentences are not in the text any more, or were edited: their ties are lost.\n")
        parts += map(_row, gone)
    text = "\n".join(parts)
    read_mapping(text.encode())
    return text


def _row(tie: Tie) -> str:
    lines = ["[[sentence]]", f'name = "{tie.name}"', f"text = {_quoted(tie.text)}"]
    lines.append(f"clauses = [{', '.join(_quoted(each) for each in tie.clauses)}]")
    if tie.because:
        lines.append(f"because = {_quoted(tie.because)}")
    if tie.otherwise:
        rows = (f"{{ words = {_quoted(each.words)}, because = {_quoted(each.because)} }}" for each in tie.otherwise)
        lines.append(f"otherwise = [{', '.join(rows)}]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda found: f"\\u{ord(found[0]):04x}", escaped) + '"'


def tied(ties: Iterable[Tie], sentence: Sentence, clauses: Iterable[str], because: str = "") -> tuple[Tie, ...]:
    """Return ties with that of a sentence, new or changed; what is meant otherwise in it stays."""
    known = {each.name: each for each in ties}
    known[sentence.name] = evolve(_own(known, sentence), clauses=tuple(dict.fromkeys(clauses)), because=because)
    return tuple(known.values())


def meant(ties: Iterable[Tie], sentence: Sentence, words: str, because: str) -> tuple[Tie, ...]:
    """Return ties in which words of a sentence mean something else than the setting they were read for."""
    known = {each.name: each for each in ties}
    own = _own(known, sentence)
    others = (each for each in own.otherwise if each.words.casefold() != words.casefold())
    known[sentence.name] = evolve(own, otherwise=(*others, Otherwise(words, because)))
    return tuple(known.values())


def _own(known: Mapping[str, Tie], sentence: Sentence) -> Tie:
    return known.get(sentence.name, Tie(sentence.name, sentence.text, ()))
