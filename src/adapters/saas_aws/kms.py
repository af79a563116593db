"""A key in Amazon's KMS, which signs and never leaves it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final, Protocol, cast

import boto3
from botocore.config import Config

from saas_aws.faults import translated
from saas_core.kernel.errors import InvalidValue, OutcomeUnknown, ProviderUnavailable

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 10.0
_ALGORITHMS: Final = {"RSA": "RSASSA_PKCS1_V1_5_SHA_256", "ECC": "ECDSA_SHA_256"}


class KmsClient(Protocol):
    """The part of boto3's client in use; boto3 ships no types."""

    def describe_key(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore checks them
        """Describe one key."""
        ...

    def sign(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Sign one digest."""
        ...


def kms_client(region: str, *, session: Any = None) -> KmsClient:  # noqa: ANN401 - boto3 has no types
    """Return a client with timeouts; it retries, since signing twice harms nothing.

    Raises ProviderUnavailable if the source of the credentials does not answer, ProviderRefused for an unknown region.
    """
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 3},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
    )
    with translated("KMS"):
        made = (session or boto3.Session()).client("kms", region_name=region, config=config)
    return cast("KmsClient", made)


class KmsKey:
    """Signs over SHA-256 by one key in KMS."""

    def __init__(self, client: KmsClient, key: str) -> None:
        """Take a client from `kms_client` and the id, alias or ARN of a key for signing."""
        self._client = client
        self._key = key
        self._algorithm = ""

    def sign(self, content: bytes) -> bytes:
        """Return the signature of a content; raises ProviderUnavailable, ProviderRefused, InvalidValue."""
        try:
            with translated("KMS"):
                answer = self._client.sign(
                    KeyId=self._key,
                    Message=hashlib.sha256(content).digest(),
                    MessageType="DIGEST",
                    SigningAlgorithm=self._algorithm or self._known(),
                )
        except OutcomeUnknown as fault:
            raise ProviderUnavailable(fault.message, remedy="It is tried again.") from fault
        return bytes(answer["Signature"])

    def _known(self) -> str:
        """Return how the key signs, asked once."""
        spec = str(self._client.describe_key(KeyId=self._key)["KeyMetadata"]["KeySpec"])
        found = next((name for start, name in _ALGORITHMS.items() if spec.startswith(start)), None)
        if found is None:
            message = f"is a key of the kind {spec[:40]}, which seals no document."
            raise InvalidValue(message, field="seal_kms_key", remedy="Name an RSA key or one of an elliptic curve.")
        self._algorithm = found
        return found
