"""`saas sign-in`: signing in by a mailed link instead of a key, and the resulting sessions (1.5)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import After, Limit, Tenant
from saas_cli.keys import check_room, keep
from saas_cli.lookup import ident, tenant_of, token_in, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import note, screen
from saas_cli.root import branch, examples
from saas_cli.session import desk, key_of, opened
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import SessionId
from saas_views.presenting import as_json

app = branch(
    "sign-in",
    "Sign in by a mailed link; sessions: list, end.",
    "saas sign-in ask harbor mia@harbor.example",
    "saas sign-in complete LINK --save-profile mia",
)

HEADS = ("BEGAN", "LAST USED", "ENDS IDLE", "ENDS", "USER", "ID")


@app.command(help_epilogue=examples("saas sign-in ask harbor mia@harbor.example"))
def ask(
    tenant: Annotated[str, Parameter(name="TENANT", help="The short name of the client.")],
    email: Annotated[str, Parameter(name="EMAIL", help="Your e-mail address.")],
    /,
    *,
    common: Common = READING,
) -> None:
    """Request a sign-in link by mail; the answer does not reveal whether the address is known.

    No key is needed.
    """
    with opened(common) as application:
        view = application.access.sign_in.ask(client=tenant, email=email)
        try:
            tenant_id = application.tenancy.tenant_of(slug=tenant)
        except NotFound:
            tenant_id = None
        tally = None if tenant_id is None else application.work.worker.drain(tenant_id=tenant_id)
    if tally is not None and (tally.failed or tally.parked):
        note("The mail could not be sent yet. Run `saas worker`, which will retry.")
    title = (
        f"If {email} is an active user of {tenant}, a link is on its way; it works once, for {view.minutes} minutes."
    )
    screen(as_json=common.as_json).answer(view, title)


@app.command(
    help_epilogue=examples(
        "saas sign-in complete sin_0123_secret", "saas sign-in complete sin_0123_secret --save-profile mia"
    )
)
def complete(
    link: Annotated[str, Parameter(help="The link from the mail, or the token at its end.")],
    /,
    *,
    save_profile: Annotated[
        str | None, Parameter(help="Save the session in this profile instead of showing it.")
    ] = None,
    common: Common = READING,
) -> None:
    """Sign in with a link; the session is shown only once, and commands accept it as a key."""
    if save_profile is not None:
        check_room(save_profile)
    with opened(common) as application:
        signed = application.access.sign_in.complete(token=token_in(link))
    answer, pairs = screen(as_json=common.as_json), [("ends", signed.expires_at), ("id", signed.session_id)]
    if save_profile is None:
        answer.card(signed, "Signed in.", [*pairs, ("session, shown only once", signed.key)])
        return
    path = keep(save_profile, signed.key)
    kept = {**as_json(signed), "key": None, "profile": save_profile}
    answer.card(kept, "Signed in.", [*pairs, ("session kept in", path)])


@app.command(help_epilogue=examples("saas sign-in out --profile mia"))
def out(*, common: Common = READING) -> None:
    """Sign out: end the current session."""
    key = key_of(common)
    with opened(common) as application:
        view = application.access.sign_in.sign_out(key=key)
    screen(as_json=common.as_json).card(view, "Signed out.", (("id", view.session_id),))


@app.command(
    help_epilogue=examples("saas sign-in sessions harbor", "saas sign-in sessions harbor --user mia@harbor.example")
)
def sessions(
    tenant: Tenant,
    /,
    *,
    user: Annotated[str | None, Parameter(help="Sessions of this user only: e-mail address or id.")] = None,
    after: After = None,
    limit: Limit = 50,
    common: Common = READING,
) -> None:
    """List your live sessions, or everybody's if you are an owner."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        rows = at.app.access.sign_in.list_sessions(
            by=at.by,
            tenant_id=tenant_id,
            user_id=None if user is None else user_of(at, tenant_id, user),
            after=None if after is None else SessionId(ident(after, "after")),
            limit=limit,
        )
        cells = [
            (each.created_at, each.used_at, each.idle_end, each.expires_at, each.user_id, each.session_id)
            for each in rows
        ]
        at.screen.table(rows, HEADS, cells, empty="No sessions.")


@app.command(help_epilogue=examples("saas sign-in end harbor 01938c5e-7a10-7000-8000-000000000001"))
def end(
    tenant: Tenant,
    session: Annotated[str, Parameter(name="SESSION", help="Its id, as `saas sign-in sessions` shows it.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """End one of your sessions, or anybody's if you are an owner."""
    with desk(common) as at:
        view = at.app.access.sign_in.end_session(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            session_id=SessionId(ident(session, "session")),
            idempotency_key=common.idempotency_key,
        )
        at.screen.card(view, "Ended.", (("id", view.session_id),))
