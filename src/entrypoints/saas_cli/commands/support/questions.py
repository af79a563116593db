"""`saas questions`: questions on which the terms are silent, asked by clients and answered by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Action, Limit, Tenant
from saas_cli.lookup import ident, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.actors import ClientUser, Staff

if TYPE_CHECKING:
    from saas_core.support.queries.questions import QuestionView

app = branch(
    "questions",
    "Questions on which the terms are silent: a person decides, and nothing is granted or billed by it (9.3).",
    "saas questions ask harbor stock.auction",
    "saas questions list",
    "saas questions show harbor 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    'saas questions answer harbor 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f --clause 1.4 --reason "It is your own stock."',
)

Number = Annotated[str, Parameter(name="QUESTION", help="The question's id, as listed.")]


@app.command(help_epilogue=examples("saas questions ask harbor stock.auction", "saas questions ask harbor a.b --json"))
def ask(
    tenant: Tenant,
    action: Action,
    /,
    *,
    text: Annotated[str | None, Parameter(help="What you want to say about it.")] = None,
    common: Change = CHANGING,
) -> None:
    """Ask the provider about an action on which the terms are silent.

    The same question is one question, whoever asks it; you are told of the answer by mail.
    """
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.support.questions.ask(
            by=at.by,
            tenant_id=tenant_id,
            action=action,
            text=text,
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, *_lines(view))


@app.command(name="list", help_epilogue=examples("saas questions list", "saas questions list --json"))
def list_(*, limit: Limit = 50, common: Common = READING) -> None:
    """List the open questions of all clients, as staff, or those that you asked, as a client's user."""
    with desk(common) as at:
        questions = at.app.support.questions
        if not isinstance(at.by, ClientUser):
            waiting = questions.waiting(by=at.by, limit=limit)
            shown = [(each.question_id, each.client, each.action or "a ticket", each.asked_at) for each in waiting]
            at.screen.table(waiting, ("QUESTION", "CLIENT", "ABOUT", "SINCE"), shown, empty="No question is open.")
            return
        own = questions.list_own(by=at.by, tenant_id=at.by.tenant_id, limit=limit)
        rows = [(each.question_id, each.action or "a ticket", each.state, each.asked_at) for each in own]
        at.screen.table(own, ("QUESTION", "ABOUT", "STATE", "SINCE"), rows, empty="You asked none.")


@app.command(help_epilogue=examples("saas questions show harbor 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f"))
def show(tenant: Tenant, question: Number, /, *, common: Common = READING) -> None:
    """Show a question and its answer; staff also sees who asked, and what was answered before on the same action."""
    from saas_core.support.values import QuestionId

    with desk(common) as at:
        tenant_id, question_id = tenant_of(at, tenant), QuestionId(ident(question, "question"))
        if not isinstance(at.by, Staff):
            own = at.app.support.questions.show_own(by=at.by, tenant_id=tenant_id, question_id=question_id)
            at.screen.answer(own, *_lines(own))
            return
        view = at.app.support.questions.show(by=at.by, tenant_id=tenant_id, question_id=question_id)
        asked = [f"Asked by {each.user_id} at {each.at}: {each.text or 'without words'}" for each in view.askers]
        before = [
            f"Precedent {each.precedent_id}: {each.clause or 'no clause speaks'}. {each.reason}"
            for each in view.precedents
        ]
        at.screen.answer(view, *_lines(view.question), *asked, *before)


@app.command(
    help_epilogue=examples(
        'saas questions answer harbor 0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f --reason "No clause speaks of it."',
    )
)
def answer(
    tenant: Tenant,
    question: Number,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why, in the provider's own words; whoever asked reads it.")],
    clause: Annotated[str | None, Parameter(help="The clause that was read; none if none speaks.")] = None,
    action: Annotated[str | None, Parameter(help="For a ticket's question: the action that it is about.")] = None,
    precedent: Annotated[
        tuple[str, ...], Parameter(help="An earlier answer that this one follows, by its id; may be repeated.")
    ] = (),
    common: Change = CHANGING,
) -> None:
    """Answer a question; whoever asked is told by mail, and the answer is kept as a precedent."""
    from saas_core.support.values import PrecedentId, QuestionId

    with desk(common) as at:
        view = at.app.support.questions.answer(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            question_id=QuestionId(ident(question, "question")),
            reason=reason,
            clause=clause,
            action=action,
            precedents=tuple(PrecedentId(ident(each, "precedent")) for each in precedent),
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, *_lines(view))


def _lines(view: QuestionView) -> list[str]:
    about = view.action or f"ticket {view.ticket_id}"
    lines = [f"Question {view.question_id} about {about}: {view.state}."]
    if view.reason is not None:
        lines += [f"Clause {view.clause} was read." if view.clause else "No clause of the terms speaks.", view.reason]
    return lines
