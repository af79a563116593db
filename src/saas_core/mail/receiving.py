"""Receiving: feedback on mails is verified, applied as it comes, and stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from saas_core.kernel.instants import Clock
from saas_core.kernel.signals import Signals
from saas_core.mail.feedback import Feedback, FeedbackKind
from saas_core.mail.mailroom import Mailroom


class FeedbackReader(Protocol):
    """Verifies and reads messages from the provider of mail."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Feedback | None:
        """Return the feedback, None for any other message; raises SignalRefused for an unsigned or unreadable one."""
        ...


class FeedbackReceiver:
    """Receives feedback on mails at one endpoint."""

    def __init__(
        self, *, endpoint: str, reader: FeedbackReader, mailroom: Mailroom, signals: Signals, clock: Clock
    ) -> None:
        """Take the endpoint's name, the reader of its messages, and the ports that apply and store them."""
        self._endpoint = endpoint
        self._reader = reader
        self._mailroom = mailroom
        self._signals = signals
        self._clock = clock

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Apply feedback, then store it, and return whether it is new; feedback that changes nothing is not stored.

        After a crash in between, it comes again, and applying it again has no effect. Raises SignalRefused, StoreFault,
        ProviderFault.
        """
        feedback = self._reader.read(body, headers)
        if feedback is None or feedback.kind is FeedbackKind.OTHER:
            return False
        news = self._mailroom.news(feedback)
        applied = self._mailroom.apply(news)
        return self._signals.take(news.as_signal(self._endpoint, feedback.id), self._clock.now(), None) or applied
