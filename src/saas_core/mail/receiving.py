"""Receiving: what became of mails, verified, applied as it comes, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signals
from saas_core.mail.feedback import Feedback, FeedbackKind
from saas_core.mail.mailroom import Mailroom


class FeedbackReader(Protocol):
    """Verifies and reads what who sends mail tells about it."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Feedback | None:
        """Return the feedback, None for what is none; raises SignalRefused for what is not signed, or unreadable."""
        ...


class FeedbackReceiver:
    """Takes in what became of mails over one endpoint."""

    def __init__(
        self, *, endpoint: str, reader: FeedbackReader, mailroom: Mailroom, signals: Signals, clock: Clock
    ) -> None:
        """Take what the endpoint is called, who reads what comes there, and who applies and keeps it."""
        self._endpoint = endpoint
        self._reader = reader
        self._mailroom = mailroom
        self._signals = signals
        self._clock = clock

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Apply and then keep it, and return whether it is new; what changes nothing here is not kept.

        After a crash in between it comes again, and applied again it changes nothing. Raises SignalRefused, StoreFault,
        ProviderFault.
        """
        feedback = self._reader.read(body, headers)
        if feedback is None or feedback.kind is FeedbackKind.OTHER:
            return False
        news = self._mailroom.news(feedback)
        applied = self._mailroom.apply(news)
        return self._signals.take(news.as_signal(self._endpoint, feedback.id), self._clock.now(), None) or applied
