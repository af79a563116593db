"""The subject and amount of a question: judged alike from memory and store, and kept with the decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve, field

from saas_core.access.values import RoleGrant
from saas_core.gate.check import Gate
from saas_core.gate.current import Bounds
from saas_core.gate.informants import Informants
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EngagementId, IntegrationId, TicketId
from saas_core.kernel.money import Money
from saas_core.policy.circumstances import Authorization
from saas_core.policy.decision import About, Question
from saas_local import SystemIds

Anything = Any

WORK, APPROVING = "custom.perform", "engagements.approve"
ONE, OTHER = EngagementId(UUID(int=51)), EngagementId(UUID(int=52))
MAIL, SECOND_MAIL = IntegrationId(UUID(int=61)), IntegrationId(UUID(int=62))


@define
class Desk:
    """Engagements and integrations as a later context will keep them; each look is counted."""

    approved: dict[EngagementId, Authorization] = field(factory=dict)
    works: dict[IntegrationId, str] = field(factory=dict)
    looks: int = 0

    def authorization(
        self, work: Anything, engagement_id: EngagementId, *, at: datetime, seen: datetime | None
    ) -> Authorization | None:
        del work, at, seen
        self.looks += 1
        return self.approved.get(engagement_id)

    def connected(
        self, work: Anything, integration_id: IntegrationId | None, *, seen: datetime | None
    ) -> frozenset[str]:
        del work, seen
        return frozenset(name for each, name in self.works.items() if integration_id in {None, each})

    def added(self, work: Anything, *, seen: datetime | None) -> tuple[tuple[str, str], ...]:
        del work, seen
        return ()


@pytest.fixture
def desk() -> Desk:
    """Let nothing be there yet."""
    return Desk()


@pytest.fixture
def gate(house: Anything, clock: Anything, desk: Desk) -> Gate:
    """Return a gate that asks the desk; it hears of changes as the application's own does."""
    informants = Informants(approvals=desk, connections=desk)
    return Gate(store=house.application.store, clock=clock, ids=SystemIds(), informants=informants)


@pytest.fixture
def ana(staff_with: Anything) -> Anything:
    """Return someone of the provider who may do custom work."""
    return staff_with("staff.support")


def _question(client: Anything, by: Anything, action: str, **more: Anything) -> Question:
    return evolve(client.question(by, action), **more)


def _both(gate: Gate, clock: Anything, question: Question) -> list[str]:
    """Return the reasons, the same from memory as from the store."""
    warm = gate.check(question)
    cold = gate.check(question, at=clock.at)
    assert (warm.verdict, warm.reasons, warm.valid_until) == (cold.verdict, cold.reasons, cold.valid_until)
    return [each.code.value for each in warm.reasons]


def test_an_engagement_that_nobody_knows_is_not_approved(house: Anything, client: Anything, ana: Anything) -> None:
    """As the application is wired today: work on it is denied by 4.2."""
    decision = house.application.gate.check(_question(client, ana, WORK, about=About.engagement(ONE)))
    assert ([each.code.value for each in decision.reasons], decision.clauses) == (
        ["NOT_APPROVED"],
        ("0.1", "1.3", "4.2"),
    )


def test_work_is_judged_by_what_was_approved_of_its_own_engagement(
    client: Anything, gate: Gate, clock: Anything, desk: Desk, ana: Anything
) -> None:
    """Of another one nothing follows, nor of a question about none."""
    desk.approved[ONE] = Authorization(3600, 60)
    about = {ONE: About.engagement(ONE), OTHER: About.engagement(OTHER)}
    assert _both(gate, clock, _question(client, ana, WORK, about=about[ONE])) == []
    assert _both(gate, clock, _question(client, ana, WORK, about=about[OTHER])) == ["NOT_APPROVED"]
    assert _both(gate, clock, _question(client, ana, WORK)) == ["NOT_APPROVED"]
    desk.approved[OTHER] = Authorization(60, 60)
    client.role("any", "invoices.approve")
    assert _both(gate, clock, _question(client, ana, WORK, about=about[OTHER])) == ["OVER_CAP"]
    assert _both(gate, clock, _question(client, ana, WORK, about=about[ONE])) == []


