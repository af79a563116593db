"""What commands on tickets name: a ticket, a text, and the side that acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from cyclopts import Parameter

from saas_cli.lookup import ident, tenant_of
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TicketId

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.kernel.actors import Actor

Ticket: TypeAlias = Annotated[
    str, Parameter(name="TICKET", help="The id of the ticket, as `saas tickets list` shows it.")
]
Message: TypeAlias = Annotated[str, Parameter(name="--text", help="What you write.")]
Why: TypeAlias = Annotated[str, Parameter(name="--reason", help="The reason, in a sentence; the client reads it.")]


def ticket_id_of(text: str, field: str = "ticket") -> TicketId:
    """Return the ticket of an id; raises InvalidValue."""
    return TicketId(ident(text, field))


def is_staff(by: Actor) -> bool:
    """Return whether the provider's staff acts."""
    return isinstance(by, Staff)


def about(at: Desk, tenant: str, ticket: str) -> dict[str, Any]:
    """Return the first arguments of a use case on one ticket."""
    return {"by": at.by, "tenant_id": tenant_of(at, tenant), "ticket_id": ticket_id_of(ticket)}


def require_fitting(tenant: str | None, of_work_list: Mapping[str, object], of_client: Mapping[str, object]) -> None:
    """Require that no option is given that narrows the other list; raises InvalidValue."""
    unfit, fits = (of_client, "with a client") if tenant is None else (of_work_list, "without a client")
    for name, value in unfit.items():
        if value is not None:
            message = f"narrows only the list {fits}."
            raise InvalidValue(message, field=name, remedy=f"Leave --{name} out, or list {fits}.")
