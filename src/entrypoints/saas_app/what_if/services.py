"""What if: what an invented client connects, and what renders its estimates; nothing leaves this process."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from attrs import define, field

from saas_app.integrations import Services, vault_over
from saas_core.engagements.estimates.content import content_bytes
from saas_core.integrations.model.gateway import GatewayReport, RightChecked
from saas_core.integrations.values import IdentityState, Right
from saas_local.dkim import RsaDkimKeys
from saas_local.master_keys import KeyFileMasterKeys
from saas_local.not_offered import NoAccountLinks

if TYPE_CHECKING:
    from saas_core.integrations.model.mail_domain import Sender
    from saas_core.integrations.queries.views import ConnectionView
    from saas_core.integrations.values import Mode, RecordKind
    from saas_core.kernel.ids import EffectId, IntegrationId
    from saas_local import KeyFile

SECRET: Final = "rk_test_invented"  # noqa: S105 - the key of a gateway that is nowhere


class _Gateway:
    """A payment gateway at which every key may do everything that is needed."""

    def require_fit(self, secret: str, mode: Mode) -> None:
        """Take any key."""
        del secret, mode

    def verify(self, secret: str, mode: Mode) -> GatewayReport:
        """Return that every right is granted."""
        del secret, mode
        rights = tuple(RightChecked(each, granted=True) for each in Right)
        return GatewayReport(rights=rights, account="acct_invented", currency="GBP", country="GB")


class _Domains:
    """A provider of mail at which every domain is verified at once."""

    def require_offered(self) -> None:
        """Offer domains."""

    def create(self, domain: str, *, selector: str, private_key: str, connection_id: IntegrationId) -> IdentityState:
        """Return that it is verified."""
        del domain, selector, private_key, connection_id
        return IdentityState.VERIFIED

    def state(self, domain: str, *, connection_id: IntegrationId) -> IdentityState:
        """Return that it is verified."""
        del domain, connection_id
        return IdentityState.VERIFIED

    def delete(self, domain: str, *, connection_id: IntegrationId) -> None:
        """Do nothing: none was kept."""

    def send_test(self, mail_id: EffectId, sender: Sender, to: str) -> None:
        """Send nothing: nobody reads it."""


@define
class InventedServices:
    """The services of an invented client; pass it to `open_application` as `services`."""

    records: dict[str, tuple[str, ...]] = field(factory=dict)

    def __call__(self, keys: KeyFile) -> Services:
        """Return the services; what a client connects is sealed as everywhere."""
        master_keys = KeyFileMasterKeys(keys)
        return Services(
            gateways=_Gateway(),
            links=NoAccountLinks(),
            domains=_Domains(),
            dns=self,
            dkim=RsaDkimKeys(),
            master_keys=master_keys,
            vault=vault_over(master_keys, keys),
        )

    def look_up(self, name: str, kind: RecordKind) -> tuple[str, ...]:
        """Return what was published at a name."""
        del kind
        return self.records.get(name, ())

    def publish(self, view: ConnectionView) -> None:
        """Set the DNS records that a connection shows."""
        for each in () if view.email is None else view.email.records:
            self.records[each.name] = (*self.records.get(each.name, ()), each.content)


class InventedDocuments:
    """Renders a document as its bare content: it is kept in memory, and read by nobody."""

    def render(self, kind: str, content: Mapping[str, object], at: datetime) -> bytes:
        """Return the content."""
        del kind, at
        return content_bytes(content)

    def check(self, kind: str, content: Mapping[str, object]) -> tuple[str, ...]:
        """Return that every character can be shown."""
        del kind, content
        return ()
