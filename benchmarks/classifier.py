"""How well requests are recognized: the shipped classifier, or one by another vocabulary, over labeled requests.

A line of the file of cases is a JSON object with `text` and `labels`: names of topics and exclusions, and custom_work,
never_granted, license, client_own and silent. Several labels are a mixed request, which is recognized only as a whole.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

from benchmarks.output import Figures
from saas_core.policy.actions import ActionKind
from saas_core.policy.required import ACTIONS
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.vocabulary import read_vocabulary, shipped_vocabulary
from saas_core.support.model.scope import Scope
from saas_core.support.policies.classifying import VocabularyClassifier
from saas_core.support.values import ScopeKind

_WITHOUT_ROW: Mapping[ScopeKind, str] = {
    ScopeKind.PAID_WORK: "custom_work",
    ScopeKind.NEVER_GRANTED: "never_granted",
    ScopeKind.ABOUT_LICENSE: "license",
    ScopeKind.CLIENTS_OWN: "client_own",
    ScopeKind.NEEDS_DECISION: "silent",
}
_TOPICS = frozenset(name.partition(".")[2] for name in ACTIONS[ActionKind.TOPIC])
_EXCLUSIONS = frozenset(name.partition(".")[2] for name in ACTIONS[ActionKind.EXCLUSION])
LABELS = _TOPICS | _EXCLUSIONS | frozenset(_WITHOUT_ROW.values())
_CUSTOM = _EXCLUSIONS | {"custom_work"}
_AT = datetime(2026, 1, 1, tzinfo=UTC)


@frozen
class Case:
    """A request and what a careful person would confirm."""

    text: str
    labels: frozenset[str]


@frozen
class Answer:
    """A case and what was proposed; nothing when unsure."""

    case: Case
    proposed: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether exactly the labels were proposed."""
        return self.proposed == self.case.labels


def read_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file; raises ValueError for a line that is none."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        row = json.loads(line)
        labels = frozenset(row["labels"])
        if not labels or not labels <= LABELS:
            message = f"line {number}: unknown labels {sorted(labels - LABELS)}"
            raise ValueError(message)
        cases.append(Case(row["text"], labels))
    return tuple(cases)


def answers(cases: Iterable[Case], classifier: VocabularyClassifier) -> tuple[Answer, ...]:
    """Return what the classifier proposes for each case."""
    terms = shipped_terms()

    def proposed(text: str) -> frozenset[str]:
        proposal = classifier.propose("", text, terms, _AT)
        return frozenset(map(label_of, proposal.scopes)) if proposal else frozenset()

    return tuple(Answer(each, proposed(each.text)) for each in cases)


def label_of(scope: Scope) -> str:
    """Return the label of a scope."""
    return _WITHOUT_ROW.get(scope.kind) or (scope.named or "").partition(".")[2]


def figures(given: tuple[Answer, ...]) -> Figures:
    """Return coverage, precision, macro_f1 and the costly error, each from 0 to 1.

    `precision` counts a proposal that is exactly the labels, `precision_in_part` also one that names some of them and
    no other. `custom_as_support` is the share of the requests with custom work for which nothing but support is
    proposed. `macro_f1` is over the labels that occur; what was not proposed counts as missed.
    """
    covered = [each for each in given if each.proposed]
    custom = [each for each in given if each.case.labels & _CUSTOM]
    given_away = [each for each in custom if each.proposed and each.proposed <= _TOPICS]
    occurring = sorted({label for each in given for label in each.case.labels})
    return {
        "cases": len(given),
        "coverage": _share(len(covered), len(given)),
        "precision": _share(sum(each.right for each in covered), len(covered)),
        "precision_in_part": _share(sum(each.proposed <= each.case.labels for each in covered), len(covered)),
        "macro_f1": round(sum(_f1(given, label) for label in occurring) / max(len(occurring), 1), 3),
        "custom_as_support": _share(len(given_away), len(custom)),
    }


def measure(cases: Path, vocabulary: Path | None, parity: str) -> Figures:
    """Return the figures for the cases of a file, of all lines or of those with an odd or even number."""
    words = shipped_vocabulary() if vocabulary is None else read_vocabulary(vocabulary.read_bytes())
    classifier = VocabularyClassifier(words)
    chosen = tuple(
        each
        for number, each in enumerate(read_cases(cases), start=1)
        if parity == "all" or (number % 2 == 1) == (parity == "odd")
    )
    begun = time.perf_counter()
    given = answers(chosen, classifier)
    taken = time.perf_counter() - begun
    return {**figures(given), "ms_per_case": round(taken * 1000 / max(len(given), 1), 3)}


def _f1(given: Iterable[Answer], label: str) -> float:
    both = either = 0
    for each in given:
        in_proposal, in_labels = label in each.proposed, label in each.case.labels
        both += 2 * (in_proposal and in_labels)
        either += in_proposal + in_labels
    return both / either if either else 0.0


def _share(part: int, whole: int) -> float:
    return round(part / whole, 3) if whole else 0.0
