"""A master key in Amazon's KMS, under which the data keys of clients are wrapped; it never leaves KMS.

KMS renews what is behind a key by itself, and goes on opening what was wrapped before. Where the configured name is an
alias that was moved to another key, new data keys are wrapped under that one, and older ones name theirs.
"""

from __future__ import annotations

import base64
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Protocol

from botocore.exceptions import ClientError

from saas_aws.faults import translated
from saas_aws.logs import Withheld
from saas_core.integrations.ports.sealing import WrappedKey
from saas_core.kernel.errors import InvalidValue, OutcomeUnknown, ProviderRefused, ProviderUnavailable
from saas_core.work.breaker import Breaker

KNOWN_SECONDS: Final = 60.0
"""How long the key behind an alias is remembered."""
_CONTEXT: Final = "saas-core"
_GONE: Final = frozenset(
    {"IncorrectKeyException", "InvalidArnException", "InvalidCiphertextException", "NotFoundException"}
)


_WITHHELD: Final = Withheld("Plaintext")
"""Bodies that hold a data key."""


class WrappingClient(Protocol):
    """The part of boto3's client in use for wrapping; boto3 ships no types."""

    def describe_key(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore checks them
        """Describe one key."""
        ...

    def encrypt(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Encrypt up to 4096 bytes."""
        ...

    def decrypt(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Decrypt what was encrypted."""
        ...


class KmsMasterKeys:
    """Wraps data keys by a symmetric key in KMS; what they are bound to is the encryption context of each call."""

    def __init__(
        self,
        client: WrappingClient,
        key: str,
        *,
        breaker: Breaker | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take a client from `kms_client`, and the id, alias or ARN of a key for encryption."""
        for name in ("botocore.endpoint", "botocore.parsers"):
            logging.getLogger(name).addFilter(_WITHHELD)
        self._client = client
        self._key = key
        self._breaker = breaker or Breaker("KMS")
        self._ticks = ticks
        self._known: tuple[str, float] | None = None

    def current(self) -> str:
        """Return the ARN of the key that wraps; raises ProviderUnavailable, InvalidValue for a key of another kind."""
        known = self._known
        if known is not None and self._ticks() - known[1] < KNOWN_SECONDS:
            return known[0]
        with self._asking():
            found = self._client.describe_key(KeyId=self._key)["KeyMetadata"]
        if found.get("KeyUsage") != "ENCRYPT_DECRYPT" or found.get("KeySpec") != "SYMMETRIC_DEFAULT":
            message = "is a key that wraps nothing."
            raise InvalidValue(message, field="credentials_kms_key", remedy="Name a symmetric key for encryption.")
        arn = str(found["Arn"])
        self._known = (arn, self._ticks())
        return arn

    def wrap(self, key: bytes, context: str) -> WrappedKey:
        """Wrap a data key so that it opens only under the same context; raises ProviderUnavailable, InvalidValue."""
        with self._asking():
            made = self._client.encrypt(KeyId=self._key, Plaintext=key, EncryptionContext=_bound(context))
        return WrappedKey(str(made["KeyId"]), base64.b64encode(made["CiphertextBlob"]).decode())

    def unwrap(self, wrapped: WrappedKey, context: str) -> bytes:
        """Return a data key wrapped under the same context; raises InvalidValue for any other, ProviderUnavailable."""
        try:
            sealed = base64.b64decode(wrapped.wrapped, validate=True)
        except ValueError:
            raise _unreadable() from None
        with self._asking():
            found = self._client.decrypt(
                # Named, or KMS would open what was wrapped under any key that it may use.
                KeyId=wrapped.master_key_id,
                CiphertextBlob=sealed,
                EncryptionContext=_bound(context),
            )
        return bytes(found["Plaintext"])

    def rotate(self) -> str:
        """Return the key that is current now, looked up anew: keys are made in KMS. Raises as `current`."""
        self._known = None
        return self.current()

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Guard one call; raises InvalidValue for what never opens, ProviderUnavailable for everything else."""
        try:
            with self._breaker.calling(), translated("KMS"):
                yield
        except OutcomeUnknown as fault:
            raise ProviderUnavailable(fault.message, remedy="It is tried again.") from fault
        except ProviderRefused as fault:
            cause = fault.__cause__
            code = cause.response.get("Error", {}).get("Code", "") if isinstance(cause, ClientError) else ""
            if code in _GONE:
                raise _unreadable() from None
            # A key that is disabled, or that we may not use, can be had back.
            remedy = "Check in KMS that the key is enabled and that this account may use it."
            raise ProviderUnavailable(fault.message, remedy=remedy) from fault


def _bound(context: str) -> dict[str, str]:
    return {_CONTEXT: context.replace("\n", "|")}


def _unreadable() -> InvalidValue:
    message = "cannot be unwrapped here."
    return InvalidValue(message, field="wrapped", remedy="Check the key in KMS that wrapped it, or connect anew.")
