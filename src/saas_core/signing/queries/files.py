"""Files of signatures: exported, checked in, and compared with what stands in the policy where there is no database."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import asdict, frozen

from saas_core.kernel.journal import canonical_bytes
from saas_core.policy.book import Book
from saas_core.policy.scopes import Scope, digest_of, scopes_of
from saas_core.policy.terms import Terms
from saas_core.signing.errors import SignaturesUnreadable
from saas_core.signing.policies import changed_since, stands
from saas_core.signing.queries import ExportedSignature, PieceChangeView, SignatureFile, change_view
from saas_core.signing.values import Agreement, SignedPiece

FORMAT: Final = "saas-policy-signatures/1"


@frozen(kw_only=True)
class CheckedSignature:
    """A signature of a file as it stands now: `agreed`, `suspect` with what changed, or `rejected`."""

    scope: str
    anchor: str
    role: str
    name: str
    signed_at: str
    verdict: str
    comment: str
    state: str
    changes: tuple[PieceChangeView, ...]


@frozen(kw_only=True)
class SignatureCheck:
    """What a file of signatures says of the policy as it stands now, and what nobody has signed."""

    terms_version: str
    signatures: tuple[CheckedSignature, ...]
    unsigned: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Return whether nothing in it is suspect or rejected."""
        return all(each.state == "agreed" for each in self.signatures)


def written(file: SignatureFile) -> str:
    """Return a file of signatures as text that a person can compare line by line."""
    return json.dumps(asdict(file), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def signed_content(file: SignatureFile) -> bytes:
    """Return what the signature of a file signs: all of it but that signature, in canonical form."""
    content = asdict(file)
    return canonical_bytes({name: content[name] for name in ("format", "signatures", "texts")})


def read(document: bytes, *, keys: Iterable[bytes], signs: Callable[[bytes, bytes, bytes], bool]) -> SignatureFile:
    """Read a file of signatures as it was exported; `signs` says whether a key signed a content.

    Raises SignaturesUnreadable if none of the provider's public `keys` signed exactly what it holds, or if its digests
    are not those of it.
    """
    try:
        content = json.loads(document.decode())
        texts = {str(digest): str(text) for digest, text in content["texts"].items()}
        signatures = tuple(map(_signature, content["signatures"]))
        form = str(content["format"])
        signed_by, signature = str(content["signed_by"]), str(content["signature"])
        given = base64.b64decode(signature, validate=True)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        message = "is not a file of signatures."
        raise SignaturesUnreadable(message, field="file", remedy="Export it again.") from fault
    if form != FORMAT:
        message = f"has the format {form[:40]!r}."
        raise SignaturesUnreadable(message, field="file", remedy=f"This software reads {FORMAT}; export it again.")
    for each in signatures:
        _require_whole(each, texts)
    file = SignatureFile(format=form, signatures=signatures, texts=texts, signed_by=signed_by, signature=signature)
    if not any(signs(key, given, signed_content(file)) for key in keys):
        message = "is not what was exported: no key of the provider that is known here signed it."
        remedy = "Export it again; name the public key with --key, as saas journal keys shows it."
        raise SignaturesUnreadable(message, field="file", remedy=remedy)
    return file


def check(file: SignatureFile, terms: Terms, book: Book) -> SignatureCheck:
    """Return where every signature of a file stands under a version of the terms."""
    found = tuple(_checked(each, file.texts, terms, book) for each in file.signatures)
    signed = {each.scope for each in found if each.state == "agreed"}
    everything = (str(each) for each in scopes_of(terms, book) if each.name)
    return SignatureCheck(
        terms_version=terms.version,
        signatures=found,
        unsigned=() if "whole" in signed else tuple(each for each in everything if each not in signed),
    )


def _checked(signature: ExportedSignature, texts: Mapping[str, str], terms: Terms, book: Book) -> CheckedSignature:
    content = stands(signature.scope, terms, book)
    suspect = signature.digest != content.digest
    rejected = signature.verdict == Agreement.REJECTED.value
    return CheckedSignature(
        scope=signature.scope,
        anchor=content.scope.anchor,
        role=signature.role,
        name=signature.name,
        signed_at=signature.signed_at,
        verdict=signature.verdict,
        comment=signature.comment,
        state="rejected" if rejected else "suspect" if suspect else "agreed",
        changes=tuple(map(change_view, changed_since(signature.pieces, texts, content))) if suspect else (),
    )


def _signature(given: Mapping[str, object]) -> ExportedSignature:
    pieces = given["pieces"]
    if not isinstance(pieces, list):
        message = "pieces"
        raise TypeError(message)
    words = {name: str(given[name]) for name in _WORDS}
    return ExportedSignature(
        pieces=tuple(SignedPiece(str(each["kind"]), str(each["name"]), str(each["digest"])) for each in pieces), **words
    )


_WORDS: Final = (
    *("id", "scope", "role", "name", "staff"),
    *("signed_at", "verdict", "comment", "terms_version", "digest"),
)


def _require_whole(signature: ExportedSignature, texts: Mapping[str, str]) -> None:
    """Require that a signature's digest is that of its pieces, and theirs those of their texts."""
    pieces = ((each.kind, each.name, each.digest) for each in signature.pieces)
    fitting = all(
        each.digest in texts and hashlib.sha256(texts[each.digest].encode()).hexdigest() == each.digest
        for each in signature.pieces
    )
    known = signature.verdict in {each.value for each in Agreement}
    if not (fitting and known and digest_of(Scope(signature.scope), pieces) == signature.digest):
        message = f"the signature of {signature.name[:60]} to {signature.scope[:60]} does not fit what it was given to."
        raise SignaturesUnreadable(message, field="file", remedy="Export it again; it is not to be changed by hand.")
