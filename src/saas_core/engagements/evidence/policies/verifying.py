"""Checking a pack: every hash is computed again, every link followed, down to a signature by a published key (4.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

from saas_core.engagements.estimates.content import content_hash, sha256_of
from saas_core.engagements.estimates.model.approval import GENESIS
from saas_core.engagements.evidence.policies.packing import pack_bytes
from saas_core.engagements.evidence.policies.reading import (
    Object,
    encoded,
    number,
    objects,
    part,
    read,
    refuse,
    require_fields,
    text,
)
from saas_core.engagements.evidence.values import FORMAT, PackReport
from saas_core.kernel.journal import canonical_bytes

Signs: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Whether a signature (the second) is that of a content (the third) by an Ed25519 public key (the first)."""
Stamped: TypeAlias = Callable[[bytes, bytes], str]
"""The instant of a time stamp (the first) over a content (the second); raises EvidenceBroken for another content."""

_FIELDS: Final = (
    "format",
    "made_at",
    "approval",
    "approval_hash",
    "content",
    "document",
    "signed_paper",
    "sealed_document",
    "terms",
    "earlier",
    "journal",
    "keys",
    "time_stamp",
    "signed_by",
    "verifier",
    "signature",
)
_ID_LENGTH: Final = 16
_FILE: Final = ("media_type", "sha256", "base64")
_SAME: Final = (
    "estimate",
    "revision",
    "currency",
    "rate_minor",
    "unit_seconds",
    "cap_seconds",
    "maximum_minor",
    "amends",
    "zone",
    "terms",
)
"""What a record and the content that it approved both say."""


def verified(pack: bytes, *, signs: Signs, stamped: Stamped | None = None, known: Iterable[str] = ()) -> PackReport:
    """Return what a whole pack shows; raises EvidenceBroken naming the first field that does not hold.

    `known` are the public keys in base64 that are known to be the provider's; a pack signed by any other is broken.
    Without them, whoever verifies compares the keys of the report with those that the provider publishes. Without
    `stamped` a time stamp is not checked. Nothing outside the pack is read.
    """
    found = read(pack)
    require_fields(found, _FIELDS)
    if text(found, "format") != FORMAT:
        refuse("format", f"is not {FORMAT}.")
    _content(found)
    _terms(found)
    _files(found)
    _record(found)
    _earlier(found)
    _journal(found)
    published = frozenset(known)
    keys = _keys(found, published)
    _checkpoint(found, keys, signs)
    stamped_at = _time_stamp(found, stamped)
    _whole(found, keys, signs)
    checks = ["content", "terms", "document", "approval", "earlier approvals", "journal", "checkpoint", "signature"]
    return _report(
        found,
        trusted=bool(published),
        stamped_at=stamped_at,
        checks=(*checks, *(["time stamp"] if stamped_at else [])),
    )


def _content(pack: Object) -> None:
    if content_hash(part(pack, "content")) != text(part(pack, "approval"), "content_hash", "approval."):
        refuse("content", "is not the content whose hash was approved.")


def _terms(pack: Object) -> None:
    terms, content, record = part(pack, "terms"), part(pack, "content"), part(pack, "approval")
    require_fields(terms, ("text", "hash"), "terms.")
    made = sha256_of(text(terms, "text", "terms.").encode("utf-8", "surrogatepass"))
    agreed = part(content, "terms", "content.")
    if made != _prefixed(text(agreed, "hash", "content.terms.")):
        refuse("terms.text", "is not the text of the terms that the approved content names.")
    if text(terms, "hash", "terms.") != made:
        refuse("terms.hash", "is not the hash of the text of the terms.")
    if dict(part(record, "terms", "approval.")) != dict(agreed):
        refuse("approval.terms", "are not the terms of the approved content.")
    ownership = sha256_of(text(content, "ownership", "content.").encode("utf-8", "surrogatepass"))
    if ownership != text(record, "ownership_hash", "approval."):
        refuse("approval.ownership_hash", "is not the hash of the sentence about ownership.")


def _files(pack: Object) -> None:
    record = part(pack, "approval")
    if _file(pack, "document") != text(record, "document_hash", "approval."):
        refuse("document.base64", "is not the document whose hash was approved.")
    signing = record.get("signing")
    if (signing is None) != (pack["signed_paper"] is None):
        refuse("signed_paper", "is there exactly where a signed document was recorded.")
    if signing is not None:
        signed = text(part(record, "signing", "approval."), "paper_hash", "approval.signing.")
        if _file(pack, "signed_paper") != signed:
            refuse("signed_paper.base64", "is not the signed document that was recorded.")
    if pack["sealed_document"] is not None:
        _file(pack, "sealed_document")


def _file(pack: Object, name: str) -> str:
    """Return the hash of a file's bytes, which must be the one that stands beside them."""
    file = part(pack, name)
    require_fields(file, _FILE, f"{name}.")
    made = sha256_of(encoded(file, "base64", f"{name}."))
    if text(file, "sha256", f"{name}.") != made:
        refuse(f"{name}.base64", "does not have the hash that stands beside it.")
    return made


def _record(pack: Object) -> None:
    record, content = part(pack, "approval"), part(pack, "content")
    for name in _SAME:
        if record.get(name) != content.get(name):
            refuse(f"approval.{name}", "is not what the approved content says.")
    if content_hash(record) != text(pack, "approval_hash"):
        refuse("approval", "does not have the hash that stands beside it.")


