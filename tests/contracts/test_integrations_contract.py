"""Connections, sealed credentials, counted uses and claims, as every store keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from saas_core.integrations.model.connection import Connection
from saas_core.integrations.model.gateway import Gateway, RightChecked
from saas_core.integrations.model.mail_domain import MailDomain, Sender
from saas_core.integrations.model.sealed import ClientKey, SealedCredential
from saas_core.integrations.model.settings import FinancialSettings
from saas_core.integrations.values import (
    ClaimKind,
    ClientKeyId,
    ConnectionState,
    CredentialId,
    Mode,
    Problem,
    ProblemCode,
    RecordState,
    Right,
)
from saas_core.kernel.ids import EnhancementId, IntegrationId, TenantId


@pytest.fixture
def tenant(some: Any) -> TenantId:
    """Give a tenant of its own."""
    return TenantId(some.id())


def _connection(some: Any, name: str = "email", **given: Any) -> Connection:
    made = {"made_by": "user:1", "made_at": some.at(), "changed_at": some.at()}
    return Connection(id=IntegrationId(some.id()), name=name, **{**made, **given})


def _key(some: Any, tenant: TenantId, number: int = 0) -> ClientKey:
    at = some.at(number)
    wrapped = {"master_key_id": "one", "wrapped": f"AAAA{number}", "made_at": at, "wrapped_at": at}
    return ClientKey(tenant_id=tenant, id=ClientKeyId(some.id()), **wrapped)


def _credential(some: Any, key: ClientKey) -> SealedCredential:
    shown = {"sealed": "BBBB", "fingerprint": "f1", "last_four": "wxyz", "sealed_at": some.at()}
    return SealedCredential(id=CredentialId(some.id()), key_id=key.id, **shown)


def test_a_connection_is_kept_with_what_is_in_its_way(store: Any, some: Any, tenant: TenantId) -> None:
    made = _connection(some)
    failing = made.failed(some.at(1), Problem(ProblemCode.RECORD_WRONG, "_saas-core.harbor.example"))
    for each in (made, failing):
        with store.begin(tenant) as work:
            work.connections.save(each, each.changed_at)
            work.commit()
        with store.read(tenant) as work:
            assert work.connections.get("email") == each
            assert work.connections.all() == (each,)
            assert work.connections.get("payment_gateway") is None


def test_since_when_a_connection_works_is_known_for_each_instant(store: Any, some: Any, tenant: TenantId) -> None:
    made = _connection(some)
    works = made.confirmed(some.at(1))
    added = _connection(some, "lobby", title="Lobby", enhancement_id=EnhancementId(some.id()))
    added = evolve(added, state=ConnectionState.DISCONNECTED)
    steps = (made, works, works.failed(some.at(2), Problem(ProblemCode.RECORD_PENDING)))
    for number, each in enumerate(steps):
        with store.begin(tenant) as work:
            work.connections.save(each, some.at(number))
            work.connections.save(added, some.at(number))
            work.commit()
    with store.read(tenant) as work:
        stood = [[each.name for each in work.connections.standing(some.at(at)) if each.works] for at in (0, 1.5, 2)]
        assert stood == [[], ["email"], []]
        (now,) = work.connections.standing(None)
        assert (now.name, now.works, now.title) == ("lobby", False, "Lobby")


def test_a_state_that_lasted_no_time_is_replaced(store: Any, some: Any, tenant: TenantId) -> None:
    works = _connection(some).confirmed(some.at())
    with store.begin(tenant) as work:
        work.connections.save(works, some.at())
        work.connections.save(works.disconnected(some.at()), some.at())
        work.commit()
    with store.read(tenant) as work:
        assert work.connections.standing(some.at()) == work.connections.standing(None) == ()


def test_credentials_and_data_keys_are_kept_and_removed(store: Any, some: Any, tenant: TenantId) -> None:
    first, second = _key(some, tenant), _key(some, tenant, 1)
    credential = _credential(some, first)
    connection = _connection(some, credential_id=credential.id)
    with store.begin(tenant) as work:
        assert work.client_keys.current() is None
        for key in (first, second):
            work.client_keys.save(key)
        work.credentials.add(credential)
        work.connections.save(connection, some.at())
        work.commit()
    anew = evolve(first, master_key_id="two", wrapped="CCCC", wrapped_at=some.at(5))
    with store.begin(tenant) as work:
        work.client_keys.save(anew)
        assert (work.client_keys.current(), work.client_keys.all()) == (second, (anew, second))
        assert (work.credentials.get(credential.id), work.credentials.all()) == (credential, (credential,))
        work.connections.save(connection.disconnected(some.at(6)), some.at(6))
        work.credentials.drop(credential.id)
        work.commit()
    with store.read(tenant) as work:
        assert work.client_keys.get(first.id) == anew
        assert (work.credentials.get(credential.id), work.credentials.all()) == (None, ())


def test_what_connections_consist_of_is_kept_and_dropped(store: Any, some: Any, tenant: TenantId) -> None:
    connection = _connection(some)
    rights = (RightChecked(Right.TAKE_PAYMENTS, granted=True), RightChecked(Right.REFUND_PAYMENTS, granted=False))
    gateway = Gateway(connection_id=connection.id, mode=Mode.TEST, account="acct_1", currency="GBP", rights=rights)
    domain = MailDomain(
        connection_id=connection.id,
        domain="harbor.example",
        sender=Sender(address="news@harbor.example", name="Harbor", reply_to="a@harbor.example"),
        token="t",
        selector="saas1",
        public_key="MIIB",
        proved=True,
        proof_state=RecordState.FOUND,
    )
    settings = FinancialSettings(currency="GBP", country="GB", invoice_prefix="HF-", next_number=7)
    with store.begin(tenant) as work:
        work.connections.save(connection, some.at())
        work.connection_details.save_gateway(gateway)
        work.connection_details.save_mail_domain(domain)
        work.financial_settings.save(settings)
        work.financial_settings.save(settings.numbered()[1])
        work.commit()
    with store.begin(tenant) as work:
        assert work.connection_details.gateway(connection.id) == gateway
        assert work.connection_details.mail_domain(connection.id) == domain
        assert work.financial_settings.get().next_number == 8
        work.connection_details.drop(connection.id)
        work.commit()
    with store.read(tenant) as work:
        assert work.connection_details.gateway(connection.id) is None
        assert work.connection_details.mail_domain(connection.id) is None


def test_uses_are_counted_and_taken_once(store: Any, some: Any, tenant: TenantId) -> None:
    number = IntegrationId(some.id())
    for minute in range(3):
        with store.begin(tenant) as work:
            work.integration_uses.count(number, "payment_gateway", some.at(minute))
            work.commit()
    with store.begin(tenant) as work:
        (uses,) = work.integration_uses.take()
        work.commit()
    assert (uses.count, uses.first_at, uses.last_at) == (3, some.at(), some.at(2))
    with store.begin(tenant) as work:
        assert tuple(work.integration_uses.take()) == ()


def test_a_claim_has_one_holder_until_it_is_given_up(store: Any, some: Any, tenant: TenantId) -> None:
    other = TenantId(some.id())
    with store.begin(tenant) as work:
        assert work.claims.claim(ClaimKind.DOMAIN, "harbor.example") == tenant
        assert work.claims.claim(ClaimKind.DOMAIN, "harbor.example") == tenant
        work.commit()
    with store.begin(other) as work:
        assert work.claims.claim(ClaimKind.DOMAIN, "harbor.example") == tenant
        assert work.claims.claim(ClaimKind.ACCOUNT, "harbor.example") == other
        work.claims.release(ClaimKind.DOMAIN, "harbor.example")
        assert work.claims.holder(ClaimKind.DOMAIN, "harbor.example") == tenant
    with store.begin(tenant) as work:
        assert work.claims.holder(ClaimKind.ACCOUNT, "harbor.example") is None
        work.claims.release(ClaimKind.DOMAIN, "harbor.example")
        work.commit()
    with store.read(other) as work:
        assert work.claims.holder(ClaimKind.DOMAIN, "harbor.example") is None
