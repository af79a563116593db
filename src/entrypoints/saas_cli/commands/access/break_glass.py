"""`saas break-glass`: temporary staff access to a client's users and roles, approved by a second person (1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli import asking
from saas_cli.arguments import After, Limit, Tenant
from saas_cli.lookup import ident, member, tenant_of, token_in
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.session import desk, mail_out, opened
from saas_core.kernel.ids import EntryId, GrantId
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.access.queries.keys_and_sessions import GrantView

app = branch(
    "break-glass",
    "See or change a client's users and roles for hours, in its sight: ask, approve, confirm, end, list, take back.",
    "saas break-glass ask harbor --reason client_wish --why 'Their letter of May 3' --until 2026-11-23T12:00:00Z",
    "saas break-glass list harbor",
)

HEADS = ("ASKED", "BY", "FOR", "REASON", "WHY", "STATE", "UNTIL", "APPROVED BY", "ENDED BY", "ID")
Grant = Annotated[str, Parameter(name="GRANT", help="The id of the grant, as `saas break-glass list` shows it.")]


@app.command(
    help_epilogue=examples(
        "saas break-glass ask harbor --reason last_administrator_locked_out --why 'Their only owner left' "
        "--until 2026-11-23T12:00:00Z --scope change"
    )
)
def ask(
    tenant: Tenant,
    /,
    *,
    reason: Annotated[str, Parameter(help="last_administrator_locked_out, security_incident or client_wish.")],
    why: Annotated[str, Parameter(help="The reason in a sentence of your own; the client can read it.")],
    until: Annotated[str, Parameter(help="Its end, at most four hours from now.")],
    scope: Annotated[str, Parameter(help="read (users and roles) or change.")] = "read",
    common: Change = CHANGING,
) -> None:
    """Request a grant; it opens nothing until a second person approves it.

    That is another member of staff with staff.admin, whom you did not add
    lately. If the provider has nobody else, the client's owners are mailed a
    link to confirm it.
    """
    from saas_core.access.values import GrantReason, GrantScope

    with desk(common) as at:
        view = at.app.access.break_glass.ask(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            reason=member(GrantReason, reason, "reason"),
            why=why,
            until=parse_instant(until, "until"),
            scope=member(GrantScope, scope, "scope"),
            idempotency_key=common.idempotency_key,
        )
        if view.by_client:
            mail_out(at, tenant_of(at, tenant))
        second = "an owner of the client" if view.by_client else "somebody else with staff.admin"
        _tell(at.screen, view, f"Asked; {second} approves it.")


@app.command(help_epilogue=examples("saas break-glass approve harbor 01938c5e-7a10-7000-8000-000000000001"))
def approve(tenant: Tenant, grant: Grant, /, *, common: Change = CHANGING) -> None:
    """Approve another member of staff's request; needs staff.admin."""
    with desk(common) as at:
        view = at.app.access.break_glass.approve(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            idempotency_key=common.idempotency_key,
        )
        _tell(at.screen, view, "Approved.")


@app.command(help_epilogue=examples("saas break-glass confirm grt_0123_secret"))
def confirm(
    link: Annotated[str, Parameter(help="The link from the mail, or the token at its end.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Confirm a request as an owner of the client, with a mailed link; no key is needed, since it is the proof."""
    with opened(common) as application:
        view = application.access.break_glass.confirm(token=token_in(link), idempotency_key=common.idempotency_key)
    _tell(screen(as_json=common.as_json), view, "Confirmed.")


@app.command(help_epilogue=examples("saas break-glass end harbor 01938c5e-7a10-7000-8000-000000000001"))
def end(tenant: Tenant, grant: Grant, /, *, common: Change = CHANGING) -> None:
    """End a grant early; open to those who asked or approved, and to the client's owners."""
    with desk(common) as at:
        view = at.app.access.break_glass.end(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            idempotency_key=common.idempotency_key,
        )
        _tell(at.screen, view, "Ended.")


@app.command(name="list", help_epilogue=examples("saas break-glass list harbor", "saas break-glass list harbor --json"))
def list_(tenant: Tenant, /, *, after: After = None, limit: Limit = 50, common: Common = READING) -> None:
    """List a client's grants, newest first; its owners can see them too."""
    with desk(common) as at:
        rows = at.app.access.break_glass.list_grants(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            after=None if after is None else GrantId(ident(after, "after")),
            limit=limit,
        )
        cells = [
            (
                *(each.asked_at, each.staff_id, each.scope, each.reason, each.why, each.state, each.until),
                *(each.approved_by or each.confirmed_by, each.ended_by, each.grant_id),
            )
            for each in rows
        ]
        at.screen.table(rows, HEADS, cells, empty="No grants.")


@app.command(help_epilogue=examples("saas break-glass uses harbor 01938c5e-7a10-7000-8000-000000000001"))
def uses(tenant: Tenant, grant: Grant, /, *, after: After = None, limit: Limit = 50, common: Common = READING) -> None:
    """List what was seen and given under a grant, oldest first; for the client's owners and readers of its journal."""
    with desk(common) as at:
        rows = at.app.access.break_glass.list_uses(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            after=None if after is None else EntryId(ident(after, "after")),
            limit=limit,
        )
        cells = [(each.at, each.action, each.subject, each.revoked_at, each.use_id) for each in rows]
        at.screen.table(rows, ("AT", "ACTION", "SUBJECT", "TAKEN BACK", "ID"), cells, empty="Nothing.")


@app.command(
    name="take-back",
    help_epilogue=examples("saas break-glass take-back harbor 01938c5e-7a10-7000-8000-000000000001 --yes"),
)
def take_back(tenant: Tenant, grant: Grant, /, *, common: Risky = RISKY) -> None:
    """Take back everything that was given under a grant, and end it; for the client's owners, without a license too."""
    asking.confirm(
        f"Everything given under grant {grant} of {tenant} will be taken back, and the grant ended.", yes=common.yes
    )
    with desk(common) as at:
        view = at.app.access.break_glass.take_back(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            grant_id=GrantId(ident(grant, "grant")),
            idempotency_key=common.idempotency_key,
        )
        left = ", ".join(map(str, view.left_uses)) or "nothing"
        pairs = (("taken back", view.taken), ("left to decide about", left))
        at.screen.card(view, "Taken back.", pairs)


def _tell(screen: Screen, view: GrantView, title: str) -> None:
    pairs = (
        ("for", view.scope),
        ("reason", view.reason),
        ("why", view.why),
        ("until", view.until),
        ("state", view.state),
        ("id", view.grant_id),
    )
    screen.card(view, title, pairs)
