"""The classifier of requests: by the shipped vocabulary, read when it is first needed, or by the operator's own."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from saas_app.settings import Settings
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_core.policy.terms import Terms
    from saas_core.support.model.scope import Proposal
    from saas_core.support.ports.asking import Classifier


class ShippedWhenFirstNeeded:
    """Classifies by the shipped vocabulary, which is read on first use: few commands open a ticket."""

    @cached_property
    def _shipped(self) -> Classifier:
        from saas_core.policy.vocabulary import shipped_vocabulary  # noqa: PLC0415
        from saas_core.support.policies.classifying import VocabularyClassifier  # noqa: PLC0415

        return VocabularyClassifier(shipped_vocabulary())

    def propose(self, subject: str, text: str, terms: Terms, at: datetime) -> Proposal | None:
        """Return what a request seems to be about; None when unsure."""
        return self._shipped.propose(subject, text, terms, at)


def classifier_of(settings: Settings) -> Classifier:
    """Return the classifier by the vocabulary that `vocabulary_file` names, by default the shipped one.

    A file is read and its examples are tried at once, so that no client meets its mistakes. Raises InvalidValue for a
    file that cannot be read, and VocabularyInvalid naming line and key.
    """
    if not settings.vocabulary_file:
        return ShippedWhenFirstNeeded()
    from saas_core.policy.vocabulary import read_vocabulary  # noqa: PLC0415
    from saas_core.support.policies.classifying import proven  # noqa: PLC0415

    try:
        document = Path(settings.vocabulary_file).expanduser().read_bytes()
    except OSError as fault:
        message = f"cannot be read: {fault.strerror}."
        remedy = "Name a vocabulary in TOML, or remove the setting to use the shipped one."
        raise InvalidValue(message, field="vocabulary_file", remedy=remedy) from fault
    return proven(read_vocabulary(document))
