"""Questions on which the terms are silent, the provider's precedents, and the queue, in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from saas_core.kernel.ids import TicketId, UserId
from saas_core.support.model.question import Asker, PolicyQuestion, Precedent
from saas_core.support.ports.questions import QuestionPlace
from saas_core.support.values import PrecedentId, QuestionId
from saas_sql.column_types import Instant
from saas_sql.mapping import Mapped
from saas_sql.outside import reading
from saas_sql.session import Session
from saas_sql.support.question_tables import precedents, question_askers, question_queue, questions

_ANSWER: Final = {
    "reason": "reason",
    "clause": "clause",
    "by": "answered_by",
    "at": "answered_at",
    "cites": "cites",
}
_QUESTION = Mapped(PolicyQuestion, questions, {"answer": _ANSWER})
_ASKER = Mapped(Asker, question_askers, {"at": "asked_at"})
_PRECEDENT = Mapped(Precedent, precedents, {"at": "answered_at"})
_PLACE = Mapped(QuestionPlace, question_queue)


class SqlQuestions:
    """The tenant's questions."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, question_id: QuestionId) -> PolicyQuestion | None:
        """Return a question."""
        return self._session.find(_QUESTION, self._session.select(questions, questions.c.id == question_id))

    def save(self, question: PolicyQuestion) -> None:
        """Save a new or answered question, and its place in the queue."""
        self._session.keep(questions, _QUESTION.dump(question))
        own = {"tenant_id": self._session.tenant_id, "question_id": question.id}
        if question.answer is None:
            self._session.claim(question_queue, {**own, "asked_at": question.asked_at})
            return
        here = (question_queue.c.tenant_id == own["tenant_id"], question_queue.c.question_id == question.id)
        self._session.change_outside(question_queue, sa.delete(question_queue).where(*here))

    def about(self, action: str, terms_version: str) -> PolicyQuestion | None:
        """Return the question about an action under a version of the terms."""
        same = (questions.c.action == action, questions.c.terms_version == terms_version)
        return self._session.find(_QUESTION, self._session.select(questions, *same, questions.c.ticket_id.is_(None)))

    def of_ticket(self, ticket_id: TicketId) -> PolicyQuestion | None:
        """Return the last question about a ticket."""
        query = self._session.select(questions, questions.c.ticket_id == ticket_id)
        return self._session.find(_QUESTION, query.order_by(questions.c.id.desc()))

    def count_open(self) -> int:
        """Return the number of open questions that users asked."""
        open_ = (questions.c.answered_at.is_(None), questions.c.ticket_id.is_(None))
        query = self._session.select(questions, *open_).with_only_columns(sa.func.count().label("found"))
        return int(self._session.rows(query)[0]["found"])

    def page(self, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return questions by id, after the given one."""
        query = self._session.select(questions, *_after(after))
        return self._session.models(_QUESTION, query.order_by(questions.c.id).limit(limit))

    def asked_by(self, user_id: UserId, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return the questions that a user asked, by id, after the given one."""
        asked = self._session.select(question_askers, question_askers.c.user_id == user_id)
        ids = asked.with_only_columns(question_askers.c.question_id)
        query = self._session.select(questions, questions.c.id.in_(ids), *_after(after))
        return self._session.models(_QUESTION, query.order_by(questions.c.id).limit(limit))

    def ask(self, asker: Asker) -> None:
        """Save that a user asked a question, unless that user did before."""
        same = (question_askers.c.question_id == asker.question_id, question_askers.c.user_id == asker.user_id)
        if self._session.first(self._session.select(question_askers, *same)) is None:
            self._session.insert(question_askers, _ASKER.dump(asker))

    def askers(self, question_id: QuestionId, after: UserId | None, limit: int) -> tuple[Asker, ...]:
        """Return who asked a question, by user id, after the given one."""
        query = self._session.select(question_askers, question_askers.c.question_id == question_id)
        if after is not None:
            query = query.where(question_askers.c.user_id > after)
        return self._session.models(_ASKER, query.order_by(question_askers.c.user_id).limit(limit))

    def erase(self, user_id: UserId) -> int:
        """Remove the words in which a user asked."""
        words = (question_askers.c.user_id == user_id, question_askers.c.text != "")
        return self._session.update(question_askers, *words, text="")

    def forget(self, before: datetime, limit: int) -> int:
        """Remove questions that were answered before an instant."""
        query = self._session.select(questions, questions.c.answered_at < before).with_only_columns(questions.c.id)
        ids = [row["id"] for row in self._session.rows(query.order_by(questions.c.id).limit(limit))]
        if ids:
            self._session.delete(question_askers, question_askers.c.question_id.in_(ids))
            self._session.delete(questions, questions.c.id.in_(ids))
        return len(ids)


class SqlPrecedents:
    """The answers that the provider gave before; the table is outside the tenants' isolation and names no client."""

    def __init__(self, session: Session) -> None:
        """Use the session for all reads and writes."""
        self._session = session

    def get(self, precedent_id: PrecedentId) -> Precedent | None:
        """Return a precedent."""
        return _PRECEDENT.load_first(
            next(iter(self._session.outside(sa.select(precedents).where(precedents.c.id == precedent_id))), None)
        )

    def add(self, precedent: Precedent) -> None:
        """Save a precedent."""
        self._session.claim(precedents, _PRECEDENT.dump(precedent))

    def on(self, action: str, limit: int) -> tuple[Precedent, ...]:
        """Return the precedents on an action, newest first."""
        newest = (precedents.c.answered_at.desc(), precedents.c.id.desc())
        query = sa.select(precedents).where(precedents.c.action == action).order_by(*newest).limit(limit)
        return _PRECEDENT.load_all(self._session.outside(query))


class SqlQuestionQueue:
    """The open questions of all clients; each call is its own transaction."""

    def __init__(self, engine: Engine) -> None:
        """Use the engine for all reads."""
        self._engine = engine

    def page(self, after: QuestionPlace | None, limit: int) -> tuple[QuestionPlace, ...]:
        """Return the places of open questions, those asked first before others."""
        order = (question_queue.c.asked_at, question_queue.c.tenant_id, question_queue.c.question_id)
        query = sa.select(question_queue).order_by(*order).limit(limit)
        if after is not None:
            last = (
                sa.bindparam(None, after.asked_at, Instant),
                sa.bindparam(None, after.tenant_id, sa.Uuid),
                sa.bindparam(None, after.question_id, sa.Uuid),
            )
            query = query.where(sa.tuple_(*order) > sa.tuple_(*last))
        with reading(self._engine) as connection:
            return _PLACE.load_all(connection.execute(query).mappings())


def _after(after: QuestionId | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if after is None else (questions.c.id > after,)
