"""`saas keys`: API keys, with which a user's programs act as the user, limited to scopes (1.4.b)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.asking import confirm
from saas_cli.keys import check_room, keep
from saas_cli.lookup import ident, moment, tenant_of, user_of
from saas_cli.options import CHANGING, READING, RISKY, Change, Common, Risky
from saas_cli.root import branch, examples
from saas_cli.session import desk
from saas_core.kernel.ids import ApiKeyId
from saas_views.presenting import as_json

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.access.queries.keys_and_sessions import MadeApiKeyView

app = branch(
    "keys",
    "API keys of your programs: create, list, rotate, revoke.",
    "saas keys create harbor 'Till 3' --scope invoices.view --scope stock.*",
    "saas keys list harbor",
)

HEADS = ("NAME", "SCOPES", "KEY", "STATE", "EXPIRES", "LAST USED", "ID")
Key = Annotated[str, Parameter(name="KEY", help="The id of the key, as `saas keys list` shows it.")]
Expires = Annotated[str | None, Parameter(name="--expires", help="Its end, within a year and a day; default: 90 days.")]
SaveProfile = Annotated[str | None, Parameter(help="Save the key in this profile instead of showing it.")]


@app.command(
    help_epilogue=examples(
        "saas keys create harbor 'Till 3' --scope invoices.view --scope stock.*",
        "saas keys create harbor 'Year end' --scope data.export --expires 2027-01-15T00:00:00Z --save-profile export",
    )
)
def create(
    tenant: Tenant,
    name: Annotated[str, Parameter(name="NAME", help="The purpose of the key.")],
    /,
    *,
    scopes: Annotated[
        tuple[str, ...],
        Parameter(
            name="--scope",
            negative="",
            help="A permission (invoices.view) or an area (invoices.*); may be repeated.",
        ),
    ] = (),
    expires: Expires = None,
    save_profile: SaveProfile = None,
    common: Change = CHANGING,
) -> None:
    """Create a key for one of your programs; it is shown only once.

    The program may do what you may do, limited to the scopes. Rotate a lost
    key.
    """
    if save_profile is not None:
        check_room(save_profile)
    with desk(common) as at:
        made = at.app.access.api_keys.create(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            name=name,
            scopes=scopes,
            expires_at=moment(expires, "expires"),
            idempotency_key=common.idempotency_key,
        )
    _tell(at.screen, made, f"Created {made.api_key.name}.", save_profile)


@app.command(
    name="list", help_epilogue=examples("saas keys list harbor", "saas keys list harbor --user mia@harbor.example")
)
def list_(
    tenant: Tenant,
    /,
    *,
    user: Annotated[str | None, Parameter(help="Keys of this user only: e-mail address or id.")] = None,
    after: After = None,
    limit: Limit = 50,
    common: Common = READING,
) -> None:
    """List your keys, or everybody's if you are an owner, without the secrets."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        rows = at.app.access.api_keys.list_keys(
            by=at.by,
            tenant_id=tenant_id,
            user_id=None if user is None else user_of(at, tenant_id, user),
            after=None if after is None else ApiKeyId(ident(after, "after")),
            limit=limit,
        )
        cells = [
            (
                each.name,
                each.scopes,
                f"{each.shown[:4]}{each.shown[-5:]}",
                each.state,
                each.expires_at,
                each.used_at,
                each.key_id,
            )
            for each in rows
        ]
        at.screen.table(rows, HEADS, cells, empty="No keys.")


@app.command(
    help_epilogue=examples(
        "saas keys rotate harbor 01938c5e-7a10-7000-8000-000000000001",
        "saas keys rotate harbor 01938c5e-7a10-7000-8000-000000000001 --overlap-hours 0",
    )
)
def rotate(
    tenant: Tenant,
    key: Key,
    /,
    *,
    overlap_hours: Annotated[int, Parameter(help="Hours the previous secret still works; 0 ends it at once.")] = 24,
    expires: Expires = None,
    save_profile: SaveProfile = None,
    common: Change = CHANGING,
) -> None:
    """Give one of your keys a new secret; both work until the overlap ends."""
    if save_profile is not None:
        check_room(save_profile)
    with desk(common) as at:
        made = at.app.access.api_keys.rotate(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            key_id=ApiKeyId(ident(key, "key")),
            # A number too large for a timedelta is treated like any other invalid overlap.
            overlap=timedelta(hours=max(-1, min(overlap_hours, 100_000))),
            expires_at=moment(expires, "expires"),
            idempotency_key=common.idempotency_key,
        )
    _tell(at.screen, made, f"Rotated {made.api_key.name}.", save_profile)


@app.command(help_epilogue=examples("saas keys revoke harbor 01938c5e-7a10-7000-8000-000000000001 --yes"))
def revoke(tenant: Tenant, key: Key, /, *, common: Risky = RISKY) -> None:
    """Revoke one of your keys, or anybody's if you are an owner, and all keys created with it.

    Its next action is refused.
    """
    confirm(f"The key {key} and those made with it will stop working.", yes=common.yes)
    with desk(common) as at:
        view = at.app.access.api_keys.revoke(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            key_id=ApiKeyId(ident(key, "key")),
            idempotency_key=common.idempotency_key,
        )
        at.screen.card(view, f"Revoked {view.name}.", (("id", view.key_id),))


def _tell(screen: Screen, made: MadeApiKeyView, title: str, save_profile: str | None) -> None:
    view = made.api_key
    pairs: list[tuple[str, object]] = [("scopes", view.scopes), ("expires", view.expires_at)]
    if view.former_until is not None:
        pairs.append(("former key works until", view.former_until))
    pairs.append(("id", view.key_id))
    if save_profile is None or made.key is None:
        screen.card(made, title, [*pairs, ("key, shown only once", made.key or "was shown before")])
        return
    path = keep(save_profile, made.key)
    screen.card({**as_json(made), "key": None, "profile": save_profile}, title, [*pairs, ("key kept in", path)])
