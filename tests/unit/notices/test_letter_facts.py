"""Letters before they are in words: each kind with just its facts, all of them texts."""

from __future__ import annotations

from typing import Any

import pytest

from saas_core.access.letters import INVITATION
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.gathered import Parts, parts_of
from saas_core.kernel.letters import Letter, LetterKind, sample_letter
from saas_core.licensing.letters import TERMS_CHANGED
from saas_core.tenancy.letters import WELCOME

PARTS: Parts[Any] = parts_of()
KINDS = tuple(PARTS.letters.values())
TERMS = {
    **TERMS_CHANGED.sample,
    "client": "Harbor Foods",
    "name": "Olivia",
    "version": "2027-01",
    "effective": "January 1, 2027",
}


def test_every_kind_has_facts_an_occasion_and_a_sample() -> None:
    """Client and reader are named in every letter."""
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.occasion and set(kind.sample) == set(kind.facts) for kind in KINDS)
    assert all(kind.needed[:2] == ("client", "name") for kind in KINDS)
    assert all(sample_letter(kind).kind is kind for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_letter_needs_each_of_its_facts_and_knows_no_other(kind: LetterKind) -> None:
    """The refusal names the fact, and the facts that are needed."""
    facts = dict(sample_letter(kind).facts)
    for name in kind.needed:
        with pytest.raises(InvalidValue, match="missing") as caught:
            Letter(kind, {each: fact for each, fact in facts.items() if each != name})
        assert caught.value.field == name
        assert name in caught.value.remedy
    with pytest.raises(InvalidValue, match="is not a fact") as caught:
        Letter(kind, {**facts, "phone": "1"})
    assert caught.value.field == "phone"


@pytest.mark.parametrize("fact", [None, 7, b"x", ["x"], "", " \n\t", "x" * 100_001])
def test_a_fact_is_a_text_that_says_something(fact: Any) -> None:
    """Anything else is refused by the name of the fact."""
    with pytest.raises(InvalidValue) as caught:
        Letter(TERMS_CHANGED, {**TERMS, "version": fact})
    assert caught.value.field == "version"


def test_a_link_and_what_a_kind_calls_optional_may_be_empty() -> None:
    """A link is bounded, since one that was cut off would lead elsewhere."""
    facts = {"client": "Harbor", "name": "Mia", **INVITATION.sample}
    assert Letter(INVITATION, {**facts, "link": ""}).facts["link"] == ""
    assert Letter(INVITATION, {**facts, **dict.fromkeys(INVITATION.optional, "")}).facts["owner"] == ""
    with pytest.raises(InvalidValue, match="is empty") as caught:
        Letter(INVITATION, {**facts, "inviter": ""})
    assert caught.value.field == "inviter"
    with pytest.raises(InvalidValue) as caught:
        Letter(INVITATION, {**facts, "link": "https://x.example/" + "a" * 2000})
    assert caught.value.field == "link"


@pytest.mark.parametrize("facts", [None, "client", [("client", "x")], {1: "x"}])
def test_facts_are_texts_by_name(facts: Any) -> None:
    """A list or a text is not a mapping."""
    with pytest.raises(InvalidValue) as caught:
        Letter(WELCOME, facts)
    assert caught.value.field == "facts"


def test_a_kind_is_one_of_the_declared() -> None:
    """A text that names one is not one."""
    with pytest.raises(InvalidValue, match="not a kind of letter") as caught:
        Letter("welcome", TERMS)  # type: ignore[arg-type]
    assert caught.value.field == "kind"


def test_a_letter_cannot_be_changed_from_outside() -> None:
    """The mapping that it was made of is copied."""
    facts = dict(TERMS)
    letter = Letter(TERMS_CHANGED, facts)
    facts["version"] = "other"
    assert letter.facts["version"] == "2027-01"
    with pytest.raises(TypeError):
        letter.facts["version"] = "x"  # type: ignore[index]
