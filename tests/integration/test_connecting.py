"""Connecting by the real use cases over simulated services: what is missing, taken, revoked, changed or broken off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connecting import BrokenOff, Failing, domain, drained, gateway, opened
from saas_app.simulated_services import SimulatedServices
from saas_core.integrations.errors import CredentialRefused
from saas_core.integrations.values import EMAIL, PAYMENT_GATEWAY, Mode
from saas_core.kernel.mail import From
from saas_core.policy.decision import Refused
from saas_sandbox.gateways import CHARGING, KeyState
from saas_sandbox.ses import Fault
from saas_testing.kit import Client, Kit


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[Kit, SimulatedServices]]:
    """Yield a provider with services to connect, over a store in memory."""
    with opened("memory:", tmp_path) as made:
        yield made


def _shown(kit: Kit, client: Client, name: str) -> Any:
    return kit.application.integrations.connections.show(by=client.owner.by, tenant_id=client.tenant_id, name=name)


def _verified(kit: Kit, client: Client, name: str) -> Any:
    return kit.application.integrations.connections.verify(by=client.owner.by, tenant_id=client.tenant_id, name=name)


def _email(kit: Kit, client: Client, name: str) -> Any:
    return kit.application.integrations.email.connect(
        by=client.owner.by, tenant_id=client.tenant_id, domain=name, address=f"office@{name}"
    )


def _states(view: Any) -> dict[str, str]:
    return {each.purpose: each.state for each in view.email.records}


def _secret(kit: Kit, client: Client) -> str:
    found: str = kit.application.integrations.credentials.use(
        by=client.owner.by, tenant_id=client.tenant_id, name=PAYMENT_GATEWAY, call=lambda opened: opened.secret
    )
    return found


def test_a_key_without_a_right_fails_with_its_name_and_works_once_it_has_it(house: Any) -> None:
    """Nothing else changes: neither the key, nor that it was connected."""
    kit, services = house
    client = kit.active_client()
    key = gateway(kit, services, client, without=("customer_write",))
    view = _shown(kit, client, PAYMENT_GATEWAY)
    assert (view.state, view.problem.code, view.problem.about) == ("failing", "right_missing", "keep_customers")
    with pytest.raises(Refused):
        _secret(kit, client)
    services.stripe.change(key, rights=CHARGING)
    drained(kit, hours=2)
    assert _shown(kit, client, PAYMENT_GATEWAY).state == "connected"
    assert _secret(kit, client) == key


def test_a_revoked_key_is_found_by_the_worker_and_replaced_by_another_of_the_account(house: Any) -> None:
    """Its owner is told, and told again when it works."""
    kit, services = house
    client = kit.active_client()
    account = services.stripe.account()
    key = gateway(kit, services, client, account=account)
    services.stripe.change(key, state=KeyState.EXPIRED)
    drained(kit, hours=10)
    view = _shown(kit, client, PAYMENT_GATEWAY)
    assert (view.state, view.problem.code) == ("failing", "credential_revoked")
    assert key[-6:-4] not in str(view.problem)
    other = gateway(kit, services, client, account=account)
    assert _shown(kit, client, PAYMENT_GATEWAY).state == "connected"
    assert _secret(kit, client) == other
    drained(kit, hours=1)
    subjects = [each.subject for each in kit.mailbox.to(client.owner.email)]
    assert len(subjects) == len(set(subjects))
    assert sum("ateway" in each for each in subjects) >= 1


@pytest.mark.parametrize("secret", ["rk_live_51AbcdefghijklmnopqrstuvW", "sk_test_51AbcdefghijklmnopqrstuvW", "x"])
def test_a_key_that_cannot_be_right_is_refused_at_once(house: Any, secret: str) -> None:
    """Nothing is stored of it, and nobody is asked."""
    kit, services = house
    client = kit.active_client()
    with pytest.raises(CredentialRefused) as refused:
        kit.application.integrations.gateway.connect(
            by=client.owner.by, tenant_id=client.tenant_id, secret=secret, mode=Mode.TEST
        )
    assert secret == "x" or secret not in str(refused.value)
    assert _shown(kit, client, PAYMENT_GATEWAY).state == "not_connected"
    assert services.stripe.calls == []


def test_an_account_belongs_to_one_client(house: Any) -> None:
    """By whichever key; it is free once it is disconnected."""
    kit, services = house
    first, second = kit.active_client(), kit.active_client("orchard")
    account = services.stripe.account()
    gateway(kit, services, first, account=account)
    gateway(kit, services, second, account=account)
    view = _shown(kit, second, PAYMENT_GATEWAY)
    assert (view.state, view.problem.code) == ("failing", "account_held")
    kit.application.integrations.connections.disconnect(
        by=first.owner.by, tenant_id=first.tenant_id, name=PAYMENT_GATEWAY
    )
    assert _verified(kit, second, PAYMENT_GATEWAY).state == "connected"


def test_a_domain_waits_for_each_of_its_records(house: Any) -> None:
    """One record short is pending, days later too, and no failure; the provider of mail hears of it after the proof."""
    kit, services = house
    client = kit.active_client()
    view = _email(kit, client, "harbor.example")
    drained(kit, hours=1)
    assert _states(_shown(kit, client, EMAIL)) == {"proof": "pending", "dkim": "pending"}
    assert services.ses.asked == 0
    services.publish(view, "dkim")
    drained(kit, days=1)
    shown = _shown(kit, client, EMAIL)
    assert (shown.state, _states(shown)) == ("verifying", {"proof": "pending", "dkim": "found"})
    assert services.ses.asked == 0
    services.publish(view)
    drained(kit, hours=2)
    drained(kit, hours=2)
    assert _shown(kit, client, EMAIL).state == "connected"


def test_a_record_that_changes_later_fails_and_mail_falls_back_until_it_is_right_again(house: Any) -> None:
    """Mails to the client's people come from its address while it works; with its own state for each record."""
    kit, services = house
    client = kit.active_client()
    view = domain(kit, services, client)
    assert view.state == "connected"
    own = From(address="office@harbor.example", name="Office")
    kit.joined(client, "Mia Chen")
    assert kit.mailbox.to("mia@harbor.example")[-1].sender == own
    services.zone.publish(
        next(each.name for each in view.email.records if each.purpose == "dkim"), "TXT", "v=DKIM1; p="
    )
    drained(kit, hours=8)
    shown = _shown(kit, client, EMAIL)
    assert (shown.state, _states(shown)) == ("failing", {"proof": "found", "dkim": "wrong"})
    kit.joined(client, "Jon Berg")
    assert kit.mailbox.to("jon@harbor.example")[-1].sender is None
    services.publish(view)
    drained(kit, hours=2)
    assert _shown(kit, client, EMAIL).state == "connected"
    kit.joined(client, "Ana Ruiz")
    assert kit.mailbox.to("ana@harbor.example")[-1].sender == own


