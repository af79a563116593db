"""The contract of services that clients connect: what tests stand in for them is held to what asks the vendors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from clock import Clock
from gateways import gateways
from integrating import Domains, Gateways, Zone
from mail_domains import Post, pair
from saas_core.integrations.errors import CredentialRefused, IdentityExists
from saas_core.integrations.ports.vendors import DnsRecords, MailDomains, PaymentGateways
from saas_core.integrations.values import IdentityState, Mode, ProblemCode, RecordKind, Right
from saas_core.kernel.errors import ProviderUnavailable
from saas_core.kernel.ids import IntegrationId
from saas_sandbox.dns import Fault as DnsFault
from saas_sandbox.gateways import CHARGING, KeyState, SimulatedGateways
from saas_sandbox.stripe import Fault
from simulated_mail import AT

OURS, THEIRS = IntegrationId(UUID(int=1)), IntegrationId(UUID(int=2))
NAME = "_saas-core.harbor.example"


@frozen(kw_only=True)
class Gateway:
    """A payment gateway, a key that is good, one without a right, one that was revoked, and how it goes away."""

    port: PaymentGateways
    good: str
    lacking: str
    revoked: str
    away: Callable[[], object]


@frozen(kw_only=True)
class Records:
    """The DNS, how something is published there, and how it goes away."""

    port: DnsRecords
    publish: Callable[[str], object]
    away: Callable[[], object]


def _quick_gateway() -> Gateway:
    quick = Gateways()
    good, lacking = "rk_test_Quick7890123456abcd", "rk_test_Quick7890123456wxyz"
    quick.knows(good)
    quick.knows(lacking, missing=(Right.KEEP_CUSTOMERS,))
    return Gateway(
        port=quick,
        good=good,
        lacking=lacking,
        revoked="rk_test_Quick7890123456gone",
        away=lambda: setattr(quick, "away", True),
    )


def _simulated_gateway() -> Gateway:
    vendor = SimulatedGateways(Clock(AT))
    account = vendor.account()
    good, revoked = vendor.key(account), vendor.key(account)
    vendor.change(revoked, state=KeyState.DELETED)
    return Gateway(
        port=gateways(vendor),
        good=good,
        lacking=vendor.key(account, CHARGING - {"customer_write"}),
        revoked=revoked,
        away=lambda: vendor.fail(Fault.HUNG),
    )


@pytest.fixture(params=[_quick_gateway, _simulated_gateway], ids=["quick", "simulated"])
def gateway(request: pytest.FixtureRequest) -> Gateway:
    """Return each payment gateway in turn."""
    made: Gateway = request.param()
    return made


@pytest.fixture(params=["quick", "simulated"])
def domains(request: pytest.FixtureRequest) -> MailDomains:
    """Return each provider of mail in turn, which has verified nothing yet."""
    return Domains(default=IdentityState.PENDING) if request.param == "quick" else Post.over(Clock(AT)).domains


@pytest.fixture(params=["quick", "simulated"])
def records(request: pytest.FixtureRequest) -> Records:
    """Return each DNS in turn."""
    if request.param == "quick":
        zone = Zone()
        return Records(
            port=zone,
            publish=lambda content: zone.records.update({NAME: (content,)}),
            away=lambda: setattr(zone, "away", True),
        )
    post = Post.over(Clock(AT))
    return Records(
        port=post.dns,
        publish=lambda content: post.zone.publish(NAME, "TXT", content),
        away=lambda: post.zone.fail(DnsFault.BROKEN),
    )


def test_every_right_is_reported_and_the_missing_one_named(gateway: Gateway) -> None:
    """With the account, where it can be read at all."""
    report = gateway.port.verify(gateway.good, Mode.TEST)
    assert {each.right for each in report.rights} == set(Right)
    assert (report.missing, report.ready) == ((), True)
    assert report.account.startswith("acct_")
    assert gateway.port.verify(gateway.lacking, Mode.TEST).missing == (Right.KEEP_CUSTOMERS,)


def test_a_key_that_is_not_known_is_refused_and_says_nothing_of_itself(gateway: Gateway) -> None:
    """So is one for the other mode, and without a call."""
    with pytest.raises(CredentialRefused) as revoked:
        gateway.port.verify(gateway.revoked, Mode.TEST)
    assert revoked.value.problem.code is ProblemCode.CREDENTIAL_REVOKED
    with pytest.raises(CredentialRefused) as mixed:
        gateway.port.require_fit(gateway.good, Mode.LIVE)
    assert mixed.value.problem.code is ProblemCode.CREDENTIAL_UNFIT
    assert not any(key in f"{revoked.value}{mixed.value}" for key in (gateway.good, gateway.revoked))


def test_a_gateway_that_is_away_says_nothing_of_a_key(gateway: Gateway) -> None:
    """It can be asked later."""
    gateway.away()
    with pytest.raises(ProviderUnavailable):
        gateway.port.verify(gateway.good, Mode.TEST)


def test_a_domain_is_made_once_by_its_connection(domains: MailDomains) -> None:
    """Another one finds it taken, and removes nothing."""
    given: dict[str, Any] = {"selector": "saas1", "private_key": pair(0)[0]}
    assert domains.state("harbor.example", connection_id=OURS) is IdentityState.ABSENT
    for _ in range(2):
        assert domains.create("harbor.example", **given, connection_id=OURS) is IdentityState.PENDING
    with pytest.raises(IdentityExists):
        domains.create("harbor.example", **given, connection_id=THEIRS)
    domains.delete("harbor.example", connection_id=THEIRS)
    assert domains.state("harbor.example", connection_id=OURS) is IdentityState.PENDING
    for _ in range(2):
        domains.delete("harbor.example", connection_id=OURS)
    assert domains.state("harbor.example", connection_id=OURS) is IdentityState.ABSENT


def test_records_are_what_stands_at_a_name(records: Records) -> None:
    """No name is an answer; no server is none."""
    assert records.port.look_up(NAME, RecordKind.TXT) == ()
    records.publish("saas-core-verification=1")
    assert records.port.look_up(NAME, RecordKind.TXT) == ("saas-core-verification=1",)
    records.away()
    with pytest.raises(ProviderUnavailable):
        records.port.look_up(NAME, RecordKind.TXT)
