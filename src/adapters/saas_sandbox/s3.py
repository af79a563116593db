"""A simulated S3, for demonstrations and tests.

This is not the vendor. It replaces botocore's connection, so botocore has already checked every parameter against
Amazon's own model, and reads the answers as it reads Amazon's. It knows objects of one region's buckets, nothing else.
"""

from __future__ import annotations

import io
import threading
from collections import deque
from collections.abc import Collection, Iterator
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError

from saas_sandbox.ses import Fault

_ERROR: Final = '<?xml version="1.0" encoding="UTF-8"?><Error><Code>{}</Code><Message>simulated</Message></Error>'


class SimulatedS3:
    """Buckets with their objects, and faults; `objects` and `headers` hold bytes and headers by bucket and key."""

    def __init__(self, buckets: Collection[str] = ("files",)) -> None:
        """Start with empty buckets."""
        self._buckets = frozenset(buckets)
        self._faults: deque[Fault] = deque()
        self._guard = threading.Lock()
        self.objects: dict[tuple[str, str], bytes] = {}
        self.headers: dict[tuple[str, str], dict[str, str]] = {}
        self.asked = 0

    def attach(self, client: Any) -> None:  # noqa: ANN401 - boto3's clients have no types
        """Answer every call of an `s3` client from now on, without the network."""
        client.meta.events.register("before-send.s3", self._answer)

    def fail(self, *faults: Fault) -> None:
        """Make the next calls fail, one fault each."""
        self._faults.extend(faults)

    def _answer(self, request: Any, **_more: object) -> AWSResponse:  # noqa: ANN401
        with self._guard:
            self.asked += 1
            fault = self._faults.popleft() if self._faults else None
            if fault is Fault.AWAY:
                raise EndpointConnectionError(endpoint_url=request.url)
            if fault is Fault.FAILING:
                return _response(request.url, 503, _ERROR.format("SlowDown").encode())
            answer = self._routed(request)
            if fault is Fault.LOST:
                raise ConnectionClosedError(endpoint_url=request.url)
            return answer

    def _routed(self, request: Any) -> AWSResponse:  # noqa: ANN401
        place = urlsplit(request.url)
        # A bucket is named by the host, or by the first part of the path where its name is no label of a host.
        bucket, dot, _host = place.netloc.partition(".s3.")
        key = unquote(place.path[1:])
        if not dot:
            bucket, _, key = key.partition("/")
        if bucket not in self._buckets:
            return _response(request.url, 404, _ERROR.format("NoSuchBucket").encode())
        where = (bucket, key)
        if request.method == "PUT":
            self.objects[where] = _content(request.body)
            self.headers[where] = {name.lower(): _text(value) for name, value in request.headers.items()}
            return _response(request.url, 200, b"", {"ETag": '"simulated"'})
        if request.method == "DELETE":
            self.objects.pop(where, None)
            return _response(request.url, 204, b"")
        if request.method == "GET" and where in self.objects:
            return _response(request.url, 200, self.objects[where])
        if request.method == "GET":
            return _response(request.url, 404, _ERROR.format("NoSuchKey").encode())
        message = f"{request.method} {place.path} is not simulated."
        raise NotImplementedError(message)


class _Raw(io.BytesIO):
    """A response body as botocore reads it from a connection."""

    def stream(self, **_more: object) -> Iterator[bytes]:
        """Yield the whole body at once."""
        yield self.read()


def _content(body: Any) -> bytes:  # noqa: ANN401
    content = body.read() if hasattr(body, "read") else body
    return content if isinstance(content, bytes) else bytes(content or b"")


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _response(url: str, status: int, content: bytes, headers: dict[str, str] | None = None) -> AWSResponse:
    named = {"Content-Length": str(len(content)), "x-amz-request-id": "simulated", **(headers or {})}
    return AWSResponse(url, status, named, _Raw(content))