def test_a_domain_that_the_provider_of_mail_gave_up_comes_back_by_itself(house: Any) -> None:
    """It looks no more after three days; once the records are right again it is asked to begin again."""
    kit, services = house
    client = kit.active_client()
    view = domain(kit, services, client)
    services.withdraw(view, "dkim")
    for _ in range(5):
        drained(kit, days=1)
        services.ses._identities.verified("office@harbor.example")
    assert not services.ses._identities.verified("office@harbor.example")
    assert _shown(kit, client, EMAIL).state == "failing"
    services.publish(view)
    drained(kit, hours=2)
    assert _shown(kit, client, EMAIL).state == "connected"


def test_a_lapse_falls_back_to_the_providers_sender_and_the_return_comes_back(house: Any) -> None:
    """The notice of the lapse itself comes from the provider; nothing was connected anew."""
    kit, services = house
    client = kit.active_client()
    domain(kit, services, client)
    kit.lapse(client)
    drained(kit, minutes=5)
    assert kit.mailbox.to(client.owner.email)[-1].sender is None
    shown = _shown(kit, client, EMAIL)
    assert (shown.state, shown.suspended) == ("connected", True)


@pytest.mark.parametrize("asked", ["harbor.example", "HARBOR.example.", "mail.harbor.example", "a.b.harbor.example"])
def test_a_domain_is_held_with_everything_below_it(house: Any, asked: str) -> None:
    """Another client is told only once it proved control; before that its claim just waits."""
    kit, services = house
    first, second = kit.active_client(), kit.active_client("orchard")
    domain(kit, services, first)
    held = asked.lower().rstrip(".")
    view = kit.application.integrations.email.connect(
        by=second.owner.by, tenant_id=second.tenant_id, domain=asked, address=f"office@{held}"
    )
    shown = _verified(kit, second, EMAIL)
    assert (shown.state, shown.problem.code) in {("verifying", "record_pending"), ("verifying", "record_wrong")}
    proof = next(each for each in view.email.records if each.purpose == "proof")
    services.zone.add(proof.name, "TXT", proof.content)
    told = _verified(kit, second, EMAIL)
    assert (told.state, told.problem.code, told.problem.about) == ("verifying", "domain_held", "harbor.example")
    assert _verified(kit, first, EMAIL).state == "connected"


