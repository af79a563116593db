"""A simulated SES, for demonstrations and tests.

This is not the vendor. It replaces botocore's connection, so botocore has already checked every parameter against
Amazon's own model, and reads the answers as it reads Amazon's. The behavior follows Amazon's documentation as far as
that goes; it has not been verified against Amazon itself.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from email.utils import parseaddr
from enum import Enum
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from attrs import frozen
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from saas_core.kernel.instants import Clock
from saas_sandbox.identities import Identities, Zone
from saas_sandbox.sns import SimulatedTopic

_SEND: Final = "/v2/email/outbound-emails"
_SUPPRESSED: Final = "/v2/email/suppression/addresses"
_IDENTITIES: Final = "/v2/email/identities"
_SIMULATOR: Final = "@simulator.amazonses.com"
_MOST_RECIPIENTS: Final = 50


class Fault(Enum):
    """The ways a call can fail."""

    THROTTLED = "more was asked than is allowed in a second; nothing was sent"
    AWAY = "no connection; nothing was sent"
    FAILING = "the service answers 503; nothing was sent"
    LOST = "the mail was accepted, then the connection died"
    LATE = "the mail was accepted, but the answer comes after the caller gave up"
    HANGING = "nothing was done, and no answer comes"


class Account(Enum):
    """The sending permissions of the account."""

    SENDING = ""
    PAUSED = "SendingPausedException"
    SUSPENDED = "AccountSuspendedException"


@frozen(kw_only=True)
class Accepted:
    """An accepted mail, with its id at SES and the full request."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]
    tags: Mapping[str, str]
    configuration_set: str
    reply_to: str = ""


