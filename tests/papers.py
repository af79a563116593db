"""Contents of documents, and packs of evidence, as tests need them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from saas_core.engagements.estimates.content import content_hash, sha256_of
from saas_core.engagements.evidence.policies.packing import pack_bytes, packed
from saas_core.engagements.evidence.values import Earlier, File, Parts
from saas_core.kernel.actors import System
from saas_core.kernel.ids import EntryId, TenantId
from saas_core.kernel.journal import (
    Checkpoint,
    JournalEntry,
    JournalEntryDraft,
    chained,
    checkpoint_bytes,
)
from saas_local.signing import SigningKeys, signed

AT = datetime(2026, 11, 29, 22, 30, tzinfo=UTC)
CLIENT = TenantId(UUID(int=1))
TERMS = 'version = "2026-10"\n' * 20
OWNERSHIP = "Customization does not bring ownership of code (5.2). It remains part of the hosted environment (5.3)."
PROVIDER = {"name": "Northwind Hosting Inc.", "address": "500 Main Street\nSpringfield, IL", "tax_number": "36-1234567"}


def estimate(**changed: Any) -> dict[str, Any]:
    """Return the content of an estimate of 30 hours."""
    return {
        "format": "saas-estimate/1",
        "estimate": "E-7",
        "revision": 2,
        "kind": "base",
        "client": {"id": str(CLIENT), "name": "Harbor Foods Ltd"},
        "provider": PROVIDER,
        "currency": "USD",
        "lines": [
            {
                "key": "L1",
                "text": "A second approval step for orders over 10,000.",
                "exclusions": "No change of the mobile app.",
                "low_seconds": 64800,
                "high_seconds": 72000,
            },
            {"key": "L2", "text": "Tests, and release.", "exclusions": "", "low_seconds": 21600, "high_seconds": 36000},
        ],
        "cap_seconds": 108000,
        "rate_minor": 6500,
        "unit_seconds": 180,
        "maximum_minor": 195000,
        "tax_statement": "Plus sales tax where it applies.",
        "valid_until": "2026-12-16T00:00:00Z",
        "zone": "Europe/London",
        "terms": {"version": "2026-10", "hash": sha256_of(TERMS.encode())},
        "ownership": OWNERSHIP,
        "amends": None,
        **changed,
    }


def invoice(
    units: tuple[int, ...] = (101, 2), carried_in: int = 70, taxed: int = 2762, **changed: Any
) -> dict[str, Any]:
    """Return the content of an invoice with a line for each number of units."""
    net, billed = sum(units) * 325, sum(units) * 180
    return {
        "format": "saas-invoice/1",
        "number": "2026-0007",
        "client": {"id": str(CLIENT), "name": "Harbor Foods Ltd", "address": "12 Quay Street\nBristol"},
        "provider": {**PROVIDER, "bank": "IBAN US00 0000 0000", "footer": "Registered in Illinois."},
        "engagement": str(UUID(int=4)),
        "estimate": {"number": "E-7", "revision": 2},
        "approval": {"id": str(UUID(int=3)), "hash": f"sha256:{'b2' * 32}"},
        "lines": [
            {
                "key": f"L{index + 1}",
                "text": f"Line {index + 1}",
                "units": each,
                "unit_seconds": 180,
                "seconds": each * 180 + (80 - carried_in if index == 0 else 0),
                "amount_minor": each * 325,
            }
            for index, each in enumerate(units)
        ],
        "unit_seconds": 180,
        "carried_in_seconds": carried_in,
        "carried_out_seconds": 80,
        "hours": {"approved": 36_000_000, "billed_before": 3600, "billed_now": billed, "left": 35_996_400 - billed},
        "rate_minor": 6500,
        "net_minor": net,
        "tax": [{"label": "Sales tax", "rate": "8.25 %", "amount_minor": taxed}],
        "total_minor": net + taxed,
        "currency": "USD",
        "ownership": OWNERSHIP,
        "issued_at": "2026-11-29T22:30:00Z",
        "due_at": "2026-12-13T22:30:00Z",
        "zone": "America/New_York",
        **changed,
    }


def credit_note(**changed: Any) -> dict[str, Any]:
    """Return the content of a credit note over three entries, one of which can be billed again."""
    return {
        "format": "saas-credit-note/1",
        "number": "2026-C2",
        "invoice": "2026-0007",
        "client": {"id": str(CLIENT), "name": "Harbor Foods Ltd"},
        "provider": PROVIDER,
        "entries": ["a", "b", "c"],
        "rebill": ["a"],
        "lines": [{"key": "L1", "text": "Line 1", "units": 1, "amount_minor": 325}],
        "unit_seconds": 180,
        "net_minor": 325,
        "tax": [{"label": "Sales tax", "rate": "8.25 %", "amount_minor": 27}],
        "total_minor": 352,
        "currency": "USD",
        "issued_at": "2026-11-29T22:30:00Z",
        "zone": "America/New_York",
        **changed,
    }


def record(content: dict[str, Any], document: bytes, **changed: Any) -> dict[str, Any]:
    """Return the evidence record of an approval of a content."""
    return {
        "format": "saas-approval/1",
        "approval": str(UUID(int=3)),
        "engagement": str(UUID(int=4)),
        "kind": "keyed_link",
        **{name: content[name] for name in ("estimate", "revision", "terms", "currency", "rate_minor", "unit_seconds")},
        "cap_seconds": content["cap_seconds"],
        "maximum_minor": content["maximum_minor"],
        "content_hash": content_hash(content),
        "document_hash": sha256_of(document),
        "ownership_hash": sha256_of(content["ownership"].encode()),
        "statement": "I approve the estimate E-7, revision 2.",
        "decision": "approved",
        "typed_name": "Olivia Marsh",
        "approver": {"id": str(UUID(int=5)), "address": "olivia@harbor.example", "verified_by": "code"},
        "presented_at": "2026-11-29T22:40:00Z",
        "decided_at": "2026-11-29T22:45:00Z",
        "approved_at": "2026-11-29T22:45:00Z",
        "zone": "Europe/London",
        "peer": {"address": "203.0.113.7", "proxies": ["10.0.0.1"], "user_agent": "Mozilla/5.0"},
        "session": "",
        "request": "r1",
        "link": str(UUID(int=6)),
        "authority": {"roles": ["Owner"], "limit_minor": None},
        "amends": None,
        "signing": None,
        "position": 1,
        "previous_hash": "",
        **changed,
    }


def journal(noted: str, length: int = 3) -> tuple[JournalEntry, ...]:
    """Return entries of a journal, the first of which notes a hash."""
    entries: list[JournalEntry] = []
    previous = "7" * 64
    for number in range(length):
        draft = JournalEntryDraft(
            EntryId(UUID(int=40 + number)),
            AT + timedelta(minutes=15 + number),
            System("worker"),
            "estimates.approve" if number == 0 else "mail.sent",
            f"approval:{UUID(int=3)}",
            {"evidence": noted} if number == 0 else {"to": "ü"},
        )
        entries.append(chained(draft, tenant_id=CLIENT, position=41 + number, previous=previous))
        previous = entries[-1].hash
    return tuple(entries)


def parts(keys: SigningKeys, document: bytes = b"%PDF-1.7 a document", /, **changed: Any) -> Parts:
    """Return everything that a pack about an approval is made of; the checkpoint is signed by the current key."""
    content = changed.pop("content", None) or estimate()
    found = changed.pop("record", None) or record(content, document)
    path = journal(content_hash(found))
    mark = Checkpoint(CLIENT, path[-1].position, path[-1].hash, AT + timedelta(hours=1), keys.current)
    values: dict[str, Any] = {
        "made_at": AT + timedelta(days=1),
        "record": found,
        "record_hash": content_hash(found),
        "content": content,
        "document": File("application/pdf", document),
        "terms_text": TERMS,
        "earlier": (),
        "path": path,
        "checkpoint": evolve(mark, signature=keys.sign(checkpoint_bytes(mark))),
        "keys": keys.published()[-1:],
        "script_hash": f"sha256:{hashlib.sha256(b'script').hexdigest()}",
    }
    return Parts(**{**values, **changed})


def pack_of(keys: SigningKeys, made: Parts) -> bytes:
    """Return a pack as it is exported."""
    return pack_bytes(packed(made, keys.current, keys.sign))


def second(keys: SigningKeys) -> Parts:
    """Return the parts of a change order that builds on an approval from before."""
    first = record(estimate(), b"first")
    hashed = content_hash(first)
    content = estimate(estimate="E-8", kind="change_order", revision=1, amends=hashed)
    later = record(content, b"second", position=3, previous_hash="sha256:" + "c3" * 32, amends=hashed)
    earlier = (Earlier(hashed, first), Earlier("sha256:" + "c3" * 32))
    return parts(keys, b"second", content=content, record=later, earlier=earlier)


def resigned(pack: dict[str, Any], keys: SigningKeys) -> bytes:
    """Return a changed pack signed anew, as whoever has the key could."""
    rest = {name: value for name, value in pack.items() if name != "signature"}
    return json.dumps({**rest, "signature": keys.sign(pack_bytes(rest))}, ensure_ascii=False).encode()


signs = signed
"""Whether a signature is that of a content by a public key."""
