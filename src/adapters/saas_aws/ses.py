"""Mail over Amazon SES, version 2 of its interface."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from email.utils import formataddr
from typing import Any, Final, Protocol, cast

import boto3
from botocore.config import Config

from saas_aws.faults import translated
from saas_aws.logs import Withheld
from saas_core.kernel import text
from saas_core.kernel.addresses import deliverable
from saas_core.kernel.errors import InvalidValue, OutcomeUnknown, ProviderRefused, ProviderUnavailable
from saas_core.kernel.mail import MARK, From, Mail
from saas_core.work.breaker import Breaker

TAG: Final = "mail"
"""The tag that carries a mail's id to SES and back in all feedback about the mail."""


_WITHHELD: Final = Withheld(
    "name=SendEmail)", "name=CreateEmailIdentity)", "name=PutEmailIdentityDkimSigningAttributes)"
)

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 10.0


class SesClient(Protocol):
    """The part of boto3's client in use; boto3 ships no types."""

    def send_email(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore checks them
        """Send one mail."""
        ...


def ses_client(region: str, *, session: Any = None) -> SesClient:  # noqa: ANN401 - boto3 has no types
    """Return a client that never retries and has a timeout; credentials come from the session or the environment.

    Raises ProviderUnavailable if the source of the credentials does not answer, ProviderRefused for an unknown region.
    """
    config = Config(
        # By default botocore retries after a lost answer, and SES would then send the mail again.
        retries={"mode": "standard", "total_max_attempts": 1},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
    )
    logging.getLogger("botocore.endpoint").addFilter(_WITHHELD)
    try:
        with translated("SES"):
            made = (session or boto3.Session()).client("sesv2", region_name=region, config=config)
    except OutcomeUnknown as fault:
        # The source of the credentials was asked, not SES.
        raise ProviderUnavailable(fault.message, remedy="Wait; it will be retried automatically.") from fault.__cause__
    return cast("SesClient", made)


class SesMailer:
    """Sends mail over SES, which does not deduplicate: sending the same id twice sends two mails.

    So a mail is requested once, and resent only by a caller that accepts it may leave twice. Subject and bodies are
    passed as fields, from which SES builds the message; nothing in them can become a header.
    """

    def __init__(
        self, client: SesClient, *, sender: str, configuration_set: str, breaker: Breaker | None = None
    ) -> None:
        """Take a client from `ses_client`, an identity verified there, and the configuration set that publishes events.

        Raises InvalidValue for a sender or a set that is empty or has more than one line.
        """
        self._client = client
        self._sender = text.name(sender, "sender")
        if "@" not in self._sender:
            message = f"{self._sender[:60]!r} has no address."
            raise InvalidValue(message, field="sender", remedy="Write it as in Provider <no-reply@provider.example>.")
        self._configuration_set = text.name(configuration_set, "configuration_set")
        self._breaker = breaker or Breaker("SES")

    def send(self, mail: Mail) -> None:
        """Send the mail through SES.

        Raises ProviderUnavailable if SES cannot be reached, throttles or fails; OutcomeUnknown if no answer came and
        the mail may have left; ProviderRefused if SES will never accept the mail.
        """
        to = _deliverable(mail.to)
        body = {"Text": _content(mail.text)}
        if mail.html:
            body["Html"] = _content(mail.html)
        with self._breaker.calling(), translated("SES"):
            self._client.send_email(
                FromEmailAddress=shown(mail.sender) if mail.sender else self._sender,
                Destination={"ToAddresses": [to]},
                **({"ReplyToAddresses": [mail.reply_to]} if mail.reply_to else {}),
                Content={
                    "Simple": {
                        "Subject": _content(mail.subject),
                        "Body": body,
                        # Suppresses out-of-office replies (RFC 3834).
                        "Headers": [
                            {"Name": "Auto-Submitted", "Value": "auto-generated"},
                            {"Name": MARK, "Value": str(mail.id)},
                        ],
                    }
                },
                EmailTags=[{"Name": TAG, "Value": str(mail.id)}],
                ConfigurationSetName=self._configuration_set,
            )


def shown(sender: From) -> str:
    """Return a sender as it stands in a mail: its address in ASCII, with the name in front of it if there is one."""
    address = deliverable(sender.address) or sender.address
    return formataddr((sender.name, address)) if sender.name else address


def _content(words: str) -> dict[str, str]:
    return {"Data": words, "Charset": "UTF-8"}


def _deliverable(address: str) -> str:
    """Return the address in the form SES accepts: in ASCII, with its domain encoded (IDNA 2008)."""
    found = deliverable(address)
    if found is None:
        message = "SES cannot deliver to an address with these characters."
        raise ProviderRefused(message, field="to", remedy="Ask for another address.")
    return found
