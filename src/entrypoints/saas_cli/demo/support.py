"""The chapter of support: three tickets, one answered, one declined with its clause and an offer, one converted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from saas_cli.demo import cast
from saas_core.support.values import Resolution, ScopeKind

if TYPE_CHECKING:
    from saas_cli.demo.stage import Stage
    from saas_core.kernel.ids import TicketId
    from saas_core.support.queries.views import TicketView


def tickets(stage: Stage) -> None:
    """Tell three tickets of Olivia's, each to its end."""
    stage.clock.move_to(2026, 2, 18)
    stage.teller.chapter(
        "Three tickets", "18 February. Sam reads what each asks for, and names the one row of the terms it falls under."
    )
    _answered(stage)
    _declined(stage)
    _converted(stage)


def _answered(stage: Stage) -> None:
    opened = _opened(stage, *cast.QUESTION)
    _classified(stage, opened, ScopeKind.IN_SCOPE, "topic.locate_tool_or_setting", "It asks where a setting is.")
    done = stage.app.support.handling.answer(**_ticket(stage, opened), text=cast.ANSWER, solution=True)
    _told(stage, "The first is answered", done)


def _declined(stage: Stage) -> None:
    opened = _opened(stage, *cast.WISH)
    _classified(stage, opened, ScopeKind.OUT_OF_SCOPE, "exclusion.design_ui", "It asks for a design of its own.")
    handling = stage.app.support.handling
    stage.teller.refused(
        "Sam tries to do the second as support",
        lambda: handling.answer(**_ticket(stage, opened), text=cast.FAVOR, solution=True),
    )
    done = handling.resolve(**_ticket(stage, opened), how=Resolution.DECLINED_OUT_OF_SCOPE)
    _told(stage, "The second is declined, and an estimate is offered", done, offers=True)


def _converted(stage: Stage) -> None:
    opened = _opened(stage, *cast.ORDER)
    _classified(stage, opened, ScopeKind.OUT_OF_SCOPE, "exclusion.workflow_changes", "It changes who approves.")
    app, by, tenant = stage.app, stage.olivia, stage.tenant
    app.support.handling.resolve(**_ticket(stage, opened), how=Resolution.DECLINED_OUT_OF_SCOPE)
    done = app.support.tickets.convert(by=by, tenant_id=tenant, ticket_id=opened)
    _told(stage, "The third is declined too; Olivia accepts the offer", done, offers=True)
    again = app.support.tickets.convert(by=by, tenant_id=tenant, ticket_id=opened)
    requests = app.engagements.requests.list_requests(by=by, tenant_id=tenant)
    if [each.engagement_id for each in requests] != [done.engagement_id] or again.engagement_id != done.engagement_id:
        message = "a conversion made more than one request."
        raise AssertionError(message)
    stage.teller.say("It is one request for an estimate now, which authorizes no work and no charge (clause 4.2).")


def _opened(stage: Stage, subject: str, text: str) -> TicketId:
    opened = stage.app.support.tickets.open(by=stage.olivia, tenant_id=stage.tenant, subject=subject, text=text)
    stage.teller.say(f"Olivia opens a ticket: “{subject}”.")
    return opened.ticket_id


def _classified(stage: Stage, ticket_id: TicketId, scope: ScopeKind, named: str, reason: str) -> None:
    stage.app.support.handling.classify(**_ticket(stage, ticket_id), scope=scope, named=named, reason=reason)


def _told(stage: Stage, text: str, view: TicketView, *, offers: bool = False) -> None:
    messages = stage.app.support.reading.messages(
        by=stage.olivia, tenant_id=stage.tenant, ticket_id=view.ticket_id, limit=100
    )
    stage.teller.ticket(text, view, messages[-1].text, offers=offers)
    stage.mailed()


def _ticket(stage: Stage, ticket_id: TicketId) -> dict[str, Any]:
    return {"by": stage.sam, "tenant_id": stage.tenant, "ticket_id": ticket_id}
