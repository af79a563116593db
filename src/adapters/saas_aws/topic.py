"""The topic on which SES publishes feedback about mails: its notifications, and confirming its subscription."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from saas_aws.feedback import feedback_of
from saas_aws.sns import Confirmation, Notifications
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.signals import SignalRefused
from saas_core.mail.feedback import Feedback

_log = logging.getLogger("saas_aws")


class SesFeedback:
    """Reads SNS posts, and confirms subscriptions to this endpoint."""

    def __init__(self, notifications: Notifications, fetch: Callable[[str], bytes]) -> None:
        """Take the verifier of posts, and a function that opens a verified SNS URL."""
        self._notifications = notifications
        self._fetch = fetch

    def read(self, body: bytes, headers: Mapping[str, str]) -> Feedback | None:  # noqa: ARG002 - all is in the body
        """Return the feedback in a post, None for one about the subscription itself.

        A new subscription is confirmed by opening its URL; an ended one is left alone. Raises SignalRefused for a post
        that is unreadable or not signed by SNS for one of our topics, ProviderFault if Amazon cannot be reached.
        """
        try:
            found = self._notifications.read(body)
            if not isinstance(found, Confirmation):
                return feedback_of(found)
            if found.ended:
                _log.warning("the subscription to %s has ended; nothing is heard of mails any more", found.topic)
            else:
                self._fetch(found.url)
                _log.info("the subscription to %s is confirmed", found.topic)
        except InvalidValue as fault:
            raise SignalRefused(fault.message, field=fault.field, remedy=fault.remedy) from fault
        return None
