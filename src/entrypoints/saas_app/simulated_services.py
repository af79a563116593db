"""Simulated services for clients to connect, for demonstrations and tests: payment gateways, mail and the DNS.

None of them is the vendor; the vendors' own clients and the real resolver speak to them. Needs the extras `stripe`,
`aws` and `integrations`.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from saas_app.integrations import Services, vault_over
from saas_core.work.breaker import Breaker

if TYPE_CHECKING:
    from collections.abc import Collection

    from saas_core.integrations.ports.sealing import MasterKeys
    from saas_core.integrations.queries.views import ConnectionView
    from saas_core.kernel.instants import Clock
    from saas_local import KeyFile
    from saas_sandbox.gateways import Account

_PATIENT: Final = 1_000_000
_NEEDED: Final = ("boto3", "dns", "stripe")
"""The packages that the three extras bring."""


def possible() -> bool:
    """Return whether the extras are installed that simulated services need."""
    return all(find_spec(each) is not None for each in _NEEDED)


class SimulatedServices:
    """Services that take the place of those that the settings name: pass it to `open_application` as `services`.

    `stripe` holds the accounts and keys of clients, `zone` all records of the DNS, and `ses` the domains at the
    provider of mail; faults are planted there. Each breaker opens after `failures`; by default none ever does.
    """

    def __init__(
        self, clock: Clock, *, master_keys: MasterKeys | None = None, failures: int = _PATIENT, dns_seconds: float = 1.0
    ) -> None:
        """Start with nothing; `master_keys` take the place of those in the key file."""
        # Slow to import, and needed by few.
        from saas_sandbox.dns import SimulatedZone  # noqa: PLC0415
        from saas_sandbox.gateways import SimulatedGateways  # noqa: PLC0415
        from saas_sandbox.ses import SimulatedSes  # noqa: PLC0415

        self.stripe = SimulatedGateways(clock)
        self.zone = SimulatedZone()
        self.ses = SimulatedSes(clock, zone=self.zone)
        self._master_keys = master_keys
        self._failures = failures
        self._dns_seconds = dns_seconds

    def __call__(self, keys: KeyFile) -> Services:
        """Return the services; credentials are sealed under the key file unless other master keys were given."""
        from boto3 import Session  # noqa: PLC0415 - as above

        from saas_aws import ses_client  # noqa: PLC0415
        from saas_aws.domains import SesDomains  # noqa: PLC0415
        from saas_core.integrations.values import Mode  # noqa: PLC0415
        from saas_local.dkim import RsaDkimKeys  # noqa: PLC0415
        from saas_local.dns import Resolver  # noqa: PLC0415
        from saas_local.master_keys import KeyFileMasterKeys  # noqa: PLC0415
        from saas_stripe import connect  # noqa: PLC0415
        from saas_stripe.account_links import StripeAccountLinks  # noqa: PLC0415
        from saas_stripe.gateways import StripeGateways  # noqa: PLC0415

        session = Session(aws_access_key_id="AKIDSIMULATED", aws_secret_access_key="simulated")  # noqa: S106
        client: Any = ses_client("eu-central-1", session=session)
        self.ses.attach(client)
        wire, breaker = self.stripe.http_client, Breaker("Stripe", failures=self._failures)
        calls = connect(self.stripe.platform, http_client=wire, breaker=breaker)
        master_keys = self._master_keys or KeyFileMasterKeys(keys)
        return Services(
            gateways=StripeGateways(http_client=wire, breaker=breaker),
            links=StripeAccountLinks(calls, Mode.TEST, return_url="https://portal.example/integrations"),
            domains=SesDomains(client, configuration_set="saas", breaker=Breaker("SES", failures=self._failures)),
            dns=Resolver(nameservers=[self.zone.nameserver], seconds=self._dns_seconds),
            dkim=RsaDkimKeys(),
            master_keys=master_keys,
            vault=vault_over(master_keys, keys),
        )

    def key(self, account: Account | None = None, *, without: Collection[str] = (), live: bool = False) -> str:
        """Make a restricted key with every right that is needed but these, of an account or of a fresh one."""
        from saas_sandbox.gateways import CHARGING  # noqa: PLC0415 - as above

        rights = CHARGING - frozenset(without)
        return self.stripe.key(account or self.stripe.account(), rights, live=live)

    def complete(self, key: str) -> None:
        """Give a key every right that is needed."""
        from saas_sandbox.gateways import CHARGING  # noqa: PLC0415 - as above

        self.stripe.change(key, rights=CHARGING)

    def publish(self, view: ConnectionView, *purposes: str) -> None:
        """Set the DNS records that a connection shows, all of them or those of these purposes."""
        for each in () if view.email is None else view.email.records:
            if not purposes or each.purpose in purposes:
                self.zone.publish(each.name, each.kind, each.content)

    def withdraw(self, view: ConnectionView, purpose: str) -> None:
        """Take the record of one purpose away."""
        for each in () if view.email is None else view.email.records:
            if each.purpose == purpose:
                self.zone.withdraw(each.name, each.kind)
