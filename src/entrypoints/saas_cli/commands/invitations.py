"""`saas invitations`: mailed, keyed links, single use and expiring (1.5)."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant, User
from saas_cli.keys import check_room, keep
from saas_cli.lookup import tenant_of, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.present import data, screen
from saas_cli.root import branch, shown
from saas_cli.session import desk, mail_out, opened

app = branch(
    "invitations",
    "Invitations: send a keyed link by mail, accept one.",
    "saas invitations send harbor olivia@harbor.example",
    "saas invitations accept LINK --accept-terms --save-profile olivia",
)


@app.command(help_epilogue=shown("saas invitations send harbor olivia@harbor.example"))
def send(tenant: Tenant, user: User, /, *, common: Change = CHANGING) -> None:
    """Invite a user by mail; an earlier link of theirs dies."""
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
    help_epilogue=shown(
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
        Parameter(negative="", show_default=False, help="The first owner: accept the terms that the invitation names."),
    ] = False,
    save_profile: Annotated[str | None, Parameter(help="Keep the key in this profile instead of showing it.")] = None,
    common: Common = READING,
) -> None:
    """Accept an invitation: the user is active, and its key is given this once.

    No key is needed for it: the link is the proof. The first owner accepts the
    terms here (clause 0.1).
    """
    if save_profile is not None:
        check_room(save_profile)
    token = _token(link)
    with opened(common) as application:
        invitation = application.access.invitations.look(token=token)
        digest = invitation.terms_to_accept if accept_terms else None
        accepted = application.access.invitations.accept(token=token, accept_terms=digest)
    answer = screen(as_json=common.as_json)
    pairs: list[tuple[str, object]] = [("e-mail", invitation.email), ("terms accepted", accepted.accepted_terms)]
    title = f"{invitation.name} is active."
    if save_profile is None:
        answer.card(accepted, title, [*pairs, ("key, shown this once", accepted.key)])
        return
    path = keep(save_profile, accepted.key)
    answer.card({**data(accepted), "key": None, "profile": save_profile}, title, [*pairs, ("key kept in", path)])


def _token(link: str) -> str:
    """Give the token at the end of a link, or of what was copied around it."""
    return link.strip().rstrip("/").rpartition("/")[2].rpartition("=")[2]
