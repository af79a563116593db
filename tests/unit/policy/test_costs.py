"""What callers write costs in proportion to its length: names, patterns, questions and documents."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from counted import growth, steps_of
from saas_core.access.model import Assignment, Role
from saas_core.access.policies import Grantor, Holding, Tree, Vocabulary, effect
from saas_core.access.policies.effects import RightsHeld
from saas_core.access.values import UserState
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import AssignmentId, RoleId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.book_reading import read_feature
from saas_core.policy.catalogue import Permission
from saas_core.policy.contradictions import Said, contradictions
from saas_core.policy.document import read_terms
from saas_core.policy.errors import TermsInvalid
from saas_core.policy.legal_text import sentences_of
from saas_core.policy.names import LONGEST_ACTION, areas_of, covered, covers, permission_pattern
from saas_core.policy.shipped import shipped_document, shipped_terms
from saas_core.policy.tables import DEEPEST_KEY
from saas_core.policy.terms import Clause, Settings
from saas_core.policy.words import words_between

RESERVED = shipped_terms().reserved
LINEAR = 2.6
"""Twice the input is twice the work, and some; four times would be quadratic."""
FEATURES: tuple[Callable[[int], str], ...] = (
    lambda size: "Scenario: 0.1-01 b\n" + "Given x\n" * size,
    lambda size: "Scenario: 0.1-01 b\nGiven x\n" * size,
    lambda size: "Some words.\n" * size,
    lambda size: "Background:\n" + "Given x\n" * size + "Scenario: 0.1-01 b\n" * size,
)
ADA = UserId.parse("00000000-0000-0000-0000-00000000000a")

Work = Callable[[int], Callable[[], Any]]


def _role(count: int, area: str = "a") -> Role:
    return Role(
        id=RoleId.parse("00000000-0000-0000-0000-000000000001"),
        name="R",
        permissions=frozenset(f"{area}{each}.b" for each in range(count)),
    )


def _holding(number: int, role: Role) -> Holding:
    own = AssignmentId.parse(f"00000000-0000-0000-0000-{number:012}")
    since = Permission("a.b", "t").since
    return Holding(Assignment(id=own, user_id=ADA, role_id=role.id, department_id=None, since=since), role)


def _granted(size: int) -> Callable[[], Any]:
    held = tuple(_holding(each, _role(5, f"x{each}_")) for each in range(size))
    grantor = Grantor(ADA, held, Tree({}))
    return lambda: grantor.lacking(_role(size).permissions, None)


def _compared(size: int) -> Callable[[], Any]:
    before = RightsHeld(ADA, UserState.ACTIVE, (_holding(1, _role(size, "x")),), Tree({}))
    after = RightsHeld(ADA, UserState.ACTIVE, (_holding(1, _role(size, "y")),), Tree({}))
    return lambda: effect(before, after)


def _named(size: int) -> Callable[[], Any]:
    words = Vocabulary(frozenset(f"a{each}.b" for each in range(size)), RESERVED)
    given = [f"a{each}.b" for each in range(size)]
    return lambda: words.patterns(given)


def _catalogue_asked(text: str) -> Work:
    return lambda size: lambda: permission_pattern(text * size, RESERVED)


@pytest.mark.parametrize(
    "work",
    [
        pytest.param(_granted, id="patterns against what their giver holds"),
        pytest.param(_compared, id="rights before and after a change"),
        pytest.param(_named, id="patterns against what is registered"),
        pytest.param(_catalogue_asked("*"), id="wildcards"),
        pytest.param(_catalogue_asked("?"), id="single wildcards"),
        pytest.param(_catalogue_asked("s*"), id="wildcards in between"),
        pytest.param(_catalogue_asked("\u0301"), id="marks"),
        pytest.param(_catalogue_asked("0"), id="look-alikes"),
    ],
)
def test_work_grows_with_its_input(work: Work) -> None:
    """In instructions, from one size to twice that size."""
    assert growth(work, 40) < LINEAR


def test_a_name_of_any_length_costs_no_more_than_the_longest_allowed() -> None:
    """It is cut before it is folded, and refused; of characters never seen before, each of which has to be folded."""
    longest, longer = ("".join(map(chr, range(at, at + size))) for at, size in ((0x4E00, 200), (0x5000, 20_000)))
    assert len(longest) == LONGEST_ACTION
    most = steps_of(lambda: permission_pattern(longest, RESERVED))
    assert steps_of(lambda: permission_pattern(longer, RESERVED)) <= most + 200


@pytest.mark.parametrize("permission", ["a", "a.b", "a.b.c.d.e", "a.*", "a.b.*", "*", "a_b.c"])
def test_a_pattern_is_found_among_many_as_it_is_one_by_one(permission: str) -> None:
    """The first in order that covers it, or none."""
    patterns = {"*", "a.*", "a.b", "a.b.*", "a.b.c.*", "a.b.c.d.e", "a_b.*", "ab.*", "b.*"}
    for left_out in (*({each} for each in patterns), set[str](), {"*", "a.*"}, patterns - {"ab.*", "b.*"}):
        known = patterns - left_out
        expected = next((each for each in sorted(known) if covers(each, permission)), None)
        assert covered(permission, known) == expected, known
    assert all(covers(each, permission) for each in areas_of(permission))


def test_a_document_with_keys_of_many_parts_is_refused_with_its_line() -> None:
    """Before its reader takes a time that grows with the square of them."""
    whole = shipped_document().decode()
    quoted = '"a".' * 5_000
    for deep in (f"{'a.' * DEEPEST_KEY}a = 1\n", f"[{'a . ' * DEEPEST_KEY}a]\n", f"x = {{ {quoted}a = 1 }}\n"):
        with pytest.raises(TermsInvalid, match="parts") as refused:
            read_terms(f"\n\n{deep}{whole}".encode())
        assert refused.value.line == 3
    with pytest.raises(TermsInvalid) as refused:
        read_terms(f"{'a.' * (DEEPEST_KEY - 1)}a = 1\n{whole}".encode())
    assert "parts" not in str(refused.value)


@pytest.mark.parametrize("word", ["a ", "a. ", "a b c d. "])
def test_texts_are_compared_in_proportion_to_their_length(word: str) -> None:
    """However often a word is repeated in them."""
    assert growth(lambda size: lambda: words_between(f"x {word * size}x", f"y {word * size}y"), 100) < LINEAR


@pytest.mark.parametrize("text", ["ticket take " * 8_000, "ticket " + "take up " * 8_000, "taken" + " again" * 20_000])
def test_a_clause_is_read_for_contradictions_in_proportion_to_its_length(text: str) -> None:
    """In a moment, where reading the rest of the text at each word takes many seconds."""
    said = Said(rate=Money(9500, "USD"), time_zone="UTC", eligible=frozenset(), settings=Settings())
    begun = time.process_time()
    assert list(contradictions(Clause("3.1", "", text), said)) == []
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("lines", FEATURES, ids=["steps", "scenarios", "reading", "background"])
def test_a_feature_is_read_without_copying_what_was_read_before(
    lines: Callable[[int], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many copies of a Rule or a scenario for one line as for many, and one tuple of backgrounds for all."""
    copies: list[object] = []
    monkeypatch.setattr("saas_core.policy.book_reading.evolve", lambda *given, **_more: copies.append(given))
    (rule,) = read_feature("f", f"Feature: f\nRule: 0.1 a\n{lines(40)}")
    assert copies == []
    assert len({id(each.given) for each in rule.scenarios}) <= 1
    assert growth(lambda size: lambda: read_feature("f", f"Feature: f\nRule: 0.1 a\n{lines(size)}"), 40) < LINEAR


