"""Domains of clients at SES, each signed with a key of the client's own (BYODKIM), and test messages from them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final, Protocol

from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from saas_aws.faults import translated
from saas_aws.ses import SesClient, SesMailer, shown
from saas_core.integrations.errors import IdentityExists
from saas_core.integrations.model.mail_domain import Sender
from saas_core.integrations.values import IdentityState
from saas_core.kernel.errors import OutcomeUnknown, ProviderRefused, ProviderUnavailable
from saas_core.kernel.ids import EffectId, IntegrationId
from saas_core.kernel.mail import From, Mail
from saas_core.work.breaker import Breaker

CONNECTION: Final = "saas-connection"
"""The tag of an identity that names the connection it was made for."""
_STATES: Final = {
    "NOT_STARTED": IdentityState.PENDING,
    "PENDING": IdentityState.PENDING,
    "SUCCESS": IdentityState.VERIFIED,
    # SES goes on signing and sending meanwhile, and says FAILED when it no longer does.
    "TEMPORARY_FAILURE": IdentityState.VERIFIED,
    "FAILED": IdentityState.FAILED,
}
_TEST_SUBJECT: Final = "A test message from your domain"
_TEST_TEXT: Final = (
    "This is the test message that was asked for.\n\nIt was sent from the domain that is connected for your e-mail.\n"
)


class IdentityClient(SesClient, Protocol):
    """The part of boto3's client in use for identities; boto3 ships no types."""

    def create_email_identity(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401 - botocore checks them
        """Make an identity."""
        ...

    def get_email_identity(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Describe an identity."""
        ...

    def put_email_identity_dkim_signing_attributes(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Set how an identity's mail is signed."""
        ...

    def delete_email_identity(self, **parameters: Any) -> Mapping[str, Any]:  # noqa: ANN401
        """Remove an identity."""
        ...


class SesDomains:
    """Makes, asks about and removes domains; only those that carry the mark of their connection are ever changed."""

    def __init__(self, client: IdentityClient, *, configuration_set: str, breaker: Breaker | None = None) -> None:
        """Take a client from `ses_client`, and the configuration set that publishes what becomes of mails."""
        self._client = client
        self._configuration_set = configuration_set
        self._breaker = breaker or Breaker("SES")

    def require_offered(self) -> None:
        """Do nothing: domains are offered where there is SES."""

    def create(self, domain: str, *, selector: str, private_key: str, connection_id: IntegrationId) -> IdentityState:
        """Make a domain with its selector and private key (PEM, PKCS #8), or set them anew for the same connection.

        Raises IdentityExists for a domain that was not made for this connection, ProviderFault.
        """
        signing = {"DomainSigningSelector": selector, "DomainSigningPrivateKey": _bare(private_key)}
        found = self._found(domain)
        if found is None:
            try:
                with self._breaker.calling(), translated("SES"):
                    made = self._client.create_email_identity(
                        EmailIdentity=domain,
                        DkimSigningAttributes=signing,
                        ConfigurationSetName=self._configuration_set,
                        Tags=[{"Key": CONNECTION, "Value": str(connection_id)}],
                    )
            except ProviderRefused as fault:
                if _code(fault) != "AlreadyExistsException":
                    raise
                # Somebody made it since the look; whether that was for this connection is looked at like before.
                found = self._found(domain)
            else:
                return _STATES.get(str(made.get("DkimAttributes", {}).get("Status")), IdentityState.PENDING)
        if found is None or _mark(found) != str(connection_id):
            raise _foreign()
        with self._breaker.calling(), translated("SES"):
            self._client.put_email_identity_dkim_signing_attributes(
                EmailIdentity=domain, SigningAttributesOrigin="EXTERNAL", SigningAttributes=signing
            )
        return self.state(domain, connection_id=connection_id)

    def state(self, domain: str, *, connection_id: IntegrationId) -> IdentityState:
        """Return the state of a domain; raises IdentityExists for one of anything else, ProviderFault."""
        found = self._found(domain)
        if found is None:
            return IdentityState.ABSENT
        if _mark(found) != str(connection_id):
            raise _foreign()
        return _state(found)

    def delete(self, domain: str, *, connection_id: IntegrationId) -> None:
        """Remove a domain that was made for this connection; any other stays. Raises ProviderFault."""
        found = self._found(domain)
        if found is None or _mark(found) != str(connection_id):
            return
        try:
            with self._breaker.calling(), translated("SES"):
                self._client.delete_email_identity(EmailIdentity=domain)
        except ProviderRefused as fault:
            if _code(fault) != "NotFoundException":
                raise

    def send_test(self, mail_id: EffectId, sender: Sender, to: str) -> None:
        """Send a short message from a client's address; raises as `kernel.mail.Mailer.send`."""
        mail = Mail(id=mail_id, to=to, subject=_TEST_SUBJECT, text=_TEST_TEXT, reply_to=sender.reply_to)
        own = shown(From(address=sender.address, name=sender.name))
        SesMailer(self._client, sender=own, configuration_set=self._configuration_set, breaker=self._breaker).send(mail)

    def _found(self, domain: str) -> Mapping[str, Any] | None:
        """Return an identity, None if there is none; a look that was not answered may be repeated."""
        try:
            with self._breaker.calling(), translated("SES"):
                return self._client.get_email_identity(EmailIdentity=domain)
        except ProviderRefused as fault:
            if _code(fault) != "NotFoundException":
                raise
            return None
        except OutcomeUnknown as fault:
            raise ProviderUnavailable(fault.message, remedy="Wait; it will be retried automatically.") from fault


def _bare(private_key: str) -> str:
    """Return a private key as SES takes it: its bytes in base64, without the lines around them; it is secret."""
    loaded = load_pem_private_key(private_key.encode(), None)
    return base64.b64encode(loaded.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()


def _foreign() -> IdentityExists:
    message = "exists at SES already, and was not made for this connection."
    return IdentityExists(
        message, field="domain", remedy="The provider looks there at what it is used for, and removes it."
    )


def _mark(found: Mapping[str, Any]) -> str:
    tags = {each["Key"]: each["Value"] for each in found.get("Tags", ())}
    return str(tags.get(CONNECTION, ""))


def _state(found: Mapping[str, Any]) -> IdentityState:
    state = _STATES.get(str(found.get("DkimAttributes", {}).get("Status")), IdentityState.PENDING)
    # Signed is not yet allowed to send: both are needed.
    waits = state is IdentityState.VERIFIED and not found.get("VerifiedForSendingStatus")
    return IdentityState.PENDING if waits else state


def _code(fault: ProviderRefused) -> str:
    cause = fault.__cause__
    return str(cause.response.get("Error", {}).get("Code", "")) if isinstance(cause, ClientError) else ""
