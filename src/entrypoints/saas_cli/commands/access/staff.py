"""`saas staff`: the provider's people, with their own keys and permissions (1.1)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.asking import confirm
from saas_cli.keys import check_room, keep
from saas_cli.lookup import member_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk

app = branch(
    "staff",
    "Members of staff: add, list, deactivate.",
    "saas staff add 'Ana Ruiz' ana@provider.example --permission staff.support --save-profile ana",
    "saas staff list",
)


@app.command(
    help_epilogue=examples(
        "saas staff add 'Ana Ruiz' ana@provider.example --permission staff.support --permission staff.billing"
    )
)
def add(
    name: Annotated[str, Parameter(help="The name.")],
    email: Annotated[str, Parameter(help="The e-mail address.")],
    /,
    *,
    permissions: Annotated[
        tuple[str, ...],
        Parameter(
            name="--permission",
            negative="",
            help="staff.support, staff.billing, staff.licensing or staff.admin; may be repeated.",
        ),
    ] = (),
    save_profile: Annotated[str | None, Parameter(help="Save the key in this profile instead of showing it.")] = None,
    common: Change = CHANGING,
) -> None:
    """Add a member of staff with some of your own permissions; the key is shown only once."""
    if save_profile is not None:
        check_room(save_profile)
    with desk(common) as at:
        added = at.app.access.staff.add(
            by=at.by, name=name, email=email, permissions=permissions, idempotency_key=common.idempotency_key
        )
    member = added.staff
    title = f"Added {member.name}."
    pairs: list[tuple[str, object]] = [("permissions", member.permissions), ("id", member.staff_id)]
    if save_profile is None or added.key is None:
        at.screen.card(added, title, [*pairs, ("key, shown only once", added.key or "was shown before")])
        return
    path = keep(save_profile, added.key)
    at.screen.card({"staff": member, "profile": save_profile}, title, [*pairs, ("key kept in", path)])


@app.command(name="list", help_epilogue=examples("saas staff list", "saas staff list --json"))
def list_(*, common: Common = READING) -> None:
    """List the members of staff, active or not."""
    with desk(common) as at:
        rows = at.app.access.staff.list_staff(by=at.by)
        cells = [(each.name, each.email, each.permissions, each.active, each.staff_id) for each in rows]
        at.screen.table(rows, ("NAME", "E-MAIL", "PERMISSIONS", "ACTIVE", "ID"), cells, empty="No staff.")


@app.command(help_epilogue=examples("saas staff deactivate ana@provider.example --yes"))
def deactivate(member: Annotated[str, Parameter(help="E-mail address or id.")], /, *, common: Risky = RISKY) -> None:
    """Deactivate a member of staff and revoke their keys; refused for the last administrator."""
    confirm(f"{member} will be signed out, and their keys revoked.", yes=common.yes)
    with desk(common) as at:
        view = at.app.access.staff.deactivate(
            by=at.by, staff_id=member_of(at, member), idempotency_key=common.idempotency_key
        )
        at.screen.card(view, f"Deactivated {view.name}.", (("id", view.staff_id),))
