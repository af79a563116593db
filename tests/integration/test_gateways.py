"""Restricted keys and linked accounts at Stripe: each right tried by one call, and every answer told as what it is."""

from __future__ import annotations

import logging
import time
import traceback
from typing import Any
from uuid import UUID

import pytest
import stripe

from clock import Clock
from gateways import PLATFORM, gateways, links
from saas_core.integrations.errors import CredentialRefused
from saas_core.integrations.values import Mode, ProblemCode, Right
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable
from saas_core.kernel.ids import IntegrationId
from saas_core.work.breaker import Breaker
from saas_sandbox.gateways import ACCOUNT, BALANCE, CHARGING, KeyState, SimulatedGateways
from saas_sandbox.stripe import Fault
from saas_stripe.gateways import MOST_SECONDS, NAMES
from simulated_mail import AT

CONNECTION = IntegrationId(UUID(int=5))


@pytest.fixture
def vendor() -> SimulatedGateways:
    """Return a vendor without accounts."""
    return SimulatedGateways(Clock(AT))


def test_every_right_is_tried_by_one_call_of_its_own(vendor: SimulatedGateways) -> None:
    """What may not be read is not asked for again, and a refusal names the account."""
    account = vendor.account()
    report = gateways(vendor).verify(vendor.key(account), Mode.TEST)
    assert {each.right for each in report.rights} == set(Right)
    assert report.missing == ()
    assert (report.account, report.currency, report.country) == (account.id, "", "")
    assert vendor.calls == [
        "GET /v1/charges",
        "POST /v1/payment_intents/pi_saas_core_check",
        "POST /v1/refunds/re_saas_core_check",
        "POST /v1/customers/cus_saas_core_check",
        "GET /v1/account",
        "GET /v1/balance",
    ]


@pytest.mark.parametrize(
    ("more", "read"),
    [
        ({BALANCE}, ("GBP", "")),
        ({ACCOUNT}, ("GBP", "GB")),
        ({BALANCE, ACCOUNT}, ("GBP", "GB")),
    ],
)
def test_currency_and_country_come_from_what_may_be_read(
    vendor: SimulatedGateways, more: set[str], read: tuple[str, str]
) -> None:
    """A key that may read its account or its balance is never needed."""
    account = vendor.account()
    report = gateways(vendor).verify(vendor.key(account, CHARGING | more), Mode.TEST)
    assert (report.account, report.currency, report.country) == (account.id, *read)


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({"customer_write"}, (Right.KEEP_CUSTOMERS,)),
        ({"payment_intent_write"}, (Right.TAKE_PAYMENTS,)),
        ({"charge_write"}, (Right.READ_PAYMENTS, Right.REFUND_PAYMENTS)),
        (CHARGING, tuple(Right)),
    ],
)
def test_the_missing_right_is_named(vendor: SimulatedGateways, without: set[str], missing: tuple[Right, ...]) -> None:
    """By our own words, for which there is the name on the vendor's page; no other right is asked for."""
    report = gateways(vendor).verify(vendor.key(vendor.account(), CHARGING - without), Mode.TEST)
    assert set(report.missing) == set(missing)
    assert set(NAMES) == set(Right)


def test_reading_alone_is_no_right_to_refund(vendor: SimulatedGateways) -> None:
    """A key that reads charges lacks the refunds; they are one line on the vendor's page, with two words."""
    key = vendor.key(vendor.account(), CHARGING - {"charge_write"} | {"charge_read"})
    assert gateways(vendor).verify(key, Mode.TEST).missing == (Right.REFUND_PAYMENTS,)


