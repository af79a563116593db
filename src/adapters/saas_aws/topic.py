"""The topic over which SES tells what became of mails: its news, and the beginning of its subscription."""

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
    """Reads what SNS posts, and answers its question whether news should come here."""

    def __init__(self, notifications: Notifications, fetch: Callable[[str], bytes]) -> None:
        """Take what verifies posts, and what opens an address of SNS that was checked."""
        self._notifications = notifications
        self._fetch = fetch

    def read(self, body: bytes, headers: Mapping[str, str]) -> Feedback | None:  # noqa: ARG002 - all is in the body
        """Return the feedback in a post, None for one about the subscription itself.

        A subscription that begins is confirmed by opening its address; one that ended is left so. Raises SignalRefused
        for what is not signed by SNS for a topic of ours or cannot be read, ProviderFault when Amazon is away.
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
