"""A payment gateway: the client's own account, reached by a restricted key or linked to the provider's (2.2)."""

from __future__ import annotations

from attrs import frozen

from saas_core.integrations.values import Mode, Right
from saas_core.kernel.ids import IntegrationId


@frozen
class RightChecked:
    """A right that one real call tried, and whether the key has it."""

    right: Right
    granted: bool


@frozen(kw_only=True)
class GatewayReport:
    """What a payment gateway said of a credential or a linked account; texts are empty where it may not be read.

    `account` is the account's id there, `currency` the ISO 4217 code in capitals, `country` the ISO 3166 code. `ready`
    is false for a linked account whose owner has not finished there.
    """

    rights: tuple[RightChecked, ...] = ()
    account: str = ""
    currency: str = ""
    country: str = ""
    ready: bool = True

    @property
    def missing(self) -> tuple[Right, ...]:
        """Return the rights that the key lacks."""
        return tuple(each.right for each in self.rights if not each.granted)


@frozen(kw_only=True)
class Gateway:
    """The payment gateway of a connection: live or test, by key or by a linked account, and what was read of it.

    `claimed` is what was claimed for this client: the account where it could be read, else the key's fingerprint.
    """

    connection_id: IntegrationId
    mode: Mode
    linked: bool = False
    account: str = ""
    currency: str = ""
    country: str = ""
    claimed: str = ""
    rights: tuple[RightChecked, ...] = ()
