"""Open questions about the policy: a rejection opens one, and an agreement to no older text closes it."""

from __future__ import annotations

from attrs import evolve, frozen

from saas_core.kernel.actors import actor_name
from saas_core.policy.scopes import Scope
from saas_core.signing.commands import AssignQuestion
from saas_core.signing.errors import QuestionClosed
from saas_core.signing.model import OpenQuestion, Signature
from saas_core.signing.policies import Ground, answers
from saas_core.signing.queries import PolicyQuestionView
from saas_core.signing.use_cases.act import Act, Reading
from saas_core.signing.values import OpenQuestionId, Role


@frozen
class Questions:
    """What becomes of open questions inside an act."""

    reading: Reading

    def follow(self, act: Act, signature: Signature, on: Ground) -> None:
        """Open a question where somebody rejects, and close it where somebody in that role agrees to no older text."""
        question = act.work.open_questions.about(signature.scope, signature.role)
        if signature.verdict.agrees:
            if question is not None and _answered(act, signature, question, on):
                act.work.open_questions.save(question.closed(act.at))
        elif question is None or question.why != signature.comment:
            if question is not None:
                act.work.open_questions.save(question.closed(act.at))
            act.work.open_questions.save(
                OpenQuestion(
                    id=OpenQuestionId(act.ids.new()),
                    scope=signature.scope,
                    role=signature.role,
                    opened_at=act.at if question is None else question.opened_at,
                    opened_by=actor_name(act.by),
                    why=signature.comment,
                    owner=signature.by if question is None else question.owner or signature.by,
                )
            )

    def assign(self, act: Act, command: AssignQuestion) -> PolicyQuestionView:
        """Give a question an owner; raises QuestionClosed, InvalidValue for one who may not see it or is not there."""
        self.reading.require_fit(act, command.owner)
        question, on = act.work.open_questions.about(command.scope, command.role), self.reading.ground(act)
        if question is None:
            question = self._waiting(act, command, on)
        act.work.open_questions.save(question.assigned(command.owner))
        act.note(command.NAME, f"policy:{command.scope}", {"role": command.role.value, "owner": str(command.owner)})
        found = self.reading.questions(act, on, command.scope)
        return evolve(next(each for each in found if each.role is command.role), owner_name="")

    def _waiting(self, act: Act, command: AssignQuestion, on: Ground) -> OpenQuestion:
        """Return a reading that waits for a signature as a question that is opened now; raises QuestionClosed."""
        if command.role is not Role.LEGAL or not self.reading.waiting(act, on, command.scope):
            raise QuestionClosed
        return noted(act, Scope(command.scope))


def _answered(act: Act, signature: Signature, question: OpenQuestion, on: Ground) -> bool:
    rejected = act.work.signatures.rejected(signature.scope, signature.role, question.opened_at)
    return answers(signature, rejected, on)


def noted(act: Act, scope: Scope) -> OpenQuestion:
    """Return a new question about a reading that nobody in the role of legal has signed."""
    return OpenQuestion(
        id=OpenQuestionId(act.ids.new()),
        scope=str(scope),
        role=Role.LEGAL,
        opened_at=act.at,
        opened_by=actor_name(act.by),
    )
