"""The operator's legal text: its sentences, their ties to clauses, and what does not fit."""

from __future__ import annotations

import pytest

from saas_core.policy.errors import LegalMappingInvalid, LegalTextInvalid
from saas_core.policy.legal_findings import FindingKind, LegalFinding, check_legal_text
from saas_core.policy.legal_text import (
    LegalText,
    Otherwise,
    Tie,
    mapping_text,
    meant,
    read_legal_text,
    read_mapping,
    sentences_of,
    tied,
)
from saas_core.policy.shipped import shipped_terms

TEXT = """# License

The license is for end-users and business operators, not for agencies or developers. Custom work
costs 65 US dollars per hour.

## Support

- Support is guidance, i.e. no customization.
- It is given by Lantern Ltd. for free.
---
"""


def _tied(text: str = TEXT, **clauses: tuple[str, ...]) -> LegalText:
    """Return a text whose sentences are tied by their first word."""
    sentences = sentences_of(text)
    ties = tuple(
        Tie(each.name, each.text, clauses.get(each.text.split()[0].casefold(), ("2.4",))) for each in sentences
    )
    return LegalText(sentences, ties)


def _kinds(legal: LegalText) -> list[FindingKind]:
    found = check_legal_text(legal, shipped_terms())
    return [each.kind for each in found if each.kind is not FindingKind.CLAUSE_WITHOUT_SENTENCE]


def _findings(legal: LegalText, kind: FindingKind) -> list[LegalFinding]:
    return [each for each in check_legal_text(legal, shipped_terms()) if each.kind is kind]


def test_a_text_is_read_sentence_by_sentence() -> None:
    """Headings are none, an item is one, and a short form in the middle ends none."""
    assert [(each.number, each.line, each.heading, each.text) for each in sentences_of(TEXT)] == [
        (
            1,
            3,
            "License",
            "The license is for end-users and business operators, not for agencies or developers.",
        ),
        (2, 3, "License", "Custom work costs 65 US dollars per hour."),
        (3, 8, "Support", "Support is guidance, i.e. no customization."),
        (4, 9, "Support", "It is given by Lantern Ltd. for free."),
    ]


def test_line_breaks_and_spaces_do_not_undo_a_tie() -> None:
    assert [each.digest for each in sentences_of(TEXT.replace("Custom work\ncosts", "Custom  work costs"))] == [
        each.digest for each in sentences_of(TEXT)
    ]


def test_everything_tied_and_nothing_contradicted_is_in_order() -> None:
    legal = _tied(the=("0.2",), custom=("4.1",))
    assert _kinds(legal) == []
    assert [each.text for each in legal.of_clause("4.1")] == ["Custom work costs 65 US dollars per hour."]
    assert legal.clauses_of(legal.sentences[0]) == ("0.2",)
    assert legal.clauses_of(sentences_of("Another one.")[0]) == ()


def test_a_sentence_without_a_clause_is_found_unless_it_says_why() -> None:
    sentences = sentences_of("The parties are named above.")
    bare = LegalText(sentences, ())
    (found,) = _findings(bare, FindingKind.SENTENCE_WITHOUT_CLAUSE)
    assert (found.line, found.about) == (1, sentences[0].name)
    assert _kinds(LegalText(sentences, tied((), sentences[0], (), "It names the parties."))) == []


def test_a_clause_without_a_sentence_is_found_but_for_house_rules() -> None:
    found = {
        each.about for each in _findings(_tied(the=("0.2",), custom=("4.1",)), FindingKind.CLAUSE_WITHOUT_SENTENCE)
    }
    assert "0.1" in found
    assert not found & {"0.2", "4.1", "2.4", "9.1", "9.2", "9.3", "9.4"}


def test_an_edited_sentence_loses_its_tie_until_somebody_confirms_it() -> None:
    before = _tied(the=("0.2",), custom=("4.1",))
    edited = sentences_of(TEXT.replace("guidance, i.e.", "help, i.e."))
    after = LegalText(edited, before.ties)
    assert _kinds(after) == [FindingKind.SENTENCE_WITHOUT_CLAUSE, FindingKind.TIE_LOST]
    confirmed = tied(after.ties, edited[2], ("2.4", "5.1"))
    (lost,) = _findings(LegalText(edited, confirmed), FindingKind.TIE_LOST)
    assert lost.about == before.sentences[2].name
    kept = tuple(each for each in confirmed if each.name != lost.about)
    assert _kinds(LegalText(edited, kept)) == []


