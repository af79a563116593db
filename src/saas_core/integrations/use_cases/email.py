"""E-mail: a domain of the client, from which the platform's mails to its people are sent (2.2)."""

from __future__ import annotations

from functools import partial
from typing import Final

from attrs import evolve

from saas_core.integrations.commands import ConnectEmail
from saas_core.integrations.errors import ConnectionNotNow
from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.mail_domain import MailDomain, Sender, reads_as_name
from saas_core.integrations.model.transitions import ConnectionCommand
from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.ports.sealing import DkimKey
from saas_core.integrations.queries.views import ConnectionView
from saas_core.integrations.use_cases.act import Act, Acts, Desk, may_connect, shown, subject_of
from saas_core.integrations.use_cases.gateway import taken
from saas_core.integrations.use_cases.sealing import Prepared, with_sealed
from saas_core.integrations.values import EMAIL, SELECTOR_START
from saas_core.kernel.actors import Actor
from saas_core.kernel.addresses import canonical
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form, request_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.revisions import RevisionStale
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.ports import Judge

_SELECTOR: Final = 8
_FEWEST_LABELS: Final = 2


@checked
class Emails:
    """Connects the domain that a client's mails are sent from."""

    def __init__(
        self, *, transactions: Transactions[IntegrationsWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def connect(  # noqa: PLR0913 - the domain, and what its mails say of their sender
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        domain: str,
        address: str,
        sender_name: str = "",
        reply_to: str = "",
        idempotency_key: str | None = None,
    ) -> ConnectionView:
        """Connect a domain, or change the sender of the connected one; the view shows the DNS records to set.

        It is claimed by the TXT record among them, and made known to the provider of mail after that. Raises Refused,
        InvalidValue, NotOffered, ConnectionNotNow for another domain than the connected one, KeyReused,
        StoreUnavailable (2.2).
        """
        desk = self._desk
        with self._acts.read(tenant_id, by) as act:
            # Before anything is said of what was given.
            may_connect(act, desk, EMAIL)
        desk.domains.require_offered()
        name = _domain_name(desk, domain)
        sender = _sender(desk, name, address, sender_name, reply_to)
        command = ConnectEmail(domain=name, address=sender.address, sender_name=sender.name, reply_to=sender.reply_to)
        caller = Caller(by, tenant_id, idempotency_key)
        with self._acts.read(tenant_id, by) as act:
            first = act.answered(request_of(command, idempotency_key, desk.digests), ConnectionView)
            if first is not None:
                return first
            key, known = act.work.client_keys.current(), _live_domain(act, command.domain)
        if known is not None:
            return self._carried(command, caller, partial(_sent_anew, desk=desk))
        pair = desk.dkim.new()

        def carry_out(prepared: Prepared) -> ConnectionView:
            return self._carried(command, caller, partial(_connect, prepared=prepared, pair=pair, desk=desk))

        return with_sealed(self._acts, desk, tenant_id, pair.private_key, carry_out, key)

    def _carried(self, command: ConnectEmail, caller: Caller, do: partial[ConnectionView]) -> ConnectionView:
        return self._acts.carry_out(
            command, caller, ConnectionView, do, judged=self._judged, digests=self._desk.digests
        )

    def _judged(self, act: Act, _command: ConnectEmail) -> None:
        may_connect(act, self._desk, EMAIL)


def _live_domain(act: Act, domain: str) -> tuple[Connection, MailDomain] | None:
    """Return the connection of a domain; raises ConnectionNotNow while another domain is connected."""
    connection = act.work.connections.get(EMAIL)
    if connection is None or not connection.live:
        return None
    found = act.work.connection_details.mail_domain(connection.id)
    if found is not None and found.domain != domain:
        raise ConnectionNotNow(ConnectionCommand.CONNECT.value, connection.state.value, ("disconnect",))
    return None if found is None else (connection, found)


def _connect(act: Act, command: ConnectEmail, *, prepared: Prepared, pair: DkimKey, desk: Desk) -> ConnectionView:
    if _live_domain(act, command.domain) is not None:
        # Another call was first; its key is the one that the records show.
        return _sent_anew(act, command, desk=desk)
    after = taken(act, EMAIL, act.work.connections.get(EMAIL), prepared.store(act))
    token = desk.secrets.new()
    domain = MailDomain(
        connection_id=after.id,
        domain=command.domain,
        sender=_sender_of(command),
        token=token,
        selector=f"{SELECTOR_START}{after.id.hex[-_SELECTOR:]}",
        public_key=pair.public_key,
    )
    act.work.connection_details.save_mail_domain(domain)
    act.note(command.NAME, subject_of(after), journal_form(command, desk.digests))
    return shown(act, EMAIL, after)


def _sent_anew(act: Act, command: ConnectEmail, *, desk: Desk) -> ConnectionView:
    found = _live_domain(act, command.domain)
    if found is None:
        # It was disconnected meanwhile.
        raise RevisionStale
    connection, domain = found
    act.work.connection_details.save_mail_domain(evolve(domain, sender=_sender_of(command)))
    act.note(command.NAME, subject_of(connection), journal_form(command, desk.digests))
    return shown(act, EMAIL, connection)


def _sender_of(command: ConnectEmail) -> Sender:
    return Sender(address=command.address, name=command.sender_name, reply_to=command.reply_to)


def _domain_name(desk: Desk, given: str) -> str:
    """Return a domain in its one form, in ASCII and small letters; raises InvalidValue."""
    try:
        found = canonical(desk.addresses.read(f"mail@{given.strip().removesuffix('.')}", "domain"))
    except InvalidValue:
        message = f"{given[:60]!r} is not a domain."
        raise InvalidValue(message, field="domain", remedy="Give the domain alone, as in example.com.") from None
    name = found.rpartition("@")[2]
    if len(name.split(".")) < _FEWEST_LABELS or not name.isascii():
        message = f"{given[:60]!r} is not a domain of your own."
        raise InvalidValue(message, field="domain", remedy="Give it with its ending, as in example.com.")
    return name


def _sender(desk: Desk, domain: str, address: str, name: str, reply_to: str) -> Sender:
    read = desk.addresses.read(address, "address")
    at = canonical(read).rpartition("@")[2]
    if at != domain:
        # What is below may be another client's, whose key would sign the mail.
        message = f"is no address of {domain}."
        raise InvalidValue(message, field="address", remedy="Send from an address of the connected domain.")
    if not reads_as_name(name):
        message = "holds a sign that means something in a mail's header, or stands for one."
        raise InvalidValue(message, field="sender_name", remedy="Write it with letters, digits and spaces.")
    answers = desk.addresses.read(reply_to, "reply_to") if reply_to else ""
    return Sender(address=canonical(read), name=" ".join(name.split()), reply_to=canonical(answers) if answers else "")
