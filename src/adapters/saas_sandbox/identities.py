"""Domain identities of the simulated SES, signed with keys of their owners; it is not the vendor.

Like the vendor it looks for the record of a key by itself: here whenever somebody asks, over a simulated zone. An
identity is pending for three days at most, then it has failed; one whose record is gone stays usable for as long, as a
temporary failure, and then has failed too. One that failed is looked for no more until its key is set anew.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, Protocol, TypeAlias

from attrs import define
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from saas_core.kernel.instants import Clock

Answer: TypeAlias = tuple[int, Mapping[str, Any]]
PATIENCE: Final = timedelta(hours=72)
"""How long the vendor looks for a record before it gives up."""
_DOMAIN: Final = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


class Zone(Protocol):
    """Where records are looked for, as `saas_sandbox.dns.SimulatedZone` has them."""

    def records(self, name: str, kind: str) -> tuple[str, ...]:
        """Return the records of a kind; raises LookupError where no server answers."""
        ...


@define
class Identity:
    """A domain, the selector and public key by which its mail is signed, and since when its record has been there."""

    domain: str
    selector: str
    public: str
    tags: Mapping[str, str]
    begun_at: datetime
    seen_at: datetime | None = None
    status: str = "PENDING"
    error: str = ""


class Identities:
    """The identities of an account; `standing` are verified ones that were made by hand, of which nothing is known."""

    def __init__(self, clock: Clock, zone: Zone | None, standing: Collection[str]) -> None:
        """Start with those made by hand."""
        self._clock = clock
        self._zone = zone
        self._standing = frozenset(standing)
        self._rows: dict[str, Identity] = {}

    def verified(self, sender: str) -> bool:
        """Return whether an address may send: it, its domain, or a domain above that is verified."""
        if sender in self._standing:
            return True
        domain = sender.rpartition("@")[2].lower()
        while domain:
            if domain in self._standing or self._sends(domain):
                return True
            domain = domain.partition(".")[2]
        return False

    def answer(self, method: str, words: list[str], given: Mapping[str, Any]) -> Answer:
        """Return the answer to a call below `/v2/email/identities`."""
        if method == "POST":
            return self._create(given)
        domain = words[0].lower()
        if domain not in self._rows and domain not in self._standing:
            return _error("NotFoundException", f"Email identity {domain} does not exist.", HTTPStatus.NOT_FOUND)
        if method == "DELETE":
            self._rows.pop(domain, None)
            return HTTPStatus.OK, {}
        if method == "PUT":
            return self._sign_anew(domain, given)
        return HTTPStatus.OK, self._shown(domain)

    def _create(self, given: Mapping[str, Any]) -> Answer:
        domain, signing = given["EmailIdentity"].lower(), given.get("DkimSigningAttributes", {})
        if domain in self._rows or domain in self._standing:
            return _error("AlreadyExistsException", f"Email identity {domain} already exists.")
        public = _public(signing)
        if not _DOMAIN.fullmatch(domain) or public is None:
            return _error("BadRequestException", "Invalid domain or signing key.")
        tags = {each["Key"]: each["Value"] for each in given.get("Tags", ())}
        self._rows[domain] = Identity(domain, signing["DomainSigningSelector"], public, tags, self._clock.now())
        shown = self._shown(domain)
        return HTTPStatus.OK, {
            name: shown[name] for name in ("IdentityType", "VerifiedForSendingStatus", "DkimAttributes")
        }

    def _sign_anew(self, domain: str, given: Mapping[str, Any]) -> Answer:
        signing = given.get("SigningAttributes", {})
        public, row = _public(signing), self._rows.get(domain)
        if public is None or row is None:
            return _error("BadRequestException", "Invalid signing key.")
        self._rows[domain] = Identity(
            domain, signing["DomainSigningSelector"], public, row.tags, self._clock.now(), row.seen_at
        )
        return HTTPStatus.OK, {"DkimStatus": self._looked(domain).status, "DkimTokens": [row.selector]}

    def _sends(self, domain: str) -> bool:
        return domain in self._rows and self._looked(domain).status in {"SUCCESS", "TEMPORARY_FAILURE"}

    def _looked(self, domain: str) -> Identity:
        """Look for the record, and return the identity with what became of it."""
        row, now = self._rows[domain], self._clock.now()
        if row.status == "FAILED":
            # The vendor looks no more until the key is set anew.
            return row
        row.error = self._missing(row)
        if not row.error:
            row.seen_at, row.status = now, "SUCCESS"
        elif row.seen_at is not None:
            row.status = "TEMPORARY_FAILURE" if now - row.seen_at < PATIENCE else "FAILED"
        elif now - row.begun_at >= PATIENCE:
            row.status = "FAILED"
        return row

    def _missing(self, row: Identity) -> str:
        """Return why the record is not found, in the vendor's words; empty if it is there."""
        name = f"{row.selector}._domainkey.{row.domain}"
        try:
            found = () if self._zone is None else self._zone.records(name, "TXT")
        except LookupError:
            return "DNS_SERVER_ERROR"
        if not found:
            return "HOST_NOT_FOUND"
        parts = [part.strip() for each in found for part in each.split(";")]
        return (
            "" if row.public in {"".join(each[2:].split()) for each in parts if each[:2] == "p="} else "INVALID_VALUE"
        )

    def _shown(self, domain: str) -> dict[str, Any]:
        if domain in self._standing:
            return _identity("SUCCESS", "AWS_SES", [], {}, "")
        row = self._looked(domain)
        return _identity(row.status, "EXTERNAL", [row.selector], row.tags, row.error)


def _identity(status: str, origin: str, tokens: list[str], tags: Mapping[str, str], error: str) -> dict[str, Any]:
    return {
        "IdentityType": "DOMAIN",
        "FeedbackForwardingStatus": True,
        "VerifiedForSendingStatus": status in {"SUCCESS", "TEMPORARY_FAILURE"},
        "VerificationStatus": status,
        "VerificationInfo": {"ErrorType": error} if error else {},
        "DkimAttributes": {
            "SigningEnabled": True,
            "Status": status,
            "Tokens": tokens,
            "SigningAttributesOrigin": origin,
        },
        "Tags": [{"Key": name, "Value": value} for name, value in tags.items()],
        "Policies": {},
    }


def _public(signing: Mapping[str, Any]) -> str | None:
    """Return the public half of a key as a record holds it; None for what is no RSA key of 1024 or 2048 bits."""
    try:
        found = load_der_private_key(base64.b64decode(signing["DomainSigningPrivateKey"], validate=True), None)
        if found.key_size not in {1024, 2048}:  # type: ignore[union-attr]
            return None
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
    public = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(public).decode()


def _error(code: str, message: str, status: int = HTTPStatus.BAD_REQUEST) -> Answer:
    return status, {"__type": code, "message": message}
