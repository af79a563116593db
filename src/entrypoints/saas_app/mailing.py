"""Outgoing mail, over SES if configured, else into a folder; and feedback about it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from saas_app.settings import Settings
from saas_core.kernel.errors import InvalidValue
from saas_local import MailFolder

if TYPE_CHECKING:
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.mail import Mail, Mailer
    from saas_core.mail.receiving import FeedbackReader

_PORTAL = re.compile(
    r"(?:https://[A-Za-z0-9][A-Za-z0-9.-]{0,252}|http://(?:localhost|127\.0\.0\.1))(?::[0-9]{1,5})?"
    r"(?:/[A-Za-z0-9._~-]+){0,20}"
)


def mailer_of(settings: Settings) -> Mailer:
    """Return the mailer named by the settings; raises InvalidValue for incomplete settings."""
    if not settings.ses_region:
        return MailFolder(settings.mail_folder)
    for name in ("ses_sender", "ses_configuration_set"):
        if not getattr(settings, name):
            message = "is missing; sending mail over SES needs it."
            raise InvalidValue(message, field=name, remedy=f"Set SAAS_{name.upper()}.")
    return WhenFirstNeeded(lambda: _ses(settings))


def feedback_of(settings: Settings, clock: Clock) -> FeedbackReader | None:
    """Return the reader of SES feedback over the topics named by the settings; None without topics."""
    topics = tuple(each.strip() for each in settings.ses_topics.split(",") if each.strip())
    if not topics:
        return None
    # Slow to import, and rarely needed.
    from saas_aws import Certificates, Notifications, SesFeedback  # noqa: PLC0415

    fetch = Certificates()
    return SesFeedback(Notifications(topics, fetch, clock), fetch)


def portal_of(settings: Settings) -> str:
    """Return the portal that mailed links lead to, without a trailing slash; raises InvalidValue for an unfit URL.

    Anyone who reads the traffic could read the token, so https is required, except on the same machine.
    """
    url = settings.portal_url.rstrip("/")
    if url and _PORTAL.fullmatch(url) is None:
        message = f"{url[:60]!r} is not the address of a portal."
        remedy = "Write it as in https://portal.example/app, without a query."
        raise InvalidValue(message, field="portal_url", remedy=remedy)
    return url


def _ses(settings: Settings) -> Mailer:
    # Slow to import, and rarely needed.
    from saas_aws import SesMailer, ses_client  # noqa: PLC0415

    client = ses_client(settings.ses_region)
    return SesMailer(client, sender=settings.ses_sender, configuration_set=settings.ses_configuration_set)


class WhenFirstNeeded:
    """A mailer created with its first mail, since creating one takes a second and requests credentials."""

    def __init__(self, make: Callable[[], Mailer]) -> None:
        """Take the function that creates the mailer; a failed attempt is repeated with the next mail."""
        self._make = make
        self._guard = threading.Lock()
        self._made: Mailer | None = None

    def send(self, mail: Mail) -> None:
        """Send the mail; raises whatever creating the mailer and sending raise."""
        with self._guard:
            if self._made is None:
                self._made = self._make()
        self._made.send(mail)
