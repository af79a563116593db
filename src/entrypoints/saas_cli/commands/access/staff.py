"""`saas staff`: the provider's people, with their own keys and permissions (1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.asking import confirm
from saas_cli.keys import check_room, keep
from saas_cli.lookup import member_of, token_in
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.session import desk, mail_out, opened
from saas_core.kernel.ids import PROVIDER

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.access.queries.views import StaffView

app = branch(
    "staff",
    "Members of staff: add, list, deactivate; each fetches their own key through a mailed link.",
    "saas staff add 'Ana Ruiz' ana@provider.example --permission staff.support",
    "saas staff fetch-key LINK --save-profile ana",
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
            help="staff. and support, billing, licensing, legal, product or admin; may be repeated.",
        ),
    ] = (),
    common: Change = CHANGING,
) -> None:
    """Add a member of staff; they are mailed a link to fetch their own key, which nobody else sees."""
    with desk(common) as at:
        added = at.app.access.staff.add(
            by=at.by, name=name, email=email, permissions=permissions, idempotency_key=common.idempotency_key
        )
        _mailed(at, added, f"Added {added.name}.")


@app.command(name="renew-key", help_epilogue=examples("saas staff renew-key ana@provider.example --yes"))
def renew_key(member: Annotated[str, Parameter(help="E-mail address or id.")], /, *, common: Risky = RISKY) -> None:
    """Mail a member of staff a link to a new key; former keys end, your own once you have fetched the new one."""
    confirm(f"The keys of {member} will end; a new one has to be fetched by mail.", yes=common.yes)
    with desk(common) as at:
        renewed = at.app.access.staff.renew_key(
            by=at.by, staff_id=member_of(at, member), idempotency_key=common.idempotency_key
        )
        _mailed(at, renewed, f"{renewed.name} gets a new key.")


@app.command(
    name="fetch-key",
    help_epilogue=examples("saas staff fetch-key stk_0123_secret", "saas staff fetch-key LINK --save-profile ana"),
)
def fetch_key(
    link: Annotated[str, Parameter(help="The link from the mail, or the token at its end.")],
    /,
    *,
    save_profile: Annotated[str | None, Parameter(help="Save the key in this profile instead of showing it.")] = None,
    common: Change = CHANGING,
) -> None:
    """Fetch your own key with a mailed link, once; no key is needed, since the link is the proof."""
    if save_profile is not None:
        check_room(save_profile)
    with opened(common) as application:
        fetched = application.access.staff.fetch_key(token=token_in(link), idempotency_key=common.idempotency_key)
    member, answer = fetched.staff, screen(as_json=common.as_json)
    title = f"This is the key of {member.name}."
    pairs: list[tuple[str, object]] = [("permissions", member.permissions), ("id", member.staff_id)]
    if save_profile is None or fetched.key is None:
        answer.card(fetched, title, [*pairs, ("key, shown only once", fetched.key or "was shown before")])
        return
    path = keep(save_profile, fetched.key)
    answer.card({"staff": member, "profile": save_profile}, title, [*pairs, ("key kept in", path)])


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


def _mailed(at: Desk, member: StaffView, title: str) -> None:
    """Send the link, and say where it went."""
    mail_out(at, PROVIDER)
    way = ("mailed over", "SES") if at.settings.ses_region else ("mail in", at.settings.mail_folder)
    pairs = (("e-mail", member.email), ("permissions", member.permissions), way, ("id", member.staff_id))
    at.screen.card(member, f"{title} A link to fetch the key is on its way.", pairs)