@pytest.mark.parametrize("line", [f"# a{' ' * 40_000}b", f"# a{' #' * 20_000}b", f"# a{'#' * 40_000} b"])
def test_a_heading_is_read_in_proportion_to_its_length(line: str) -> None:
    begun = time.process_time()
    (found,) = sentences_of(f"{line}\nA sentence.")
    assert time.process_time() - begun < 1
    assert found.heading == line[2:]


def _areas(size: int) -> Callable[[], Any]:
    rows = "".join(f'[[reserved]]\narea = "z{each}"\nclause = "1.2"\n' for each in range(size))
    # The last row is at fault, so that nothing but areas is read.
    document = f'{shipped_document().decode()}\n{rows}[[reserved]]\narea = "Z"\nclause = "1.2"\n'.encode()
    return lambda: read_terms(document)


def test_areas_of_a_document_are_compared_once_each() -> None:
    """Each against all that were read before it, at once."""
    base = steps_of(_areas(0))
    assert steps_of(_areas(200)) - base < LINEAR * (steps_of(_areas(100)) - base)


def test_a_letter_with_endless_marks_is_refused() -> None:
    """Putting marks in order takes the square of their number; languages write a few."""
    from saas_core.kernel import text

    assert text.name("e" + "\u0301" * 30)
    for value in ("e" + "\u0301" * 31, "a" * 100 + "\u0315\u0316" * 16):
        with pytest.raises(InvalidValue, match="marks") as refused:
            text.name(value)
        assert refused.value.field == "name"
