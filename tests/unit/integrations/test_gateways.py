"""The payment gateway: connected by a restricted key, verified right by right, never mixed, never taken over (2.2)."""

from __future__ import annotations

import pytest

from integrating import GOOD_KEY, LIVE_KEY, OTHER_KEY, Integrating
from saas_core.integrations.errors import (
    AccountHeld,
    ConnectionNotNow,
    ConnectionUnknown,
    CredentialRefused,
    ModeMixed,
)
from saas_core.integrations.values import Mode, Right
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable


def test_a_connected_gateway_is_verified_soon_and_says_what_it_read(desk: Integrating) -> None:
    """First it is being verified; the worker's look makes it work, with currency and country."""
    desk.street.gateways.knows()
    assert desk.connect_gateway().state == "verifying"
    desk.worked()
    view = desk.show("payment_gateway")
    assert (view.state, view.gateway.account, view.gateway.currency, view.gateway.country) == (
        "connected",
        "acct_1",
        "GBP",
        "GB",
    )
    assert [each.granted for each in view.gateway.rights] == [True] * len(Right)


def test_nothing_of_a_key_is_shown_but_its_end_and_a_fingerprint(desk: Integrating) -> None:
    """The same key has the same fingerprint, and no view holds more."""
    view = desk.connected_gateway()
    assert view.credential.last_four == GOOD_KEY[-4:]
    assert len(view.credential.fingerprint) == 16
    assert GOOD_KEY not in repr(view)


def test_a_missing_right_is_named_and_no_other_is_asked_for(desk: Integrating) -> None:
    """It fails with the right that is missing; once it was added, the next look finds it."""
    desk.street.gateways.knows(missing=(Right.REFUND_PAYMENTS,))
    desk.connect_gateway()
    failing = desk.verify("payment_gateway")
    assert (failing.state, failing.problem.code, failing.problem.about) == (
        "failing",
        "right_missing",
        "refund_payments",
    )
    assert failing.problem.came_back == "The key lacks: refund payments."
    desk.street.gateways.knows()
    assert desk.verify("payment_gateway").state == "connected"


def test_a_key_that_may_not_read_its_account_connects_all_the_same(desk: Integrating) -> None:
    """It is told apart by its fingerprint, and no right to read the account is asked for."""
    view = desk.connected_gateway(account="", currency="")
    assert (view.state, view.gateway.account) == ("connected", "")


@pytest.mark.parametrize("secret", ["sk_test_whatever1234567890", LIVE_KEY, "", "x"])
def test_a_key_of_another_kind_or_mode_is_refused_at_once(desk: Integrating, secret: str) -> None:
    """Nothing is stored, and the error holds nothing of the key."""
    with pytest.raises(InvalidValue) as caught:
        desk.connect_gateway(secret)
    assert not secret or len(secret) < 2 or secret not in str(caught.value)
    assert desk.show("payment_gateway").state == "not_connected"


def test_live_and_test_are_never_mixed(desk: Integrating) -> None:
    """The other mode needs a connection of its own, after the first one ended."""
    desk.connected_gateway()
    desk.street.gateways.knows(LIVE_KEY)
    with pytest.raises(ModeMixed):
        desk.connect_gateway(LIVE_KEY, Mode.LIVE)
    desk.desk.connections.disconnect(**desk.who, name="payment_gateway")
    assert desk.connect_gateway(LIVE_KEY, Mode.LIVE).gateway.mode == "live"


def test_a_revoked_key_fails_and_a_service_that_is_away_changes_nothing(desk: Integrating) -> None:
    """Only an answer counts."""
    desk.connected_gateway()
    desk.street.gateways.away = True
    assert desk.verify("payment_gateway").state == "connected"
    desk.street.gateways.away = False
    desk.street.gateways.reports.clear()
    failing = desk.verify("payment_gateway")
    assert (failing.state, failing.problem.code) == ("failing", "credential_revoked")


