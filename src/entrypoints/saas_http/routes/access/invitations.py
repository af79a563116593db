"""Invitations: a mailed link that makes an invited user active."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import LinkUnknown, TermsNotAccepted, UserDeactivated, UserUnknown
from saas_core.access.queries.views import AcceptedView, InvitationView, OpenInvitationView
from saas_core.kernel.ids import UserId
from saas_core.licensing.errors import TermsMismatch
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.parsing.values import DigestText, Token

invitations = Router("invitations", "Asking users in; whoever has the token of a link needs no key.")


@frozen(kw_only=True)
class Look:
    """The token that stands in the mailed link."""

    token: Token


@frozen(kw_only=True)
class Accept(Look):
    """The token, and by its digest the document of the terms that an owner accepts with it."""

    accept_terms: DigestText | None = None


@invitations.post("/users/{user_id}/invitations", client("people.manage"), UserUnknown, UserDeactivated, status=201)
def send(call: Call, user_id: UserId) -> InvitationView:
    """Mail a user an invitation and revoke older ones; somebody active gets a new key through it."""
    return call.app.access.invitations.send(**call.writing, user_id=user_id)


@invitations.ask("/invitations/look", OPEN, LinkUnknown)
def look(call: Call, body: Look) -> OpenInvitationView:
    """Show an invitation, and which terms are accepted with it."""
    return call.app.access.invitations.look(token=body.token)


@invitations.post("/invitations/accept", OPEN, LinkUnknown, TermsNotAccepted, TermsMismatch)
def accept(call: Call, body: Accept) -> AcceptedView:
    """Accept an invitation: you are active from now on, and get a personal key, told this once.

    A repeat does not tell it: when the answer was lost, be invited again.
    """
    return call.app.access.invitations.accept(
        token=body.token, accept_terms=body.accept_terms, idempotency_key=call.key
    )
