"""Sending and revoking invitations, and ending keys, inside an act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import frozen

from saas_core.access.errors import UserDeactivated
from saas_core.access.model import Invitation, Key, User
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.act import Act
from saas_core.access.values import (
    INVITATION_LASTS,
    KeyKind,
    UserState,
    invitation_token,
    key_text,
    sealing_context,
    user_holder,
)
from saas_core.kernel.actors import actor_name
from saas_core.kernel.ids import InvitationId, KeyId, LinkId, UserId
from saas_core.kernel.journal import EntryFilter, Value, newest_of
from saas_core.kernel.secrets import Sealer, Secrets, hashed

INVITATION_MAIL = "mail.invitation"
"""The kind of effect that mails an invitation; its body holds the user's id and the sealed token."""


@frozen
class Inviting:
    """Creates invitations; a token waits sealed in the outbox, and is stored as a hash."""

    secrets: Secrets
    sealer: Sealer

    def invite(self, act: Act, user: User) -> Invitation:
        """Invite a user and revoke older invitations; raises UserDeactivated."""
        if user.state is UserState.DEACTIVATED:
            message = "the user is deactivated (clause 1.5)."
            raise UserDeactivated(message, field="user", remedy="Reactivate the user first.")
        revoke_invitations(act, user.id)
        return self.invite_new(act, user)

    def invite_new(self, act: Act, user: User) -> Invitation:
        """Invite a user who was just added, so that no older invitation must be looked for."""
        token = invitation_token(act.work.tenant_id, self.secrets.new())
        invitation = Invitation(
            id=InvitationId(act.ids.new()),
            user_id=user.id,
            token_hash=hashed(token),
            created_at=act.at,
            expires_at=act.at + INVITATION_LASTS,
        )
        act.work.invitations.save(invitation)
        sealed = self.sealer.seal(token, sealing_context(act.work.tenant_id, user.id))
        act.put(INVITATION_MAIL, f"user:{user.id}", {"user": str(user.id), "sealed": sealed, "by": actor_name(act.by)})
        return invitation


def revoke_invitations(act: Act, user_id: UserId) -> tuple[Invitation, ...]:
    """Revoke the user's invitations that can still be accepted."""
    revoked = tuple(each.revoked(act.at) for each in act.work.invitations.of_user(user_id) if each.open_at(act.at))
    for each in revoked:
        act.work.invitations.save(each)
    return revoked


def revoke_invitations_by_staff(work: AccessWork, at: datetime) -> dict[str, list[str]]:
    """Revoke invitations of owners that can still be accepted, unless a user of the client sent them.

    Returns the ids of those that were revoked, by holder. From the activation on, only the client makes owners (1.5).
    """
    revoked: dict[str, list[str]] = {}
    for owner in owners_of(work, UserState.INVITED, UserState.ACTIVE):
        sent = set(_sent_by_users(work, user_holder(owner.id)))
        for each in work.invitations.of_user(owner.id):
            if each.open_at(at) and str(each.id) not in sent:
                work.invitations.save(each.revoked(at))
                revoked.setdefault(user_holder(owner.id), []).append(str(each.id))
    return revoked


def _sent_by_users(work: AccessWork, holder: str) -> Iterator[Value]:
    """Yield the ids of a holder's invitations that users of the client sent, as the journal knows them."""
    for action in ("access.add_user", "access.send_invitation"):
        sent = newest_of(work.journal, EntryFilter(action=action, subject=holder))
        yield from (each.details.get("invitation") for each in sent if each.by.startswith("user:"))


def new_key(
    act: Act, secrets: Secrets, kind: KeyKind, holder: str, *, link_id: LinkId | None = None
) -> tuple[Key, str]:
    """Create a key for a holder, fetched through a link; return it, and its text to be shown once."""
    secret = secrets.new()
    key = Key(
        id=KeyId(act.ids.new()),
        tenant_id=act.work.tenant_id,
        holder=holder,
        secret_hash=hashed(secret),
        created_at=act.at,
        link_id=link_id,
    )
    act.work.keys.save(key)
    return key, key_text(kind, key.tenant_id, key.id, secret)


def end_keys(act: Act, holder: str) -> tuple[Key, ...]:
    """End the holder's live keys."""
    ended = tuple(each.ended(act.at) for each in act.work.keys.of_holder(holder) if each.ended_at is None)
    for each in ended:
        act.work.keys.save(each)
    return ended
