"""The post: mails invitations after the commit that decided them."""

from __future__ import annotations

from uuid import UUID

from saas_core.access.ports import AccessWork
from saas_core.access.values import UserState, sealing_context
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.secrets import Sealer
from saas_core.kernel.work import Message, Transactions

_TEXT = """Hello {name},

you are invited to work in the instance {tenant}.

Accept the invitation with this link; it works once, for seven days:

    saas invitations accept {token}

If you did not expect this mail, you need do nothing.
"""


class Post:
    """Mails invitations, whose links wait sealed in the outbox."""

    def __init__(self, *, transactions: Transactions[AccessWork], sealer: Sealer, mailer: Mailer) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._sealer = sealer
        self._mailer = mailer

    def carry_out(self, tenant_id: TenantId, message: Message) -> None:
        """Mail an invitation, unless its user was deactivated meanwhile; the same id again is the same mail.

        Raises StoreUnavailable when the mail cannot be handed over, InvalidValue for what cannot be opened.
        """
        with self._transactions.read(tenant_id) as work:
            mail = self._mail(work, message)
        if mail is not None:
            self._mailer.send(mail)

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
