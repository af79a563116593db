"""Time stamps by an outside authority (RFC 3161): that something existed at an instant, said by somebody else."""

from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from saas_core.engagements.evidence.errors import EvidenceBroken
from saas_core.kernel.errors import InvalidValue, ProviderRefused, ProviderUnavailable
from saas_core.kernel.instants import instant_text

Post: TypeAlias = Callable[[str, bytes], bytes]
"""Sends a request to an address and returns the answer's body; raises OSError, HTTPException."""
TIMEOUT: Final = 20.0
LARGEST: Final = 256 * 1024
_GRANTED: Final = frozenset({0, 1})
_BUSY: Final = 500


class TimeStamps:
    """Asks one authority, and checks what it answers by the certificates that are trusted."""

    def __init__(self, address: str, roots: Sequence[x509.Certificate], post: Post | None = None) -> None:
        """Take the authority's address and the certificates that its own leads up to."""
        self._address = address
        self._roots = tuple(roots)
        self._post = post or _posted

    def stamp(self, content: bytes) -> bytes:
        """Return the authority's answer over the SHA-256 of a content, checked before it is kept.

        Raises ProviderUnavailable where trying again helps, ProviderRefused for an answer that is none.
        """
        # Written out, although it is the default: the imprint is what is compared later.
        request = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()
        answer = self.answered(request.as_bytes())
        try:
            response = decode_timestamp_response(answer)
            # By the request too, so that the answer to another one is refused.
            self._verify(response, content, VerifierBuilder.from_request(request))
        except (ValueError, VerificationError) as fault:
            message = f"The time stamp authority's answer does not hold: {fault}."
            raise ProviderRefused(message, remedy="Check time_stamp_url and time_stamp_roots.") from fault
        return answer

    def answered(self, request: bytes) -> bytes:
        """Return the authority's answer to a request as it comes, unchecked; raises as `stamp` does."""
        try:
            return self._post(self._address, request)
        except urllib.error.HTTPError as fault:
            message = f"The time stamp authority answered {fault.code}."
            kind = ProviderUnavailable if fault.code >= _BUSY else ProviderRefused
            raise kind(message, remedy="Ask the authority, or correct time_stamp_url.") from fault
        except (OSError, http.client.HTTPException) as fault:
            message = "The time stamp authority cannot be reached."
            raise ProviderUnavailable(message, remedy="It is tried again.") from fault

    def stamped(self, token: bytes, content: bytes) -> str:
        """Return the instant of a kept answer over a content; raises EvidenceBroken if it does not hold."""
        try:
            response = decode_timestamp_response(token)
            self._verify(response, content, VerifierBuilder())
        except (ValueError, VerificationError) as fault:
            field = "time_stamp"
            raise EvidenceBroken(field, f"is no time stamp of the approval by a trusted authority: {fault}.") from fault
        return instant_text(response.tst_info.gen_time)

    def _verify(self, response: TimeStampResponse, content: bytes, builder: VerifierBuilder) -> None:
        if response.status not in _GRANTED:
            message = f"status {response.status}"
            raise ValueError(message)
        for each in self._roots:
            builder = builder.add_root_certificate(each)
        builder.build().verify(response, hashlib.sha256(content).digest())


def certificates(path: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file; raises InvalidValue naming the file."""
    try:
        return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
    except (OSError, ValueError) as fault:
        message = f"holds no certificates: {fault}."
        raise InvalidValue(message, field=str(path), remedy="Name a PEM file with certificates.") from fault


def _posted(address: str, body: bytes) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked where the setting is read
        address, data=body, headers={"Content-Type": "application/timestamp-query"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
        content: bytes = answer.read(LARGEST + 1)
    if len(content) > LARGEST:
        message = "the answer is too long"
        raise OSError(message)
    return content
