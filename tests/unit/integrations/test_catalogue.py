"""The catalogue: what is included, what is refused by its clause with an offer, what is added, and who sees it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from integrating import GOOD_KEY, Integrating
from saas_core.engagements.work.model.enhancement import Enhancement
from saas_core.engagements.work.values import Delivered
from saas_core.integrations.values import LAST_NUMBER, Mode
from saas_core.kernel.actors import Staff, System
from saas_core.kernel.errors import Conflict, InvalidValue
from saas_core.kernel.ids import EngagementId, EnhancementId, StaffId
from saas_core.policy.decision import Question, Refused, Verdict


def test_the_catalogue_names_what_is_included_and_what_is_offered(desk: Integrating) -> None:
    """Three standard integrations, and of the others the clause and the way to an estimate."""
    rows = {each.name: each for each in desk.desk.connections.list(**desk.who)}
    assert {name for name, row in rows.items() if row.included} == {"payment_gateway", "email", "financial_settings"}
    call = rows["telephone_system"]
    assert (call.verdict, call.clauses, call.remedy) == ("CHARGEABLE", ("3.2", "5.1"), "REQUEST_ESTIMATE")


@pytest.mark.parametrize(
    ("name", "verdict", "clause"),
    [
        ("telephone_system", Verdict.CHARGEABLE, "3.2"),
        ("call_system", Verdict.CHARGEABLE, "3.2"),
        ("bulk_sms", Verdict.CHARGEABLE, "3.1"),
        ("accounting_suite", Verdict.CHARGEABLE, "3.6"),
        ("weather_vane", Verdict.NEEDS_PERSON, "9.3"),
    ],
)
def test_what_is_not_included_is_answered_by_its_clause(
    desk: Integrating, name: str, verdict: Verdict, clause: str
) -> None:
    """With an offer, or by a person where nothing names it; nothing is stored."""
    with pytest.raises(Refused) as caught:
        desk.desk.others.connect(**desk.who, name=name, secret="a credential")
    assert caught.value.decision.verdict is verdict
    assert clause in caught.value.decision.clauses
    with pytest.raises(Refused):
        desk.show(name)


def test_support_guides_and_the_client_connects(desk: Integrating) -> None:
    """Staff sees states, records and the end of a key, and connects nothing (2.4)."""
    desk.connected_gateway()
    desk.connect_email()
    staff = {"by": desk.kit.staff, "tenant_id": desk.client.tenant_id}
    assert desk.desk.connections.show(**staff, name="payment_gateway").credential.last_four == GOOD_KEY[-4:]
    assert len(desk.desk.connections.show(**staff, name="email").email.records) == 2
    for connect in (
        lambda: desk.connect_gateway(**staff),
        lambda: desk.connect_email(**staff),
        lambda: desk.desk.finances.set(**staff, currency="GBP", country="GB"),
        lambda: desk.desk.connections.verify(**staff, name="email"),
        lambda: desk.desk.connections.disconnect(**staff, name="email"),
    ):
        with pytest.raises(Refused):
            connect()


def test_financial_settings_are_the_clients_own(desk: Integrating) -> None:
    """Set at once, numbers given once and never back, hidden from staff, and the tax number held to its country."""
    view = set_(desk, tax_number="GB 980 7806 84", invoice_prefix="HF-", next_number=1001)
    assert (view.state, view.finances.currency) == ("connected", "GBP")
    host = {"by": System("shop"), "tenant_id": desk.client.tenant_id}
    assert [desk.desk.finances.take_number(**host).number for _ in range(2)] == ["HF-1001", "HF-1002"]
    assert desk.desk.finances.show(**host).next_number == 1003
    with pytest.raises(Conflict, match="given before"):
        set_(desk, invoice_prefix="HF-", next_number=1002)
    set_(desk, invoice_prefix="HG-", next_number=1)
    with pytest.raises(Conflict, match="given before"):
        set_(desk, invoice_prefix="HF-", next_number=1001)
    with pytest.raises(InvalidValue, match="tax_number"):
        set_(desk, tax_number="GB 980 7806 85")
    shown = desk.desk.connections.show(by=desk.kit.staff, tenant_id=desk.client.tenant_id, name="financial_settings")
    assert shown.finances is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "pounds"),
        ("country", "XX"),
        ("fiscal_year_month", 13),
        ("invoice_prefix", "a b"),
        ("invoice_prefix", "HF-2026"),
        ("next_number", 0),
    ],
)
def test_wrong_settings_are_refused_by_their_field(desk: Integrating, field: str, value: Any) -> None:
    """And nothing is connected."""
    with pytest.raises(InvalidValue) as caught:
        set_(desk, **{field: value})
    assert caught.value.field == field
    assert desk.show("financial_settings").state == "not_connected"


def set_(desk: Integrating, **more: Any) -> Any:
    """Set the financial settings."""
    return desk.desk.finances.set(**{**desk.who, "currency": "gbp", "country": "gb", **more})


def test_a_lapse_suspends_and_the_return_restores_everything(desk: Integrating) -> None:
    """An overlay: states stay, nothing is asked of services, and nothing is connected anew."""
    desk.connected_gateway()
    desk.kit.clock.move(days=60)
    asked = len(desk.street.gateways.asked)
    desk.worked()
    view = desk.show("payment_gateway")
    assert (view.state, view.suspended) == ("connected", True)
    assert len(desk.street.gateways.asked) == asked
    with pytest.raises(Refused):
        desk.verify("payment_gateway")
    at = desk.kit.clock.at
    desk.kit.application.licensing.record_payment(
        by=desk.kit.staff,
        tenant_id=desk.client.tenant_id,
        invoice="INV-9",
        since=at,
        until=at.replace(year=at.year + 1),
    )
    assert desk.show("payment_gateway").suspended is False
    assert _may_use(desk)


def test_the_gate_knows_what_works_and_worked_then(desk: Integrating) -> None:
    """Warm and at an earlier instant alike (2.2)."""
    assert not _may_use(desk)
    before = desk.kit.clock.at
    desk.kit.clock.move(hours=1)
    desk.connected_gateway()
    assert _may_use(desk)
    question = Question(desk.client.tenant_id, desk.client.owner.by, "integration.payment_gateway.use")
    gate = desk.kit.application.gate
    assert not gate.check(question, at=before).allowed
    assert gate.check(question, at=desk.kit.clock.at).allowed
    desk.kit.clock.move(hours=1)
    desk.desk.connections.disconnect(**desk.who, name="payment_gateway")
    assert not _may_use(desk)


def _may_use(desk: Integrating) -> bool:
    question = Question(desk.client.tenant_id, desk.client.owner.by, "integration.payment_gateway.use")
    allowed: bool = desk.kit.application.gate.check(question).allowed
    return allowed


def test_nobody_connects_by_a_key_of_the_other_mode_or_without_a_role(desk: Integrating) -> None:
    """Refused before anything is sealed."""
    clerk = desk.kit.joined(desk.client)
    with pytest.raises(Refused):
        desk.connect_gateway(by=clerk.by)
    with pytest.raises(InvalidValue):
        desk.connect_gateway(GOOD_KEY, Mode.LIVE)
    with pytest.raises(Refused):
        desk.connect_gateway(by=Staff(StaffId(desk.client.tenant_id)))


def test_a_connection_is_ended_also_without_a_license(desk: Integrating) -> None:
    """Whoever may manage integrations takes a credential away at any time; nobody else does (0.1)."""
    desk.connected_gateway()
    clerk = desk.kit.joined(desk.client)
    desk.kit.clock.move(days=60)
    for by in (clerk.by, desk.kit.staff):
        with pytest.raises(Refused):
            desk.desk.connections.disconnect(by=by, tenant_id=desk.client.tenant_id, name="payment_gateway")
    ended = desk.desk.connections.disconnect(**desk.who, name="payment_gateway")
    assert (ended.state, ended.credential) == ("disconnected", None)


def test_the_journal_that_support_reads_holds_nothing_of_the_settings(desk: Integrating) -> None:
    """Who set them and when stands there, and neither what they are nor any number that was taken (2.4)."""
    set_(desk, tax_number="GB 980 7806 84", invoice_prefix="HF-", next_number=4711, fiscal_year_month=4)
    desk.desk.finances.take_number(**desk.who)
    entries = [*desk.entries("integrations.set_finances"), *desk.entries("integrations.take_invoice_number")]
    assert [each.details for each in entries] == [{}, {}]


def test_the_last_number_is_not_taken_so_that_the_settings_can_still_be_saved(desk: Integrating) -> None:
    """Another prefix goes on."""
    set_(desk, invoice_prefix="Z", next_number=LAST_NUMBER)
    with pytest.raises(Conflict, match="used up"):
        desk.desk.finances.take_number(**desk.who)
    set_(desk, invoice_prefix="Z", next_number=LAST_NUMBER)
    set_(desk, invoice_prefix="Y", next_number=1)
    assert desk.desk.finances.take_number(**desk.who).number == "Y1"


def test_an_enhancement_adds_one_integration(desk: Integrating) -> None:
    """It opens no other exclusion, under whatever name."""
    enhancement_id = delivered(desk)
    given = {"by": desk.kit.staff, "tenant_id": desk.client.tenant_id, "enhancement_id": enhancement_id}
    added = desk.desk.others.add(**given, name="lobby_display", title="Lobby display")
    assert (added.added, added.state) == (True, "not_connected")
    with pytest.raises(Conflict, match="added lobby_display"):
        desk.desk.others.add(**given, name="bulk_sms", title="Bulk SMS")
    with pytest.raises(Refused):
        desk.desk.others.connect(**desk.who, name="bulk_sms", secret="a credential")


def delivered(desk: Integrating) -> EnhancementId:
    """Register a delivered enhancement of the client."""
    row = Enhancement(
        id=EnhancementId(UUID(int=1)),
        engagement_id=EngagementId(UUID(int=2)),
        line="L1",
        kind=Delivered.DELIVERED,
        description="Lobby display",
        release="2026.7",
        delivered_at=desk.kit.clock.at,
        registered_at=desk.kit.clock.at,
        clause_hash="0" * 64,
    )
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        work.enhancements.add(row)
        work.commit()
    return row.id