def test_a_key_is_replaced_only_by_one_that_works(desk: Integrating) -> None:
    """A key that replaces another is verified first; what works goes on working."""
    first = desk.connected_gateway()
    with pytest.raises(CredentialRefused):
        desk.connect_gateway(OTHER_KEY)
    desk.street.gateways.knows(OTHER_KEY, missing=(Right.TAKE_PAYMENTS,))
    with pytest.raises(CredentialRefused, match="take payments"):
        desk.connect_gateway(OTHER_KEY)
    desk.street.gateways.away = True
    with pytest.raises(ProviderUnavailable):
        desk.connect_gateway(OTHER_KEY)
    desk.street.gateways.away = False
    assert desk.show("payment_gateway").credential == first.credential
    desk.street.gateways.knows(OTHER_KEY)
    after = desk.connect_gateway(OTHER_KEY)
    assert (after.state, after.credential.last_four) == ("connected", "wxyz")
    assert after.integration_id == first.integration_id


def test_a_key_of_another_account_replaces_nothing(desk: Integrating) -> None:
    """Foreign keys are found by their account."""
    desk.connected_gateway()
    desk.street.gateways.knows(OTHER_KEY, account="acct_2")
    with pytest.raises(CredentialRefused, match="another account"):
        desk.connect_gateway(OTHER_KEY)


def test_an_account_belongs_to_one_client(desk: Integrating) -> None:
    """Whoever has a key to it is told that it is connected elsewhere, until it is free."""
    desk.connected_gateway()
    rival = desk.other_client()
    desk.street.gateways.knows(OTHER_KEY)
    desk.connect_gateway(OTHER_KEY, **rival)
    failing = desk.verify("payment_gateway", **rival)
    assert (failing.state, failing.problem.code) == ("failing", "account_held")
    desk.desk.connections.disconnect(**desk.who, name="payment_gateway")
    assert desk.verify("payment_gateway", **rival).state == "connected"


def test_an_account_is_linked_once_its_owner_is_ready(desk: Integrating) -> None:
    """Until then it is being verified, which is no failure; the same account stays the one of the connection."""
    link = desk.desk.gateway.link(**desk.who, mode=Mode.TEST)
    assert link.connection.state == "verifying"
    assert desk.desk.gateway.link(**desk.who, mode=Mode.TEST).url == link.url
    waiting = desk.verify("payment_gateway")
    assert (waiting.state, waiting.problem.code) == ("verifying", "account_not_ready")
    desk.street.links.ready = True
    assert desk.verify("payment_gateway").state == "connected"
    with pytest.raises(ConnectionNotNow):
        desk.connect_gateway()


def test_a_disconnected_gateway_leaves_no_credential(desk: Integrating) -> None:
    """Its row is gone, and there is nothing to end twice."""
    desk.connected_gateway()
    ended = desk.desk.connections.disconnect(**desk.who, name="payment_gateway")
    assert (ended.state, ended.credential, ended.gateway) == ("disconnected", None, None)
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        assert work.credentials.all() == ()
    with pytest.raises(ConnectionUnknown):
        desk.desk.connections.disconnect(**desk.who, name="payment_gateway")


def test_a_key_of_an_account_that_another_client_holds_replaces_nothing(desk: Integrating) -> None:
    """Also where the former key could not tell its account; what works goes on with the former key."""
    rival = desk.other_client()
    desk.street.gateways.knows(OTHER_KEY, account="acct_2")
    desk.connect_gateway(OTHER_KEY, **rival)
    desk.verify("payment_gateway", **rival)
    desk.connected_gateway(account="")
    with pytest.raises(AccountHeld):
        desk.connect_gateway(OTHER_KEY)
    view = desk.show("payment_gateway")
    assert (view.state, view.credential.last_four, view.gateway.account) == ("connected", GOOD_KEY[-4:], "")


def test_an_account_in_a_mode_that_is_not_linked_leaves_nothing_behind(desk: Integrating) -> None:
    """It is refused before anything is stored."""
    desk.street.links.offered = Mode.LIVE
    with pytest.raises(InvalidValue):
        desk.desk.gateway.link(**desk.who, mode=Mode.TEST)
    assert desk.show("payment_gateway").state == "not_connected"


def test_a_link_that_was_not_answered_waits_and_is_begun_again(desk: Integrating) -> None:
    """Nothing is asked about an account that was never opened."""
    desk.street.links.away = True
    with pytest.raises(ProviderUnavailable):
        desk.desk.gateway.link(**desk.who, mode=Mode.TEST)
    assert desk.verify("payment_gateway").problem.code == "account_not_ready"
    desk.street.links.away, desk.street.links.ready = False, True
    desk.desk.gateway.link(**desk.who, mode=Mode.TEST)
    assert desk.verify("payment_gateway").state == "connected"
