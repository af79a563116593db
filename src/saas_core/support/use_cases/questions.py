"""Questions on which the terms are silent: asked by the client, answered by staff, told to whoever asked (9.3).

A decision that needs a person opens nothing by itself. Its remedy, to contact the provider, is carried out here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypeAlias

from saas_core.kernel.actors import Actor, ClientUser, actor_name
from saas_core.kernel.arguments import checked
from saas_core.kernel.blanking import without_tokens
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, Ids, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import LARGEST_PAGE, page_size
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Transactions
from saas_core.policy import acting
from saas_core.policy.acting import Caller
from saas_core.policy.decision import Decision, Refused, Verdict
from saas_core.policy.ports import Judge
from saas_core.support.commands import AnswerQuestion, AskQuestion
from saas_core.support.errors import PrecedentUnknown, QuestionsFull, QuestionUnknown, TermsSpeak
from saas_core.support.model.question import Answer, Asker, PolicyQuestion, Precedent
from saas_core.support.ports import SupportWork
from saas_core.support.ports.asking import Clients, People
from saas_core.support.ports.questions import QuestionPlace, QuestionQueue
from saas_core.support.queries.questions import (
    OpenQuestionView,
    QuestionView,
    StaffQuestionView,
    asker_view,
    precedent_view,
    question_view,
)
from saas_core.support.use_cases.act import terms_of
from saas_core.support.use_cases.opening import user_of
from saas_core.support.use_cases.own_words import askers, require_no_client_in
from saas_core.support.use_cases.repeats import Acts
from saas_core.support.values import (
    MOST_OPEN_OF_ONE,
    MOST_OPEN_QUESTIONS,
    MOST_PRECEDENTS,
    OPEN,
    STAFF,
    PrecedentId,
    QuestionId,
    QuestionState,
)

Act: TypeAlias = acting.Act[SupportWork]

LETTER: Final = "support.question_letter"
"""An effect: one person who asked a question is told of its answer."""
MOST_WAITING: Final = 100
"""The most questions on a page of the queue, each of which is read from its client."""
_MOST_SHOWN: Final = 100


@checked
class Questions:
    """The questions of clients on which the terms are silent."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[SupportWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        clients: Clients,
        people: People,
        queue: QuestionQueue,
        digests: Digests,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge, digests)
        self._clients = clients
        self._people = people
        self._queue = queue

    def ask(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        action: str,
        text: str | None = None,
        idempotency_key: str | None = None,
    ) -> QuestionView:
        """Ask the provider about an action on which the terms are silent, and return the one question about it.

        Whoever asks it again, or as well, joins that question and is told of its answer too; what was answered under
        the same terms is returned with its answer. Raises TermsSpeak for an action that is allowed, Refused for one
        that the terms refuse or offer as paid work, QuestionsFull, InvalidValue, KeyReused. Clause 9.3.
        """
        command = AskQuestion(action=action, text=text)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, QuestionView, _ask, judged=_silent)

    def answer(  # noqa: PLR0913 - who, whose, which, by which clause, why, after which precedents
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        question_id: QuestionId,
        reason: str,
        clause: str | None = None,
        action: str | None = None,
        precedents: tuple[PrecedentId, ...] = (),
        idempotency_key: str | None = None,
    ) -> QuestionView:
        """Answer a question with the clause that was read, or without one if none speaks, and a reason.

        Whoever asked is told by mail. The answer grants nothing and bills nothing; it is kept as a precedent, so the
        reason must not repeat what the client wrote, name anybody of it, or hold addresses or long numbers.
        `action` says what a ticket's question is about, `precedents` are earlier answers that it follows. Raises
        QuestionUnknown, QuestionAnswered, PrecedentUnknown, Refused, InvalidValue, KeyReused. Clauses 9.1, 9.3.
        """
        command = AnswerQuestion(
            question_id=question_id, reason=reason, clause=clause, action=action, precedents=tuple(precedents)
        )
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, QuestionView, self._answered, judged=_answered_by_staff)

    def _answered(self, act: Act, command: AnswerQuestion) -> QuestionView:
        before = _known(act, command.question_id)
        require_no_client_in(act, before, command.reason, self._clients, self._people)
        return _answer(act, command)

    def list_own(
        self, *, by: Actor, tenant_id: TenantId, after: QuestionId | None = None, limit: int = 50
    ) -> tuple[QuestionView, ...]:
        """Return the questions that the acting user asked, by id, those after the given one; raises Refused."""
        with self._acts.read(tenant_id, by) as act:
            found = act.work.questions.asked_by(_asking(act), after, page_size(limit))
            return tuple(map(question_view, found))

    def show_own(self, *, by: Actor, tenant_id: TenantId, question_id: QuestionId) -> QuestionView:
        """Return a question that the acting user asked; raises QuestionUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            user_id = _asking(act)
            question = act.work.questions.get(question_id)
            if question is None or user_id not in {each.user_id for each in askers(act, question)}:
                raise QuestionUnknown
            return question_view(question)

    def show(self, *, by: Actor, tenant_id: TenantId, question_id: QuestionId) -> StaffQuestionView:
        """Return a question to staff, with who asked, in which words, and the precedents on the same action.

        Raises QuestionUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            act.require(STAFF)
            question = _known(act, question_id)
            on = () if question.action is None else act.work.precedents.on(question.action, MOST_PRECEDENTS)
            return StaffQuestionView(
                question=question_view(question),
                answered_by=None if question.answer is None else question.answer.by,
                askers=tuple(map(asker_view, act.work.questions.askers(question.id, None, _MOST_SHOWN))),
                precedents=tuple(map(precedent_view, on)),
            )

    def waiting(
        self, *, by: Actor, after: QuestionPlace | None = None, limit: int = 50
    ) -> tuple[OpenQuestionView, ...]:
        """Return the open questions of all clients, those asked first before others, at most 100; raises Refused."""
        with self._acts.read(PROVIDER, by) as act:
            act.require(STAFF)
            at = act.at
        page = self._queue.page(after, page_size(limit, MOST_WAITING))
        return tuple(view for each in page if (view := self._open(by, each, at)) is not None)

    def _open(self, by: Actor, place: QuestionPlace, at: datetime) -> OpenQuestionView | None:
        with self._acts.read(place.tenant_id, by) as act:
            question = act.work.questions.get(place.question_id)
            if question is None:
                return None
            return OpenQuestionView(
                tenant_id=place.tenant_id,
                client=self._clients.slug(act.work),
                question_id=question.id,
                action=question.action,
                ticket_id=question.ticket_id,
                asked_at=question.asked_at,
                seconds=max(int((at - question.asked_at).total_seconds()), 0),
            )


