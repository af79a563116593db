"""Certificates of SNS, fetched from Amazon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.request import getproxies

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session

from saas_aws.faults import translated
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable
from saas_core.work.breaker import Breaker

LARGEST: Final = 64 * 1024
SECONDS: Final = 5.0


class Certificates:
    """Fetches certificates by URL, through the machine's proxy if it has one; follows no redirects.

    The URL must have been checked before; `Notifications` does that.
    """

    def __init__(self, *, breaker: Breaker | None = None, send: Callable[[Any], Any] | None = None) -> None:
        """Send all calls through the breaker; `send` replaces the network in tests."""
        self._breaker = breaker or Breaker("The store of Amazon's certificates")
        self._send = send or URLLib3Session(timeout=SECONDS, proxies=getproxies()).send

    def __call__(self, url: str) -> bytes:
        """Return the certificate; raises ProviderUnavailable, OutcomeUnknown, or InvalidValue if there is none."""
        request = AWSRequest(method="GET", url=url, stream_output=True).prepare()
        with self._breaker.calling(), translated("The store of Amazon's certificates"):
            answer = self._send(request)
            status = int(answer.status_code)
            if status >= 500:  # noqa: PLR2004 - as HTTP has it
                message = f"Amazon's certificate store answered {status}."
                raise ProviderUnavailable(message, remedy="Wait; the notification will be repeated.")
            content = bytes(answer.raw.read(LARGEST + 1))
        if status != 200 or len(content) > LARGEST:  # noqa: PLR2004
            message = f"does not lead to a certificate ({status})."
            raise InvalidValue(message, field="SigningCertURL", remedy="Check who sent this.")
        return content
