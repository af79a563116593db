"""How a ticket goes on after a verdict: disputed, taken up again, closed, or converted into a request (4.1, 5.1)."""

from __future__ import annotations

from saas_cli.arguments import Tenant
from saas_cli.commands.support.showing import print_ticket
from saas_cli.commands.support.subjects import Message, Ticket, about, is_staff
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, Change
from saas_cli.session import desk, mail_out


def dispute(tenant: Tenant, ticket: Ticket, /, *, text: Message, common: Change = CHANGING) -> None:
    """Dispute that a ticket is out of scope; somebody other than who classified it decides."""
    with desk(common) as at:
        view = at.app.support.tickets.dispute(
            **about(at, tenant, ticket), text=text, idempotency_key=common.idempotency_key
        )
        print_ticket(at.screen, view, "Disputed")


def reopen(tenant: Tenant, ticket: Ticket, /, *, common: Change = CHANGING) -> None:
    """Reopen a resolved ticket, inside the reopen window."""
    with desk(common) as at:
        view = at.app.support.tickets.reopen(**about(at, tenant, ticket), idempotency_key=common.idempotency_key)
        print_ticket(at.screen, view, "Reopened")


def close(tenant: Tenant, ticket: Ticket, /, *, common: Change = CHANGING) -> None:
    """Close a resolved ticket for good."""
    with desk(common) as at:
        support = at.app.support
        asked, key = about(at, tenant, ticket), common.idempotency_key
        if is_staff(at.by):
            view = support.handling.close(**asked, idempotency_key=key)
        else:
            view = support.tickets.close(**asked, idempotency_key=key)
        print_ticket(at.screen, view, "Closed")


def convert(tenant: Tenant, ticket: Ticket, /, *, common: Change = CHANGING) -> None:
    """Turn a ticket that is not included into one request for an estimate, without work and charge (4.1).

    Repeating it gives the same request.
    """
    with desk(common) as at:
        support = at.app.support
        asked, key = about(at, tenant, ticket), common.idempotency_key
        if is_staff(at.by):
            view = support.handling.convert(**asked, idempotency_key=key)
            mail_out(at, tenant_of(at, tenant))
        else:
            view = support.tickets.convert(**asked, idempotency_key=key)
        print_ticket(at.screen, view, "Converted")