def _earlier(pack: Object) -> None:
    previous = GENESIS
    earlier = objects(pack, "earlier")
    for index, each in enumerate(earlier):
        path = f"earlier[{index}]."
        require_fields(each, ("hash", "record"), path)
        made = text(each, "hash", path)
        if each["record"] is not None:
            record = part(each, "record", path)
            if content_hash(record) != made:
                refuse(f"{path}record", "does not have the hash that stands beside it.")
            if record.get("previous_hash") != previous:
                refuse(f"{path}record.previous_hash", "is not the hash of the approval before it.")
        previous = made
    record = part(pack, "approval")
    if text(record, "previous_hash", "approval.") != previous:
        refuse("earlier", "does not end with the approval that this one follows on.")
    if number(record, "position", "approval.") != len(earlier) + 1:
        refuse("earlier", "does not hold as many approvals as were given before.")
    amends = record.get("amends")
    if amends is not None and amends not in [each["hash"] for each in earlier]:
        refuse("approval.amends", "is not the hash of an approval from before.")


def _journal(pack: Object) -> None:
    journal = part(pack, "journal")
    require_fields(journal, ("entries", "checkpoint"), "journal.")
    entries = objects(journal, "entries", "journal.")
    if not entries:
        refuse("journal.entries", "is empty.")
    made, last, tenant = "", 0, text(part(part(pack, "content"), "client", "content."), "id", "content.client.")
    for index, each in enumerate(entries):
        path = f"journal.entries[{index}]"
        position = number(each, "position", f"{path}.")
        if text(each, "tenant", f"{path}.") != tenant:
            refuse(f"{path}.tenant", "is not the client of the approved content.")
        if index and (position != last + 1 or text(each, "previous", f"{path}.") != made):
            refuse(f"{path}.previous", "does not follow on the entry before it.")
        made, last = text(each, "hash", f"{path}."), position
        if _entry_hash(each) != made:
            refuse(path, "does not have the hash that stands beside it.")
    noted = part(entries[0], "details", "journal.entries[0].")
    if text(pack, "approval_hash") not in noted.values():
        refuse("journal.entries[0].details", "do not note the hash of the approval.")
    checkpoint = part(journal, "checkpoint", "journal.")
    if (checkpoint.get("tenant"), checkpoint.get("position"), checkpoint.get("hash")) != (tenant, last, made):
        refuse("journal.checkpoint", "was not taken of the last entry of the path.")


def _entry_hash(entry: Object) -> str:
    rest = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(canonical_bytes(rest)).hexdigest()


def _keys(pack: Object, published: frozenset[str]) -> dict[str, bytes]:
    """Return the public keys of a pack by their ids, each the start of its hash and, if any are known, known."""
    found: dict[str, bytes] = {}
    for index, each in enumerate(objects(pack, "keys")):
        path = f"keys[{index}]."
        require_fields(each, ("key_id", "algorithm", "public_key"), path)
        if text(each, "algorithm", path) != "Ed25519":
            refuse(f"{path}algorithm", "is not Ed25519.")
        public, named = encoded(each, "public_key", path), text(each, "key_id", path)
        if hashlib.sha256(public).hexdigest()[:_ID_LENGTH] != named:
            refuse(f"{path}public_key", "is not the key with the id that stands beside it.")
        if published and each["public_key"] not in published:
            refuse(f"{path}public_key", "is none of the provider's keys; the pack may be somebody else's.")
        found[named] = public
    return found


def _checkpoint(pack: Object, keys: Mapping[str, bytes], signs: Signs) -> None:
    path = "journal.checkpoint."
    checkpoint = part(part(pack, "journal"), "checkpoint", "journal.")
    public = keys.get(text(checkpoint, "key", path))
    if public is None:
        refuse(f"{path}key", "is none of the keys of the pack.")
    rest = {name: value for name, value in checkpoint.items() if name != "signature"}
    if not signs(public, encoded(checkpoint, "signature", path), canonical_bytes(rest)):
        refuse(f"{path}signature", "is not the signature of the checkpoint by its key.")


def _time_stamp(pack: Object, stamped: Stamped | None) -> str | None:
    if pack["time_stamp"] is None:
        return None
    token = encoded(pack, "time_stamp")
    return None if stamped is None else stamped(token, text(pack, "approval_hash").encode())


def _whole(pack: Object, keys: Mapping[str, bytes], signs: Signs) -> None:
    public = keys.get(text(pack, "signed_by"))
    if public is None:
        refuse("signed_by", "is none of the keys of the pack.")
    rest = {name: value for name, value in pack.items() if name != "signature"}
    if not signs(public, encoded(pack, "signature"), pack_bytes(rest)):
        refuse("signature", "is not the signature of the pack as it is; something else in it was changed.")


def _prefixed(digest: str) -> str:
    return digest if digest.startswith("sha256:") else f"sha256:{digest}"


def _report(pack: Object, *, trusted: bool, stamped_at: str | None, checks: tuple[str, ...]) -> PackReport:
    record, content = part(pack, "approval"), part(pack, "content")
    journal = part(pack, "journal")
    used = tuple(text(each, "public_key") for each in objects(pack, "keys"))
    return PackReport(
        approval=text(record, "approval", "approval."),
        approval_hash=text(pack, "approval_hash"),
        estimate=text(record, "estimate", "approval."),
        revision=number(record, "revision", "approval."),
        client=text(part(content, "client", "content."), "name", "content.client."),
        typed_name=text(record, "typed_name", "approval."),
        approved_at=text(record, "approved_at", "approval."),
        cap_seconds=number(record, "cap_seconds", "approval."),
        maximum_minor=number(record, "maximum_minor", "approval."),
        currency=text(record, "currency", "approval."),
        journal_position=number(objects(journal, "entries")[0], "position"),
        checkpoint_position=number(part(journal, "checkpoint"), "position"),
        keys=used,
        keys_trusted=trusted or None,
        time_stamped_at=stamped_at,
        time_stamp_unchecked=pack["time_stamp"] is not None and stamped_at is None,
        checks=checks,
    )
