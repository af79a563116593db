"""Views of signing: what stands in a scope, who signed it, whether that is suspect, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from saas_core.kernel.ids import StaffId
from saas_core.policy.scopes import PieceChange
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.values import Agreement, Role, SignatureId, SignatureState, SignedPiece

_DAY = 86_400


@frozen
class WordsView:
    """Words that stayed, went or came."""

    change: str
    text: str


@frozen
class PieceChangeView:
    """A piece that changed since it was signed, word by word."""

    kind: str
    name: str
    words: tuple[WordsView, ...]


@frozen(kw_only=True)
class SignatureView:
    """A signature: who gave it, in which role, when, to what, and where it stands.

    `changes` are those of what stands there now against what was signed; empty unless that changed. `answered_by` is
    the name of who agreed since in its role; empty unless the signature is answered.
    """

    id: SignatureId
    scope: str
    anchor: str
    role: Role
    by: StaffId
    name: str
    signed_at: datetime
    verdict: Agreement
    comment: str
    terms_version: str
    digest: str
    state: SignatureState
    changes: tuple[PieceChangeView, ...]
    answered_by: str = ""


@frozen(kw_only=True)
class PolicyQuestionView:
    """An open question: what it is about, whose agreement it waits for, its owner and its age in whole days.

    `opened_at` is None for a reading that waits for a signature and was not yet noted as a question.
    """

    scope: str
    anchor: str
    role: Role
    about: str
    why: str
    opened_at: datetime | None
    age_days: int
    owner: StaffId | None
    owner_name: str


@frozen(kw_only=True)
class PieceView:
    """A piece of what stands in a scope."""

    kind: str
    name: str
    text: str
    digest: str


@frozen(kw_only=True)
class PolicyScopeView:
    """What stands in a scope under a version of the terms, with its digest, its signatures and its open questions."""

    scope: str
    anchor: str
    terms_version: str
    digest: str
    pieces: tuple[PieceView, ...]
    signatures: tuple[SignatureView, ...]
    questions: tuple[PolicyQuestionView, ...]


@frozen(kw_only=True)
class ExportedSignature:
    """A signature as a file holds it."""

    id: str
    scope: str
    role: str
    name: str
    staff: str
    signed_at: str
    verdict: str
    comment: str
    terms_version: str
    digest: str
    pieces: tuple[SignedPiece, ...]


@frozen(kw_only=True)
class SignatureFile:
    """All signatures that no later one took over, with the texts they were given to, by their digests.

    `terms` are the documents of the versions that they were given under, by their names. `signature` is the Ed25519
    signature in base64 of everything else in it, and `signed_by` the id of its key, which is one of those that sign
    checkpoints.
    """

    format: str
    signatures: tuple[ExportedSignature, ...]
    texts: Mapping[str, str]
    terms: Mapping[str, str]
    signed_by: str = ""
    signature: str = ""


def state_in_words(state: str, *, answered_by: str, version: str) -> str:
    """Return the state of a signature with whoever answered it, or the version of the terms that it is ahead for."""
    if state == SignatureState.ANSWERED.value:
        return f"{state} by {answered_by}"
    return f"{state}, for the terms {version}" if state == SignatureState.AHEAD.value else state


def change_view(change: PieceChange) -> PieceChangeView:
    """Return a change of a piece."""
    words = tuple(WordsView(each.change.value, each.text) for each in change.words)
    return PieceChangeView(change.kind.value, change.name, words)


def question_view(
    question: OpenQuestion, *, about: str, anchor: str, owner_name: str, at: datetime
) -> PolicyQuestionView:
    """Return an open question with its age at an instant."""
    return PolicyQuestionView(
        scope=question.scope,
        anchor=anchor,
        role=question.role,
        about=about,
        why=question.why,
        opened_at=question.opened_at,
        age_days=int((at - question.opened_at).total_seconds()) // _DAY,
        owner=question.owner,
        owner_name=owner_name,
    )


def exported(signature: Signature, pieces: tuple[SignedPiece, ...]) -> ExportedSignature:
    """Return a signature as a file holds it."""
    return ExportedSignature(
        id=str(signature.id),
        scope=signature.scope,
        role=signature.role.value,
        name=signature.name,
        staff=str(signature.by),
        signed_at=signature.signed_at.isoformat(),
        verdict=signature.verdict.value,
        comment=signature.comment,
        terms_version=signature.terms_version,
        digest=signature.digest,
        pieces=pieces,
    )