@pytest.mark.parametrize(
    ("secret", "mode", "about"),
    [
        ("sk_test_51AbcdefghijklmnopqrstuvW", Mode.TEST, "kind"),
        ("pk_test_51AbcdefghijklmnopqrstuvW", Mode.TEST, "kind"),
        ("rk_test_", Mode.TEST, "kind"),
        ("rk_test_51Abcdefghijklm nopqrstuvW", Mode.TEST, "kind"),
        ("rk_test_51Abcdefghijklmnopqrstuvé", Mode.TEST, "kind"),
        ("rk_test_51Abcdefghijklmnopqrstuv\n", Mode.TEST, "kind"),
        ("whsec_51Abcdefghijklmnopqrstuv", Mode.LIVE, "kind"),
        ("", Mode.LIVE, "kind"),
        ("rk_test_51AbcdefghijklmnopqrstuvW", Mode.LIVE, "mode"),
        ("rk_live_51AbcdefghijklmnopqrstuvW", Mode.TEST, "mode"),
    ],
)
def test_what_is_no_restricted_key_of_the_mode_is_refused_without_a_call(
    vendor: SimulatedGateways, secret: str, mode: Mode, about: str
) -> None:
    """The message holds nothing of it: it may be a key that works elsewhere."""
    for ask in (gateways(vendor).require_fit, gateways(vendor).verify):
        with pytest.raises(CredentialRefused) as refused:
            ask(secret, mode)
        assert refused.value.problem.code is ProblemCode.CREDENTIAL_UNFIT
        assert refused.value.problem.about == about
        assert "51Abc" not in str(refused.value)
    assert vendor.calls == []


@pytest.mark.parametrize(("state", "said"), [(KeyState.EXPIRED, "expired"), (KeyState.DELETED, "unknown")])
def test_a_revoked_key_is_told_at_the_first_call(vendor: SimulatedGateways, state: KeyState, said: str) -> None:
    """So is one that never was; neither the vendor's sentence nor its error is passed on, for both hold of the key."""
    key = vendor.key(vendor.account())
    vendor.change(key, state=state)
    with pytest.raises(CredentialRefused) as refused:
        gateways(vendor).verify(key, Mode.TEST)
    assert refused.value.problem.code is ProblemCode.CREDENTIAL_REVOKED
    assert said in refused.value.message
    assert len(vendor.calls) == 1
    told = "".join(traceback.format_exception(refused.value))
    assert key[-6:] not in told
    assert key[:8] not in told


def test_a_foreign_key_reports_its_own_account(vendor: SimulatedGateways) -> None:
    """Whose it is, is for the register of claims to say."""
    ours, theirs = vendor.account(), vendor.account(country="FR", currency="eur")
    found = [gateways(vendor).verify(vendor.key(each), Mode.TEST).account for each in (ours, theirs)]
    assert found == [ours.id, theirs.id]


def test_a_key_that_is_limited_to_other_addresses_is_told_so(vendor: SimulatedGateways) -> None:
    """No right is named as missing, for none is."""
    key = vendor.key(vendor.account())
    vendor.change(key, state=KeyState.ELSEWHERE)
    with pytest.raises(CredentialRefused) as refused:
        gateways(vendor).verify(key, Mode.TEST)
    assert (refused.value.problem.code, refused.value.problem.about) == (ProblemCode.CREDENTIAL_UNFIT, "addresses")


@pytest.mark.parametrize("fault", [Fault.THROTTLED, Fault.FAILED, Fault.HUNG, Fault.DROPPED])
def test_a_vendor_in_trouble_is_left_after_the_first_call(vendor: SimulatedGateways, fault: Fault) -> None:
    """It says nothing about the key, and one that hangs takes the time of one call alone."""
    key = vendor.key(vendor.account())
    vendor.fail(fault)
    with pytest.raises(ProviderUnavailable):
        gateways(vendor).verify(key, Mode.TEST)
    assert len(vendor.calls) == 1
    vendor.heal()
    assert gateways(vendor).verify(key, Mode.TEST).missing == ()


def test_what_hangs_is_soon_left_alone_and_bad_keys_are_no_reason(vendor: SimulatedGateways) -> None:
    """After five failures nobody waits any more; keys that are refused never shut out those of others."""
    good, bad = vendor.key(vendor.account()), vendor.key(vendor.account(), ())
    asking = gateways(vendor, breaker=Breaker("Stripe"))
    for _ in range(20):
        assert asking.verify(bad, Mode.TEST).missing
    vendor.change(bad, state=KeyState.DELETED)
    for _ in range(20):
        with pytest.raises(CredentialRefused):
            asking.verify(bad, Mode.TEST)
    assert asking.verify(good, Mode.TEST).missing == ()
    vendor.fail(Fault.HUNG)
    vendor.calls.clear()
    for _ in range(20):
        with pytest.raises(ProviderUnavailable):
            asking.verify(good, Mode.TEST)
    assert len(vendor.calls) == 5


