"""Rules of signing: which signatures count, which are suspect, and which readings still wait for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saas_core.policy.book import Book
from saas_core.policy.scopes import Content, Piece, PieceChange, PieceKind, Scope, ScopeUnknown, changes, content_of
from saas_core.policy.terms import Terms
from saas_core.signing.model import Signature
from saas_core.signing.values import Role, SignedPiece


def latest(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """Return the signatures that no later one of the same person and role to the same scope took over."""
    last = {each.place: each for each in sorted(signatures, key=lambda each: (each.signed_at, each.id))}
    return tuple(last.values())


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


def answers(given: Signature, rejected: Iterable[Signature], versions: Iterable[Terms], now: Terms, book: Book) -> bool:
    """Return whether an agreement is to what an open question is about, and not to an older text.

    That is what stands there under the newest of the terms offered `now` and of those rejected in its role.
    """
    about = {each.terms_version for each in rejected if (each.scope, each.role) == (given.scope, given.role)}
    known = tuple(versions)
    newest = max((now, *(each for each in known if each.version in about)), key=lambda each: each.effective_from)
    later = any(each.version == given.terms_version and each.effective_from > newest.effective_from for each in known)
    return later or not is_suspect(given, stands(given.scope, newest, book))


def waiting(signatures: Iterable[Signature], terms: Terms, book: Book) -> tuple[Scope, ...]:
    """Return the readings in force to which nobody in the role of legal has agreed as they stand."""
    counted = [each for each in latest(signatures) if each.role is Role.LEGAL and each.verdict.agrees]
    agreed = {each.scope for each in counted if not is_suspect(each, stands(each.scope, terms, book))}
    if str(Scope.whole()) in agreed:
        return ()
    scopes = (Scope.reading(each.key) for each in book.readings if each.scenarios)
    return tuple(each for each in scopes if str(each) not in agreed)