def test_an_engagement_is_looked_up_once_until_there_is_news(
    client: Anything, gate: Gate, desk: Desk, ana: Anything
) -> None:
    """Then its answer comes from memory, also for the next asker and together with others."""
    question = _question(client, ana, WORK, about=About.engagement(ONE))
    assert gate.peek(question) is None
    gate.check_all([question, question, _question(client, client.owner, WORK, about=About.engagement(ONE))])
    assert desk.looks == 1
    assert gate.peek(question) is not None
    assert not gate.check(question).allowed
    assert desk.looks == 1
    desk.approved[ONE] = Authorization(3600, 0)
    client.role("any", "invoices.approve")
    assert gate.check(question).allowed
    assert desk.looks == 2


def test_hours_that_run_out_by_time_alone_end_the_answer_at_their_instant(
    client: Anything, gate: Gate, clock: Anything, desk: Desk, ana: Anything
) -> None:
    """A running timer needs no message: the answer says until when it holds, and is not given a moment longer."""
    until = clock.at + timedelta(minutes=5)
    desk.approved[ONE] = Authorization(3600, 3300, until)
    question = _question(client, ana, WORK, about=About.engagement(ONE))
    assert gate.check(question).valid_until == until
    desk.approved[ONE] = Authorization(3600, 3600)
    clock.at = until - timedelta(seconds=2)
    assert gate.check(question).allowed
    assert [each.code.value for each in gate.check(question).reasons] == ["OVER_CAP"]


def test_an_integration_that_works_may_be_used_and_one_of_several_by_itself(
    client: Anything, gate: Gate, clock: Anything, desk: Desk, office: Anything
) -> None:
    """Without naming one it is enough that any of that name works."""
    use = "integration.email.use"
    role = client.role("senders", "integrations.use")
    sender = client.joined("sid", RoleGrant(role))
    assert _both(gate, clock, _question(client, sender, use)) == ["INTEGRATION_NOT_CONNECTED"]
    desk.works[MAIL] = "email"
    client.role("any", "invoices.approve")
    assert _both(gate, clock, _question(client, sender, use)) == []
    assert _both(gate, clock, _question(client, sender, use, about=About.integration(MAIL))) == []
    second = _question(client, sender, use, about=About.integration(SECOND_MAIL))
    assert _both(gate, clock, second) == ["INTEGRATION_NOT_CONNECTED"]


def test_a_ticket_is_kept_with_the_question_and_changes_no_answer(
    client: Anything, gate: Gate, clock: Anything, desk: Desk
) -> None:
    """Nothing is looked up for it."""
    question = _question(client, client.owner, "topic.feature_usage", about=About.ticket(TicketId(UUID(int=7))))
    assert _both(gate, clock, question) == []
    assert gate.check(question).question == question
    assert desk.looks == 0


def test_what_another_client_asks_about_is_looked_up_for_nobody(
    house: Anything, client: Anything, gate: Gate, desk: Desk
) -> None:
    """It is not told whether it is there."""
    other = house.activated("other")
    question = _question(client, other.owner, WORK, about=About.engagement(ONE))
    assert gate.check(question).reasons[0].code.value == "USER_UNKNOWN"
    assert gate.check(question, at=house.clock.at).reasons == gate.check(question).reasons
    assert desk.looks == 0


def _limited(client: Anything, name: str, role: Anything, limit: int | None, place: Anything = None) -> Anything:
    return client.joined(name, RoleGrant(role, place, limit))


def test_an_amount_is_judged_against_the_limit_of_the_asking_person(
    client: Anything, gate: Gate, clock: Anything
) -> None:
    """To the cent; people of one role with different limits have answers of their own."""
    role = client.role("approvers", APPROVING)
    small, large, free = (
        _limited(client, name, role, limit) for name, limit in (("sue", 10_000), ("lou", 50_000), ("fay", None))
    )
    for by, amount, expected in (
        (small, 10_000, []),
        (small, 10_001, ["OVER_LIMIT"]),
        (large, 10_001, []),
        (large, 50_001, ["OVER_LIMIT"]),
        (free, 10**12, []),
        (client.owner, 10**12, []),
        (small, 0, []),
    ):
        assert _both(gate, clock, _question(client, by, APPROVING, amount=Money(amount, "USD"))) == expected
        assert _both(gate, clock, _question(client, by, APPROVING)) == []
    decision = gate.check(_question(client, small, APPROVING, amount=Money(10_001, "USD")))
    assert (decision.clauses, decision.through) == (("0.1", "1.3", "1.4.b", "4.2"), ())
    assert decision.reasons[0].sentence == "The user's roles allow engagements.approve up to 100.00 USD only."