def test_slow_answers_end_a_verification_too(vendor: SimulatedGateways) -> None:
    """Each in time, but not all together."""
    ticks = iter(range(0, 1_000, int(MOST_SECONDS / 3)))
    with pytest.raises(ProviderUnavailable):
        gateways(vendor, ticks=lambda: float(next(ticks))).verify(vendor.key(vendor.account()), Mode.TEST)
    assert len(vendor.calls) == 3


def test_nothing_of_a_key_is_logged(vendor: SimulatedGateways, caplog: pytest.LogCaptureFixture) -> None:
    """At no level, by no library."""
    key = vendor.key(vendor.account(), ())
    with caplog.at_level(logging.DEBUG):
        gateways(vendor).verify(key, Mode.TEST)
    assert key not in caplog.text
    assert key[-6:] not in caplog.text


def test_an_account_is_linked_without_a_key(vendor: SimulatedGateways) -> None:
    """It is made once for a connection, waits for its owner, and then tells currency and country."""
    linking = links(vendor)
    first, again = linking.open(CONNECTION, Mode.TEST), linking.open(CONNECTION, Mode.TEST)
    assert first.account == again.account
    assert first.url.startswith("https://connect.stripe.example/")
    assert vendor.calls.count("POST /v1/accounts") == 1
    waiting = linking.look(first.account, Mode.TEST)
    assert (waiting.ready, set(waiting.missing)) == (False, set(Right))
    vendor.onboard(first.account, country="IE", currency="eur")
    report = linking.look(first.account, Mode.TEST)
    assert (report.ready, report.missing, report.currency, report.country) == (True, (), "EUR", "IE")
    fresh = linking.open(CONNECTION, Mode.TEST, first.account)
    assert fresh.account == first.account
    assert linking.open(IntegrationId(UUID(int=6)), Mode.TEST).account != first.account


def test_an_account_that_was_never_linked_is_revoked_and_modes_do_not_mix(vendor: SimulatedGateways) -> None:
    """An account of somebody else cannot be looked at by its id."""
    theirs = vendor.account()
    with pytest.raises(CredentialRefused) as refused:
        links(vendor).look(theirs.id, Mode.TEST)
    assert refused.value.problem.code is ProblemCode.CREDENTIAL_REVOKED
    calls = len(vendor.calls)
    for ask in (lambda: links(vendor).open(CONNECTION, Mode.LIVE), lambda: links(vendor).look(theirs.id, Mode.LIVE)):
        with pytest.raises(InvalidValue) as wrong:
            ask()
        assert wrong.value.field == "mode"
    assert len(vendor.calls) == calls
    vendor.fail(Fault.FAILED)
    with pytest.raises(ProviderUnavailable):
        links(vendor).look(theirs.id, Mode.TEST)


def test_what_is_shown_has_the_vendors_shapes(vendor: SimulatedGateways) -> None:
    """Through the vendor's own client: errors of its kinds, objects with its fields."""
    key = vendor.key(vendor.account(), {ACCOUNT, BALANCE})
    client = stripe.StripeClient(key, http_client=vendor.http_client, max_network_retries=0)
    account: Any = client.v1.accounts.retrieve_current()
    assert (account.object, account.country, account.default_currency) == ("account", "GB", "gbp")
    assert account.to_dict().keys() <= stripe.Account.__annotations__.keys() | {"id", "object"}
    balance = client.v1.balance.retrieve()
    assert [each.currency for each in balance.available] == ["gbp"]
    assert balance.livemode is False
    with pytest.raises(stripe.PermissionError) as refused:
        client.v1.customers.list()
    assert refused.value.http_status == 403
    ours = stripe.StripeClient(PLATFORM, http_client=vendor.http_client, max_network_retries=0)
    made = ours.v1.accounts.create({"metadata": {"a": "b"}})
    assert made.to_dict().keys() <= stripe.Account.__annotations__.keys()
    link = ours.v1.account_links.create({"account": made.id, "type": "account_onboarding"})
    assert link.to_dict().keys() <= stripe.AccountLink.__annotations__.keys()
    assert link.expires_at > link.created
    began = time.monotonic()
    vendor.fail(Fault.HUNG)
    with pytest.raises(stripe.APIConnectionError):
        client.v1.customers.list()
    assert time.monotonic() - began < 1