def _silent(act: Act, command: AskQuestion) -> Decision:
    """Return the decision that needs a person; raises TermsSpeak, Refused where the terms decide."""
    _asking(act)
    decision = act.decide(command.action)
    if decision.allowed:
        message = f"the terms allow {command.action} (clause {', '.join(decision.clauses)})."
        raise TermsSpeak(message, field="action", remedy="Do it; there is nothing to ask.")
    if decision.verdict is not Verdict.NEEDS_PERSON:
        raise Refused(decision)
    return decision


def _ask(act: Act, command: AskQuestion) -> QuestionView:
    version = _silent(act, command).terms_version
    question = act.work.questions.about(command.action, version)
    if question is None:
        _require_room(act)
        question = PolicyQuestion(
            id=QuestionId(act.ids.new()), action=command.action, ticket_id=None, terms_version=version, asked_at=act.at
        )
        act.work.questions.save(question)
    said = without_tokens(command.text or "")
    asker = Asker(question_id=question.id, user_id=user_of(act), at=act.at, text=said)
    act.work.questions.ask(asker)
    act.note(command.NAME, f"question:{question.id}", journal_form(command))
    return question_view(question)


def _asking(act: Act) -> UserId:
    """Return the acting user; a program acts for one only within the scope in which it may open tickets (1.4.c)."""
    user_id = user_of(act)
    if isinstance(act.by, ClientUser) and act.by.scopes is not None:
        act.require(OPEN)
    return user_id


def _require_room(act: Act) -> None:
    """Require that neither the client nor the one user has all the open questions that they may have."""
    if act.work.questions.count_open() >= MOST_OPEN_QUESTIONS:
        message = f"there are {MOST_OPEN_QUESTIONS} open questions of this client."
        raise QuestionsFull(message, field="question", remedy="Wait until some are answered.")
    own = act.work.questions.asked_by(user_of(act), None, LARGEST_PAGE)
    if sum(each.state is QuestionState.OPEN for each in own) >= MOST_OPEN_OF_ONE:
        message = f"{MOST_OPEN_OF_ONE} questions of this user are open."
        raise QuestionsFull(message, field="question", remedy="Wait until some are answered.")


def _answered_by_staff(act: Act, command: AnswerQuestion) -> None:
    act.require(STAFF)
    act.staff("the software answers no question.")
    _known(act, command.question_id)


def _answer(act: Act, command: AnswerQuestion) -> QuestionView:
    before = _known(act, command.question_id)
    terms = terms_of(act, before.terms_version)
    if command.clause is not None and terms.clause(command.clause) is None:
        message = f"there is no clause {command.clause!r} in the terms {terms.version}."
        raise InvalidValue(message, field="clause", remedy="Name a clause of these terms, or none if none speaks.")
    if before.action is not None and command.action not in {None, before.action}:
        message = f"the question is about {before.action}."
        raise InvalidValue(message, field="action", remedy="Leave it out.")
    if len(command.precedents) > MOST_PRECEDENTS:
        message = f"names {len(command.precedents)} precedents; {MOST_PRECEDENTS} are allowed."
        raise InvalidValue(message, field="precedents", remedy="Name those that it rests on.")
    for each in command.precedents:
        if act.work.precedents.get(each) is None:
            raise PrecedentUnknown
    cites = tuple(dict.fromkeys(command.precedents))
    answer = Answer(clause=command.clause, reason=command.reason, by=actor_name(act.by), at=act.at, cites=cites)
    after = before.answered(answer, command.action)
    act.work.questions.save(after)
    if after.action is not None:
        act.work.precedents.add(_precedent(act, after.action, answer, before.terms_version))
    for asker in askers(act, after):
        act.put(LETTER, f"question:{after.id}", {"question": str(after.id), "to": str(asker.user_id)})
    act.note(command.NAME, f"question:{after.id}", journal_form(command))
    return question_view(after)


def _precedent(act: Act, action: str, answer: Answer, terms_version: str) -> Precedent:
    return Precedent(
        id=PrecedentId(act.ids.new()),
        action=action,
        clause=answer.clause,
        reason=answer.reason,
        terms_version=terms_version,
        at=act.at,
    )


def _known(act: Act, question_id: QuestionId) -> PolicyQuestion:
    question = act.work.questions.get(question_id)
    if question is None:
        raise QuestionUnknown
    return question
