"""Storage in Amazon S3, and mails that SES put into a bucket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any, Final, Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from saas_aws.faults import translated
from saas_core.kernel import text
from saas_core.kernel.errors import OutcomeUnknown, ProviderUnavailable
from saas_core.kernel.ids import TenantId
from saas_core.kernel.storage import PIECE, ContentMissing, ContentTooLarge, StoredId
from saas_core.work.breaker import Breaker

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 20.0
_MISSING: Final = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Client(Protocol):
    """The part of boto3's client in use; boto3 ships no types."""

    def put_object(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore checks them
        """Store one object."""
        ...

    def get_object(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Return one object, its body as a stream."""
        ...

    def delete_object(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Delete one object."""
        ...


def s3_client(region: str, *, session: Any = None) -> S3Client:  # noqa: ANN401 - boto3 has no types
    """Return a client with timeouts; it retries, since storing the same bytes twice is storing them once.

    Raises ProviderUnavailable if the source of the credentials does not answer, ProviderRefused for an unknown region.
    """
    config = Config(
        retries={"mode": "standard", "total_max_attempts": 3},
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        # What was stored is compared with its SHA-256 here; a checksum in chunks would only be for S3's own sake.
        request_checksum_calculation="when_required",
    )
    try:
        with translated("S3"):
            made = (session or boto3.Session()).client("s3", region_name=region, config=config)
    except OutcomeUnknown as fault:
        raise ProviderUnavailable(fault.message, remedy="Wait; it will be retried automatically.") from fault.__cause__
    return cast("S3Client", made)


class S3Storage:
    """Keeps content in a bucket, under keys made of ids alone; encrypted at rest by S3."""

    def __init__(self, client: S3Client, *, bucket: str, prefix: str = "", breaker: Breaker | None = None) -> None:
        """Take a client from `s3_client`, a private bucket, and a prefix of all keys."""
        self._client = client
        self._bucket = text.name(bucket, "bucket")
        self._prefix = prefix
        self._breaker = breaker or Breaker("S3")

    def put(self, tenant_id: TenantId, stored: StoredId, content: IO[bytes]) -> None:
        """Store a file; raises ProviderFault."""
        content.seek(0)
        with self._breaker.calling(), translated("S3"):
            self._client.put_object(
                Bucket=self._bucket,
                Key=self._key(tenant_id, stored),
                Body=content,
                # Whatever the bytes are, nothing that reads the bucket directly may take them for a page.
                ContentType="application/octet-stream",
                ContentDisposition="attachment",
                ServerSideEncryption="AES256",
            )

    def open(self, tenant_id: TenantId, stored: StoredId) -> Iterator[bytes]:
        """Return the bytes in pieces; raises ContentMissing, ProviderFault."""
        return opened(self._client, self._breaker, self._bucket, self._key(tenant_id, stored))

    def remove(self, tenant_id: TenantId, stored: StoredId) -> None:
        """Delete the object, if there is one; raises ProviderFault."""
        with self._breaker.calling(), translated("S3"):
            self._client.delete_object(Bucket=self._bucket, Key=self._key(tenant_id, stored))

    def _key(self, tenant_id: TenantId, stored: StoredId) -> str:
        return f"{self._prefix}{tenant_id.hex}/{stored.hex}"


class MailBucket:
    """Reads the mails that a receipt rule of SES put into one bucket."""

    def __init__(self, client: S3Client, *, bucket: str, breaker: Breaker | None = None) -> None:
        """Take a client from `s3_client` and the bucket of the rule."""
        self._client = client
        self.bucket = text.name(bucket, "bucket")
        self._breaker = breaker or Breaker("S3")

    def fetch(self, key: str, largest: int) -> bytes:
        """Return a mail as SES received it; raises ContentMissing, ContentTooLarge, ProviderFault."""
        content = bytearray()
        for piece in opened(self._client, self._breaker, self.bucket, key):
            content += piece
            if len(content) > largest:
                message = f"has more than {largest // (1024 * 1024)} MB."
                raise ContentTooLarge(message, field="content", remedy="Ask for a smaller mail.")
        return bytes(content)


def opened(client: S3Client, breaker: Breaker, bucket: str, key: str) -> Iterator[bytes]:
    """Return the bytes of an object in pieces; raises ContentMissing, ProviderFault before the first one."""
    with breaker.calling(), translated("S3"):
        try:
            body = client.get_object(Bucket=bucket, Key=key)["Body"]
        except ClientError as fault:
            if str(fault.response.get("Error", {}).get("Code", "")) not in _MISSING:
                raise
            message = "is no longer stored."
            raise ContentMissing(message, field="content", remedy="Ask its sender for it again.") from fault
    return _pieces(body)


def _pieces(body: Any) -> Iterator[bytes]:  # noqa: ANN401 - botocore has no types
    try:
        while True:
            with translated("S3"):
                piece = body.read(PIECE)
            if not piece:
                return
            yield piece
    finally:
        body.close()
