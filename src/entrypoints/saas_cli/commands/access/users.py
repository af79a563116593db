"""`saas users`: the internal users of a client, any number of them (1.4.a, 1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, InDepartment, Limit, Tenant, User
from saas_cli.asking import confirm
from saas_cli.commands.access.importing import import_users
from saas_cli.lookup import member, place_of, role_of, tenant_of, user_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_cli.session import Desk
    from saas_core.access.queries.views import AddedUserView, UserView
    from saas_core.kernel.ids import TenantId

app = branch(
    "users",
    "Users of a client: add, import, list, deactivate, reactivate.",
    "saas users add harbor 'Mia Chen' mia@harbor.example --role Clerk",
    "saas users import harbor users.csv",
)

FirstRole = Annotated[str | None, Parameter(name="--role", help="A first role: name or id.")]


@app.command(
    help_epilogue=examples(
        "saas users add harbor 'Olivia Hart' olivia@harbor.example --owner",
        "saas users add harbor 'Mia Chen' mia@harbor.example --role Clerk --department Finance/Accounts",
    )
)
def add(
    tenant: Tenant,
    name: Annotated[str, Parameter(help="The name.")],
    email: Annotated[str, Parameter(help="The e-mail address, unique ignoring case.")],
    /,
    *,
    role: FirstRole = None,
    department: InDepartment = None,
    owner: Annotated[bool, Parameter(negative="", show_default=False, help="Assign the built-in role Owner.")] = False,
    common: Change = CHANGING,
) -> None:
    """Add a user, to be invited later; the number of users is unlimited (clause 1.4.a).

    Before activation staff may do this, afterwards only the client (clause
    1.5).
    """
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.people.add_user(
            by=at.by,
            tenant_id=tenant_id,
            name=name,
            email=email,
            grants=_grants(at, tenant_id, role, department),
            owner=owner,
            idempotency_key=common.idempotency_key,
        )
        _print_user(at.screen, view, f"Added {view.name}. Next: saas invitations send {tenant} {view.email}")


@app.command(
    name="list",
    help_epilogue=examples("saas users list harbor", "saas users list harbor --state deactivated --json"),
)
def list_(
    tenant: Tenant,
    /,
    *,
    state: Annotated[
        str | None,
        Parameter(help="Only users in this state: added, invited, active or deactivated."),
    ] = None,
    after: After = None,
    limit: Limit = 100,
    common: Common = READING,
) -> None:
    """List the users, page by page."""
    from saas_core.access.values import ShownState

    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        rows = at.app.access.people.list_users(
            by=at.by,
            tenant_id=tenant_id,
            after=None if after is None else user_of(at, tenant_id, after),
            limit=limit,
            state=None if state is None else member(ShownState, state, "state"),
        )
        cells = [(each.name, each.email, each.state, each.user_id) for each in rows]
        at.screen.table(rows, ("NAME", "E-MAIL", "STATE", "ID"), cells, empty="No users; see `saas users add --help`.")


@app.command(help_epilogue=examples("saas users deactivate harbor mia@harbor.example --yes"))
def deactivate(tenant: Tenant, user: User, /, *, common: Risky = RISKY) -> None:
    """Deactivate a user and revoke their keys and links; refused for the last active owner."""
    confirm(f"{user} of {tenant} will be signed out, and keys and links revoked.", yes=common.yes)
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.people.deactivate(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_of(at, tenant_id, user),
            idempotency_key=common.idempotency_key,
        )
        _print_user(at.screen, view, f"Deactivated {view.name}.")


@app.command(help_epilogue=examples("saas users reactivate harbor mia@harbor.example"))
def reactivate(tenant: Tenant, user: User, /, *, common: Change = CHANGING) -> None:
    """Reactivate a deactivated user, to be invited again."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.people.reactivate(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_of(at, tenant_id, user),
            idempotency_key=common.idempotency_key,
        )
        _print_user(at.screen, view, f"{view.name} is back. Next: saas invitations send {tenant} {view.email}")


app.command(
    import_users,
    name="import",
    help_epilogue=examples(
        "saas users import harbor users.csv",
        "saas users import harbor users.csv --report refused.csv",
        "saas users import harbor users.jsonl --invite --json",
    ),
)


def _grants(at: Desk, tenant_id: TenantId, role: str | None, department: str | None) -> tuple[RoleGrant, ...]:
    if role is None:
        if department is None:
            return ()
        message = "a department without a role has no effect."
        raise InvalidValue(message, field="department", remedy="Name the role to be held there with --role.")
    return (RoleGrant(role_of(at, tenant_id, role), place_of(at, tenant_id, department)),)


def _print_user(screen: Screen, view: UserView | AddedUserView, title: str) -> None:
    screen.card(view, title, (("e-mail", view.email), ("state", view.state), ("id", view.user_id)))