@pytest.mark.parametrize(
    ("sentence", "clause", "says"),
    [
        ("Custom work costs 70 US dollars per hour.", "4.1", "hourly_rate is 65.00 USD"),
        ("Custom development is 65 euros per hour.", "2.4", "hourly_rate is 65.00 USD"),
        ("The license is for agencies.", "0.2", "eligible is business_operator, end_user"),
        ("There are 7 days of grace.", "0.1", "grace_days is 0"),
        ("Periods are read in Europe/London.", "1.3", "time_zone is UTC"),
    ],
)
def test_figures_and_kinds_that_contradict_the_settings_are_found(sentence: str, clause: str, says: str) -> None:
    sentences = sentences_of(sentence)
    legal = LegalText(sentences, tied((), sentences[0], (clause,)))
    found = _findings(legal, FindingKind.CONTRADICTION)
    assert any(says in each.sentence for each in found), found


def test_a_tie_to_a_clause_that_does_not_exist_is_found() -> None:
    assert _kinds(_tied(the=("0.2",), custom=("4.1",), it=("7.7",))) == [FindingKind.CLAUSE_UNKNOWN]


def test_a_mapping_is_written_in_the_order_of_the_text_and_read_back() -> None:
    sentences = sentences_of(TEXT + 'He said: "no" \\ maybe.\n')
    ties = tied((), sentences[1], ("4.1",))
    ties = tied(ties, sentences[3], (), 'Because of "that".')
    (was,) = sentences_of("Gone.")
    gone = Tie(was.name, was.text, ("0.1",))
    text = mapping_text(sentences, (*ties, gone))
    read = read_mapping(text.encode())
    assert [each.name for each in read] == [*(each.name for each in sentences), gone.name]
    assert {each.name: (each.clauses, each.because) for each in read if each.clauses or each.because} == {
        sentences[1].name: (("4.1",), ""),
        sentences[3].name: ((), 'Because of "that".'),
        gone.name: (("0.1",), ""),
    }
    assert "lost" in text
    assert tied(read, sentences[1], ("4.2",))[1].clauses == ("4.2",)
    assert read_mapping(b"") == ()


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b'[[sentence]]\nname = "x"\ntext = "a"\n', "names no sentence"),
        (b'[[sentence]]\nname = "ca978112ca1bbdca"\n', "is missing"),
        (b'[[sentence]]\nname = "ca978112ca1bbdca"\ntext = "a"\n' * 2, "already has a tie"),
        (b"[[clause]]\n", "not a known key"),
        (b'[[sentence]]\nname = "ca978112ca1bbdca"\ntext = "b"\n', "line 3: has other words than the sentence"),
        (b'[[sentence]]\nname = "ca978112ca1bbdca"\ntext = "a"\nclauses = ["one"]\n', "'one' is not the number"),
        (
            b'[[sentence]]\nname = "ca978112ca1bbdca"\ntext = "a"\notherwise = [{ words = "b", because = "c" }]\n',
            "line 4: 'b' does not stand in the sentence",
        ),
        (
            b'[[sentence]]\nname = "ca978112ca1bbdca"\ntext = "a"\notherwise = [{ words = "a", because = " " }]\n',
            "is empty",
        ),
    ],
)
def test_a_mapping_that_is_none_is_refused_with_its_line(document: bytes, message: str) -> None:
    with pytest.raises(LegalMappingInvalid, match=message):
        read_mapping(document)


def _contradictions(text: str, *clauses: str, words: str = "") -> list[LegalFinding]:
    """Return what contradicts the settings in a text whose sentences are all tied to clauses."""
    sentences, ties = sentences_of(text), tuple[Tie, ...]()
    for each in sentences:
        ties = tied(ties, each, clauses)
        if words and words in each.text:
            ties = meant(ties, each, words, "It means something else.")
    return _findings(LegalText(sentences, ties), FindingKind.CONTRADICTION)


def test_sentences_say_together_who_is_served() -> None:
    """None has to name everybody; who is left out by all of them is found, and so is who is not served."""
    whole = "The license is for end-users. It is for business operators as well. It is not for agencies."
    assert _contradictions(whole, "0.2") == []
    (found,) = _contradictions("The license is for end-users. It is not for agencies.", "0.2")
    assert "who is served without naming business operators" in found.sentence
    (found,) = _contradictions(f"{whole} It is also for developers.", "0.2")
    assert "says that developers are served" in found.sentence
    assert _contradictions("An end-user is anybody who signs in.", "0.2", words="end-user") == []


