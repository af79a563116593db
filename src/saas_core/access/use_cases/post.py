"""The post: carries out the mails that were decided, from the outbox, after the commit that decided them."""

from __future__ import annotations

from uuid import UUID

from saas_core.access.ports import AccessWork
from saas_core.access.use_cases.inviting import INVITATION_MAIL
from saas_core.access.values import UserState, sealing_context
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Sealer
from saas_core.kernel.work import Message, Transactions

_TEXT = """Hello {name},

you are invited to work in the instance {tenant}.

Accept the invitation with this link; it works once, for seven days:

    saas invitations accept {token}

If you did not expect this mail, you need do nothing.
"""


@checked
class Post:
    """Mails invitations. A mail leaves before it is marked as sent: after a crash in between it leaves again."""

    def __init__(self, *, transactions: Transactions[AccessWork], clock: Clock, sealer: Sealer, mailer: Mailer) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._sealer = sealer
        self._mailer = mailer

    def deliver(self, *, tenant_id: TenantId) -> int:
        """Send the invitations that wait for a tenant, oldest first, and give how many mails left.

        No transaction is open while a mail is sent. An invitation whose user was deactivated meanwhile is
        not mailed any more. Raises StoreUnavailable when the mail cannot be handed over; what was sent
        until then stays sent. Other effects stay where they are.
        """
        sent = 0
        while True:
            with self._transactions.read(tenant_id) as work:
                waiting = work.outbox.pending(limit=1, kind=INVITATION_MAIL)
                mail = self._mail(work, waiting[0]) if waiting else None
            if not waiting:
                return sent
            if mail is not None:
                self._mailer.send(mail)
                sent += 1
            with self._transactions.begin(tenant_id) as work:
                work.outbox.done(waiting[0].id, self._clock.now())
                work.commit()

    def _mail(self, work: AccessWork, message: Message) -> Mail | None:
        user = work.users.get(UserId(UUID(str(message.body["user"]))))
        if user is None or user.state is UserState.DEACTIVATED:
            return None
        token = self._sealer.open(str(message.body["sealed"]), sealing_context(work.tenant_id, user.id))
        return Mail(
            id=message.id,
            to=user.email,
            subject="Your invitation",
            text=_TEXT.format(name=user.name, tenant=work.tenant_id, token=token),
        )