def test_the_punycode_of_a_domain_is_the_domain(house: Any) -> None:
    """Whichever way it is typed, it is claimed once."""
    kit, services = house
    first, second = kit.active_client(), kit.active_client("orchard")
    view = _email(kit, first, "hafenküche.example")
    services.publish(view)
    _verified(kit, first, EMAIL)
    assert _verified(kit, first, EMAIL).state == "connected"
    assert view.email.domain == "xn--hafenkche-v9a.example"
    other = _email(kit, second, "xn--hafenkche-v9a.example")
    proof = next(each for each in other.email.records if each.purpose == "proof")
    services.zone.add(proof.name, "TXT", proof.content)
    assert _verified(kit, second, EMAIL).problem.code == "domain_held"


def test_a_domain_known_at_the_provider_of_mail_is_not_taken_over(house: Any) -> None:
    """The provider's own among them, even for whoever has its DNS."""
    kit, services = house
    client = kit.active_client()
    view = _email(kit, client, "provider.example")
    services.publish(view)
    _verified(kit, client, EMAIL)
    shown = _verified(kit, client, EMAIL)
    assert (shown.state, shown.problem.code) == ("failing", "identity_exists")


def test_an_address_that_ses_refuses_loses_no_mail(house: Any) -> None:
    """As when the domain was removed there by hand: the worker looks at it at once, and makes it known again."""
    kit, services = house
    client = kit.active_client()
    assert domain(kit, services, client).state == "connected"
    services.ses.fail(Fault.HANGING)
    drained(kit, hours=8)
    assert _shown(kit, client, EMAIL).state == "connected"


@pytest.mark.parametrize("step", range(1, 11))
def test_a_rotation_that_dies_at_any_step_refuses_nothing_and_is_finished_by_the_next(house: Any, step: int) -> None:
    """Two clients with a key each: before and after each call to the master keys."""
    kit, services = house
    clients = [kit.active_client(), kit.active_client("orchard")]
    keys = {each.tenant_id: gateway(kit, services, each) for each in clients}
    desk = kit.application.integrations.credentials
    whole, vault = desk._master_keys, desk._desk.vault
    before = whole.current()
    failing = Failing(whole, [step])
    desk._master_keys = vault._master_keys = failing
    try:
        desk.rotate_master(by=kit.staff)
    except BrokenOff:
        pass
    finally:
        desk._master_keys = vault._master_keys = whole
    vault._open.clear()
    assert [_secret(kit, each) for each in clients] == list(keys.values())
    desk.rotate_master(by=kit.staff)
    desk.rotate_master(by=kit.staff)
    vault._open.clear()
    assert [_secret(kit, each) for each in clients] == list(keys.values())
    assert whole.current() != before
    for each in clients:
        with kit.application.store.read(each.tenant_id) as work:
            assert {key.master_key_id for key in work.client_keys.all()} == {whole.current()}
