"""`saas incidents`: where the books of the provider of payments need a person's attention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_cli.session import Desk
    from saas_core.payments.queries import AccountIncidents, IncidentView

app = branch(
    "incidents",
    "What a person should look at: drift, and what the provider of payments shows that we do not know.",
    "saas incidents list",
    "saas incidents acknowledge harbor 3f9a12c07be45d68",
)

HEADS = ("INCIDENT", "RAISED", "KIND", "ABOUT", "ENDS", "SAYS")
PAGE = 500


@app.command(name="list", help_epilogue=examples("saas incidents list", "saas incidents list harbor --ended --json"))
def list_(
    tenant: Annotated[str | None, Parameter(help="Short name or id of the client; default: all clients.")] = None,
    /,
    *,
    ended: Annotated[
        bool, Parameter(negative="", show_default=False, help="Those that ended, too; of one client.")
    ] = False,
    common: Common = READING,
) -> None:
    """List incidents, oldest first; one that waits for a person ends when it is acknowledged."""
    if ended and tenant is None:
        message = "incidents that ended are listed for one client only."
        raise InvalidValue(message, field="ended", remedy="Name a client.")
    with desk(common) as at:
        if tenant is None:
            everywhere = list(_everywhere(at))
            rows = [
                (account.client or account.tenant_id, *_row(each))
                for account in everywhere
                for each in account.incidents
            ]
            at.screen.table(everywhere, ("CLIENT", *HEADS), rows, empty="Nothing needs a person.")
            return
        found = at.app.payments.list_incidents(by=at.by, tenant_id=tenant_of(at, tenant), ended=ended)
        at.screen.table(found, HEADS, [_row(each) for each in found], empty="Nothing needs a person.")


@app.command(help_epilogue=examples("saas incidents acknowledge harbor 3f9a12c07be45d68"))
def acknowledge(
    tenant: Tenant,
    incident: Annotated[str, Parameter(help="The reference of the incident, as `saas incidents list` shows it.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Record that you have seen an incident of something that happened, such as drift; it ends with that."""
    with desk(common) as at:
        view = at.app.payments.acknowledge_incident(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            incident=incident,
            idempotency_key=common.idempotency_key,
        )
        at.screen.answer(view, f"You have seen {view.kind} of {view.subject}: {view.says}")


def _everywhere(at: Desk) -> Iterator[AccountIncidents]:
    """Yield the accounts with open incidents."""
    after = ""
    while page := at.app.payments.list_all_incidents(by=at.by, after=after, limit=PAGE):
        yield from (each for each in page if each.incidents)
        after = page[-1].account


def _row(each: IncidentView) -> tuple[object, ...]:
    ends = each.ended_at or ("when a person has seen it" if each.stays else "by itself")
    return each.ref, each.raised_at, each.kind, each.subject, ends, each.says
