"""The post of mail in: tells the sender of a refused mail why, and staff that mails are parked."""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

from attrs import frozen

from saas_core.incoming.letters import MAIL_PARKED, MAIL_REFUSED, SENTENCES
from saas_core.incoming.message import MailParser
from saas_core.incoming.model import Incoming
from saas_core.incoming.ports import Colleagues, IncomingWork
from saas_core.incoming.values import Reason
from saas_core.kernel.ids import PROVIDER, EffectId, IncomingId, TenantId
from saas_core.kernel.letters import Composer, Letter
from saas_core.kernel.mail import Mail, Mailer
from saas_core.kernel.storage import ContentMissing, Storage, StoredId
from saas_core.kernel.work import Effect, Transactions

PROVIDER_NAME = "the provider"


@frozen(kw_only=True)
class IncomingPost:
    """Mails about mails that came in; `tickets_at` says where tickets are found."""

    transactions: Transactions[IncomingWork]
    storage: Storage
    parser: MailParser
    composer: Composer
    mailer: Mailer
    colleagues: Colleagues
    tickets_at: str

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:  # noqa: ARG002 - always the provider's
        """Mail the sender or staff; the same id again means the same mail. Raises whatever the mailer raises.

        Nothing is mailed about a mail that is kept no more, since nobody knows its sender then.
        """
        with self.transactions.read(PROVIDER) as work:
            incoming = work.incoming_mails.get(IncomingId(UUID(str(effect.body["mail"]))))
        if incoming is None or incoming.reason is None:
            return
        if effect.kind.endswith("parked"):
            self._tell_staff(incoming, incoming.reason, effect)
        else:
            self._tell_sender(incoming, incoming.reason, effect)

    def _tell_sender(self, incoming: Incoming, reason: Reason, effect: Effect) -> None:
        try:
            raw = b"".join(self.storage.open(PROVIDER, StoredId(incoming.id)))
        except ContentMissing:
            return
        mail = self.parser.read(raw)
        if mail.sender is None:
            return
        facts = {
            "client": PROVIDER_NAME,
            "name": mail.sender,
            "reason": SENTENCES[reason],
            "about": mail.subject,
            "link": self.tickets_at,
        }
        words = self.composer.compose(Letter(MAIL_REFUSED, facts))
        self.mailer.send(Mail(id=effect.id, to=mail.sender, subject=words.subject, text=words.text, html=words.html))

    def _tell_staff(self, incoming: Incoming, reason: Reason, effect: Effect) -> None:
        for name, address in self.colleagues.addresses():
            facts = {"client": PROVIDER_NAME, "name": name, "reason": SENTENCES[reason], "mail": str(incoming.id)}
            words = self.composer.compose(Letter(MAIL_PARKED, facts))
            # One effect, and a mail for each colleague, which is known again by an id of its own.
            mail_id = EffectId(uuid5(NAMESPACE_OID, f"{effect.id} {address}"))
            self.mailer.send(Mail(id=mail_id, to=address, subject=words.subject, text=words.text, html=words.html))
