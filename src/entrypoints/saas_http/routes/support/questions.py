"""Questions on which the terms are silent: asked by a client's users, answered by the provider's staff (9.3)."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from attrs import frozen

from saas_core.kernel.bounds import Number, Text
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import parse_instant
from saas_core.support.commands import AnswerQuestion, AskQuestion
from saas_core.support.errors import PrecedentUnknown, QuestionAnswered, QuestionsFull, QuestionUnknown, TermsSpeak
from saas_core.support.ports.questions import QuestionPlace
from saas_core.support.queries.questions import OpenQuestionView, QuestionView, StaffQuestionView
from saas_core.support.values import QuestionId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of

questions = Router(
    "open questions",
    "Questions on which the terms are silent, decided by a person; an answer grants nothing and bills nothing (9.3).",
    prefix="/v1/questions",
    name="questions_asked",
)
answers = Router("staff: open questions", "Questions of clients on which the terms are silent.", prefix="/v1/staff")

ASKING = client()
STAFF = staff("provider.support")
LARGEST = 99


@frozen(kw_only=True)
class ListOpen(Paging):
    """A part of the queue of open questions."""

    limit: Annotated[int, Number(1, LARGEST)] = 50
    cursor: Annotated[str, Text(1, 1000, form="cursor")] | None = None


@questions.post("", ASKING, TermsSpeak, QuestionsFull, status=201)
def ask(call: Call, body: AskQuestion) -> QuestionView:
    """Ask the provider about an action on which the terms are silent; who asks it as well joins the one question."""
    return call.app.support.questions.ask(**call.writing, **fields_of(body))


@questions.get("", ASKING, tagged=False)
def list_own(call: Call, query: Paging) -> Page[QuestionView]:
    """List the questions that you asked, with their answers."""
    read = call.app.support.questions.list_own
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, after=after, limit=limit), lambda each: each.question_id
    )


@questions.get("/{question_id}", ASKING, QuestionUnknown)
def show_own(call: Call, question_id: QuestionId) -> QuestionView:
    """Show a question that you asked, with its answer: the clause that was read, or that none speaks, and why."""
    return call.app.support.questions.show_own(**call.acting, question_id=question_id)


@answers.get("/questions", STAFF, tagged=False)
def list_open(call: Call, query: ListOpen) -> Page[OpenQuestionView]:
    """List the open questions of all clients, those asked first before others."""
    read = call.app.support.questions.waiting
    return call.reader(query).places(
        lambda after, limit: read(by=call.by, after=after, limit=limit),
        lambda each: (each.asked_at.isoformat(), str(each.tenant_id), str(each.question_id)),
        lambda at, tenant, question: QuestionPlace(
            parse_instant(at), TenantId(UUID(tenant)), QuestionId(UUID(question))
        ),
    )


@answers.get("/tenants/{tenant_id}/questions/{question_id}", STAFF, TenantUnknown, QuestionUnknown)
def show(call: Call, question_id: QuestionId) -> StaffQuestionView:
    """Show a question, who asked it in which words, and the precedents on the same action."""
    return call.app.support.questions.show(**call.acting, question_id=question_id)


@answers.post(
    "/tenants/{tenant_id}/questions/{question_id}/answer",
    STAFF,
    TenantUnknown,
    QuestionUnknown,
    QuestionAnswered,
    PrecedentUnknown,
)
def answer(call: Call, body: AnswerQuestion) -> QuestionView:
    """Answer a question with the clause that was read, or without one if none speaks; whoever asked is told by mail."""
    return call.app.support.questions.answer(**call.writing, **fields_of(body))
