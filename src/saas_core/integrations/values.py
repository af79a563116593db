"""Small values of integrations."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import IdType

if TYPE_CHECKING:
    from typing import Self

    class CredentialId(UUID):
        """A sealed credential."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as an id of this type."""

        @classmethod
        def parse(cls, text: str) -> Self:
            """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
            ...

    class ClientKeyId(UUID):
        """A data key of a client, which seals its credentials."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as an id of this type."""

        @classmethod
        def parse(cls, text: str) -> Self:
            """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
            ...

else:
    CredentialId = IdType("CredentialId", UUID)
    ClientKeyId = IdType("ClientKeyId", UUID)

PAYMENT_GATEWAY: Final = "payment_gateway"
EMAIL: Final = "email"
FINANCIAL_SETTINGS: Final = "financial_settings"
STANDARD: Final = (PAYMENT_GATEWAY, EMAIL, FINANCIAL_SETTINGS)
"""The integrations that every license includes (2.2)."""

MANAGE: Final = "integrations.manage"
"""What is asked about integrations as the client's own business, in which staff guides and does nothing (2.2, 2.4)."""
READ: Final = "integrations.read"
"""What a client asks about for seeing its own connections, which needs a role and no license (0.1, 2.2)."""
TAKE_AWAY: Final = "integrations.take_away"
"""What a client asks about for ending a connection, which needs a role and no license (0.1, 2.2)."""
ROTATE: Final = "provider.master_keys"
"""What staff asks about for rotating the master key (1.1)."""
STAFF: Final = "provider.support"
"""What staff asks about for seeing states and DNS records of a client (2.4)."""


def connecting(name: str) -> str:
    """Return the name of the action that connecting an integration asks about."""
    return f"integration.{name}"


def using(name: str) -> str:
    """Return the name of the action that using an integration asks about."""
    return f"integration.{name}.use"


class ConnectionState(Enum):
    """The states of a connection; one that was never made is DISCONNECTED without a row, told as `not_connected`."""

    VERIFYING = "verifying"
    CONNECTED = "connected"
    FAILING = "failing"
    DISCONNECTED = "disconnected"


class Mode(Enum):
    """Whether a payment gateway takes real money; the two are never mixed."""

    LIVE = "live"
    TEST = "test"


class Right(Enum):
    """A right at a payment gateway that the client's business in the platform needs, each checked by a real call."""

    READ_PAYMENTS = "read_payments"
    TAKE_PAYMENTS = "take_payments"
    REFUND_PAYMENTS = "refund_payments"
    KEEP_CUSTOMERS = "keep_customers"


class ProblemCode(Enum):
    """What is in the way of a connection, in our words; `saas_core.integrations.queries.problems` says them."""

    CREDENTIAL_REVOKED = "credential_revoked"
    CREDENTIAL_UNFIT = "credential_unfit"
    CREDENTIAL_UNREADABLE = "credential_unreadable"
    RIGHT_MISSING = "right_missing"
    ACCOUNT_HELD = "account_held"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_NOT_READY = "account_not_ready"
    DOMAIN_HELD = "domain_held"
    RECORD_PENDING = "record_pending"
    RECORD_WRONG = "record_wrong"
    IDENTITY_EXISTS = "identity_exists"
    IDENTITY_PENDING = "identity_pending"
    IDENTITY_FAILED = "identity_failed"
    PROVIDER_AWAY = "provider_away"


@frozen
class Problem:
    """What is in the way of a connection: its code, and what it is about, such as a right or the name of a record."""

    code: ProblemCode
    about: str = ""


class RecordKind(Enum):
    """The kinds of DNS records in use."""

    TXT = "TXT"
    CNAME = "CNAME"
    MX = "MX"


class RecordPurpose(Enum):
    """What a DNS record is for: it proves who controls the domain, or carries the key that signs its mail."""

    PROOF = "proof"
    DKIM = "dkim"


class RecordState(Enum):
    """What our own look-up found of a DNS record; one that is not there yet is pending, which is no failure."""

    UNCHECKED = "unchecked"
    PENDING = "pending"
    FOUND = "found"
    WRONG = "wrong"


class IdentityState(Enum):
    """The state of a domain at the provider of mail."""

    ABSENT = "absent"
    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"


class ClaimKind(Enum):
    """What belongs to one client of all: a domain, or an account at a payment gateway."""

    DOMAIN = "domain"
    ACCOUNT = "account"


PROOF_LABEL: Final = "_saas-core"
"""The label in front of a domain at which its proof stands as a TXT record."""
PROOF_START: Final = "saas-core-verification="
SELECTOR_START: Final = "saas"

CHECK_EVERY: Final = timedelta(hours=6)
"""How often a working or failing connection is checked."""
POLL_FIRST: Final = timedelta(minutes=1)
POLL_MOST: Final = timedelta(hours=1)
"""The first and the longest pause between two looks at a connection that is being verified; each is twice the last."""
USES_EVERY: Final = timedelta(hours=1)
"""How often the uses of a client's credentials are counted into its journal."""
MOST_ADDED: Final = 40
"""The most characters in the name of an integration that an enhancement adds."""
LONGEST_SECRET: Final = 8_000
LAST_NUMBER: Final = 10**12
"""Where the numbers of a client's own invoices end; it is set, and never taken."""

_HIDDEN: Final = 4


def last_four(secret: str) -> str:
    """Return the last four characters of a credential, or none of one so short that they would tell too much."""
    return secret[-_HIDDEN:] if len(secret) >= 4 * _HIDDEN else ""


def mode_of(value: str) -> Mode:
    """Read a mode; raises InvalidValue."""
    try:
        return Mode(value)
    except ValueError:
        message = f"{value[:40]!r} is not a mode."
        raise InvalidValue(message, field="mode", remedy="Give live or test.") from None
