"""Notifications over Amazon SNS; nothing in them is trusted before the signature is verified."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from attrs import frozen
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.x509 import Certificate, load_pem_x509_certificate

from saas_aws.bounded import json_object
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import Clock

LARGEST: Final = 600 * 1024
"""In bytes; SNS carries messages of up to 256 KiB, which grow when encoded as JSON."""
OLDEST: Final = timedelta(hours=1)
AHEAD: Final = timedelta(minutes=5)
_KEPT: Final = 8

_HOST: Final = re.compile(r"sns\.[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}\.amazonaws\.com(\.cn)?")
_CERTIFICATE: Final = re.compile(r"/[A-Za-z0-9._-]{1,200}\.pem")
# Version 1 is Amazon's default for topics made before 2022, and for those never configured otherwise.
_HASHES: Final[Mapping[str, Callable[[], HashAlgorithm]]] = {"1": SHA1, "2": SHA256}
_SIGNED_NEWS: Final = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SIGNED_CONFIRMATION: Final = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED: Final[Mapping[str, tuple[str, ...]]] = {
    "Notification": _SIGNED_NEWS,
    "SubscriptionConfirmation": _SIGNED_CONFIRMATION,
    "UnsubscribeConfirmation": _SIGNED_CONFIRMATION,
}


@frozen(kw_only=True)
class Notification:
    """One notification; `id` stays the same when SNS delivers it again."""

    id: str
    topic: str
    at: datetime
    message: str


@frozen(kw_only=True)
class Confirmation:
    """A request to confirm a subscription, or news that it has `ended`; opening `url`, not done here, starts it."""

    id: str
    topic: str
    at: datetime
    url: str
    ended: bool


class Notifications:
    """Reads SNS posts about the given topics; share one instance, since it caches certificates."""

    def __init__(self, topics: Collection[str], fetch_certificate: Callable[[str], bytes], clock: Clock) -> None:
        """Take the ARNs of the topics, and a function that returns the bytes of a certificate by its URL."""
        self._topics = frozenset(topics)
        self._fetch = fetch_certificate
        self._clock = clock
        self._kept: dict[str, Certificate] = {}

    def read(self, body: bytes) -> Notification | Confirmation:
        """Return the post, having verified that SNS signed it for one of the topics within the last hour.

        Unknown fields are ignored. Raises InvalidValue naming the field at fault, and whatever fetching a certificate
        raises.
        """
        fields = json_object(body, largest=LARGEST)
        kind = _text(fields, "Type")
        if kind not in _SIGNED:
            _refuse("Type", "is not a known type.")
        topic = _text(fields, "TopicArn")
        if topic not in self._topics:
            _refuse("TopicArn", "is not one of the configured topics.")
        now = self._clock.now()
        at = _moment(fields, now)
        signed = _signed_text(fields, _SIGNED[kind])
        self._verify(fields, signed, now)
        if kind == "Notification":
            return Notification(id=_text(fields, "MessageId"), topic=topic, at=at, message=_text(fields, "Message"))
        url = _text(fields, "SubscribeURL")
        _require_amazon("SubscribeURL", url)
        ended = kind == "UnsubscribeConfirmation"
        return Confirmation(id=_text(fields, "MessageId"), topic=topic, at=at, url=url, ended=ended)

    def _verify(self, fields: Mapping[str, Any], signed: bytes, now: datetime) -> None:
        version, url = _text(fields, "SignatureVersion"), _text(fields, "SigningCertURL")
        if version not in _HASHES:
            _refuse("SignatureVersion", "is neither 1 nor 2.")
        _require_amazon("SigningCertURL", url)
        if not _CERTIFICATE.fullmatch(urlsplit(url).path) or "?" in url:
            _refuse("SigningCertURL", "does not name a certificate.")
        signature = _signature(fields)
        kept = self._kept.get(url)
        certificate = kept or _certificate(self._fetch(url))
        if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
            _refuse("SigningCertURL", "leads to a certificate that is not currently valid.")
        key = certificate.public_key()
        if not isinstance(key, RSAPublicKey):
            _refuse("SigningCertURL", "leads to a certificate with the wrong type of key.")
        try:
            key.verify(signature, signed, PKCS1v15(), _HASHES[version]())
        except InvalidSignature:
            _refuse("Signature", "is not Amazon's signature of this message.")
        if kept is None:
            # Only verified ones are cached, so that nobody can fill the memory; a handful are in use at a time.
            self._kept = {**dict(list(self._kept.items())[1 - _KEPT :]), url: certificate}


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        _refuse(name, "is missing or not text.")
    return value


def _moment(fields: Mapping[str, Any], now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(_text(fields, "Timestamp"))
        moment = at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        _refuse("Timestamp", "is not an instant.")
    if not now - OLDEST <= moment <= now + AHEAD:
        _refuse("Timestamp", "is more than an hour in the past or future.")
    return moment


def _signed_text(fields: Mapping[str, Any], names: tuple[str, ...]) -> bytes:
    there = (name for name in names if name != "Subject" or fields.get("Subject") is not None)
    try:
        return "".join(f"{name}\n{_text(fields, name)}\n" for name in there).encode()
    except UnicodeEncodeError:
        _refuse("Message", "contains something that is not a character.")


def _signature(fields: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(_text(fields, "Signature"), validate=True)
    except (binascii.Error, ValueError):
        _refuse("Signature", "is not base64.")


def _require_amazon(name: str, url: str) -> None:
    """Require https on a host of SNS itself, without user info, port or anything else that could hide another host."""
    plain = url.isascii() and url.isprintable() and not {"\\", " ", "@", "#"} & set(url)
    try:
        parts = urlsplit(url)
        good = plain and parts.scheme == "https" and _HOST.fullmatch(parts.netloc) is not None
    except ValueError:
        good = False
    if not good:
        _refuse(name, "is not an SNS address.")


def _certificate(content: bytes) -> Certificate:
    try:
        return load_pem_x509_certificate(content)
    except ValueError:
        _refuse("SigningCertURL", "does not lead to a certificate.")


def _refuse(field: str, message: str) -> NoReturn:
    raise InvalidValue(message, field=field, remedy="Nothing was done; check who sent this.")
