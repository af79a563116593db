"""Commands of integrations as values (2.2)."""

from __future__ import annotations

from typing import Annotated, ClassVar, TypeAlias

from attrs import frozen

from saas_core.integrations.values import LAST_NUMBER, LONGEST_SECRET, MOST_ADDED, Mode
from saas_core.kernel.bounds import PERSONAL, UNSAID, Name, Number, Text, fitting
from saas_core.kernel.ids import EnhancementId
from saas_core.kernel.secrets import Secret

IntegrationName: TypeAlias = Annotated[
    str, Text(1, MOST_ADDED, r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*", remedy="Write it as in payment_gateway.")
]
"""The name of an integration, standard or not."""
Credential: TypeAlias = Annotated[
    str, Text(1, LONGEST_SECRET, remedy="Give the credential as the service shows it."), Secret
]
"""A credential as the service shows it; it stands in no journal, no answer and no log."""
Domain: TypeAlias = Annotated[str, Text(1, 253, remedy="Give the domain alone, as in example.com.")]
Address: TypeAlias = Annotated[str, Text(1, 254, form="email", fit=lambda value, _field: value), PERSONAL]
ReplyTo: TypeAlias = Annotated[str, Text(0, 254, fit=lambda value, _field: value), PERSONAL]
"""An address, or nothing."""
SenderName: TypeAlias = Annotated[str, Text(0, 100, remedy="Shorten it."), PERSONAL]
Currency: TypeAlias = Annotated[
    str, Text(3, 3, r"[A-Z]{3}", remedy="Give a three-letter ISO 4217 code such as USD."), UNSAID
]
Country: TypeAlias = Annotated[
    str, Text(2, 2, r"[A-Z]{2}", remedy="Give the two letters of ISO 3166, as in DE or US."), UNSAID
]
TaxNumber: TypeAlias = Annotated[str, Text(0, 100, remedy="Give the number alone."), UNSAID]
Prefix: TypeAlias = Annotated[
    str,
    Text(
        0,
        20,
        r"(?:[A-Za-z0-9/_.-]*[A-Za-z/_.-])?",
        remedy="Use letters, digits and the signs / _ . and -, and end it with no digit, as in 2026-.",
    ),
    UNSAID,
]
"""What the numbers of invoices begin with; after a digit, two numbers could be written the same."""


@frozen(field_transformer=fitting, kw_only=True)
class ConnectGateway:
    """The client's own payment gateway, by a restricted key of its account."""

    NAME: ClassVar[str] = "integrations.connect_gateway"

    secret: Credential
    mode: Mode


@frozen(field_transformer=fitting, kw_only=True)
class LinkGateway:
    """The client's own payment gateway, by an account to be linked to the provider's."""

    NAME: ClassVar[str] = "integrations.link_gateway"

    mode: Mode


@frozen(field_transformer=fitting, kw_only=True)
class ConnectEmail:
    """A domain of the client from which the platform's mails to its people are sent, and their sender."""

    NAME: ClassVar[str] = "integrations.connect_email"

    domain: Domain
    address: Address
    sender_name: SenderName = ""
    reply_to: ReplyTo = ""


@frozen(field_transformer=fitting, kw_only=True)
class SetFinances:
    """The client's financial settings for its own business in the platform.

    All of them are unsaid: support reads the journal, and sees of a connection its state and its DNS records (2.4).
    """

    NAME: ClassVar[str] = "integrations.set_finances"

    currency: Currency
    country: Country
    tax_number: TaxNumber = ""
    fiscal_year_month: Annotated[int, Number(1, 12), UNSAID] = 1
    fiscal_year_day: Annotated[int, Number(1, 31), UNSAID] = 1
    invoice_prefix: Prefix = ""
    next_number: Annotated[int, Number(1, LAST_NUMBER), UNSAID] = 1


@frozen(field_transformer=fitting, kw_only=True)
class TakeNumber:
    """The number of the next invoice of the client's own to take."""

    NAME: ClassVar[str] = "integrations.take_invoice_number"


@frozen(field_transformer=fitting, kw_only=True)
class ConnectOther:
    """An integration that a delivered enhancement added, by its credential."""

    NAME: ClassVar[str] = "integrations.connect_other"

    name: IntegrationName
    secret: Credential


@frozen(field_transformer=fitting, kw_only=True)
class AddIntegration:
    """An integration to add to one client's catalogue, since an enhancement delivered it (5.3)."""

    NAME: ClassVar[str] = "integrations.add"

    name: IntegrationName
    title: Name
    enhancement_id: EnhancementId


@frozen(field_transformer=fitting, kw_only=True)
class Verify:
    """A connection to look at now."""

    NAME: ClassVar[str] = "integrations.verify"

    name: IntegrationName


@frozen(field_transformer=fitting, kw_only=True)
class SendTest:
    """A connection to try: a test message to the acting person for e-mail, a look for any other."""

    NAME: ClassVar[str] = "integrations.test"

    name: IntegrationName


@frozen(field_transformer=fitting, kw_only=True)
class Disconnect:
    """A connection to end; its credential is removed for good."""

    NAME: ClassVar[str] = "integrations.disconnect"

    name: IntegrationName


@frozen(field_transformer=fitting, kw_only=True)
class RotateMaster:
    """The master key to rotate: every client's data keys are wrapped anew."""

    NAME: ClassVar[str] = "integrations.rotate_master"
