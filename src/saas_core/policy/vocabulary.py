"""The vocabulary by which requests are recognized: words, and the signs by which they point to an outcome of scope.

It lies beside the terms and outside their hash: a new word needs nobody's consent. Rows and clauses are the terms'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from importlib.resources import files

from attrs import frozen

from saas_core.kernel import text
from saas_core.policy import required
from saas_core.policy.actions import ActionKind
from saas_core.policy.errors import VocabularyInvalid
from saas_core.policy.names import PERMISSION
from saas_core.policy.phrases import Phrase, phrase
from saas_core.policy.row_values import checked, matching, member
from saas_core.policy.tables import Table, read_document

MOST_GROUPS = 300
MOST_PHRASES = 600
MOST_OUTCOMES = 100
MOST_SIGNS = 60
MOST_EXAMPLES = 40
HEAVIEST = 9
NEGATION = "negation"
"""The group whose words, shortly before others, take these back."""
SEVERAL = "several"
"""The group whose words say that a request has several parts."""
JOINT = "joint"
"""The group whose words begin another part of a sentence."""
_GROUP = re.compile(r"[a-z][a-z0-9_]{0,39}")
_AS_GROUP = "Write it in small letters, as in ask_where."


class Recognized(Enum):
    """The kinds of outcome that a vocabulary can point to."""

    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    PAID_WORK = "paid_work"
    NEVER_GRANTED = "never_granted"
    ABOUT_LICENSE = "about_license"
    CLIENTS_OWN = "clients_own"
    NEEDS_DECISION = "needs_decision"


KINDS: Mapping[Recognized, frozenset[ActionKind]] = {
    Recognized.IN_SCOPE: frozenset({ActionKind.TOPIC}),
    Recognized.OUT_OF_SCOPE: frozenset({ActionKind.EXCLUSION}),
    Recognized.PAID_WORK: frozenset({ActionKind.PAID_WORK}),
    Recognized.NEVER_GRANTED: frozenset({ActionKind.NEVER_GRANTED}),
    Recognized.ABOUT_LICENSE: frozenset({ActionKind.OPEN}),
    Recognized.CLIENTS_OWN: frozenset({ActionKind.OPERATION}),
    Recognized.NEEDS_DECISION: frozenset(),
}
"""The kinds of row of the terms that each kind of outcome names; an outcome that needs a decision names none."""
_REQUIRED_ROWS = frozenset(name for kind in (ActionKind.TOPIC, ActionKind.EXCLUSION) for name in required.ACTIONS[kind])


@frozen
class Sign:
    """A sign of an outcome: groups of words that stand in one sentence, and its weight.

    `anywhere` are groups that stand somewhere in the request; `without` are groups that do not stand in the sentence,
    `nowhere` those that do not stand in the request.
    """

    weight: int
    words: tuple[str, ...]
    anywhere: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()


@frozen
class Outcome:
    """An outcome of scope that a request can be recognized as: the row of the terms it names, its signs and examples.

    `where` says to the client where it is done, for what belongs to the client alone. `absorbs` are outcomes that are
    the same request when both are seen, unless it says that it has several parts.
    """

    name: str
    recognized: Recognized
    row: str | None
    signs: tuple[Sign, ...]
    examples: tuple[str, ...]
    where: str = ""
    absorbs: frozenset[str] = frozenset()
    line: int = 0


@frozen
class Vocabulary:
    """Groups of words by name, and the outcomes in order; of two equally clear ones the earlier takes precedence.

    `asks` are the groups whose words ask for something.
    """

    words: Mapping[str, tuple[Phrase, ...]]
    asks: frozenset[str]
    outcomes: tuple[Outcome, ...]


def read_vocabulary(document: bytes) -> Vocabulary:
    """Read a vocabulary from the bytes of a TOML document.

    Raises VocabularyInvalid naming line and key: for anything but UTF-8 TOML of at most 1,000,000 bytes, for an
    unknown, missing or repeated key, group, phrase or outcome, for a sign of unknown words, and for a topic or an
    exclusion of the policy without an outcome.
    """
    _text, top = read_document(document, VocabularyInvalid)
    top.only(("asks", "words", "outcome"))
    words = _words(top.table("words"))
    asks = _groups(top, "asks", words)
    outcomes: dict[str, Outcome] = {}
    for row in top.rows("outcome"):
        _require_few(row, "name", len(outcomes) + 1, MOST_OUTCOMES, "outcomes")
        outcome = _outcome(row, words)
        if outcome.name in outcomes:
            message = f"{outcome.name!r} already exists."
            raise row.wrong(message, "name", "Keep one of the two.")
        outcomes[outcome.name] = outcome
    for row in top.rows("outcome"):
        for each in sorted(outcomes[row.string("name")].absorbs - outcomes.keys()):
            message = f"there is no outcome {each[:60]!r}."
            raise row.wrong(message, "absorbs", "Name outcomes of this document.")
    missing = sorted(_REQUIRED_ROWS - {each.row for each in outcomes.values()})
    if missing:
        message = f"no outcome names {missing[0]!r}."
        raise top.wrong(message, "outcome", "Add one: every topic and exclusion of the policy can be recognized.")
    _require_used(top.table("words"), words, asks, outcomes.values())
    return Vocabulary(words, frozenset(asks), tuple(outcomes.values()))


@cache
def shipped_vocabulary() -> Vocabulary:
    """Return the shipped vocabulary; read once."""
    return read_vocabulary(files("saas_core.policy").joinpath("vocabulary.toml").read_bytes())


def _words(table: Table) -> dict[str, tuple[Phrase, ...]]:
    words: dict[str, tuple[Phrase, ...]] = {}
    for name in table.content:
        if not _GROUP.fullmatch(name):
            message = "is not a name for a group of words."
            raise table.wrong(message, name if name.isprintable() else "", _AS_GROUP)
        written = table.strings(name)
        _require_few(table, name, len(written), MOST_PHRASES, "phrases")
        phrases: dict[Phrase, None] = {}
        for each in written:
            read = _phrase(table, name, each)
            if read in phrases:
                message = f"{each[:60]!r} is there twice, in two spellings."
                raise table.wrong(message, name, "Keep one of the two.")
            phrases[read] = None
        words[name] = tuple(phrases)
    _require_few(table, "", len(words), MOST_GROUPS, "groups")
    for name in (NEGATION, SEVERAL, JOINT):
        if name not in words:
            message = "is missing."
            raise table.wrong(message, name, "Add the group.")
    return words


def _phrase(table: Table, name: str, written: str) -> Phrase:
    try:
        return phrase(written)
    except ValueError as fault:
        message = f"{written[:60]!r} {fault}"
        raise table.wrong(message, name, "Write words, as in connect*, text message, # users, take .. out.") from fault


def _outcome(row: Table, words: Mapping[str, object]) -> Outcome:
    row.only(("name", "kind", "signs", "examples"), ("row", "where", "absorbs"))
    name = matching(row, "name", _GROUP, _AS_GROUP)
    recognized = member(row, "kind", Recognized, row.string("kind"))
    named = matching(row, "row", PERMISSION, "Write it as in topic.feature_usage.") if "row" in row.content else None
    if (named is not None) != bool(KINDS[recognized]):
        message = (
            f"an outcome of kind {recognized.value} {'names a row of the terms' if named is None else 'names no row'}."
        )
        raise row.wrong(message, "row", "Correct the row or the kind.")
    if ("where" in row.content) != (recognized is Recognized.CLIENTS_OWN):
        message = "says where a client does it, which belongs to clients_own alone."
        raise row.wrong(message, "where", "Add it there, and nowhere else.")
    _require_kind(row, named, recognized)
    signs = tuple(_sign(each, words) for each in row.rows("signs"))
    examples = row.strings("examples")
    _require_few(row, "signs", len(signs), MOST_SIGNS, "signs")
    _require_few(row, "examples", len(examples), MOST_EXAMPLES, "examples")
    if not signs:
        message = "has no sign."
        raise row.wrong(message, "signs", "Give at least one.")
    return Outcome(
        name=name,
        recognized=recognized,
        row=named,
        signs=signs,
        examples=examples,
        where=checked(row, "where", text.name) if "where" in row.content else "",
        absorbs=frozenset(row.strings("absorbs")) if "absorbs" in row.content else frozenset(),
        line=row.lines.get(f"{row.path}.examples", 0),
    )


def _require_kind(row: Table, named: str | None, recognized: Recognized) -> None:
    """Require that a row that every document of terms has is of the kind that the outcome names."""
    for kind, names in required.ACTIONS.items():
        if named in names and kind not in KINDS[recognized]:
            message = f"{named!r} is of kind {kind.value} in the terms."
            raise row.wrong(message, "row", f"An outcome of kind {recognized.value} names another.")


def _sign(row: Table, words: Mapping[str, object]) -> Sign:
    row.only(("weight", "words"), ("anywhere", "without", "nowhere"))
    return Sign(
        weight=row.whole("weight", 1, HEAVIEST),
        words=_groups(row, "words", words),
        anywhere=_groups(row, "anywhere", words),
        without=_groups(row, "without", words),
        nowhere=_groups(row, "nowhere", words),
    )


def _groups(table: Table, key: str, words: Mapping[str, object]) -> tuple[str, ...]:
    named = table.strings(key) if key in table.content else ()
    for each in named:
        if each not in words:
            message = f"there is no group {each[:60]!r}."
            raise table.wrong(message, key, "Name groups of [words].")
    return named


def _require_used(table: Table, words: Iterable[str], asks: Iterable[str], outcomes: Iterable[Outcome]) -> None:
    used = {NEGATION, SEVERAL, JOINT, *asks}
    for outcome in outcomes:
        for each in outcome.signs:
            used.update(each.words, each.anywhere, each.without, each.nowhere)
    unused = next((each for each in words if each not in used), None)
    if unused is not None:
        message = "is named by no sign."
        raise table.wrong(message, unused, "Name it in a sign, or remove it.")


def _require_few(table: Table, key: str, count: int, most: int, what: str) -> None:
    if count > most:
        message = f"has {count} {what}; {most} are allowed."
        raise table.wrong(message, key, "Remove some.")
