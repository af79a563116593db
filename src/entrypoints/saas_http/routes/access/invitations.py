"""Invitations: mailed links that activate invited users."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import LinkUnknown, TermsNotAccepted, UserDeactivated, UserUnknown
from saas_core.access.queries.views import AcceptedView, InvitationView, OpenInvitationView
from saas_core.kernel.ids import UserId
from saas_core.licensing.errors import TermsMismatch
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.parsing.values import DigestText, Token

invitations = Router("invitations", "Inviting users; the token of a link replaces a key.")


@frozen(kw_only=True)
class Look:
    """The token from a mailed link."""

    token: Token


@frozen(kw_only=True)
class Accept(Look):
    """The token and, for an owner, the digest of the terms being accepted."""

    accept_terms: DigestText | None = None


@invitations.post("/users/{user_id}/invitations", client("people.manage"), UserUnknown, UserDeactivated, status=201)
def send(call: Call, user_id: UserId) -> InvitationView:
    """Mail a user an invitation and revoke older ones; an active user gets a new key by accepting it."""
    return call.app.access.invitations.send(**call.writing, user_id=user_id)


@invitations.ask("/invitations/look", OPEN, LinkUnknown)
def look(call: Call, body: Look) -> OpenInvitationView:
    """Show an invitation, and the terms accepted with it."""
    return call.app.access.invitations.look(token=body.token)


@invitations.post("/invitations/accept", OPEN, LinkUnknown, TermsNotAccepted, TermsMismatch)
def accept(call: Call, body: Accept) -> AcceptedView:
    """Accept an invitation: you become active and receive a personal key, returned only once.

    A repeat does not return the key; if the answer was lost, ask for another invitation.
    """
    return call.app.access.invitations.accept(
        token=body.token, accept_terms=body.accept_terms, idempotency_key=call.key
    )
