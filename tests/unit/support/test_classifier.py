"""The classifier: what it proposes with which evidence, when it proposes nothing, and how well it does."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from attrs import evolve

from saas_app.recognition import classifier_of
from saas_app.settings import settings_at
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.errors import VocabularyInvalid
from saas_core.policy.phrases import LONGEST_READ
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.vocabulary import shipped_vocabulary
from saas_core.support.model.scope import Proposal, Scope
from saas_core.support.policies.classifying import VocabularyClassifier, proven
from saas_core.support.values import ScopeKind

AT = datetime(2026, 3, 1, tzinfo=UTC)
CLASSIFIER = VocabularyClassifier(shipped_vocabulary())


def _proposed(text: str, subject: str = "") -> Proposal | None:
    return CLASSIFIER.propose(subject, text, shipped_terms(), AT)


def _labels(text: str) -> set[str]:
    proposal = _proposed(text)
    return set(map(_label, proposal.scopes)) if proposal else set()


def _label(scope: Scope) -> str:
    """Return the topic or the exclusion, and for any other scope its kind."""
    named = scope.kind in {ScopeKind.IN_SCOPE, ScopeKind.OUT_OF_SCOPE}
    return (scope.named or "").partition(".")[2] if named else scope.kind.value


def test_every_shipped_example_is_recognized_as_its_outcome_alone() -> None:
    assert not list(CLASSIFIER.unrecognized())


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Where do I change the text of the built-in reminder?", {"locate_tool_or_setting"}),
        ("Please connect our Twilio number, the answers should land on the contact.", {"advanced_sms"}),
        ("How do I get the snippet for the booking form?", {"feature_usage"}),
        ("Please restyle the booking form, with our own colours and font.", {"design_ui"}),
        ("All our plug-in hybrids are listed, how do I sort them?", {"feature_usage"}),
        ("Please install the attached plugin.", {"plugin_installation"}),
        ("Since yesterday all users get error 500 when saving.", {"platform_defect"}),
        ("I cannot log in, it says wrong code.", {"basic_troubleshooting"}),
        ("We are not activated yet. Please create the first users.", {"basic_setup"}),
        ("Please add a user for our new receptionist.", {"clients_own"}),
        ("Please give our IT man SSH access.", {"never_granted"}),
        ("Could you move our old data over for us?", {"paid_work"}),
        ("Why is our account blocked?", {"about_license"}),
        ("Please send us your SOC 2 report.", {"needs_decision"}),
    ],
)
def test_what_is_asked_matters_more_than_the_thing_it_is_about(text: str, labels: set[str]) -> None:
    """Each outcome beside its near miss: where a setting is, how it is done, done for us, broken since."""
    assert _labels(text) == labels


def test_a_mixed_request_is_proposed_as_all_its_parts() -> None:
    text = "Where do I find the list of closed jobs? Also please install the attached plugin."
    proposal = _proposed(text)
    assert proposal is not None
    assert {_label(each) for each in proposal.scopes} == {"locate_tool_or_setting", "plugin_installation"}
    assert [each.clause for each in proposal.evidence] == ["3.3", "2.3.b"]


def test_a_proposal_names_words_row_and_clause_and_who_made_it() -> None:
    proposal = _proposed("please put it on our account for us, thanks", subject="Loyalty plugin")
    assert proposal is not None
    (evidence,) = proposal.evidence
    assert (evidence.named, evidence.clause) == ("exclusion.plugin_installation", "3.3")
    assert "plugin" in evidence.words.split(", ")
    assert (proposal.by, proposal.at) == ("vocabulary", AT)
    (scope,) = proposal.scopes
    assert scope.clauses(shipped_terms())[0] == "3.3"


def test_what_the_client_does_alone_names_the_place() -> None:
    proposal = _proposed("Please add a user for our new receptionist.")
    assert proposal is not None
    (scope,) = proposal.scopes
    assert (scope.kind, scope.named, bool(scope.where)) == (ScopeKind.CLIENTS_OWN, None, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        "\x00\ud800\u202e",
        "We had a nice weekend, thank you.",
        "How do I connect Twilio?",
        "How do I do that? And another thing.",
    ],
)
def test_it_proposes_nothing_when_unsure(text: str) -> None:
    assert _proposed(text) is None


def test_it_proposes_no_support_for_what_it_did_not_read_to_the_end() -> None:
    """Past the bound there might be a request for custom work."""
    question = "How do I book a partial payment? "
    assert _labels(question) == {"feature_usage"}
    assert _labels(question + "x" * LONGEST_READ) == set()


def test_it_proposes_nothing_by_terms_that_lack_the_row() -> None:
    terms = evolve(
        shipped_terms(),
        actions=tuple(each for each in shipped_terms().actions if each.name != "exclusion.plugin_installation"),
    )
    assert CLASSIFIER.propose("", "Please install the attached plugin.", terms, AT) is None


@pytest.mark.parametrize("word", ["how ", "also ", "please connect our twilio. ", "a.", "take ", "\u0301"])
def test_its_time_is_bounded_whatever_is_written(word: str) -> None:
    """Ten times the text, read as far as the bound, takes no longer than the bound's worth."""
    begun = time.process_time()
    _proposed(word * (10 * LONGEST_READ // len(word)))
    assert time.process_time() - begun < 2


def test_an_operator_brings_its_own_words(tmp_path: Path) -> None:
    """The file takes the place of the shipped one; one of its examples that is not recognized is told by its line."""
    shipped = files("saas_core.policy").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    own = tmp_path / "words.toml"
    own.write_text(shipped.replace('"twilio",', '"twilio", "brieftaube",', 1), encoding="utf-8")
    text = "Please connect our Brieftaube account."
    assert classifier_of(settings_at(tmp_path)).propose("", text, shipped_terms(), AT) is None
    mine = classifier_of(settings_at(tmp_path, vocabulary_file=str(own)))
    proposal = mine.propose("", text, shipped_terms(), AT)
    assert proposal is not None
    assert [each.named for each in proposal.scopes] == ["exclusion.advanced_sms"]

    broken = shipped.replace('"Please install the attached plugin on our account."', '"Good morning."')
    own.write_text(broken, encoding="utf-8")
    with pytest.raises(
        VocabularyInvalid, match=r"'Good morning\.' is not recognized as 'plugin_installation' alone"
    ) as told:
        classifier_of(settings_at(tmp_path, vocabulary_file=str(own)))
    assert told.value.line > 0
    with pytest.raises(InvalidValue, match="cannot be read"):
        classifier_of(settings_at(tmp_path, vocabulary_file=str(tmp_path / "none.toml")))
    assert proven(shipped_vocabulary())
