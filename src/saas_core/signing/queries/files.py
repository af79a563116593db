"""Files of signatures: exported, checked in, and compared with what stands in the policy where there is no database."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from operator import attrgetter
from typing import Final

from attrs import asdict, frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import StaffId
from saas_core.kernel.journal import canonical_bytes
from saas_core.policy.book import Book
from saas_core.policy.document import read_terms
from saas_core.policy.scopes import Scope, digest_of, scopes_of
from saas_core.policy.terms import Terms
from saas_core.signing.errors import SignaturesUnreadable
from saas_core.signing.model import Signature
from saas_core.signing.policies import Standing, changed_since, ground, standings
from saas_core.signing.queries import (
    ExportedSignature,
    PieceChangeView,
    SignatureFile,
    change_view,
    exported,
)
from saas_core.signing.values import Agreement, Role, SignatureId, SignatureState, SignedPiece

FORMAT: Final = "saas-policy-signatures/2"
AGREED: Final = "agreed"
REJECTED: Final = "rejected"
_ID_LENGTH: Final = 16
_SIGNED: Final = ("format", "signatures", "texts", "terms")


@frozen(kw_only=True)
class CheckedSignature:
    """A signature of a file as it stands under the terms of the check.

    Its state is `agreed`, `rejected`, `suspect` with what changed, `answered` by the colleague who is named,
    `superseded`, or `ahead`: given to a version that applies later than these terms and says something else.
    """

    scope: str
    anchor: str
    role: str
    name: str
    signed_at: str
    verdict: str
    comment: str
    terms_version: str
    state: str
    changes: tuple[PieceChangeView, ...]
    answered_by: str = ""


@frozen(kw_only=True)
class SignatureCheck:
    """What a file of signatures says of the policy as it stands now, and what nobody has signed."""

    terms_version: str
    signatures: tuple[CheckedSignature, ...]
    unsigned: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Return whether nothing in it is suspect or rejected."""
        return not any(each.state in {SignatureState.SUSPECT.value, REJECTED} for each in self.signatures)

    @property
    def ahead(self) -> tuple[str, ...]:
        """Return the later versions of the terms that signatures in it were given to."""
        found = (each.terms_version for each in self.signatures if each.state == SignatureState.AHEAD.value)
        return tuple(dict.fromkeys(found))


def file_of(
    found: Iterable[Signature],
    versions: Iterable[Terms],
    pieces: Mapping[SignatureId, tuple[SignedPiece, ...]],
    texts: Mapping[str, str],
) -> SignatureFile:
    """Return a file of signatures, not signed yet, with pieces, texts and the terms that they were given under."""
    rows = tuple(sorted(found, key=attrgetter("scope", "role.value", "name", "signed_at", "id")))
    under = {each.terms_version for each in rows}
    return SignatureFile(
        format=FORMAT,
        signatures=tuple(exported(each, pieces[each.id]) for each in rows),
        texts=dict(sorted(texts.items())),
        terms={each.version: each.document for each in versions if each.version in under},
    )


