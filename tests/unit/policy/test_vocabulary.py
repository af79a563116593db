"""Vocabularies: what is read out of one, how each mistake is told by line and key, and which phrases are found."""

from __future__ import annotations

import pytest

from saas_core.policy.errors import VocabularyInvalid
from saas_core.policy.phrases import LONGEST_READ, MOST_SENTENCES, Lexicon, phrase, sentences
from saas_core.policy.required import ACTIONS, ActionKind
from saas_core.policy.shipped import shipped_document
from saas_core.policy.vocabulary import read_vocabulary, shipped_vocabulary

WORDS = """
asks = ["ask"]

[words]
negation = ["not"]
several = ["besides"]
joint = ["also"]
ask = ["please"]
thing = ["thing*"]
"""
OUTCOMES = "\n".join(
    f"""
[[outcome]]
name = "{name.replace(".", "_")}"
kind = "{"in_scope" if kind is ActionKind.TOPIC else "out_of_scope"}"
row = "{name}"
signs = [
    {{ weight = 5, words = ["thing"] }},
]
examples = ["Please the thing."]
"""
    for kind in (ActionKind.TOPIC, ActionKind.EXCLUSION)
    for name in ACTIONS[kind]
)
SMALL = WORDS + OUTCOMES
FIRST = "[[outcome]]\nname = "


def _complaint(document: str) -> VocabularyInvalid:
    with pytest.raises(VocabularyInvalid) as refused:
        read_vocabulary(document.encode())
    assert refused.value.remedy
    return refused.value


def test_the_shipped_vocabulary_knows_every_topic_and_exclusion() -> None:
    """Each has signs and examples; the words lie outside the terms, so their hash does not depend on them."""
    named = {each.row for each in shipped_vocabulary().outcomes}
    assert named >= {*ACTIONS[ActionKind.TOPIC], *ACTIONS[ActionKind.EXCLUSION]}
    assert all(each.signs and each.examples for each in shipped_vocabulary().outcomes)
    assert b"examples" not in shipped_document()


def test_a_small_vocabulary_is_read() -> None:
    read = read_vocabulary(SMALL.encode())
    assert read.asks == {"ask"}
    assert [each.row for each in read.outcomes] == [*ACTIONS[ActionKind.TOPIC], *ACTIONS[ActionKind.EXCLUSION]]


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ('ask = ["please"]', 'ask = ["please", "PLEASE"]', "words.ask", "twice, in two spellings"),
        ('ask = ["please"]', 'ask = ["(please)"]', "words.ask", "is no word"),
        ('ask = ["please"]', 'ask = ["pl*"]', "words.ask", "a stem of fewer than 3 letters"),
        ('ask = ["please"]', 'ask = [".. please"]', "words.ask", "does not begin and end with a word"),
        ('ask = ["please"]', 'ask = ["a .. b .. c .. d"]', "words.ask", "2 gaps"),
        ('ask = ["please"]', 'ask = ["now ^please"]', "words.ask", "a ^ inside"),
        ('ask = ["please"]', 'ask = ["please"]\nidle = ["idle"]', "words.idle", "is named by no sign"),
        ('ask = ["please"]', 'Ask = ["please"]', "words.Ask", "is not a name for a group"),
        ('asks = ["ask"]', 'asks = ["asking"]', "asks", "there is no group 'asking'"),
        ('several = ["besides"]\n', "", "words.several", "is missing"),
        ('words = ["thing"]', 'words = ["things"]', "outcome[1].signs[1].words", "there is no group 'things'"),
        ("weight = 5", "weight = 0", "outcome[1].signs[1].weight", "is not a whole number from 1 to 9"),
        ("weight = 5", "strength = 5", "outcome[1].signs[1].strength", "is not a known key"),
        ('kind = "in_scope"', 'kind = "within"', "outcome[1].kind", "is not one of the known values"),
        ('kind = "in_scope"', 'kind = "needs_decision"', "outcome[1].row", "names no row"),
        ('kind = "in_scope"', 'kind = "out_of_scope"', "outcome[1].row", "is of kind topic in the terms"),
        ('kind = "in_scope"', 'kind = "in_scope"\nwhere = "there"', "outcome[1].where", "belongs to clients_own alone"),
        ('kind = "in_scope"', 'kind = "in_scope"\nabsorbs = ["x"]', "outcome[1].absorbs", "there is no outcome 'x'"),
        ('row = "topic.feature_usage"', 'row = "topic.another"', "outcome", "no outcome names 'topic.feature_usage'"),
        ('name = "topic_locate', 'name = "topic_feature_usage"#', "outcome[2].name", "already exists"),
        ('examples = ["Please the thing."]', "examples = []", "outcome[1].examples", "is not a list of texts"),
    ],
)
def test_a_mistake_is_told_by_line_and_key(old: str, new: str, key: str, says: str) -> None:
    assert old in SMALL
    fault = _complaint(SMALL.replace(old, new, 1))
    assert (fault.field, says in fault.message) == (key, True), fault
    assert fault.line or key in {"words.several", "outcome"}


def test_what_is_no_document_is_refused() -> None:
    assert "not valid TOML" in _complaint("[words\n").message
    assert "is missing" in _complaint("asks = []\n").message


def _found(text: str, *written: str) -> list[tuple[str, bool]]:
    lexicon = Lexicon({"negation": (phrase("not"), phrase("without")), "it": tuple(map(phrase, written))}, "negation")
    return [
        (each.words, each.negated)
        for part in sentences(text).sentences
        for each in lexicon.find(part)
        if each.group == "it"
    ]


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        ("Connecting it", "connect*", ["connecting"]),
        ("Can’t find the e-mail", "can't find", ["cant find"]),
        ("CAFÉ plug-in", "cafe plug in", ["cafe plug in"]),
        ("37 users", "# users", ["37 users"]),
        ("take the approval step out", "take .. out", ["take the approval step out"]),
        ("take the one and only approval step out", "take .. out", []),
        ("Also this", "^also", ["also"]),
        ("This also", "^also", []),
        ("Ｐｌｅａｓｅ", "please", ["please"]),
        ("end. Start", "end start", []),
    ],
)
def test_phrases_are_found_in_one_form(text: str, written: str, found: list[str]) -> None:
    assert [words for words, _negated in _found(text, written)] == found


def test_a_negation_takes_back_what_stands_shortly_after_it() -> None:
    """As far as three words, and not over a comma."""
    assert _found("We do not want any training", "training") == [("training", True)]
    assert _found("It is not the old one, training please", "training") == [("training", False)]
    assert _found("not one two three training", "training") == [("training", False)]


def test_no_more_than_the_bounds_are_read() -> None:
    assert sentences("one. two").whole
    assert not sentences("x" * (LONGEST_READ + 1)).whole
    many = sentences("a. " * (MOST_SENTENCES + 1))
    assert (len(many.sentences), many.whole) == (MOST_SENTENCES, False)
