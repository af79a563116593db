"""Rules of signing: where each signature stands, what answers a question, and which readings still wait for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from attrs import field, frozen

from saas_core.policy.book import Book
from saas_core.policy.scopes import Content, Piece, PieceChange, PieceKind, Scope, ScopeUnknown, changes, content_of
from saas_core.policy.terms import Terms
from saas_core.signing.model import Signature
from saas_core.signing.values import Role, SignatureId, SignatureState, SignedPiece


@frozen(kw_only=True)
class Standing:
    """Where a signature stands: its state, what it is compared with, and who agreed there since in its role.

    `answered_by` is the name of that person; empty unless the signature is answered.
    """

    signature: Signature
    state: SignatureState
    content: Content
    answered_by: str = ""

    @property
    def changed(self) -> bool:
        """Return whether what was signed is not what it is compared with."""
        return is_suspect(self.signature, self.content)


@frozen(slots=False)
class Ground:
    """What signatures are compared with: a version of the terms, every other one that is known, and the book."""

    terms: Terms
    versions: Mapping[str, Terms]
    book: Book
    _contents: dict[tuple[str, str], Content] = field(factory=dict, eq=False, repr=False)

    def content(self, scope: str, version: str | None = None) -> Content:
        """Return what stands in a scope under a version, by default that of the terms."""
        terms = self.terms if version is None else self.versions[version]
        key = (scope, terms.version)
        if key not in self._contents:
            self._contents[key] = stands(scope, terms, self.book)
        return self._contents[key]

    def about(self, signature: Signature) -> Content:
        """Return what a signature is compared with: what stands there under the terms.

        One of a later version that says something else is compared with that version until it is the one offered.
        """
        now, own = self.content(signature.scope), self.versions.get(signature.terms_version)
        if own is None or own.version == self.terms.version or signature.digest == now.digest:
            return now
        return self.content(signature.scope, own.version) if own.effective_from > self.terms.effective_from else now

    def order(self, signature: Signature) -> tuple[datetime, datetime, SignatureId]:
        """Return the place of a signature among those of its place: by the version it is about, then by its instant."""
        own = self.versions.get(signature.terms_version, self.terms)
        fits = signature.digest == self.content(signature.scope).digest
        # A text that stands there now is no older one, whichever version it was signed under.
        of = self.terms if fits or own.version == self.terms.version else own
        return of.effective_from, signature.signed_at, signature.id


def ground(terms: Terms, versions: Iterable[Terms], book: Book) -> Ground:
    """Return what signatures are compared with under a version of the terms, among all versions known."""
    return Ground(terms, {each.version: each for each in versions}, book)


def standings(signatures: Iterable[Signature], on: Ground) -> tuple[Standing, ...]:
    """Return where each signature stands, in the order given.

    A later one of the same person, role and scope takes over an earlier one, and an agreement of a colleague in that
    role answers those that are suspect or rejected; neither across versions of which one is not offered yet.
    """
    given = tuple(signatures)
    last = {(each.place, on.about(each).terms_version): each for each in sorted(given, key=on.order)}
    kept = frozenset(each.id for each in last.values())
    agreed: dict[tuple[str, Role, str], list[Signature]] = {}
    for (_place, version), each in last.items():
        if each.verdict.agrees and not is_suspect(each, on.about(each)):
            agreed.setdefault((each.scope, each.role, version), []).append(each)

    def standing(signature: Signature) -> Standing:
        content = on.about(signature)
        changed = is_suspect(signature, content)
        answer = None
        if signature.id not in kept:
            state = SignatureState.SUPERSEDED
        elif (changed or not signature.verdict.agrees) and (
            answer := _answer(signature, agreed.get((signature.scope, signature.role, content.terms_version), ()))
        ):
            state = SignatureState.ANSWERED
        elif changed:
            state = SignatureState.SUSPECT
        else:
            state = SignatureState.CURRENT if content.terms_version == on.terms.version else SignatureState.AHEAD
        return Standing(
            signature=signature, state=state, content=content, answered_by="" if answer is None else answer.name
        )

    return tuple(map(standing, given))


def _answer(signature: Signature, agreed: Iterable[Signature]) -> Signature | None:
    """Return the newest of the agreements that were given after a signature."""
    later = (each for each in agreed if (each.signed_at, each.id) > (signature.signed_at, signature.id))
    return max(later, key=lambda each: (each.signed_at, each.id), default=None)


def stands(scope: str, terms: Terms, book: Book) -> Content:
    """Return what stands in a scope; nothing for one that is there no more."""
    asked = Scope(scope)
    try:
        return content_of(asked, terms, book)
    except ScopeUnknown:
        return Content(asked, terms.version, ())


def is_suspect(signature: Signature, content: Content) -> bool:
    """Return whether what was signed is not what stands there."""
    return signature.digest != content.digest


def signed_pieces(pieces: Iterable[SignedPiece], texts: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return what was signed as it stood; a text that is not at hand is empty."""
    return tuple(Piece(PieceKind(each.kind), each.name, texts.get(each.digest, "")) for each in pieces)


def changed_since(pieces: Iterable[SignedPiece], texts: Mapping[str, str], content: Content) -> tuple[PieceChange, ...]:
    """Return what changed since, piece by piece and word by word."""
    return changes(signed_pieces(pieces, texts), content.pieces)


def placed(asked: Iterable[Signature], latest: Iterable[Signature], on: Ground) -> tuple[Standing, ...]:
    """Return where some signatures stand among the latest of their scopes; one that is none of those was given again.

    Whatever is not the last one of its person to the same text of the same version is superseded under any terms.
    """
    known = {each.signature.id: each for each in standings(latest, on)}

    def again(signature: Signature) -> Standing:
        return Standing(signature=signature, state=SignatureState.SUPERSEDED, content=on.about(signature))

    return tuple(known.get(each.id) or again(each) for each in asked)


def answers(given: Signature, rejected: Collection[str], on: Ground) -> bool:
    """Return whether an agreement is to what an open question is about, and not to an older text.

    That is what stands there under the newest of the terms offered and of the versions rejected in its role.
    """
    known = tuple(on.versions.values())
    newest = max(
        (on.terms, *(each for each in known if each.version in rejected)), key=lambda each: each.effective_from
    )
    later = any(each.version == given.terms_version and each.effective_from > newest.effective_from for each in known)
    return later or given.digest == stands(given.scope, newest, on.book).digest


def waiting(signatures: Iterable[Signature], on: Ground) -> tuple[Scope, ...]:
    """Return the readings in force to which nobody in the role of legal has agreed as they stand."""
    agreed = {
        each.signature.scope
        for each in standings((each for each in signatures if each.role is Role.LEGAL), on)
        if each.state is SignatureState.CURRENT and each.signature.verdict.agrees
    }
    if str(Scope.whole()) in agreed:
        return ()
    scopes = (Scope.reading(each.key) for each in on.book.readings if each.scenarios)
    return tuple(each for each in scopes if str(each) not in agreed)
