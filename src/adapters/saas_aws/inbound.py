"""Mails that SES took in: its notifications over SNS, with the mail itself or the place in S3 where it lies."""

from __future__ import annotations

import base64
import binascii
import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

from saas_aws.bounded import json_object
from saas_aws.sns import LARGEST, Confirmation, Notification, Notifications
from saas_core.incoming.message import Envelope, Verdicts
from saas_core.incoming.model import Arrival
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.signals import SignalRefused

SOURCE: Final = "ses"
_MOST_RECIPIENTS: Final = 100
_LONGEST: Final = 1_000

_log = logging.getLogger("saas_aws")


class SesInbound:
    """Reads SNS posts about mails that SES took in, and confirms subscriptions to this endpoint."""

    def __init__(self, notifications: Notifications, fetch: Callable[[str], bytes], *, bucket: str = "") -> None:
        """Take the verifier of posts, a function that opens a verified SNS URL, and the bucket of the receipt rule."""
        self._notifications = notifications
        self._fetch = fetch
        self._bucket = bucket

    def read(self, body: bytes, headers: Mapping[str, str]) -> Arrival | None:  # noqa: ARG002 - all is in the body
        """Return the mail that a post is about, None for one about the subscription itself.

        Raises SignalRefused for a post that is unreadable, not signed by SNS for one of our topics, or about another
        bucket, and ProviderFault if Amazon cannot be reached.
        """
        try:
            found = self._notifications.read(body)
            if not isinstance(found, Confirmation):
                return arrival_of(found, self._bucket)
            if found.ended:
                _log.warning("the subscription to %s has ended; no mail is taken in any more", found.topic)
            else:
                self._fetch(found.url)
                _log.info("the subscription to %s is confirmed", found.topic)
        except InvalidValue as fault:
            raise SignalRefused(fault.message, field=fault.field, remedy=fault.remedy) from fault
        return None


def arrival_of(notification: Notification, bucket: str) -> Arrival | None:
    """Return the mail in a notification whose signature was verified; None for news of anything but a mail.

    Raises InvalidValue for a notification that does not name its mail, or names it in another bucket.
    """
    if not notification.message.lstrip().startswith("{"):
        return None
    event = json_object(notification.message.encode(), largest=LARGEST, field="Message")
    if event.get("notificationType") != "Received":
        return None
    mail, receipt = _part(event, "mail"), _part(event, "receipt")
    envelope = Envelope(
        source=_text(mail, "source"),
        recipients=_recipients(receipt.get("recipients")),
        verdicts=Verdicts(**{name: _verdict(receipt, name) for name in ("spf", "dkim", "dmarc", "virus")}),
    )
    key = _text(mail, "messageId") or _refuse("messageId", "is missing.")
    action = _part(receipt, "action")
    if action.get("type") == "S3":
        place = _text(action, "objectKey")
        if not place or not bucket or action.get("bucketName") != bucket:
            _refuse("bucketName", "is not the configured bucket.")
        return Arrival(source=SOURCE, key=key, envelope=envelope, place=place)
    return Arrival(source=SOURCE, key=key, envelope=envelope, raw=_content(event, action))


def _content(event: Mapping[str, Any], action: Mapping[str, Any]) -> bytes:
    content = event.get("content")
    if not isinstance(content, str) or not content:
        _refuse("content", "is missing.")
    if action.get("encoding") != "BASE64":
        return content.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        _refuse("content", "is not base64.")


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = event.get(name)
    if not isinstance(part, dict):
        _refuse(name, "is missing or not in SES's format.")
    return part


def _text(part: Mapping[str, Any], name: str) -> str:
    value = part.get(name, "")
    if not isinstance(value, str) or len(value) > _LONGEST:
        _refuse(name, "is not in SES's format.")
    return value


def _recipients(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        _refuse("recipients", "is not in SES's format.")
    return tuple(each for each in value[:_MOST_RECIPIENTS] if isinstance(each, str) and len(each) <= _LONGEST)


def _verdict(receipt: Mapping[str, Any], name: str) -> str:
    part = receipt.get(f"{name}Verdict")
    status = part.get("status") if isinstance(part, dict) else None
    return status[:40] if isinstance(status, str) else ""


def _refuse(field: str, message: str) -> NoReturn:
    raise InvalidValue(message, field=field, remedy="Check the receipt rule and what its topic publishes.")
