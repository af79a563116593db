"""`saas invitations`: mailed single-use links that expire (1.5)."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant, User
from saas_cli.keys import check_room, keep
from saas_cli.lookup import tenant_of, token_in, user_of
from saas_cli.options import CHANGING, Change
from saas_cli.present import screen
from saas_cli.root import branch, examples
from saas_cli.session import desk, mail_out, opened
from saas_core.access.errors import LinkUnknown
from saas_views.presenting import as_json

if TYPE_CHECKING:
    from saas_app import Application
    from saas_core.access.queries.views import OpenInvitationView

app = branch(
    "invitations",
    "Invitations: send a keyed link by mail, accept one.",
    "saas invitations send harbor olivia@harbor.example",
    "saas invitations accept LINK --accept-terms --save-profile olivia",
)


@app.command(help_epilogue=examples("saas invitations send harbor olivia@harbor.example"))
def send(tenant: Tenant, user: User, /, *, common: Change = CHANGING) -> None:
    """Invite a user by mail; an earlier link stops working."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.access.invitations.send(
            by=at.by,
            tenant_id=tenant_id,
            user_id=user_of(at, tenant_id, user),
            idempotency_key=common.idempotency_key,
        )
        mail_out(at, tenant_id)
        way = ("mailed over", "SES") if at.settings.ses_region else ("mail in", at.settings.mail_folder)
        pairs = (("expires", view.expires_at), way, ("id", view.invitation_id))
        at.screen.card(view, f"Invited {user}.", pairs)


@app.command(
    help_epilogue=examples(
        "saas invitations accept inv_0123_secret",
        "saas invitations accept inv_0123_secret --accept-terms --save-profile olivia",
    )
)
def accept(
    link: Annotated[str, Parameter(help="The link from the mail, or the token at its end.")],
    /,
    *,
    accept_terms: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="As first owner, accept the terms that the invitation names."),
    ] = False,
    save_profile: Annotated[str | None, Parameter(help="Save the key in this profile instead of showing it.")] = None,
    common: Change = CHANGING,
) -> None:
    """Accept an invitation: the user becomes active, and their key is shown only once.

    No key is needed: the link is the proof. The first owner accepts the terms
    here (clause 0.1). A repeat does not show the user's key again; if it was
    lost, ask for another invitation.
    """
    if save_profile is not None:
        check_room(save_profile)
    token = token_in(link)
    with opened(common) as application:
        invitation = _seen(application, token, common.idempotency_key)
        accept = partial(application.access.invitations.accept, token=token, idempotency_key=common.idempotency_key)
        accepted = None
        if invitation is None and accept_terms:
            # A used link no longer says whether it named terms; if it did, they were the ones on offer.
            with suppress(LinkUnknown):
                accepted = accept(accept_terms=application.policy.offered_terms().digest)
        if accepted is None:
            accepted = accept(accept_terms=invitation.terms_to_accept if invitation and accept_terms else None)
    answer = screen(as_json=common.as_json)
    pairs: list[tuple[str, object]] = [("id", accepted.user_id), ("terms accepted", accepted.accepted_terms)]
    title = "The user is active."
    if invitation is not None:
        pairs, title = [("e-mail", invitation.email), pairs[1]], f"{invitation.name} is active."
    if save_profile is None or accepted.key is None:
        answer.card(accepted, title, [*pairs, ("key, shown only once", accepted.key or "was shown before")])
        return
    path = keep(save_profile, accepted.key)
    answer.card({**as_json(accepted), "key": None, "profile": save_profile}, title, [*pairs, ("key kept in", path)])


def _seen(application: Application, token: str, key: str | None) -> OpenInvitationView | None:
    """Return an invitation; None for a used one, which may have issued a key."""
    try:
        return application.access.invitations.look(token=token)
    except LinkUnknown:
        if key is None:
            raise
        return None
