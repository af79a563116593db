"""What staff decides about tickets: what they are about, how they end, how they are cut and joined (2.4, 5.1)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.support.showing import print_ticket
from saas_cli.commands.support.subjects import Ticket, Why, about, ticket_id_of
from saas_cli.lookup import member, tenant_of
from saas_cli.options import CHANGING, Change
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue


def classify(
    tenant: Tenant,
    ticket: Ticket,
    scope: Annotated[
        str,
        Parameter(
            name="SCOPE",
            help="in_scope, out_of_scope, paid_work, never_granted, about_license, clients_own, needs_decision, mixed.",
        ),
    ],
    /,
    *,
    reason: Why,
    named: Annotated[
        str | None, Parameter(help="The one row of the terms, such as topic.feature_usage or exclusion.design_ui.")
    ] = None,
    where: Annotated[str | None, Parameter(help="For clients_own: where in the system the client does it.")] = None,
    common: Change = CHANGING,
) -> None:
    """Say what a ticket is about, by one row of the terms; earlier classifications stay (9.1)."""
    from saas_core.support.values import ScopeKind

    with desk(common) as at:
        view = at.app.support.handling.classify(
            **about(at, tenant, ticket),
            scope=member(ScopeKind, scope, "scope"),
            reason=reason,
            named=named,
            where=where,
            idempotency_key=common.idempotency_key,
        )
        print_ticket(at.screen, view, "Classified")


def resolve(
    tenant: Tenant,
    ticket: Ticket,
    how: Annotated[
        str,
        Parameter(name="HOW", help="answered, declined_out_of_scope, defect_repaired, duplicate or no_reply."),
    ],
    /,
    *,
    text: Annotated[str | None, Parameter(help="What the client is told with it; a decline promises no price.")] = None,
    common: Change = CHANGING,
) -> None:
    """Resolve a ticket; a decline names the exclusion and its clause, and offers an estimate."""
    from saas_core.support.values import Resolution

    with desk(common) as at:
        view = at.app.support.handling.resolve(
            **about(at, tenant, ticket),
            how=member(Resolution, how, "how"),
            text=text,
            idempotency_key=common.idempotency_key,
        )
        print_ticket(at.screen, view, "Resolved")
        mail_out(at, tenant_of(at, tenant))


def decide_dispute(
    tenant: Tenant,
    ticket: Ticket,
    verdict: Annotated[str, Parameter(name="VERDICT", help="upheld or overturned.")],
    /,
    *,
    reason: Why,
    topic: Annotated[str | None, Parameter(help="If overturned: the topic that it falls under.")] = None,
    common: Change = CHANGING,
) -> None:
    """Decide a dispute, as somebody other than who classified the ticket; overturned, it is support again (5.1)."""
    if verdict not in {"upheld", "overturned"}:
        message = f"{verdict[:60]!r} is not one of the known values."
        raise InvalidValue(message, field="verdict", remedy="Give upheld or overturned.")
    with desk(common) as at:
        view = at.app.support.handling.decide_dispute(
            **about(at, tenant, ticket),
            upheld=verdict == "upheld",
            reason=reason,
            topic=topic,
            idempotency_key=common.idempotency_key,
        )
        print_ticket(at.screen, view, "Decided")
        mail_out(at, tenant_of(at, tenant))


def split(
    tenant: Tenant,
    ticket: Ticket,
    /,
    *,
    parts: Annotated[
        tuple[str, ...], Parameter(name="--part", negative="", help="The subject of a part; give 2 to 10.")
    ] = (),
    common: Change = CHANGING,
) -> None:
    """Split a mixed ticket into parts, each of which gets its own verdict (5.1)."""
    with desk(common) as at:
        view = at.app.support.arranging.split(
            **about(at, tenant, ticket), parts=parts, idempotency_key=common.idempotency_key
        )
        at.screen.answer(view, f"Split {view.ticket.subject} into:", *(f"  {each}" for each in view.parts))


def merge(
    tenant: Tenant,
    ticket: Ticket,
    into: Annotated[str, Parameter(name="INTO", help="The ticket that carries it on.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Merge a ticket into another one, to which later messages go."""
    with desk(common) as at:
        view = at.app.support.arranging.merge(
            **about(at, tenant, ticket), into=ticket_id_of(into, "into"), idempotency_key=common.idempotency_key
        )
        print_ticket(at.screen, view, "Merged")
