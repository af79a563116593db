"""Questions on which the terms are silent, the provider's precedents, and the queue, in process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from attrs import evolve

from saas_core.kernel.ids import TicketId, UserId
from saas_core.support.model.question import Asker, PolicyQuestion, Precedent
from saas_core.support.ports.questions import QuestionPlace
from saas_core.support.values import PrecedentId, QuestionId, QuestionState
from saas_memory.space import Rows, View
from saas_memory.store import MemoryStore

TABLE = "questions"


class MemoryQuestions:
    """The tenant's questions."""

    def __init__(self, view: View) -> None:
        """Use the view for all reads and writes."""
        self._rows: Rows[QuestionId, PolicyQuestion] = Rows(view, TABLE)
        self._askers: Rows[tuple[QuestionId, UserId], Asker] = Rows(view, "question_askers")

    def get(self, question_id: QuestionId) -> PolicyQuestion | None:
        """Return a question."""
        return self._rows.get(question_id)

    def save(self, question: PolicyQuestion) -> None:
        """Save a new or answered question."""
        self._rows.put(question.id, question)

    def about(self, action: str, terms_version: str) -> PolicyQuestion | None:
        """Return the question about an action under a version of the terms."""
        asked = (each for each in self._rows.scan() if each.ticket_id is None)
        return next((each for each in asked if (each.action, each.terms_version) == (action, terms_version)), None)

    def of_ticket(self, ticket_id: TicketId) -> PolicyQuestion | None:
        """Return the last question about a ticket."""
        found = [each for each in self._rows.scan() if each.ticket_id == ticket_id]
        return found[-1] if found else None

    def count_open(self) -> int:
        """Return the number of open questions that users asked."""
        return sum(each.state is QuestionState.OPEN and each.ticket_id is None for each in self._rows.scan())

    def page(self, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return questions by id, after the given one."""
        return tuple(self._rows.scan(after=after, limit=limit))

    def asked_by(self, user_id: UserId, after: QuestionId | None, limit: int) -> tuple[PolicyQuestion, ...]:
        """Return the questions that a user asked, by id, after the given one."""
        asked = (each for each in self._rows.scan(after=after) if self._askers.get((each.id, user_id)) is not None)
        return tuple(islice(asked, limit))

    def ask(self, asker: Asker) -> None:
        """Save that a user asked a question, unless that user did before."""
        key = (asker.question_id, asker.user_id)
        if self._askers.get(key) is None:
            self._askers.put(key, asker)

    def askers(self, question_id: QuestionId, after: UserId | None, limit: int) -> tuple[Asker, ...]:
        """Return who asked a question, by user id, after the given one."""
        found = self._askers.scan(prefix=(question_id,), after=None if after is None else (question_id, after))
        return tuple(islice(found, limit))

    def erase(self, user_id: UserId) -> int:
        """Remove the words in which a user asked."""
        asked = [each for each in self._askers.scan() if each.user_id == user_id and each.text]
        for each in asked:
            self._askers.put((each.question_id, user_id), evolve(each, text=""))
        return len(asked)

    def forget(self, before: datetime, limit: int) -> int:
        """Remove questions that were answered before an instant."""
        over = [each for each in self._rows.scan() if each.answer is not None and each.answer.at < before][:limit]
        for question in over:
            for asker in self._askers.scan(prefix=(question.id,)):
                self._askers.drop((asker.question_id, asker.user_id))
            self._rows.drop(question.id)
        return len(over)


class MemoryPrecedents:
    """The answers that the provider gave before, inside a unit of work; adding one locks them until the work ends."""

    def __init__(self, reading: View, writing: Callable[[], View]) -> None:
        """Read through one view until one is added, then through the one that `writing` returns."""
        self._view = reading
        self._writing = writing

    def get(self, precedent_id: PrecedentId) -> Precedent | None:
        """Return a precedent."""
        return self._rows.get(precedent_id)

    def add(self, precedent: Precedent) -> None:
        """Save a precedent."""
        self._view = self._writing()
        self._rows.put(precedent.id, precedent)

    def on(self, action: str, limit: int) -> tuple[Precedent, ...]:
        """Return the precedents on an action, newest first."""
        found = sorted((each for each in self._rows.scan() if each.action == action), key=_newest)
        return tuple(found[:limit])

    @property
    def _rows(self) -> Rows[PrecedentId, Precedent]:
        return Rows(self._view, "precedents")


class MemoryQuestionQueue:
    """The open questions of all clients."""

    def __init__(self, store: MemoryStore) -> None:
        """Read the committed rows of the store."""
        self._store = store

    def page(self, after: QuestionPlace | None, limit: int) -> tuple[QuestionPlace, ...]:
        """Return the places of open questions, those asked first before others."""
        with self._store.guard:
            found = sorted(
                QuestionPlace(each.asked_at, tenant_id, each.id)
                for tenant_id, rows in self._store.committed(TABLE)
                for each in rows
                if each.state is QuestionState.OPEN
            )
        return tuple(islice((each for each in found if after is None or each > after), limit))


def _newest(precedent: Precedent) -> tuple[float, int]:
    return -precedent.at.timestamp(), -precedent.id.int