class SimulatedSes:
    """An account at SES: its mailbox, its suppression list, its faults, and its posts about mails.

    `mailbox` holds mails accepted and delivered, `posted` the bodies that a subscriber of the topic receives.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        identities: Collection[str] = ("provider.example",),
        configuration_sets: Collection[str] = ("saas",),
        topic: SimulatedTopic | None = None,
        zone: Zone | None = None,
    ) -> None:
        """Start with nothing sent; `identities` are verified domains and addresses, `zone` is where others' are."""
        self._clock = clock
        self._identities = Identities(clock, zone, identities)
        self._configuration_sets = frozenset(configuration_sets)
        self._faults: deque[Fault] = deque()
        self._guard = threading.Lock()
        self._count = 0
        self.topic = topic or SimulatedTopic(clock)
        self.account = Account.SENDING
        self.asked = 0
        self.mailbox: list[Accepted] = []
        self.suppressed: dict[str, str] = {}
        self.posted: list[bytes] = []

    def attach(self, client: Any) -> None:  # noqa: ANN401 - boto3's clients have no types
        """Answer every call of an `sesv2` client from now on, without the network."""
        client.meta.events.register("before-send.sesv2", self._answer)

    def fail(self, *faults: Fault) -> None:
        """Make the next calls fail, one fault each."""
        self._faults.extend(faults)

    def heal(self) -> None:
        """Let every call succeed again."""
        with self._guard:
            self._faults.clear()

    def bounce(self, mail: Accepted, *, permanent: bool = True) -> bytes:
        """Bounce a mail; a permanent bounce also suppresses the addresses. Returns the post about it."""
        if permanent:
            self._suppress(mail, "BOUNCE")
        return self._bounced(mail, "Permanent" if permanent else "Transient", "General")

    def complain(self, mail: Accepted, *, kind: str = "abuse") -> bytes:
        """File a complaint about a mail, which suppresses the address. Returns the post about it."""
        if kind != "not-spam":
            self._suppress(mail, "COMPLAINT")
        part = {
            "complainedRecipients": [{"emailAddress": each} for each in mail.to],
            "complaintFeedbackType": kind,
            "complaintSubType": None,
            "feedbackId": f"{mail.id}-complaint",
            "userAgent": "SimulatedReader/1.0",
        }
        return self._post("Complaint", part, mail)

    def _answer(self, request: Any, **_more: object) -> AWSResponse:  # noqa: ANN401
        with self._guard:
            self.asked += 1
            fault = self._faults.popleft() if self._faults else None
            if fault is Fault.AWAY:
                raise EndpointConnectionError(endpoint_url=request.url)
            if fault is Fault.HANGING:
                raise ReadTimeoutError(endpoint_url=request.url)
            status, content = self._refusal(fault) or self._routed(request)
            if fault is Fault.LATE:
                raise ReadTimeoutError(endpoint_url=request.url)
            if fault is Fault.LOST:
                raise ConnectionClosedError(endpoint_url=request.url)
        return _response(request.url, status, content)

    @staticmethod
    def _refusal(fault: Fault | None) -> tuple[int, Mapping[str, Any]] | None:
        if fault is Fault.THROTTLED:
            return _error("TooManyRequestsException", "Maximum sending rate exceeded.", HTTPStatus.TOO_MANY_REQUESTS)
        if fault is Fault.FAILING:
            return _error("ServiceUnavailable", "", HTTPStatus.SERVICE_UNAVAILABLE)
        return None

    def _routed(self, request: Any) -> tuple[int, Mapping[str, Any]]:  # noqa: ANN401
        path = urlsplit(request.url).path
        content = json.loads(request.body) if request.body else {}
        if (request.method, path) == ("POST", _SEND):
            return self._send(content)
        if path.startswith(_SUPPRESSED):
            return self._suppression(request.method, unquote(path[len(_SUPPRESSED) + 1 :]), content)
        if path.startswith(_IDENTITIES):
            words = [unquote(each) for each in path[len(_IDENTITIES) + 1 :].split("/")]
            return self._identities.answer(request.method, words, content)
        message = f"{request.method} {path} is not simulated."
        raise NotImplementedError(message)

    def _send(self, content: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        for refusal in self._refusals(content):
            return refusal
        simple, body = content["Content"]["Simple"], content["Content"]["Simple"]["Body"]
        self._count += 1
        mail = Accepted(
            id=f"0107{self._count:012x}-{self._count:08x}-000000",
            sender=content["FromEmailAddress"],
            to=tuple(content["Destination"]["ToAddresses"]),
            subject=simple["Subject"]["Data"],
            text=body.get("Text", {}).get("Data", ""),
            html=body.get("Html", {}).get("Data", ""),
            headers={each["Name"]: each["Value"] for each in simple.get("Headers", ())},
            tags={each["Name"]: each["Value"] for each in content.get("EmailTags", ())},
            configuration_set=content.get("ConfigurationSetName", ""),
            reply_to=", ".join(content.get("ReplyToAddresses", ())),
        )
        self._carry(mail)
        return HTTPStatus.OK, {"MessageId": mail.id}

    def _carry(self, mail: Accepted) -> None:
        """Deliver an accepted mail, unless the address is suppressed or belongs to the vendor's own simulator."""
        if any(each.lower() in self.suppressed or each == f"suppressionlist{_SIMULATOR}" for each in mail.to):
            self._bounced(mail, "Permanent", "OnAccountSuppressionList")
            return
        if any(each == f"bounce{_SIMULATOR}" for each in mail.to):
            self._bounced(mail, "Permanent", "General")
            return
        self.mailbox.append(mail)
        part = {"recipients": list(mail.to), "smtpResponse": "250 2.6.0 Message received", "processingTimeMillis": 9}
        self._post("Delivery", part, mail)
        if any(each == f"complaint{_SIMULATOR}" for each in mail.to):
            self.complain(mail)

    def _refusals(self, content: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        if self.account is not Account.SENDING:
            yield _error(self.account.value, "Sending is not allowed for this account.")
        sender = parseaddr(content.get("FromEmailAddress", ""))[1]
        if not self._identities.verified(sender):
            message = f"Email address is not verified. The following identities failed the check: {sender}"
            yield _error("MessageRejected", message)
        name = content.get("ConfigurationSetName")
        if name is not None and name not in self._configuration_sets:
            yield _error("NotFoundException", f"Configuration set <{name}> does not exist.", HTTPStatus.NOT_FOUND)
        simple = content["Content"].get("Simple")
        if simple is None:
            yield _error("BadRequestException", "Only simple content is simulated.")
        elif set(simple["Subject"]["Data"]) & {"\r", "\n"}:
            yield _error("BadRequestException", "Control characters are not allowed in the subject.")
        for tag in content.get("EmailTags", ()):
            if not all(part.replace("-", "").replace("_", "").isalnum() and part.isascii() for part in tag.values()):
                yield _error("BadRequestException", "Invalid tag.")
        yield from _illegal(content.get("Destination", {}).get("ToAddresses", ()))

    def _suppression(self, method: str, address: str, content: Mapping[str, Any]) -> tuple[int, Mapping[str, Any]]:
        if method == "PUT":
            self.suppressed[content["EmailAddress"].lower()] = content["Reason"]
            return HTTPStatus.OK, {}
        if address.lower() not in self.suppressed:
            message = "Email address does not exist on your suppression list."
            return _error("NotFoundException", message, HTTPStatus.NOT_FOUND)
        if method == "DELETE":
            del self.suppressed[address.lower()]
            return HTTPStatus.OK, {}
        row = {"EmailAddress": address, "Reason": self.suppressed[address.lower()]}
        since = self._clock.now().timestamp()
        return HTTPStatus.OK, {"SuppressedDestination": {**row, "LastUpdateTime": since}}

    def _suppress(self, mail: Accepted, reason: str) -> None:
        for each in mail.to:
            if not each.endswith(_SIMULATOR):
                self.suppressed[each.lower()] = reason

    def _bounced(self, mail: Accepted, kind: str, why: str) -> bytes:
        part = {
            "bounceType": kind,
            "bounceSubType": why,
            "bouncedRecipients": [{"emailAddress": each, "action": "failed", "status": "5.1.1"} for each in mail.to],
            "feedbackId": f"{mail.id}-bounce",
        }
        return self._post("Bounce", part, mail)

    def _post(self, event: str, part: Mapping[str, Any], mail: Accepted) -> bytes:
        at = self._clock.now().isoformat()
        tags = {"ses:configuration-set": [mail.configuration_set], **{name: [it] for name, it in mail.tags.items()}}
        event_body = {
            "eventType": event,
            event.lower(): {"timestamp": at, **part},
            "mail": {
                "timestamp": at,
                "source": mail.sender,
                "messageId": mail.id,
                "destination": list(mail.to),
                "tags": tags,
            },
        }
        body = self.topic.notification(json.dumps(event_body), subject="Amazon SES Email Event Notification")
        if mail.configuration_set:
            self.posted.append(body)
        return body


class _Raw:
    """A response body as botocore reads it from a connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self, **_more: object) -> Iterator[bytes]:
        """Yield the whole body at once."""
        yield self._content


def _illegal(to: Collection[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if not 1 <= len(to) <= _MOST_RECIPIENTS:
        yield _error("BadRequestException", "Recipient count is not allowed.")
    for each in to:
        local, _, domain = each.rpartition("@")
        if not (local and "." in domain and each.isascii() and each.isprintable()):
            yield _error("BadRequestException", f"Illegal address: {each}")


def _error(code: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> tuple[int, Mapping[str, Any]]:
    return status, {"__type": code, "message": message}


def _response(url: str, status: int, content: Mapping[str, Any]) -> AWSResponse:
    headers = {"Content-Type": "application/json", "x-amzn-RequestId": "simulated"}
    if "__type" in content:
        headers["x-amzn-ErrorType"] = content["__type"]
    return AWSResponse(url, int(status), headers, _Raw(json.dumps(content).encode()))
