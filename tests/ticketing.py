"""A ticket in whatever state and scope, made for tests of the aggregate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import evolve

from saas_core.kernel.ids import EngagementId, TicketId, UserId
from saas_core.policy.shipped import shipped_terms
from saas_core.support.model.scope import Classification, Scope
from saas_core.support.model.ticket import Opening, Ticket
from saas_core.support.model.transitions import TicketCommand, after
from saas_core.support.values import DisputeState, Resolution, ScopeKind, Side, TicketState

AT = datetime(2026, 6, 1, 9, tzinfo=UTC)
WINDOW = timedelta(days=14)
TICKET, OTHER = TicketId(UUID(int=1)), TicketId(UUID(int=2))
REQUEST = EngagementId(UUID(int=9))
OPENING = Opening(terms_version="2026-02", at=AT, clauses=("0.1", "2.3.a"), valid_until=None, facts=())

IN_SCOPE = Scope(ScopeKind.IN_SCOPE, "topic.feature_usage")
DEFECT = Scope(ScopeKind.IN_SCOPE, "topic.platform_defect")
EXCLUDED = Scope(ScopeKind.OUT_OF_SCOPE, "exclusion.call_systems")
PAID = Scope(ScopeKind.PAID_WORK, "custom.development")
NEVER = Scope(ScopeKind.NEVER_GRANTED, "root.access")
LICENSE = Scope(ScopeKind.ABOUT_LICENSE)
OWN = Scope(ScopeKind.CLIENTS_OWN, where="Settings, Language")
SILENT = Scope(ScopeKind.NEEDS_DECISION)
MIXED = Scope(ScopeKind.MIXED)
SCOPES = (Scope(), IN_SCOPE, DEFECT, EXCLUDED, PAID, NEVER, LICENSE, OWN, SILENT, MIXED)


def made(**given: Any) -> Ticket:
    """Return a ticket with some fields as given."""
    fields: dict[str, Any] = {
        "id": TICKET,
        "subject": "How do I print?",
        "opened_by": UserId(UUID(int=5)),
        "requester_id": UserId(UUID(int=5)),
        "opened_at": AT,
        "opening": OPENING,
        "waits_since": AT,
        "changed_at": AT,
    }
    return Ticket(**{**fields, **given})


def found(scope: Scope = IN_SCOPE, by: str = "staff:1", number: int = 1) -> Classification:
    """Return a classification."""
    terms = shipped_terms()
    return Classification(
        number=number, scope=scope, clauses=scope.clauses(terms), terms_version=terms.version, by=by, at=AT, reason="r"
    )


def in_state(state: TicketState, scope: Scope = EXCLUDED, **given: Any) -> Ticket:
    """Return a ticket of some scope in a state, with the fields that belong to it."""
    ended = {
        TicketState.RESOLVED: {"resolution": Resolution.DECLINED_OUT_OF_SCOPE, "resolved_at": AT},
        TicketState.CLOSED: {
            "resolution": Resolution.DECLINED_OUT_OF_SCOPE,
            "resolved_at": AT,
            "ended_at": AT,
        },
        TicketState.MERGED: {"merged_into": OTHER, "ended_at": AT},
    }
    waiting = {"waits_for": Side.CLIENT} if state is TicketState.WAITING_ON_CLIENT else {}
    return made(
        state=state, scope=scope, classified_by="staff:1", classified=1, **{**ended.get(state, {}), **waiting, **given}
    )


# What makes a command right in itself, so that nothing but the state can refuse it.
READY: dict[TicketCommand, Callable[[Ticket], Ticket]] = {
    TicketCommand.SOLVE: lambda each: evolve(each, scope=IN_SCOPE),
    TicketCommand.SPLIT: lambda each: evolve(each, scope=MIXED),
    TicketCommand.UPHOLD: lambda each: evolve(each, dispute=DisputeState.OPEN),
    TicketCommand.OVERTURN: lambda each: evolve(each, dispute=DisputeState.OPEN),
}
DO: dict[TicketCommand, Callable[[Ticket], Ticket]] = {
    TicketCommand.WRITE: lambda each: each.written(AT, WINDOW),
    TicketCommand.ANSWER: lambda each: each.answered(AT),
    TicketCommand.SOLVE: lambda each: each.solved(AT),
    TicketCommand.CLASSIFY: lambda each: each.classified_as(found(EXCLUDED, number=2)),
    TicketCommand.RESOLVE: lambda each: each.resolved(Resolution.DECLINED_OUT_OF_SCOPE, AT),
    TicketCommand.CONVERT: lambda each: each.converted(REQUEST, AT),
    TicketCommand.SPLIT: lambda each: each.split(2, AT),
    TicketCommand.MERGE: lambda each: each.merged(made(id=OTHER), AT),
    TicketCommand.REOPEN: lambda each: each.reopened(AT, WINDOW),
    TicketCommand.CLOSE: lambda each: each.closed(AT),
    TicketCommand.DISPUTE: lambda each: each.disputed(AT),
    TicketCommand.UPHOLD: lambda each: each.upheld("staff:2", AT),
    TicketCommand.OVERTURN: lambda each: each.overturned(found(by="staff:2", number=2)),
    TicketCommand.NOTE: lambda each: evolve(each, state=after(TicketCommand.NOTE, each.state)),
    TicketCommand.REDACT: lambda each: each.redacted(AT),
}
