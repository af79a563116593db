"""A simulated SNS topic, which signs its posts with its own certificate.

This is not the vendor: it follows Amazon's published format and signature, and has not been verified against Amazon.
Its certificate is self-signed, so only a reader configured to take it from here trusts it.
"""

from __future__ import annotations

import base64
import functools
import json
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from saas_core.kernel.instants import Clock

_HASHES: Final = {"1": SHA1, "2": SHA256}
_SIGNED: Final = ("Message", "MessageId", "Subject", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


class SimulatedTopic:
    """A topic in an AWS region, with its key; the ids of its posts count up, so that runs are reproducible."""

    def __init__(self, clock: Clock, *, region: str = "eu-central-1", name: str = "mail-feedback") -> None:
        """Start with a fresh key, generated when the first message is signed."""
        self._clock = clock
        self._count = 0
        self.host = f"sns.{region}.amazonaws.com"
        self.arn = f"arn:aws:sns:{region}:123456789012:{name}"
        self.certificate_url = f"https://{self.host}/SimpleNotificationService-0123456789abcdef.pem"

    def notification(self, message: str, *, version: str = "2", subject: str | None = None) -> bytes:
        """Return the body that SNS posts to a subscriber for one message."""
        fields = {"Type": "Notification", "MessageId": self._next(), "TopicArn": self.arn}
        if subject is not None:
            fields["Subject"] = subject
        unsubscribe = f"https://{self.host}/?Action=Unsubscribe&SubscriptionArn={self.arn}:0123"
        return self.signed({**fields, "Message": message, "UnsubscribeURL": unsubscribe}, version=version)

    def confirmation(self, *, ended: bool = False, version: str = "2") -> bytes:
        """Return the body that SNS posts to confirm a subscription, or when it has ended."""
        token = f"{self._count + 1:064x}"
        return self.signed(
            {
                "Type": "UnsubscribeConfirmation" if ended else "SubscriptionConfirmation",
                "MessageId": self._next(),
                "Token": token,
                "TopicArn": self.arn,
                "Message": f"You have chosen to subscribe to the topic {self.arn}.",
                "SubscribeURL": f"https://{self.host}/?Action=ConfirmSubscription&TopicArn={self.arn}&Token={token}",
            },
            version=version,
        )

    def signed(self, fields: dict[str, str], *, version: str = "2") -> bytes:
        """Return a signed body of any fields, even ones no topic ever posts, dated now or by their own `Timestamp`."""
        stamped = {"Timestamp": _stamp(self._clock.now()), **fields}
        text = "".join(f"{name}\n{stamped[name]}\n" for name in _SIGNED if name in stamped)
        signature = self._key.sign(text.encode(), PKCS1v15(), _HASHES.get(version, SHA256)())
        return json.dumps(
            {
                **stamped,
                "SignatureVersion": version,
                "Signature": base64.b64encode(signature).decode(),
                "SigningCertURL": self.certificate_url,
            }
        ).encode()

    def certificate(self, _url: str = "") -> bytes:
        """Return the certificate, whatever the URL; stands in for Amazon's certificate store."""
        return self._certificate

    def _next(self) -> str:
        self._count += 1
        return str(UUID(int=self._count))

    @functools.cached_property
    def _key(self) -> RSAPrivateKey:
        return generate_private_key(public_exponent=65537, key_size=2048)

    @functools.cached_property
    def _certificate(self) -> bytes:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.host)])
        now = self._clock.now()
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .sign(self._key, SHA256())
        )
        return made.public_bytes(Encoding.PEM)


def _stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
