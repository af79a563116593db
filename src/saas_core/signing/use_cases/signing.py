"""Signing: a person agrees to exactly what stands in a clause, a reading or the whole, or rejects it with a reason."""

from __future__ import annotations

from typing import TypeAlias

from attrs import evolve

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import PROVIDER, Ids, StaffId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Acts, Caller
from saas_core.policy.ports import Judge
from saas_core.policy.scopes import Content, Scope, content_of
from saas_core.signing.commands import AssignQuestion, CommentScope, RejectScope, SignScope
from saas_core.signing.errors import ScopeChanged
from saas_core.signing.model import Signature
from saas_core.signing.policies import standings
from saas_core.signing.ports import Books, People, SigningWork, Signs
from saas_core.signing.queries import (
    PieceView,
    PolicyQuestionView,
    PolicyScopeView,
    SignatureFile,
    SignatureView,
)
from saas_core.signing.queries.files import file_of, signed_content
from saas_core.signing.use_cases.act import Act, Reading, require_seeing
from saas_core.signing.use_cases.questions import Questions
from saas_core.signing.values import ACTIONS, Agreement, Role, SignatureId, SignatureState, SignedPiece

Given: TypeAlias = SignScope | CommentScope | RejectScope


@checked
class Signing:
    """The desk of signatures, in the provider's own scope; each is given in a role that its signer holds."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[SigningWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        books: Books,
        people: People,
        signs: Signs,
    ) -> None:
        """Take the ports; `books` returns what stands in the policy besides the terms, `signs` signs exported files."""
        self._signs = signs
        self._acts = Acts(transactions, clock, ids, judge)
        self._reading = Reading(books, people)
        self._questions = Questions(self._reading)

    def sign(  # noqa: PLR0913 - who, what, in which role, as shown
        self,
        *,
        by: Actor,
        scope: str,
        role: Role,
        digest: str,
        version: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignatureView:
        """Agree to exactly what stands in a scope under a version of the terms, by default the one offered.

        Raises ScopeChanged if `digest` is not that of what stands there, ScopeUnknown, TermsUnknown, Refused for anyone
        but staff that holds the role, KeyReused.
        """
        command = SignScope(scope=scope, role=role, digest=digest, version=version)
        return self._carried_out(command, Caller(by, PROVIDER, idempotency_key), Agreement.AGREED, "")

    def comment(  # noqa: PLR0913 - who, what, in which role, as shown, the comment
        self,
        *,
        by: Actor,
        scope: str,
        role: Role,
        digest: str,
        comment: str,
        version: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignatureView:
        """Agree as `sign` does, with a comment; raises as it does."""
        command = CommentScope(scope=scope, role=role, digest=digest, comment=comment, version=version)
        caller = Caller(by, PROVIDER, idempotency_key)
        return self._carried_out(command, caller, Agreement.COMMENTED, command.comment)

    def reject(  # noqa: PLR0913 - who, what, in which role, as shown, why
        self,
        *,
        by: Actor,
        scope: str,
        role: Role,
        digest: str,
        why: str,
        version: str | None = None,
        idempotency_key: str | None = None,
    ) -> SignatureView:
        """Reject what stands in a scope, for a reason, which opens a question about it; raises as `sign` does."""
        command = RejectScope(scope=scope, role=role, digest=digest, why=why, version=version)
        caller = Caller(by, PROVIDER, idempotency_key)
        return self._carried_out(command, caller, Agreement.REJECTED, command.why)

    def assign_question(
        self, *, by: Actor, scope: str, role: Role, owner: StaffId, idempotency_key: str | None = None
    ) -> PolicyQuestionView:
        """Give an open question an owner; a reading that waits for a signature is noted as a question by it.

        Raises QuestionClosed if nothing is open there, InvalidValue for an owner who is not of the staff, Refused as
        seeing the signatures does, KeyReused.
        """
        command = AssignQuestion(scope=scope, role=role, owner=owner)
        caller = Caller(by, PROVIDER, idempotency_key)
        view = self._acts.carry_out(
            command,
            caller,
            PolicyQuestionView,
            self._questions.assign,
            judged=lambda act, _asked: require_seeing(act),
        )
        return evolve(view, owner_name=self._name(by, owner))

    def show(self, *, by: Actor, scope: str, version: str | None = None) -> PolicyScopeView:
        """Return what stands in a scope with its digest, its signatures but those given again, and open questions.

        Raises ScopeUnknown, TermsUnknown, InvalidValue for what is no scope, Refused for anyone but staff that may sign
        or publish terms.
        """
        asked = Scope.parse(scope)
        with self._acts.read(PROVIDER, by) as act:
            require_seeing(act)
            terms = self._reading.terms(act, version)
            content = content_of(asked, terms, self._reading.books())
            return PolicyScopeView(
                scope=str(asked),
                anchor=asked.anchor,
                terms_version=terms.version,
                digest=content.digest,
                pieces=tuple(
                    PieceView(kind=each.kind.value, name=each.name, text=each.text, digest=each.digest)
                    for each in content.pieces
                ),
                signatures=self._reading.latest(act, self._reading.ground(act, terms), str(asked)),
                questions=self._reading.questions(act, self._reading.ground(act, terms), str(asked)),
            )

    def signatures(
        self,
        *,
        by: Actor,
        scope: str | None = None,
        version: str | None = None,
        after: SignatureId | None = None,
        limit: int = 100,
    ) -> tuple[SignatureView, ...]:
        """Return a page of signatures, at most 1,000, the newest first, those before a given one; raises as `show`.

        Each comes with where it stands and what changed since.
        """
        asked = None if scope is None else str(Scope.parse(scope))
        with self._acts.read(PROVIDER, by) as act:
            require_seeing(act)
            on = self._reading.ground(act, self._reading.terms(act, version))
            return self._reading.page(act, on, asked, after, page_size(limit))

    def latest(self, *, by: Actor) -> tuple[SignatureView, ...]:
        """Return all signatures but those that were given again, the newest first; raises Refused as `show` does.

        Of those of one person in one role to the same text of the same version, the last one counts.
        """
        with self._acts.read(PROVIDER, by) as act:
            require_seeing(act)
            return self._reading.latest(act, self._reading.ground(act), None)

    def questions(self, *, by: Actor, scope: str | None = None) -> tuple[PolicyQuestionView, ...]:
        """Return the open questions about the policy, the oldest first, each with owner and age; raises as `show`."""
        asked = None if scope is None else str(Scope.parse(scope))
        with self._acts.read(PROVIDER, by) as act:
            require_seeing(act)
            return self._reading.questions(act, self._reading.ground(act), asked)

    def export(self, *, by: Actor) -> SignatureFile:
        """Return every signature that no later one took over, with texts and terms it was given to; raises Refused.

        The file is signed by the key that signs checkpoints, so that nobody changes it; InvalidValue without one.
        """
        with self._acts.read(PROVIDER, by) as act:
            require_seeing(act)
            on = self._reading.ground(act)
            found = standings(act.work.signatures.latest(), on)
            kept = [each.signature for each in found if each.state is not SignatureState.SUPERSEDED]
            pieces = act.work.signatures.pieces(each.id for each in kept)
            texts = act.work.signatures.texts({piece.digest for each in pieces.values() for piece in each})
            file = file_of(kept, on.versions.values(), pieces, texts)
        signed_by, signature = self._signs.sign(signed_content(file))
        return evolve(file, signed_by=signed_by, signature=signature)

    def _carried_out(self, command: Given, caller: Caller, verdict: Agreement, comment: str) -> SignatureView:
        view = self._acts.carry_out(
            command,
            caller,
            SignatureView,
            lambda act, asked: self._signed(act, asked, verdict, comment),
            judged=lambda act, asked: act.require(ACTIONS[asked.role]),
        )
        return evolve(view, name=self._name(caller.by, view.by))

    def _name(self, by: Actor, staff_id: StaffId) -> str:
        """Return the name of a member of staff, which the first result of a command is kept without."""
        with self._acts.read(PROVIDER, by) as act:
            return self._reading.name_of(act, staff_id)

    def _signed(self, act: Act, command: Given, verdict: Agreement, comment: str) -> SignatureView:
        signer = act.staff("only a named member of staff signs.")
        terms = self._reading.terms(act, command.version)
        scope = Scope.parse(command.scope)
        content = content_of(scope, terms, self._reading.books())
        if content.digest != command.digest:
            raise ScopeChanged
        signature = Signature(
            id=SignatureId(act.ids.new()),
            scope=str(scope),
            role=command.role,
            by=signer.staff_id,
            name=self._reading.name_of(act, signer.staff_id),
            signed_at=act.at,
            verdict=verdict,
            comment=comment,
            terms_version=terms.version,
            digest=content.digest,
        )
        pieces = tuple(SignedPiece(each.kind.value, each.name, each.digest) for each in content.pieces)
        act.work.signatures.add(signature, pieces, _texts(content))
        on = self._reading.ground(act)
        self._questions.follow(act, signature, on)
        details: dict[str, Value] = {
            "signature": str(signature.id),
            "role": signature.role.value,
            "verdict_given": signature.verdict.value,
            "digest": signature.digest,
            "terms": signature.terms_version,
        }
        act.note(command.NAME, f"policy:{signature.scope}", details)
        (view,) = self._reading.these(act, on, (signature,))
        return evolve(view, name="")


def _texts(content: Content) -> dict[str, str]:
    return {each.digest: each.text for each in content.pieces}
