"""`saas staff`: the provider's people, with their own keys and permissions (1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.keys import check_room, keep
from saas_cli.lookup import as_id
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.addresses import canonical
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import StaffId

if TYPE_CHECKING:
    from saas_cli.session import Desk

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


@app.command(help_epilogue=examples("saas staff deactivate ana@provider.example"))
def deactivate(
    member: Annotated[str, Parameter(help="E-mail address or id.")], /, *, common: Change = CHANGING
) -> None:
    """Deactivate a member of staff and revoke their keys; refused for the last administrator."""
    with desk(common) as at:
        view = at.app.access.staff.deactivate(
            by=at.by, staff_id=_member_of(at, member), idempotency_key=common.idempotency_key
        )
        at.screen.card(view, f"Deactivated {view.name}.", (("id", view.staff_id),))


def _member_of(at: Desk, text: str) -> StaffId:
    found = as_id(text)
    if found:
        return StaffId(found)
    for each in at.app.access.staff.list_staff(by=at.by):
        if canonical(each.email) == canonical(text):
            return each.staff_id
    message = f"{text[:60]!r} is not a member of staff."
    raise NotFound(message, field="member", remedy="`saas staff list` shows them.")
