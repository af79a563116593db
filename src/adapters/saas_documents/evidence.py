"""Evidence as a document: what was approved, by whom, with which right, and how that is checked without us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import chain
from zoneinfo import ZoneInfo

from saas_documents.content import (
    Content,
    amount,
    instant,
    items,
    moment,
    number,
    optional,
    optional_part,
    paragraphs,
    part,
    text,
    zone,
)
from saas_documents.coverage import unshown
from saas_documents.estimate import estimate_title, ownership, price, scope
from saas_documents.hashing import attached
from saas_documents.parties import client_of, provider_of
from saas_documents.sheets import Block, Column, Heading, Pairs, Party, Sheet, Table, Text

_KINDS = {
    "interface": "signed in, on the page of the estimate",
    "keyed_link": "by the link and the code that were mailed to the approver",
    "document": "by a signed document, recorded and checked by two members of staff",
}
_VERIFIED = {"session": "signed in", "code": "by a code mailed to that address", "document": "by the signed document"}
_SHORT = 16
_PATH = """\
The first of these entries of the client's journal notes the hash of the approval. Each entry's hash covers the one \
before it, and the last is signed in a checkpoint. The attachment has them in full."""


def evidence_sheet(pack: Content, at: datetime) -> Sheet:
    """Return a pack of evidence as a sheet; raises InvalidValue naming the field that does not fit.

    What others typed is not refused for a character that the fonts do not show: its number stands in its place.
    """
    content, record = part(pack, "content"), visible(part(pack, "approval"))
    title = f"Evidence of approval: {estimate_title(content)}"
    place = zone(record, "zone")
    blocks = chain(
        _approval(record, place),
        _approver(record),
        scope(content),
        price(content),
        ownership(content),
        _hashes(pack, record),
        _journal(pack, place),
        _checking(pack),
    )
    return Sheet(
        title=title,
        subtitle="What was approved in writing, by whom, and how anyone can check it.",
        description=f"{title}, for {text(part(content, 'client'), 'name')}",
        author=text(part(content, "provider"), "name"),
        at=at,
        footer=f"{title}. Approval {text(pack, 'approval_hash')}",
        parties=(_said(provider_of(content), "Provider"), _said(client_of(content), "Client")),
        blocks=tuple(blocks),
        attachments=(attached("evidence.json", pack, "The pack of evidence, for checking it."),),
    )


def visible(given: Content) -> Content:
    """Return an object with the number of each character that cannot be shown in its place, as in `[U+5C71]`."""
    return {key: _visible(value) for key, value in given.items()}


def _visible(value: object) -> object:
    if isinstance(value, str):
        hidden = set(unshown((value,)))
        return "".join(f"[U+{ord(each):04X}]" if each in hidden else each for each in value)
    if isinstance(value, Mapping):
        return visible(value)
    return [_visible(each) for each in value] if isinstance(value, list | tuple) else value


def _said(party: Party, head: str) -> Party:
    return Party(head, party.name, party.lines)


def _approval(record: Content, place: ZoneInfo) -> tuple[Block, ...]:
    signing = optional_part(record, "signing")
    rows = [
        ("Approval", text(record, "approval")),
        ("Decision", text(record, "decision")),
        ("Given", _KINDS.get(text(record, "kind"), text(record, "kind"))),
        *([("Text shown", moment(instant(record, "presented_at"), place))] if record.get("presented_at") else []),
        ("Decided", moment(instant(record, "decided_at"), place)),
        ("Hours count from", moment(instant(record, "approved_at"), place)),
        *([("Signed", moment(instant(signing, "signed_at"), place))] if signing else []),
        ("Statement", "\n".join(paragraphs(text(record, "statement")))),
    ]
    return (Heading("Approval"), Pairs(tuple(rows)))


def _approver(record: Content) -> tuple[Block, ...]:
    approver, authority, peer = part(record, "approver"), part(record, "authority"), part(record, "peer")
    limit = authority.get("limit_minor")
    found = authority.get("roles")
    roles = [str(each) for each in found] if isinstance(found, list | tuple) else []
    currency = text(record, "currency")
    proxies = peer.get("proxies")
    through = [str(each) for each in proxies] if isinstance(proxies, list | tuple) else []
    rows = [
        ("Typed name", text(record, "typed_name")),
        ("Address", text(approver, "address")),
        ("Identified", _VERIFIED.get(text(approver, "verified_by"), text(approver, "verified_by"))),
        ("Person", text(approver, "id")),
        ("Roles at that instant", ", ".join(roles) or "none"),
        ("Limit at that instant", "none" if limit is None else amount(number(authority, "limit_minor"), currency)),
        ("From", " through ".join(each for each in (text(peer, "address"), *through) if each) or "not known"),
        ("Program", optional(peer, "user_agent") or "not known"),
    ]
    return (Heading("Who approved"), Pairs(tuple(rows)))


def _hashes(pack: Content, record: Content) -> tuple[Block, ...]:
    earlier = items(pack, "earlier")
    rows = [
        ("Content", text(record, "content_hash")),
        ("Document", text(record, "document_hash")),
        ("Terms", text(part(pack, "terms"), "hash")),
        ("Ownership", text(record, "ownership_hash")),
        ("Approval before it", text(earlier[-1], "hash") if earlier else "none; this is the client's first"),
        ("This approval", text(pack, "approval_hash")),
    ]
    sealed = optional_part(pack, "sealed_document")
    if sealed:
        rows.append(("Sealed document", text(sealed, "sha256")))
    return (Heading("Hashes"), Pairs(tuple(rows)))


def _journal(pack: Content, place: ZoneInfo) -> tuple[Block, ...]:
    journal = part(pack, "journal")
    mark = part(journal, "checkpoint")
    rows = tuple(
        (
            str(number(each, "position")),
            moment(instant(each, "at"), place),
            text(each, "action"),
            f"{text(each, 'hash')[:_SHORT]}…",
        )
        for each in items(journal, "entries")
    )
    columns = (Column("Entry", "right"), Column("At", wide=True), Column("Action"), Column("Hash"))
    said = Text((_PATH,))
    signed = Pairs(
        (
            ("Checkpoint", f"of entry {number(mark, 'position')}, {moment(instant(mark, 'at'), place)}"),
            ("Signed by key", text(mark, "key")),
            *(("Public key", f"{text(each, 'key_id')}: {text(each, 'public_key')}") for each in items(pack, "keys")),
        )
    )
    return (Heading("Journal"), said, Table(columns, rows), signed)


def _checking(pack: Content) -> tuple[Block, ...]:
    script = part(pack, "verifier")
    stamp = (
        "There is a time stamp by an outside authority over the hash of the approval."
        if pack.get("time_stamp") is not None
        else "There is no time stamp by an outside authority."
    )
    steps = (
        "Save the attachment evidence.json, and run: saas engagements verify evidence.json",
        f"Without our software, run: python3 {text(script, 'name')} evidence.json. The script has this hash:",
        text(script, "sha256"),
        "Compare each public key with those that the provider publishes at /v1/journal/keys.",
        stamp,
        "Where somebody typed a character that cannot be shown here, its number stands in its place, as in [U+5C71].",
    )
    return (Heading("How to check it"), Text(steps))