def written(file: SignatureFile) -> str:
    """Return a file of signatures as text that a person can compare line by line."""
    return json.dumps(asdict(file), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def signed_content(file: SignatureFile) -> bytes:
    """Return what the signature of a file signs: all of it but that signature, in canonical form."""
    content = asdict(file)
    return canonical_bytes({name: content[name] for name in _SIGNED})


def read(document: bytes, *, keys: Iterable[bytes], signs: Callable[[bytes, bytes, bytes], bool]) -> SignatureFile:
    """Read a file of signatures as it was exported; `signs` says whether a key signed a content.

    Line ends of another system and a missing or further one at the end are no change. Raises SignaturesUnreadable if
    the text is not the one that its content is written as, if none of the provider's public `keys` signed exactly what
    it holds, or if its digests are not those of it.
    """
    try:
        text = document.decode()
        file = _parsed(text)
        given = base64.b64decode(file.signature, validate=True)
        # Keys that come twice, fields of no such form, and values of other kinds would be shown and not be signed.
        as_exported = text.replace("\r\n", "\n").rstrip("\n") + "\n" == written(file)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        message = "is not a file of signatures."
        raise SignaturesUnreadable(message, field="file", remedy="Export it again.") from fault
    if not as_exported or base64.b64encode(given).decode() != file.signature:
        message = "is not as it was exported: it was changed by hand."
        raise SignaturesUnreadable(message, field="file", remedy="Export it again, and check in what was written.")
    if not any(file.signed_by == _key_id(key) and signs(key, given, signed_content(file)) for key in keys):
        message = "is not what was exported: no key of the provider that is known here signed it."
        remedy = "Export it again; name the public key with --key, as saas journal keys shows it."
        raise SignaturesUnreadable(message, field="file", remedy=remedy)
    versions = _versions(file)
    for each in file.signatures:
        _require_whole(each, file.texts, versions)
    return file


def check(file: SignatureFile, terms: Terms, book: Book) -> SignatureCheck:
    """Return where every signature of a file stands under a version of the terms, by the rule of the store."""
    found = standings(map(_kept, file.signatures), ground(terms, _versions(file).values(), book))
    checked = tuple(
        _checked(each, given.pieces, file.texts) for each, given in zip(found, file.signatures, strict=True)
    )
    signed = {each.scope for each in checked if each.state == AGREED}
    everything = (str(each) for each in scopes_of(terms, book) if each.name)
    return SignatureCheck(
        terms_version=terms.version,
        signatures=checked,
        unsigned=() if str(Scope.whole()) in signed else tuple(each for each in everything if each not in signed),
    )


def _parsed(text: str) -> SignatureFile:
    content = json.loads(text)
    form = str(content["format"])
    if form != FORMAT:
        message = f"has the format {form[:40]!r}."
        raise SignaturesUnreadable(message, field="file", remedy=f"This software reads {FORMAT}; export it again.")
    return SignatureFile(
        format=form,
        signatures=tuple(map(_signature, content["signatures"])),
        texts={str(digest): str(each) for digest, each in content["texts"].items()},
        terms={str(version): str(each) for version, each in content["terms"].items()},
        signed_by=str(content["signed_by"]),
        signature=str(content["signature"]),
    )


def _key_id(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:_ID_LENGTH]


def _versions(file: SignatureFile) -> Mapping[str, Terms]:
    """Return the terms in a file by their versions; raises SignaturesUnreadable for a document that is none."""
    try:
        found = [read_terms(each.encode(), published=True) for each in file.terms.values()]
    except InvalidValue as fault:
        message = f"holds a document that is no terms: {fault.message}"
        raise SignaturesUnreadable(message, field="file", remedy="Export it again.") from fault
    return {each.version: each for each in found}


def _checked(standing: Standing, pieces: tuple[SignedPiece, ...], texts: Mapping[str, str]) -> CheckedSignature:
    signature, state = standing.signature, standing.state
    shown = standing.changed and state is not SignatureState.SUPERSEDED
    return CheckedSignature(
        scope=signature.scope,
        anchor=standing.content.scope.anchor,
        role=signature.role.value,
        name=signature.name,
        signed_at=signature.signed_at.isoformat(),
        verdict=signature.verdict.value,
        comment=signature.comment,
        terms_version=signature.terms_version,
        state=_state(state, agrees=signature.verdict.agrees),
        changes=tuple(map(change_view, changed_since(pieces, texts, standing.content))) if shown else (),
        answered_by=standing.answered_by,
    )


def _state(state: SignatureState, *, agrees: bool) -> str:
    if state is SignatureState.CURRENT:
        return AGREED if agrees else REJECTED
    return REJECTED if state is SignatureState.SUSPECT and not agrees else state.value


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


def _kept(given: ExportedSignature) -> Signature:
    """Return a signature of a file as the store has it; raises ValueError, InvalidValue for values of no such form."""
    signed_at = datetime.fromisoformat(given.signed_at)
    if signed_at.tzinfo is None:
        message = "signed_at"
        raise ValueError(message)
    return Signature(
        id=SignatureId.parse(given.id),
        scope=given.scope,
        role=Role(given.role),
        by=StaffId.parse(given.staff),
        name=given.name,
        signed_at=signed_at,
        verdict=Agreement(given.verdict),
        comment=given.comment,
        terms_version=given.terms_version,
        digest=given.digest,
    )


def _require_whole(signature: ExportedSignature, texts: Mapping[str, str], versions: Mapping[str, Terms]) -> None:
    """Require that a signature is one, of terms in the file, and that its digest is that of its pieces and texts."""
    pieces = ((each.kind, each.name, each.digest) for each in signature.pieces)
    fitting = signature.terms_version in versions and all(
        each.digest in texts and hashlib.sha256(texts[each.digest].encode()).hexdigest() == each.digest
        for each in signature.pieces
    )
    try:
        _kept(signature)
    except (ValueError, InvalidValue):
        fitting = False
    if not (fitting and digest_of(Scope(signature.scope), pieces) == signature.digest):
        message = f"the signature of {signature.name[:60]} to {signature.scope[:60]} does not fit what it was given to."
        raise SignaturesUnreadable(message, field="file", remedy="Export it again; it is not to be changed by hand.")