def test_of_two_roles_the_larger_limit_counts_and_only_there(client: Anything, gate: Gate, clock: Anything) -> None:
    """A user may do what either role allows, in the department in which it is held."""
    sales = client.department("sales")
    role, other = client.role("approvers", APPROVING), client.role("seconds", APPROVING)
    by = client.joined("sue", RoleGrant(role, None, 10_000), RoleGrant(other, sales, 50_000))
    over = _question(client, by, APPROVING, amount=Money(20_000, "USD"))
    assert _both(gate, clock, over) == ["OVER_LIMIT"]
    assert _both(gate, clock, evolve(over, department_id=sales)) == []
    assert len(gate.check(evolve(over, department_id=sales)).through) == 1
    assert len(gate.check(evolve(over, department_id=sales, amount=None)).through) == 2


def test_a_limit_bounds_what_approves_and_nothing_else(client: Anything, gate: Gate, clock: Anything) -> None:
    """Whatever amount is asked about beside it."""
    by = _limited(client, "sue", client.role("askers", "engagements.request", "invoices.approve"), 100)
    assert _both(gate, clock, _question(client, by, "engagements.request", amount=Money(101, "USD"))) == []
    assert _both(gate, clock, _question(client, by, "invoices.approve", amount=Money(101, "USD"))) == ["OVER_LIMIT"]


@pytest.mark.parametrize("amount", [Money(1, "EUR"), Money(-1, "USD")], ids=str)
def test_an_amount_that_no_limit_compares_with_is_refused_as_invalid(
    client: Anything, gate: Gate, clock: Anything, nobody: Anything, amount: Money
) -> None:
    """Of another currency than the terms', or below nothing; but what is never granted is still never granted."""
    question = _question(client, client.owner, APPROVING, amount=amount)
    for instant in ({}, {"at": clock.at}):
        for _time in range(2):
            with pytest.raises(InvalidValue) as caught:
                gate.check(question, **instant)
            assert caught.value.field == "amount"
            assert "USD" in caught.value.remedy
        never = gate.check(evolve(question, action="source.access"), **instant)
        assert [each.code.value for each in never.reasons] == ["NEVER_GRANTED"]
        # A stranger is told nothing, so not in which currency the client's terms count.
        stranger = gate.check(evolve(question, by=nobody), **instant)
        assert [each.code.value for each in stranger.reasons] == ["USER_UNKNOWN"]


@pytest.mark.parametrize(
    "wrong", [{"about": "engagement:7"}, {"amount": 5}, {"amount": "5.00 USD"}, {"about": UUID(int=5)}], ids=str
)
def test_what_is_not_a_thing_or_an_amount_is_refused_by_its_name(
    client: Anything, gate: Gate, wrong: Mapping[str, Anything]
) -> None:
    """Warm or not."""
    assert gate.check(client.question(client.owner, APPROVING)).allowed
    for ask in (gate.check, lambda question: gate.check_all([question])):
        with pytest.raises(InvalidValue):
            ask(_question(client, client.owner, APPROVING, **wrong))


def test_a_recorded_decision_keeps_thing_and_amount(house: Anything, client: Anything) -> None:
    """So that it can be made again from its entry; a question without them has them in no entry."""
    about, amount = About.engagement(ONE), Money(12_345, "USD")
    application = house.application
    full = _question(client, client.owner, "source.access", about=about, amount=amount)
    for question in (full, evolve(full, about=None, amount=None)):
        decision = application.gate.ask(question)
        view = application.oversight.audit.decision(
            by=client.owner, tenant_id=client.tenant_id, decision_id=decision.id
        )
        assert (view.about, view.amount) == (question.about, question.amount)
    first, second = (each.details for each in house.journal(client.tenant_id)[-2:])
    assert (first["about"], first["amount"]) == (f"engagement:{ONE}", {"minor": 12_345, "currency": "USD"})
    assert not {"about", "amount"} & second.keys()


def test_things_asked_about_are_held_within_bounds(house: Anything, client: Anything, clock: Anything) -> None:
    """Whoever asks about ever new ones does not fill the memory, and is answered all the same."""
    desk = Desk()
    informants = Informants(approvals=desk, connections=desk)
    gate = Gate(store=house.application.store, clock=clock, ids=SystemIds(), informants=informants)
    small = Gate(
        store=house.application.store, clock=clock, ids=SystemIds(), informants=informants, bounds=Bounds(users=20)
    )
    for each in (gate, small):
        for number in range(100):
            about = About.engagement(EngagementId(UUID(int=number)))
            assert not each.check(_question(client, client.owner, WORK, about=about)).allowed
    held = [sum(len(each.matters) for each in one._current.held.values()) for one in (gate, small)]
    assert held[0] == 100
    assert held[1] <= 20