@pytest.mark.parametrize(
    ("text", "clause", "words"),
    [
        ("Custom work is paid in parts of 500 US dollars.", "4.1", "500 US dollars"),
        ("No grace is given, and 45 days after that data is gone.", "0.1", "45 days"),
        ("The office is in Europe/London.", "1.1", "Europe/London"),
        ("Developers read the manual.", "0.2", "Developers"),
    ],
)
def test_words_that_mean_something_else_are_said_to_until_the_sentence_is_edited(
    text: str, clause: str, words: str
) -> None:
    """With a reason, in the mapping, for these very words; others in the sentence are compared all the same."""
    (found,) = _contradictions(text, clause)
    assert f"--figure {words!r}" in found.remedy
    assert _contradictions(text, clause, words=words) == []
    (sentence,) = sentences_of(text)
    ties = meant(tied((), sentence, (clause,)), sentence, words, "It means something else.")
    kept = read_mapping(mapping_text((sentence,), ties).encode())
    assert kept[0].otherwise == (Otherwise(words, "It means something else."),)
    assert tied(kept, sentence, ("2.4",))[0].otherwise == kept[0].otherwise
    (edited,) = sentences_of(text.replace(".", " now."))
    after = LegalText((edited,), kept)
    assert [each.name for each in after.lost] == [sentence.name]
    assert _findings(LegalText((edited,), tied(kept, edited, (clause,))), FindingKind.CONTRADICTION)


def test_one_figure_that_means_something_else_hides_no_other() -> None:
    text = "Custom work costs 70 US dollars per hour, paid in parts of 500 US dollars."
    assert len(_contradictions(text, "4.1")) == 2
    found = _contradictions(text, "4.1", words="500 US dollars")
    assert ["'70 US dollars'" in each.sentence for each in found] == [True]


def test_emphasis_hides_no_figure() -> None:
    assert _contradictions("Custom work costs **70** US dollars per `hour`.", "4.1")


def test_each_sentence_has_its_own_line() -> None:
    text = "One is here. Two begins here\r\nand ends here. Three is\r\nlonger. Four."
    assert [(each.line, each.text) for each in sentences_of(text)] == [
        (1, "One is here."),
        (1, "Two begins here and ends here."),
        (2, "Three is longer."),
        (3, "Four."),
    ]


def test_a_row_of_a_table_is_a_sentence_with_the_heads_of_its_columns() -> None:
    text = """Prices
------

| Service | Price |
|:--|--:|
| Custom work. All of it | 70 US dollars per hour |
| Hosting | - |

Work | Unit
---- | ----
Support | none
After it.
```
Said. So.
```
> Quoted. Twice.
| One | row |
"""
    assert [(each.line, each.heading, each.text) for each in sentences_of(text)] == [
        (6, "Prices", "Service: Custom work. All of it, Price: 70 US dollars per hour"),
        (7, "Prices", "Service: Hosting, Price: -"),
        (11, "Prices", "Work: Support, Unit: none"),
        (12, "Prices", "After it."),
        (14, "Prices", "Said."),
        (14, "Prices", "So."),
        (16, "Prices", "Quoted."),
        (16, "Prices", "Twice."),
        (17, "Prices", "One, row"),
    ]
    assert _contradictions(text, "4.1")


def test_a_sentence_above_a_rule_is_no_heading() -> None:
    text = "It ends here.\n---\n- An item\n---\n"
    assert [each.text for each in sentences_of(text)] == ["It ends here.", "An item"]


def test_a_text_is_read_as_utf_8_with_or_without_a_mark() -> None:
    marked = read_legal_text(b"\xef\xbb\xbf# License\n\nOne.\n", b"\xef\xbb\xbf")
    assert [(each.heading, each.text) for each in marked.sentences] == [("License", "One.")]
    with pytest.raises(LegalTextInvalid, match="line 2: is not UTF-8: it has the byte 0x93") as refused:
        read_legal_text(b"One.\n\x93Two.\x94\n")
    assert (refused.value.line, refused.value.remedy) == (2, "Save the text as UTF-8.")


