"""The post of sign-in links: mails them after the commit that decided them."""

from __future__ import annotations

from uuid import UUID

from attrs import frozen

from saas_core.access.ports import AccessWork, Wording
from saas_core.access.values import UserState, sign_in_context
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Sealer, hashed
from saas_core.kernel.work import Effect, Transactions


@frozen(kw_only=True)
class SignInPost:
    """Mails sign-in links, which wait sealed in the outbox."""

    _transactions: Transactions[AccessWork]
    _clock: Clock
    _sealer: Sealer
    _mailer: Mailer
    _wording: Wording

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Mail a link, unless it cannot be used any more; the same id again means the same mail.

        Raises StoreUnavailable when the mail cannot be handed over, InvalidValue for a link that cannot be unsealed.
        """
        with self._transactions.read(tenant_id) as work:
            mail = self._mail(work, effect)
        if mail is not None:
            self._mailer.send(mail)

    def _mail(self, work: AccessWork, effect: Effect) -> Mail | None:
        user = work.users.get(UserId(UUID(str(effect.body["user"]))))
        if user is None or user.state is not UserState.ACTIVE:
            return None
        context = sign_in_context(work.tenant_id, user.id)
        token = self._sealer.open(str(effect.body["sealed"]), context)
        link = work.sign_in_links.by_token_hash(hashed(token))
        if link is None or not link.open_at(self._clock.now()):
            return None
        # Asked for by a program or at the shell, it has none.
        code = self._sealer.open(str(effect.body["code"]), context) if "code" in effect.body else ""
        words = self._wording.sign_in(work, name=user.name, token=token, code=code)
        return Mail(
            id=effect.id,
            to=user.email,
            subject=words.subject,
            text=words.text,
            html=words.html,
            client=work.tenant_id,
        )
