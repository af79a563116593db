"""A simulated KMS, for demonstrations and tests; it is not the vendor.

It replaces botocore's connection, so that botocore has checked every parameter against Amazon's own model and reads the
answers as it reads Amazon's. Keys are made, disabled and taken away as an administrator would.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from enum import Enum
from http import HTTPStatus
from typing import Any, Final

from attrs import define
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_ACCOUNT: Final = "arn:aws:kms:eu-central-1:111122223333:key"
_NONCE: Final = 12
_ID: Final = 32


class Fault(Enum):
    """The ways in which a call can fail; none of them does anything."""

    THROTTLED = "ThrottlingException"
    AWAY = "no connection"
    FAILING = "KMSInternalException"
    HANGING = "no answer comes"


@define
class _Key:
    id: str
    secret: bytes
    spec: str = "SYMMETRIC_DEFAULT"
    enabled: bool = True


class SimulatedKms:
    """The keys of one account; `asked` counts the calls."""

    def __init__(self) -> None:
        """Start without keys."""
        self._guard = threading.Lock()
        self._keys: dict[str, _Key] = {}
        self._aliases: dict[str, str] = {}
        self._fault: Fault | None = None
        self.waits: Callable[[], None] = lambda: None
        self.asked = 0

    def attach(self, client: Any) -> None:  # noqa: ANN401 - boto3's clients have no types
        """Answer every call of a `kms` client from now on, without the network."""
        client.meta.events.register("before-send.kms", self._answer)

    def key(self, alias: str = "", *, spec: str = "SYMMETRIC_DEFAULT") -> str:
        """Make a key and return its ARN; an alias is moved to it."""
        with self._guard:
            made = _Key(hashlib.sha256(f"key {len(self._keys)}".encode()).hexdigest()[:_ID], os.urandom(32), spec)
            arn = f"{_ACCOUNT}/{made.id}"
            self._keys[arn] = made
            if alias:
                self._aliases[alias] = arn
        return arn

    def enable(self, arn: str, *, enabled: bool) -> None:
        """Enable or disable a key."""
        with self._guard:
            self._keys[arn].enabled = enabled

    def delete(self, arn: str) -> None:
        """Take a key away for good."""
        with self._guard:
            del self._keys[arn]

    def fail(self, fault: Fault | None) -> None:
        """Make every call fail, or none any more; for one that hangs, `waits` is called first."""
        self._fault = fault

    def _answer(self, request: Any, **_more: object) -> AWSResponse:  # noqa: ANN401
        name = request.headers["X-Amz-Target"]
        word = (name.decode() if isinstance(name, bytes) else str(name)).rpartition(".")[2]
        with self._guard:
            self.asked += 1
            fault = self._fault
            found = None if fault else self._done(word, json.loads(request.body))
        if fault is Fault.AWAY:
            raise EndpointConnectionError(endpoint_url=request.url)
        if found is None and fault is Fault.HANGING:
            self.waits()
            raise ReadTimeoutError(endpoint_url=request.url)
        if found is None:
            found = _error(str(fault.value if fault else ""), "Simulated failure.")
        return _response(request.url, *found)

    def _done(self, word: str, given: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        named = str(given.get("KeyId", ""))
        arn = self._aliases.get(named, named)
        key = self._keys.get(arn) or self._keys.get(f"{_ACCOUNT}/{arn}")
        if key is None:
            return _error("NotFoundException", f"Key '{named}' does not exist")
        arn = f"{_ACCOUNT}/{key.id}"
        if word == "DescribeKey":
            usage = "ENCRYPT_DECRYPT" if key.spec == "SYMMETRIC_DEFAULT" else "SIGN_VERIFY"
            about = {"KeyId": key.id, "Arn": arn, "KeySpec": key.spec, "KeyUsage": usage, "Enabled": key.enabled}
            return HTTPStatus.OK, {"KeyMetadata": about}
        if not key.enabled:
            return _error("DisabledException", f"{arn} is disabled.")
        bound = json.dumps(given.get("EncryptionContext", {}), sort_keys=True).encode()
        return self._encrypted(key, given, bound) if word == "Encrypt" else self._decrypted(key, given, bound)

    @staticmethod
    def _encrypted(key: _Key, given: Mapping[str, Any], bound: bytes) -> tuple[int, Mapping[str, Any]]:
        nonce = os.urandom(_NONCE)
        body = AESGCM(key.secret).encrypt(nonce, base64.b64decode(given["Plaintext"]), bound)
        sealed = base64.b64encode(key.id.encode() + nonce + body).decode()
        return HTTPStatus.OK, {"CiphertextBlob": sealed, "KeyId": f"{_ACCOUNT}/{key.id}"}

    def _decrypted(self, key: _Key, given: Mapping[str, Any], bound: bytes) -> tuple[int, Mapping[str, Any]]:
        raw = base64.b64decode(given["CiphertextBlob"])
        if raw[:_ID] != key.id.encode():
            known = any(raw[:_ID] == each.id.encode() for each in self._keys.values())
            return _error("IncorrectKeyException" if known else "InvalidCiphertextException", "")
        try:
            plain = AESGCM(key.secret).decrypt(raw[_ID : _ID + _NONCE], raw[_ID + _NONCE :], bound)
        except InvalidTag:
            return _error("InvalidCiphertextException", "")
        return HTTPStatus.OK, {"Plaintext": base64.b64encode(plain).decode(), "KeyId": f"{_ACCOUNT}/{key.id}"}


class _Raw:
    """A response body as botocore reads it from a connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_more: object) -> list[bytes]:
        return [self._content]


def _error(code: str, message: str) -> tuple[int, Mapping[str, Any]]:
    status = HTTPStatus.INTERNAL_SERVER_ERROR if code == "KMSInternalException" else HTTPStatus.BAD_REQUEST
    return status, {"__type": code, "message": message}


def _response(url: str, status: int, content: Mapping[str, Any]) -> AWSResponse:
    headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": "simulated"}
    return AWSResponse(url, int(status), headers, _Raw(json.dumps(content).encode()))
