"""Feedback from SES about mails, as a configuration set publishes it to SNS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from email.utils import parseaddr
from typing import Any, Final, NoReturn
from uuid import UUID

from saas_aws.bounded import json_object
from saas_aws.ses import TAG
from saas_aws.sns import LARGEST, Notification
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EffectId
from saas_core.mail.feedback import Feedback, FeedbackKind


def feedback_of(notification: Notification) -> Feedback:
    """Return the feedback in a notification whose signature has been verified.

    A notification about anything but a mail, such as a new topic's greeting, has kind OTHER. Raises InvalidValue for a
    bounce, a complaint or a delivery that does not name its addresses.
    """
    event = _event(notification.message)
    # An identity without a configuration set uses the other name.
    word = event.get("eventType", event.get("notificationType"))
    read = _KINDS.get(word) if isinstance(word, str) else None
    kind, permanent, addresses = read(_part(event, str(word).lower())) if read else (FeedbackKind.OTHER, False, ())
    return Feedback(
        id=notification.id,
        at=notification.at,
        kind=kind,
        permanent=permanent,
        addresses=addresses,
        mail=_mail(event),
    )


_Told = tuple[FeedbackKind, bool, tuple[str, ...]]


def _bounce(part: Mapping[str, Any]) -> _Told:
    # Also reported for addresses on SES's own suppression list. An undetermined bounce may still be delivered.
    return FeedbackKind.BOUNCE, part.get("bounceType") == "Permanent", _addresses(part.get("bouncedRecipients"))


def _complaint(part: Mapping[str, Any]) -> _Told:
    addresses = _addresses(part.get("complainedRecipients"))
    if part.get("complaintFeedbackType") == "not-spam":
        # The reader moved the mail out of the spam folder.
        return FeedbackKind.OTHER, False, addresses
    return FeedbackKind.COMPLAINT, True, addresses


def _delivery(part: Mapping[str, Any]) -> _Told:
    recipients = part.get("recipients")
    rows = [{"emailAddress": each} for each in recipients] if isinstance(recipients, list) else None
    return FeedbackKind.DELIVERY, False, _addresses(rows)


_KINDS: Final[Mapping[str, Callable[[Mapping[str, Any]], _Told]]] = {
    "Bounce": _bounce,
    "Complaint": _complaint,
    "Delivery": _delivery,
}


def _event(message: str) -> Mapping[str, Any]:
    if not message.lstrip().startswith("{"):
        return {}
    return json_object(message.encode(), largest=LARGEST, field="Message")


def _part(event: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = event.get(name)
    if not isinstance(part, dict):
        _refuse(name)
    return part


def _addresses(rows: object) -> tuple[str, ...]:
    if not isinstance(rows, list) or not rows:
        _refuse("recipients")
    found = tuple(_address(row) for row in rows)
    if not all("@" in each for each in found):
        _refuse("emailAddress")
    return found


def _address(row: object) -> str:
    address = row.get("emailAddress") if isinstance(row, dict) else None
    return parseaddr(address)[1] if isinstance(address, str) else ""


def _mail(event: Mapping[str, Any]) -> EffectId | None:
    mail = event.get("mail")
    tags = mail.get("tags") if isinstance(mail, dict) else None
    values = tags.get(TAG) if isinstance(tags, dict) else None
    try:
        return EffectId(UUID(values[0])) if isinstance(values, list) and values else None
    except (ValueError, AttributeError, TypeError):
        return None


def _refuse(field: str) -> NoReturn:
    message = "is missing or not in SES's format."
    raise InvalidValue(message, field=field, remedy="Check what the topic publishes.")
