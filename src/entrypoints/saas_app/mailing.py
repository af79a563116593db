"""How mail leaves: over SES when it is configured, else into a folder."""

from __future__ import annotations

import threading
from collections.abc import Callable

from saas_app.settings import Settings
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.mail import Mail, Mailer
from saas_local import MailFolder


def mailer_of(settings: Settings) -> Mailer:
    """Give the mailer that the settings name; raises InvalidValue for settings that lack a part."""
    if not settings.ses_region:
        return MailFolder(settings.mail_folder)
    for name in ("ses_sender", "ses_configuration_set"):
        if not getattr(settings, name):
            message = "is missing; mail is to leave over SES."
            raise InvalidValue(message, field=name, remedy=f"Set SAAS_{name.upper()}.")
    return WhenFirstNeeded(lambda: _ses(settings))


def _ses(settings: Settings) -> Mailer:
    # Heavy to import, and needed by few.
    from saas_aws import SesMailer, ses_client  # noqa: PLC0415

    client = ses_client(settings.ses_region)
    return SesMailer(client, sender=settings.ses_sender, configuration_set=settings.ses_configuration_set)


class WhenFirstNeeded:
    """A mailer that is made with its first mail, since making one takes a second and asks for credentials."""

    def __init__(self, make: Callable[[], Mailer]) -> None:
        """Take what makes it; what cannot be made is tried again with the next mail."""
        self._make = make
        self._guard = threading.Lock()
        self._made: Mailer | None = None

    def send(self, mail: Mail) -> None:
        """Send the mail; raises what making and sending raise."""
        with self._guard:
            if self._made is None:
                self._made = self._make()
        self._made.send(mail)
