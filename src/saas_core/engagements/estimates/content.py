"""The canonical content of an issued revision: what a client approves is its hash (4.2).

It is a plain JSON object with sorted keys, without floats, as UTF-8 without blanks. Internal notes and layout are not
part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.values import EstimateKind, ScopeLine, number_text
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import instant_text
from saas_core.kernel.money import Money

FORMAT: Final = "saas-estimate/1"


@frozen(kw_only=True)
class Provider:
    """Who offers the work, as its documents name it."""

    name: str
    address: str = ""
    tax_number: str = ""


@frozen(kw_only=True)
class Binding:
    """The terms that bind an estimate: their version and hash, and the sentence about ownership (5.2, 5.3)."""

    version: str
    hash: str
    ownership: str


@frozen(kw_only=True)
class Issued:
    """Everything that the canonical content is made of."""

    number: int
    revision: int
    kind: EstimateKind
    client_id: TenantId
    client_name: str
    provider: Provider
    lines: tuple[ScopeLine, ...]
    rate: Money
    unit_seconds: int
    tax_statement: str
    valid_until: datetime
    zone: str
    terms: Binding
    amends: str | None

    @property
    def cap_seconds(self) -> int:
        """The hours that an approval allows: the high value of every line."""
        return sum(each.high_seconds for each in self.lines)

    @property
    def maximum(self) -> Money:
        """The most that an approval makes chargeable, without tax; negative for a reduction."""
        return amount_of(self.cap_seconds, self.rate)


def amount_of(seconds: int, rate: Money) -> Money:
    """Return the price of whole billing units; raises ValueError where no whole number of minor units comes out."""
    minor, rest = divmod(seconds * rate.minor, 3600)
    if rest:
        message = f"{seconds} s at {rate} are no whole number of minor units"
        raise ValueError(message)
    return Money(minor, rate.currency)


def estimate_content(issued: Issued) -> dict[str, object]:
    """Return the canonical content of a revision as a plain JSON object."""
    return {
        "format": FORMAT,
        "estimate": number_text(issued.number),
        "revision": issued.revision,
        "kind": issued.kind.value,
        "client": {"id": str(issued.client_id), "name": issued.client_name},
        "provider": {
            "name": issued.provider.name,
            "address": issued.provider.address,
            "tax_number": issued.provider.tax_number,
        },
        "currency": issued.rate.currency,
        "lines": list(map(line_content, issued.lines)),
        "cap_seconds": issued.cap_seconds,
        "rate_minor": issued.rate.minor,
        "unit_seconds": issued.unit_seconds,
        "maximum_minor": issued.maximum.minor,
        "tax_statement": issued.tax_statement,
        "valid_until": instant_text(issued.valid_until.astimezone(UTC)),
        "zone": issued.zone,
        "terms": {"version": issued.terms.version, "hash": issued.terms.hash},
        "ownership": issued.terms.ownership,
        "amends": issued.amends,
    }


def line_content(line: ScopeLine) -> dict[str, object]:
    """Return a line as it stands in a content."""
    return {
        "key": line.key,
        "text": line.text,
        "exclusions": line.exclusions,
        "low_seconds": line.low_seconds,
        "high_seconds": line.high_seconds,
    }


def lines_of(content: Mapping[str, object]) -> tuple[ScopeLine, ...]:
    """Return the lines of a canonical content; raises TypeError or KeyError for anything else."""
    found = content["lines"]
    if not isinstance(found, Iterable):
        message = "the lines of a content are a list"
        raise TypeError(message)
    return tuple(ScopeLine(**each) for each in found)


def content_bytes(content: Mapping[str, object]) -> bytes:
    """Return the canonical bytes of a content; raises TypeError for a float, which has no one spelling."""
    _require_no_floats(content)
    return json.dumps(
        dict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def content_hash(content: Mapping[str, object]) -> str:
    """Return the hash by which a content is approved: `sha256:` and 64 hexadecimal digits."""
    return sha256_of(content_bytes(content))


def sha256_of(given: bytes) -> str:
    """Return the hash of bytes in the form in which evidence holds it."""
    return f"sha256:{hashlib.sha256(given).hexdigest()}"


def _require_no_floats(value: object) -> None:
    match value:
        case float():
            message = "a canonical content holds no floats"
            raise TypeError(message)
        case Mapping():
            for each in value.values():
                _require_no_floats(each)
        case list() | tuple():
            for each in value:
                _require_no_floats(each)
        case _:
            pass
