"""The post of keyed links: mails links to keys of staff and to confirmations of grants, after their commit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from attrs import frozen

from saas_core.access.ports import AccessWork, Wording
from saas_core.access.queries.keys_and_sessions import grant_facts, member_names
from saas_core.access.queries.reading import owners_of
from saas_core.access.values import confirmation_context, staff_key_context
from saas_core.kernel.ids import PROVIDER, EffectId, GrantId, StaffId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Sealer, hashed
from saas_core.kernel.work import Effect, Transactions


@frozen(kw_only=True)
class KeyedPost:
    """Mails links that work once, which wait sealed in the outbox."""

    _transactions: Transactions[AccessWork]
    _clock: Clock
    _sealer: Sealer
    _mailer: Mailer
    _wording: Wording

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail a link, unless it cannot be used any more; the same id again means the same mail.

        Raises StoreUnavailable when the mail cannot be handed over, InvalidValue for a link that cannot be unsealed.
        """
        of_staff = "staff" in effect.body
        members = {} if of_staff else self._members()
        with self._transactions.read(tenant_id) as work:
            mail = self._key(work, effect) if of_staff else self._confirmation(work, effect, members)
        if mail is not None:
            self._mailer.send(mail)

    def _key(self, work: AccessWork, effect: Effect) -> Mail | None:
        member = work.staff.get(StaffId(UUID(str(effect.body["staff"]))))
        if member is None or not member.active:
            return None
        token = self._sealer.open(str(effect.body["sealed"]), staff_key_context(member.id))
        if not self._usable(work, token):
            return None
        words = self._wording.staff_key(name=member.name, token=token)
        return Mail(id=EffectId(effect.id), to=member.email, subject=words.subject, text=words.text, html=words.html)

    def _members(self) -> Mapping[str, str]:
        with self._transactions.read(PROVIDER) as work:
            return member_names(work.staff.all())

    def _confirmation(self, work: AccessWork, effect: Effect, members: Mapping[str, str]) -> Mail | None:
        user_id, grant_id = UserId(UUID(str(effect.body["user"]))), GrantId(UUID(str(effect.body["grant"])))
        owner = next((each for each in owners_of(work) if each.id == user_id), None)
        grant = work.break_glass.get(grant_id)
        if owner is None or grant is None:
            return None
        token = self._sealer.open(str(effect.body["sealed"]), confirmation_context(work.tenant_id, grant_id, user_id))
        if not self._usable(work, token):
            return None
        facts = partial(grant_facts, grant, members=members)
        words = self._wording.confirmation(work, name=owner.name, token=token, facts=facts)
        return Mail(id=EffectId(effect.id), to=owner.email, subject=words.subject, text=words.text, html=words.html)

    def _usable(self, work: AccessWork, token: str) -> bool:
        link = work.keyed_links.by_token_hash(hashed(token))
        return link is not None and link.open_at(self._clock.now())
