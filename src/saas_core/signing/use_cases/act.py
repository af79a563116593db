"""What use cases of signing share: who may, what stands in a scope now, and views of what was found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypeAlias

from attrs import frozen

from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import StaffId
from saas_core.policy import acting
from saas_core.policy.actions import READING_THE_POLICY
from saas_core.policy.book import Book
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.scopes import Scope, ScopeKind
from saas_core.policy.terms import Terms, offered
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.policies import Ground, Standing, changed_since, ground, placed, standings, waiting
from saas_core.signing.ports import Books, People, SigningWork
from saas_core.signing.queries import PieceChangeView, PolicyQuestionView, SignatureView, change_view, question_view
from saas_core.signing.values import Role, SignatureId, SignatureState

Act: TypeAlias = acting.Act[SigningWork]

SEEING = "provider.terms"
"""Whoever may publish terms sees who signed them, as does everybody who may sign."""


@frozen
class Reading:
    """Reads what stands in the policy and who signed it, inside an act."""

    books: Books
    people: People

    def terms(self, act: Act, version: str | None) -> Terms:
        """Return a version of the terms, by default the one offered; raises TermsUnknown."""
        if version is None:
            return offered(act.work.terms.all(), act.at)
        found = act.work.terms.get(version)
        if found is None:
            message = f"there is no version {version[:60]!r}."
            raise TermsUnknown(message, field="version", remedy="List the versions to see those published.")
        return found

    def ground(self, act: Act, terms: Terms | None = None) -> Ground:
        """Return what signatures are compared with under a version of the terms, by default the one offered."""
        return ground(terms or self.terms(act, None), act.work.terms.all(), self.books())

    def latest(self, act: Act, on: Ground, scope: str | None) -> tuple[SignatureView, ...]:
        """Return the signatures of a scope or of all, the newest first, without those that were given again."""
        found = act.work.signatures.latest(None if scope is None else (scope,))
        return self._views(act, standings(reversed(found), on))

    def page(
        self, act: Act, on: Ground, scope: str | None, after: SignatureId | None, limit: int
    ) -> tuple[SignatureView, ...]:
        """Return a page of all signatures of a scope or of all, the newest first."""
        return self.these(act, on, act.work.signatures.page(scope, after, limit))

    def these(self, act: Act, on: Ground, asked: Collection[Signature]) -> tuple[SignatureView, ...]:
        """Return some signatures, each with where it stands among all those of its scope."""
        among = act.work.signatures.latest({each.scope for each in asked})
        return self._views(act, placed(asked, among, on))

    def _views(self, act: Act, found: Iterable[Standing]) -> tuple[SignatureView, ...]:
        shown = tuple(found)
        changed = [each for each in shown if each.changed and each.state is not SignatureState.SUPERSEDED]
        # A digest is that of all pieces: one signature stands for all that were given to the same text.
        texts_of = {each.signature.digest: each.signature.id for each in changed}
        pieces = act.work.signatures.pieces(texts_of.values())
        texts = act.work.signatures.texts({piece.digest for each in pieces.values() for piece in each})
        since: dict[tuple[str, str], tuple[PieceChangeView, ...]] = {}
        for each in changed:
            between = (each.signature.digest, each.content.digest)
            if between not in since:
                signed = pieces[texts_of[each.signature.digest]]
                since[between] = tuple(map(change_view, changed_since(signed, texts, each.content)))

        def view(standing: Standing) -> SignatureView:
            signature, told = standing.signature, standing.state is not SignatureState.SUPERSEDED
            between = (signature.digest, standing.content.digest)
            return SignatureView(
                id=signature.id,
                scope=signature.scope,
                anchor=standing.content.scope.anchor,
                role=signature.role,
                by=signature.by,
                name=signature.name,
                signed_at=signature.signed_at,
                verdict=signature.verdict,
                comment=signature.comment,
                terms_version=signature.terms_version,
                digest=signature.digest,
                state=standing.state,
                changes=since.get(between, ()) if told else (),
                answered_by=standing.answered_by,
            )

        return tuple(map(view, shown))

    def questions(self, act: Act, on: Ground, scope: str | None) -> tuple[PolicyQuestionView, ...]:
        """Return the open questions, the oldest first; readings that were not noted as questions yet come last."""
        noted = [each for each in act.work.open_questions.open() if scope in {None, each.scope}]
        known = {(each.scope, each.role) for each in noted}
        views = [self._noted(act, each, on.book) for each in noted]
        views += (
            PolicyQuestionView(
                scope=str(each),
                anchor=each.anchor,
                role=Role.LEGAL,
                about=title_of(each, on.book),
                why="",
                opened_at=None,
                age_days=0,
                owner=None,
                owner_name="",
            )
            for each in self.waiting(act, on, scope)
            if (str(each), Role.LEGAL) not in known
        )
        return tuple(views)

    def waiting(self, act: Act, on: Ground, scope: str | None) -> tuple[Scope, ...]:
        """Return the readings in force that wait for a signature: all of them, or the one asked for if it does."""
        if scope is None:
            return waiting(act.work.signatures.latest(), on)
        if Scope(scope).kind is not ScopeKind.READING:
            return ()
        given = act.work.signatures.latest((scope, str(Scope.whole())))
        return tuple(each for each in waiting(given, on) if str(each) == scope)

    def _noted(self, act: Act, question: OpenQuestion, book: Book) -> PolicyQuestionView:
        scope = Scope(question.scope)
        name = self.name_of(act, question.owner)
        return question_view(question, about=title_of(scope, book), anchor=scope.anchor, owner_name=name, at=act.at)

    def name_of(self, act: Act, staff_id: StaffId | None) -> str:
        """Return the name of a member of staff; empty for nobody and for one who is not known."""
        found = None if staff_id is None else self.people.person(act.work, staff_id)
        return "" if found is None else found.name

    def require_fit(self, act: Act, owner: StaffId) -> None:
        """Require that whoever is to own a question is active staff who may see it; raises InvalidValue."""
        found, remedy = self.people.person(act.work, owner), "Name a member of staff who is active."
        if found is None:
            message = "is not a member of staff."
        elif not found.active:
            message = "has left the staff."
        elif not _sees(act.acting_as(Staff(owner, found.permissions))):
            message, remedy = "may not see questions about the policy.", "Name one who may sign, or publish terms."
        else:
            return
        raise InvalidValue(message, field="owner", remedy=remedy)


def require_seeing(act: Act) -> None:
    """Require that the actor may see who signed: whoever may sign, and whoever may publish terms; raises Refused."""
    if not _sees(act):
        act.require(SEEING)


def _sees(act: Act) -> bool:
    return any(map(act.may, READING_THE_POLICY))


def title_of(scope: Scope, book: Book) -> str:
    """Return what a scope is about, as a person reads it."""
    reading = book.reading(scope.name)
    if reading is not None:
        return reading.question
    return f"clause {scope.name}" if scope.name else "the whole policy"
