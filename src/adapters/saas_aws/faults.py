"""Translation of botocore's exceptions into our own errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    HTTPClientError,
    MetadataRetrievalError,
    NoCredentialsError,
    ProxyConnectionError,
    SSLError,
)
from botocore.parsers import ResponseParserError

from saas_core.kernel.errors import OutcomeUnknown, ProviderFault, ProviderRefused, ProviderUnavailable

_BEFORE_SENDING: Final = (
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    MetadataRetrievalError,
    # Credentials that come from a machine's role are missing whenever the metadata service is briefly unavailable.
    NoCredentialsError,
    ProxyConnectionError,
)
# An encrypted connection may break while the answer is on its way, so SSLError leaves the outcome unknown.
_ON_THE_WAY: Final = (HTTPClientError, SSLError, ResponseParserError)
_LATER: Final = frozenset(
    {
        "LimitExceededException",
        "RequestTimeout",
        "SendingPausedException",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
_GATEWAY_TIMEOUT: Final = 504
_ADDRESS: Final = re.compile(r"[^\s<>\"'(),:;\[\]]+@[^\s<>\"'(),:;\[\]]+")


@contextmanager
def translated(service: str) -> Iterator[None]:
    """Translate the exceptions of one call into ProviderUnavailable, ProviderRefused or OutcomeUnknown.

    The vendor's exception stays as the cause, with addresses removed from its message.
    """
    try:
        yield
    except ClientError as fault:
        raise _answered(service, fault) from _without_people(fault)
    except _BEFORE_SENDING as fault:
        message = f"{service} could not be reached: {type(fault).__name__}."
        raise ProviderUnavailable(message, remedy="Wait; it will be retried automatically.") from _without_people(fault)
    except _ON_THE_WAY as fault:
        message = f"{service} did not answer: {type(fault).__name__}."
        raise OutcomeUnknown(message, remedy="It may have been carried out anyway.") from _without_people(fault)
    except BotoCoreError as fault:
        message = f"{service} rejected the call: {type(fault).__name__}."
        raise ProviderRefused(message, remedy="Check region, credentials and sender.") from _without_people(fault)


def _answered(service: str, fault: ClientError) -> ProviderFault:
    code = str(fault.response.get("Error", {}).get("Code", ""))[:80]
    status = int(fault.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    message = f"{service} answered {code or 'without a code'} ({status})."
    if status == _GATEWAY_TIMEOUT:
        return OutcomeUnknown(message, remedy="It may have been carried out anyway.")
    if status >= 500 or status == 429 or code in _LATER:  # noqa: PLR2004 - as HTTP has them
        return ProviderUnavailable(message, remedy="Wait; it will be retried automatically.")
    return ProviderRefused(message, remedy="Look up the code in the service's documentation.")


def _without_people(fault: Exception) -> Exception:
    """Remove addresses from the message that a traceback would print."""
    fault.args = tuple(_ADDRESS.sub("…", each) if isinstance(each, str) else each for each in fault.args)
    return fault
