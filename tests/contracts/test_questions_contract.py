"""Questions on which the terms are silent, and the provider's precedents, as every store keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.ids import TenantId, TicketId, UserId
from saas_core.support.model.question import Answer, Asker, PolicyQuestion, Precedent
from saas_core.support.ports.questions import QuestionPlace
from saas_core.support.values import PrecedentId, QuestionId

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tenant(some: Any) -> TenantId:
    """Give a tenant of its own."""
    return TenantId(some.id())


def _question(some: Any, number: int = 0, **given: Any) -> PolicyQuestion:
    made = {"action": "stock.auction", "ticket_id": None, "terms_version": "2026-02", "asked_at": some.at(number)}
    return PolicyQuestion(id=QuestionId(some.id()), **{**made, **given})


def _answer(some: Any, number: int = 1, clause: str | None = None) -> Answer:
    cites = (PrecedentId(some.id()),)
    return Answer(reason="As we read it.", clause=clause, by="staff:1", at=some.at(number), cites=cites)


def _save(store: Any, tenant: TenantId, *questions: PolicyQuestion) -> None:
    with store.begin(tenant) as work:
        for each in questions:
            work.questions.save(each)
        work.commit()


@pytest.mark.parametrize("clause", [None, "1.4"])
def test_a_question_is_kept_with_its_answer(store: Any, some: Any, tenant: TenantId, clause: str | None) -> None:
    asked = _question(some)
    _save(store, tenant, asked)
    answered = asked.answered(_answer(some, clause=clause), None)
    with store.read(tenant) as work:
        assert work.questions.get(asked.id) == asked
    _save(store, tenant, answered)
    with store.read(tenant) as work:
        assert work.questions.get(asked.id) == answered
        assert work.questions.get(QuestionId(some.id())) is None


def test_questions_are_found_by_action_terms_and_ticket(store: Any, some: Any, tenant: TenantId) -> None:
    ticket_id = TicketId(some.id())
    about = _question(some)
    newer = _question(some, terms_version="2027-01")
    first = _question(some, action=None, ticket_id=ticket_id)
    last = _question(some, action="stock.auction", ticket_id=ticket_id, answer=_answer(some))
    _save(store, tenant, about, newer, first, last)
    with store.read(tenant) as work:
        assert work.questions.about("stock.auction", "2026-02") == about
        assert work.questions.about("stock.auction", "2027-01") == newer
        assert work.questions.about("stock.lottery", "2026-02") is None
        assert work.questions.of_ticket(ticket_id) == max(first, last, key=lambda each: each.id)
        assert work.questions.of_ticket(TicketId(some.id())) is None
        assert work.questions.count_open() == 2
        everything = work.questions.page(None, 10)
        assert [each.id for each in everything] == sorted(each.id for each in (about, newer, first, last))
        assert work.questions.page(everything[1].id, 1) == everything[2:3]


def test_who_asked_is_kept_once_in_the_first_words(store: Any, some: Any, tenant: TenantId) -> None:
    question, other = _question(some), _question(some, action="stock.lottery")
    users = sorted(UserId(some.id()) for _ in range(3))
    _save(store, tenant, question, other)
    with store.begin(tenant) as work:
        for user_id in users:
            work.questions.ask(Asker(question_id=question.id, user_id=user_id, at=some.at(0), text="First."))
        work.questions.ask(Asker(question_id=question.id, user_id=users[0], at=some.at(5), text="Again."))
        work.questions.ask(Asker(question_id=other.id, user_id=users[0], at=some.at(0), text="Other."))
        work.commit()
    with store.begin(tenant) as work:
        askers = work.questions.askers(question.id, None, 10)
        assert [(each.user_id, each.at, each.text) for each in askers] == [
            (each, some.at(0), "First.") for each in users
        ]
        assert work.questions.askers(question.id, users[0], 1) == askers[1:2]
        both = sorted((question, other), key=lambda each: each.id)
        assert work.questions.asked_by(users[0], None, 10) == tuple(both)
        assert work.questions.asked_by(users[0], both[0].id, 10) == tuple(both[1:])
        assert work.questions.asked_by(users[1], None, 10) == (question,)
        assert work.questions.erase(users[0]) == 2
        work.commit()
    with store.read(tenant) as work:
        assert [each.text for each in work.questions.askers(question.id, None, 10)] == ["", "First.", "First."]


def test_answered_questions_are_removed_in_time(store: Any, some: Any, tenant: TenantId) -> None:
    old, fresh, open_ = _question(some), _question(some, action="b.c"), _question(some, action="c.d")
    _save(store, tenant, evolve(old, answer=_answer(some, 1)), evolve(fresh, answer=_answer(some, 9)), open_)
    with store.begin(tenant) as work:
        work.questions.ask(Asker(question_id=old.id, user_id=UserId(some.id()), at=some.at(0)))
        work.commit()
    with store.begin(tenant) as work:
        assert work.questions.forget(some.at(1), 10) == 0
        assert work.questions.forget(some.at(9), 10) == 1
        work.commit()
    with store.read(tenant) as work:
        assert {each.id for each in work.questions.page(None, 10)} == {fresh.id, open_.id}
        assert not work.questions.askers(old.id, None, 10)


def test_the_queue_holds_open_questions_of_all_clients_in_their_order(store: Any, some: Any) -> None:
    tenants = [TenantId(some.id()) for _ in range(2)]
    asked = [_question(some, number, action=f"a.b{number}") for number in (3, 1, 2)]
    for number, each in enumerate(asked):
        _save(store, tenants[number % 2], each)
    _save(store, tenants[0], asked[2].answered(_answer(some, 4), None))
    page = store.question_queue.page(None, 10)
    expected = (QuestionPlace(some.at(1), tenants[1], asked[1].id), QuestionPlace(some.at(3), tenants[0], asked[0].id))
    assert tuple(each for each in page if each.tenant_id in tenants) == expected
    after = store.question_queue.page(expected[0], 10)
    assert tuple(each for each in after if each.tenant_id in tenants) == expected[1:]


def test_precedents_are_read_in_the_work_of_every_client(store: Any, some: Any, tenant: TenantId) -> None:
    action = f"stock.auction_{some.id().hex[:8]}"
    kept = [
        Precedent(
            id=PrecedentId(some.id()),
            action=action,
            clause="1.4" if number else None,
            reason="As we read it.",
            terms_version="2026-02",
            at=some.at(number),
        )
        for number in range(3)
    ]
    for each in kept:
        with store.begin(tenant) as work:
            work.precedents.add(each)
            work.commit()
    with store.read(TenantId(some.id())) as work:
        assert work.precedents.on(action, 10) == tuple(reversed(kept))
        assert work.precedents.on(action, 1) == (kept[2],)
        assert not work.precedents.on("stock.lottery", 10)
        assert work.precedents.get(kept[0].id) == kept[0]
        assert work.precedents.get(PrecedentId(some.id())) is None
