"""Ports of integrations: the services that clients connect; each call has a time limit, and none is in a transaction.

Errors are ours: ProviderUnavailable for a service that is down, slow or throttled, OutcomeUnknown for one that was
called and did not answer, ProviderRefused for one that refuses us for good. What a client can mend is no such error:
it is CredentialRefused with its problem, or stands in the answer.
"""

from __future__ import annotations

from typing import Protocol

from attrs import frozen

from saas_core.integrations.model.gateway import GatewayReport
from saas_core.integrations.model.mail_domain import Sender
from saas_core.integrations.values import IdentityState, Mode, RecordKind
from saas_core.kernel.ids import EffectId, IntegrationId


class PaymentGateways(Protocol):
    """The payment gateways of clients, each reached by the client's own restricted key."""

    def require_fit(self, secret: str, mode: Mode) -> None:
        """Require, without a call, that a text is a restricted key for live or for test payments.

        Raises CredentialRefused (CREDENTIAL_UNFIT) for any other kind of key, and for one of the other mode; its
        message holds no part of the key.
        """
        ...

    def verify(self, secret: str, mode: Mode) -> GatewayReport:
        """Try each `Right` by one real call that changes nothing, and read what the key may read.

        A right that the key lacks stands in the report as not granted; the account, its currency and country are empty
        where they may not be read. Raises CredentialRefused (CREDENTIAL_REVOKED) for a key that is unknown or was
        revoked, ProviderUnavailable, OutcomeUnknown, ProviderRefused.
        """
        ...


@frozen(kw_only=True)
class AccountLink:
    """An account that was made to be linked, and the page on which its owner finishes it."""

    account: str
    url: str


class AccountLinks(Protocol):
    """Accounts of clients that are linked to the provider's own, without a credential of the client."""

    def require_offered(self, mode: Mode) -> None:
        """Require, without a call, that accounts can be linked in a mode; raises NotOffered, InvalidValue."""
        ...

    def open(self, connection_id: IntegrationId, mode: Mode, account: str = "") -> AccountLink:
        """Return a page for an account to link: a fresh page for `account`, else the one made for this connection.

        Called again with the same connection it makes no second account. Raises as `PaymentGateways.verify`.
        """
        ...

    def look(self, account: str, mode: Mode) -> GatewayReport:
        """Return what a linked account is able to do, not `ready` while its owner has something left to do.

        Raises CredentialRefused (CREDENTIAL_REVOKED) once the link was ended there, and as `PaymentGateways.verify`.
        """
        ...


class MailDomains(Protocol):
    """The domains of clients at the provider of mail, each signed with the client's own key."""

    def require_offered(self) -> None:
        """Require, without a call, that mail can be sent from domains of clients; raises NotOffered."""
        ...

    def create(self, domain: str, *, selector: str, private_key: str, connection_id: IntegrationId) -> IdentityState:
        """Make a domain known with its own DKIM selector and private key (PEM, PKCS #8), marked with the connection.

        The same connection again has its selector and key set anew. Raises IdentityExists for a domain that is known
        there and not marked with this connection, and as `PaymentGateways.verify` otherwise.
        """
        ...

    def state(self, domain: str, *, connection_id: IntegrationId) -> IdentityState:
        """Return the state of a domain marked with this connection.

        Raises IdentityExists for one that is not, ProviderUnavailable, OutcomeUnknown, ProviderRefused.
        """
        ...

    def delete(self, domain: str, *, connection_id: IntegrationId) -> None:
        """Remove a domain marked with this connection; any other stays, and none is fine. Raises as `state`."""
        ...

    def send_test(self, mail_id: EffectId, sender: Sender, to: str) -> None:
        """Send a short test message from a client's address; raises as `kernel.mail.Mailer.send`."""
        ...


class DnsRecords(Protocol):
    """The DNS as the world sees it."""

    def look_up(self, name: str, kind: RecordKind) -> tuple[str, ...]:
        """Return the contents that stand at a name, those of TXT joined to one text each; empty if there are none.

        A name that does not exist is an answer, and no error. Raises ProviderUnavailable where no answer came.
        """
        ...