def test_what_is_written_can_be_read_again() -> None:
    """A clause that is named twice is tied once, and what TOML does not take as it is gets written as it takes it."""
    (sentence,) = sentences_of('Odd \x7f and "quoted" \\ words.')
    ties = tied((), sentence, ("0.1", "0.1"), "Line\nand tab\t.")
    (read,) = read_mapping(mapping_text((sentence,), ties).encode())
    assert (read.text, read.clauses, read.because) == (sentence.text, ("0.1",), "Line\nand tab\t.")
    with pytest.raises(LegalMappingInvalid, match="is not the number of a clause"):
        mapping_text((sentence,), tied((), sentence, ("first",)))


def test_a_sentence_keeps_its_closing_quotes() -> None:
    assert [each.text for each in sentences_of('He said "no." She left.')] == ['He said "no."', "She left."]


@pytest.mark.parametrize(
    "text",
    [
        "## Custom work costs 500 US dollars per hour.",
        "## Custom work costs 500 US dollars per hour",
        "Custom work costs 500 US dollars per hour\n---",
        'The word is: "Custom work costs 500 US dollars per hour."\n===',
        "~~~ Custom work costs 500 US dollars per hour.\nIt is billed.",
        "```\nIt is billed.\n```\n``` Custom work costs 500 US dollars per hour.",
        "| Custom work costs 500 US dollars per hour. |\n|---|\n\nIt is billed.",
        "Custom work costs 500 US dollars per hour. | x\n--|--",
        "| Work | Custom work costs 500 US dollars per hour |\n|--|--|\n| All | |",
        "Custom work costs\n(500) US dollars per hour.",
        "> # Custom work costs 500 US dollars per hour",
        "Custom work costs 500&nbsp;US dollars per hour.",
        "Custom work costs _500_ US dollars per hour.",
        "Custom work costs <b>500</b> US&#8239;dollars per hour.",
        "Custom work costs 5\\00 US dollars per hour.",
    ],
)
def test_whatever_stands_in_a_text_is_read(text: str) -> None:
    """As a heading, behind the marks of a fence, as the head of a column without rows, or with markup in a figure."""
    assert _contradictions(text, "2.4")


def test_a_heading_is_a_sentence_only_if_it_says_something() -> None:
    text = (
        "# 4. Rates\n\n## Nobody gets root access.\n\nSo it is.\n\n### Agencies\n\nGrace\n---\n\n```python\nNo.\n```\n"
    )
    assert [(each.line, each.heading, each.text) for each in sentences_of(text)] == [
        (3, "4. Rates", "Nobody gets root access."),
        (5, "Nobody gets root access.", "So it is."),
        (7, "Nobody gets root access.", "Agencies"),
        (13, "Grace", "No."),
    ]


def test_an_item_that_begins_with_a_number_is_an_item() -> None:
    text = "Prices:\n1) US dollars are due.\n(2) Days of grace are none.\n3) USD 65 per hour of custom work.\n"
    assert len(sentences_of(text)) == 4
    assert _contradictions(text, "4.1") == []


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\x1b", "\u00ad", "\u200d", "\ufe0f", "\u2028", "\x7f", "\u3164"])
def test_what_is_not_seen_in_a_text_is_refused_with_its_line(mark: str) -> None:
    """What turns the direction of reading, too: the page would show another figure than was read."""
    text = f"# License\r\n\r\nCustom work costs 9{mark}65 US dollars per hour.\n"
    with pytest.raises(LegalTextInvalid, match=f"line 3: holds the character U\\+{ord(mark):04X}") as refused:
        read_legal_text(text.encode())
    assert refused.value.remedy.startswith("Remove it")


def test_joiners_and_forms_of_symbols_stand_where_a_script_needs_them() -> None:
    text = "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645. \u26a0\ufe0f Mind the fees."
    assert read_legal_text(text.encode()).sentences


def test_words_in_markup_can_be_said_to_mean_something_else() -> None:
    text = "Custom work is paid in parts of **500**&nbsp;US dollars."
    (found,) = _contradictions(text, "4.1")
    assert "--figure '500 US dollars'" in found.remedy
    (sentence,) = sentences_of(text)
    ties = meant(tied((), sentence, ("4.1",)), sentence, "500 US dollars", "A part.")
    kept = read_mapping(mapping_text((sentence,), ties).encode())
    assert _findings(LegalText((sentence,), kept), FindingKind.CONTRADICTION) == []
