"""Keyed links to keys of staff and to confirmations of grants, inside an act."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.model import StaffMember, User
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.model.keys_and_sessions import KeyedLink
from saas_core.access.use_cases.act import Act
from saas_core.access.values import (
    STAFF_LINK_LASTS,
    confirmation_context,
    confirmation_token,
    staff_holder,
    staff_key_context,
    staff_key_token,
    user_holder,
)
from saas_core.kernel.ids import GrantId, LinkId
from saas_core.kernel.secrets import Sealer, Secrets, hashed

STAFF_KEY_MAIL = "mail.staff_key"
"""The kind of effect that mails a link to a key; its body holds the id of the member of staff and the sealed token."""
CONFIRMATION_MAIL = "mail.grant_confirmation"
"""The kind of effect that mails a link to confirm a grant; its body holds the ids of grant and owner and the token."""


@frozen
class KeyedMail:
    """Makes keyed links; a token waits sealed in the outbox, and is stored as a hash."""

    secrets: Secrets
    sealer: Sealer

    def send_key(self, act: Act, member: StaffMember) -> KeyedLink:
        """Mail a member of staff a link to a new key, and revoke earlier ones."""
        token = staff_key_token(self.secrets.new())
        revoke_links_of(act, staff_holder(member.id))
        link = _kept(act, staff_holder(member.id), token, act.at + STAFF_LINK_LASTS)
        sealed = self.sealer.seal(token, staff_key_context(member.id))
        act.put(STAFF_KEY_MAIL, staff_holder(member.id), {"staff": str(member.id), "sealed": sealed})
        return link

    def send_confirmation(self, act: Act, grant: BreakGlassGrant, owner: User) -> KeyedLink:
        """Mail an owner a link by which to confirm a grant."""
        token = confirmation_token(act.work.tenant_id, self.secrets.new())
        link = _kept(act, user_holder(owner.id), token, grant.until, grant.id)
        sealed = self.sealer.seal(token, confirmation_context(act.work.tenant_id, grant.id, owner.id))
        body = {"user": str(owner.id), "grant": str(grant.id), "sealed": sealed}
        act.put(CONFIRMATION_MAIL, user_holder(owner.id), body)
        return link


def opened_link(act: Act, token: str) -> KeyedLink:
    """Return the link that a token opens now; raises LinkUnknown, the same for every token that opens none."""
    # Found by the hash of 256 random bits, so the time of the search reveals nothing about the token.
    link = act.work.keyed_links.by_token_hash(hashed(token))
    if link is None or not link.open_at(act.at):
        raise LinkUnknown
    return link


def revoke_links_of(act: Act, holder: str) -> list[KeyedLink]:
    """Revoke a holder's links that can still be used."""
    revoked = [each.revoked(act.at) for each in act.work.keyed_links.of_holder(holder) if each.open_at(act.at)]
    for each in revoked:
        act.work.keyed_links.save(each)
    return revoked


def _kept(act: Act, holder: str, token: str, until: datetime, grant_id: GrantId | None = None) -> KeyedLink:
    link = KeyedLink(
        id=LinkId(act.ids.new()),
        holder=holder,
        token_hash=hashed(token),
        created_at=act.at,
        expires_at=until,
        grant_id=grant_id,
    )
    act.work.keyed_links.save(link)
    return link
