"""A classifier by the words of a vocabulary: it proposes what a ticket is about, and never decides (2.4, 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import field, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.errors import VocabularyInvalid
from saas_core.policy.terms import Terms
from saas_core.policy.vocabulary import Recognized, Vocabulary
from saas_core.support.model.scope import ROWS, Evidence, Proposal, Scope
from saas_core.support.policies.recognizing import Recognizer, Seen
from saas_core.support.values import ScopeKind

NAME: Final = "vocabulary"
"""By whom its proposals are."""
_LONGEST_WORDS: Final = 200

SCOPES: Final[Mapping[Recognized, ScopeKind]] = {each: ScopeKind(each.value) for each in Recognized}
"""The scope of each kind of outcome."""


@frozen
class VocabularyClassifier:
    """Proposes outcomes of scope by the rules of one vocabulary, and nothing when unsure."""

    vocabulary: Vocabulary
    _recognizer: Recognizer = field(init=False, repr=False)

    @_recognizer.default
    def _compiled(self) -> Recognizer:
        return Recognizer(self.vocabulary)

    def propose(self, subject: str, text: str, terms: Terms, at: datetime) -> Proposal | None:
        """Return what a request seems to be about, with the words found and their clauses; None when unsure.

        Nothing is proposed either where these terms lack a row that was recognized.
        """
        seen = self._recognizer.recognize(f"{subject}\n{text}")
        found: dict[Scope, Evidence] = {}
        for each in seen:
            scope = _scope(each)
            try:
                clauses = scope.clauses(terms)
            except InvalidValue:
                return None
            words = ", ".join(each.words)[:_LONGEST_WORDS]
            found.setdefault(scope, Evidence(words, scope.named or scope.kind.value, clauses[0]))
        return Proposal(scopes=tuple(found), evidence=tuple(found.values()), by=NAME, at=at) if found else None

    def unrecognized(self) -> Iterator[tuple[str, str, int]]:
        """Yield each example that is not recognized as its outcome alone, with the outcome and its line."""
        for outcome in self.vocabulary.outcomes:
            for example in outcome.examples:
                if [each.outcome.name for each in self._recognizer.recognize(example)] != [outcome.name]:
                    yield outcome.name, example, outcome.line


def proven(vocabulary: Vocabulary) -> VocabularyClassifier:
    """Return the classifier by a vocabulary; raises VocabularyInvalid for an example that it does not recognize."""
    classifier = VocabularyClassifier(vocabulary)
    for name, example, line in classifier.unrecognized():
        message = f"the example {example[:60]!r} is not recognized as {name!r} alone."
        raise VocabularyInvalid(message, field="examples", line=line, remedy="Add words or signs, or correct it.")
    return classifier


def _scope(seen: Seen) -> Scope:
    kind = SCOPES[seen.outcome.recognized]
    return Scope(kind, seen.outcome.row if kind in ROWS else None, seen.outcome.where or None)
