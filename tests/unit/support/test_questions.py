"""Questions on which the terms are silent: asked, answered, told, kept as precedents, and opening nothing (9.3)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.decision import Question, Refused, Verdict
from saas_core.support.errors import (
    PrecedentUnknown,
    QuestionAnswered,
    QuestionsFull,
    QuestionUnknown,
    TermsSpeak,
)
from saas_core.support.policies.own_words import require_own_words
from saas_core.support.queries.questions import QuestionView
from saas_core.support.values import MOST_OPEN_OF_ONE, MOST_OPEN_QUESTIONS, PrecedentId, QuestionId
from saas_testing import Client

AUCTION = "stock.auction"


def _ask(desk: Any, action: str = AUCTION, by: Any = None, **more: Any) -> QuestionView:
    return desk.support.questions.ask(**desk.acting(by), action=action, **more)


def _answer(desk: Any, question_id: QuestionId, reason: str = "Nobody wrote about auctions.", **more: Any) -> Any:
    given = {"by": desk.agent, "tenant_id": desk.client.tenant_id, **more}
    return desk.support.questions.answer(question_id=question_id, reason=reason, **given)


def _show(desk: Any, question_id: QuestionId, client: Client | None = None) -> Any:
    tenant_id = (client or desk.client).tenant_id
    return desk.support.questions.show(by=desk.agent, tenant_id=tenant_id, question_id=question_id)


def _verdict(desk: Any, action: str = AUCTION) -> Verdict:
    question = Question(desk.client.tenant_id, desk.client.owner.by, action)
    return desk.kit.application.gate.check(question).verdict


def _waiting(desk: Any) -> tuple[Any, ...]:
    return desk.support.questions.waiting(by=desk.agent)


def test_a_decision_that_needs_a_person_opens_nothing_by_itself(desk: Any) -> None:
    assert _verdict(desk) is Verdict.NEEDS_PERSON
    assert not _waiting(desk)
    asked = _ask(desk, text="May we sell old stock by auction in the system?")
    assert (asked.state, asked.action, asked.answered_at) == ("open", AUCTION, None)
    (waiting,) = _waiting(desk)
    assert (waiting.question_id, waiting.client, waiting.action) == (asked.question_id, desk.client.slug, AUCTION)


def test_the_same_question_is_one_open_question_whoever_asks_it_and_however_often(desk: Any) -> None:
    mia = desk.kit.joined(desk.client)
    first = _ask(desk, text="By the owner.")
    assert _ask(desk).question_id == first.question_id
    assert _ask(desk, by=mia.by, text="By Mia.").question_id == first.question_id
    assert len(_waiting(desk)) == 1
    shown = _show(desk, first.question_id)
    assert {(each.user_id, each.text) for each in shown.askers} == {
        (desk.client.owner.user_id, "By the owner."),
        (mia.user_id, "By Mia."),
    }


def test_an_answer_is_told_to_whoever_asked_and_grants_nothing(desk: Any) -> None:
    mia = desk.kit.joined(desk.client)
    asked = _ask(desk)
    _ask(desk, by=mia.by)
    answered = _answer(desk, asked.question_id, clause="1.4")
    assert (answered.state, answered.clause, answered.reason) == ("answered", "1.4", "Nobody wrote about auctions.")
    assert not _waiting(desk)
    assert _verdict(desk) is Verdict.NEEDS_PERSON
    desk.drain()
    letters = [each for each in desk.kit.mailbox.mails if "An answer to the question" in each.subject]
    assert sorted(each.to for each in letters) == sorted([desk.client.owner.email, "mia@harbor.example"])
    for each in letters:
        assert "Nobody wrote about auctions." in each.text
        assert "1.4" in each.text
        assert str(asked.question_id) in each.text
    (own,) = desk.support.questions.list_own(**desk.acting(mia.by))
    assert own == answered
    assert desk.support.questions.show_own(**desk.acting(mia.by), question_id=asked.question_id) == answered


def test_an_answer_that_no_clause_speaks_says_so(desk: Any) -> None:
    asked = _ask(desk)
    assert _answer(desk, asked.question_id).clause is None
    desk.drain()
    (letter,) = [each for each in desk.kit.mailbox.mails if "An answer to the question" in each.subject]
    assert "No clause of the terms speaks about it." in letter.text


def test_what_was_answered_is_answered_to_the_next_one_who_asks(desk: Any) -> None:
    asked = _ask(desk)
    answered = _answer(desk, asked.question_id)
    assert _ask(desk, by=desk.kit.joined(desk.client).by) == answered
    assert not _waiting(desk)
    with pytest.raises(QuestionAnswered):
        _answer(desk, asked.question_id, by=desk.second)


def test_an_answer_is_kept_as_a_precedent_without_the_clients_text_and_cited(desk: Any) -> None:
    """The next client's question on the same action is offered it; nothing in it leads back to the first client."""
    first = _ask(desk, text="Our lawyer Smith says that we may sell the boats of the late Mr Brown.")
    _answer(desk, first.question_id, clause="1.4")
    other = desk.kit.active_client("dune")
    asked = desk.support.questions.ask(by=other.owner.by, tenant_id=other.tenant_id, action=AUCTION)
    shown = _show(desk, asked.question_id, other)
    (precedent,) = shown.precedents
    assert (precedent.action, precedent.clause, precedent.reason) == (AUCTION, "1.4", "Nobody wrote about auctions.")
    said = repr(precedent)
    assert "Brown" not in said
    assert str(desk.client.tenant_id) not in said
    assert desk.client.slug not in said
    answered = _answer(
        desk, asked.question_id, "As before.", tenant_id=other.tenant_id, precedents=[precedent.precedent_id]
    )
    assert answered.cites == (precedent.precedent_id,)
    newest = _show(desk, asked.question_id, other).precedents
    assert [each.reason for each in newest] == ["As before.", "Nobody wrote about auctions."]
    third = _ask(desk, "stock.lottery")
    assert not _show(desk, third.question_id).precedents


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"clause": "7.7"}, "clause"),
        ({"clause": "x"}, "clause"),
        ({"action": "stock.lottery"}, "action"),
        ({"reason": "You wrote: We may sell the boats of the late Mr. Brown!"}, "reason"),
        ({"reason": ""}, "reason"),
        ({"precedents": [PrecedentId(UUID(int=7))] * 21}, "precedents"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_and_nothing_changes(
    desk: Any, more: dict[str, Any], field: str
) -> None:
    asked = _ask(desk, text="Our lawyer says that we may sell the boats of the late Mr Brown.")
    with pytest.raises(InvalidValue) as refused:
        _answer(desk, asked.question_id, **more)
    assert refused.value.field == field
    assert _show(desk, asked.question_id).question.state == "open"
    with pytest.raises(PrecedentUnknown):
        _answer(desk, asked.question_id, precedents=[PrecedentId(UUID(int=7))])


def test_what_the_terms_decide_is_not_asked(desk: Any) -> None:
    with pytest.raises(TermsSpeak, match=re.escape("the terms allow support.open")):
        _ask(desk, "support.open")
    for action in ("source.access", "exclusion.call_systems"):
        with pytest.raises(Refused):
            _ask(desk, action)
    assert not _waiting(desk)


def test_an_action_is_asked_by_its_name_and_never_in_a_sentence(desk: Any) -> None:
    """It is kept with the precedents, which hold nothing that a client wrote."""
    with pytest.raises(InvalidValue) as refused:
        _ask(desk, "May Mr Brown sell his boats?")
    assert refused.value.field == "action"


def test_open_questions_of_a_client_are_capped_and_those_of_others_are_not(desk: Any) -> None:
    people = [desk.kit.joined(desk.client, f"Person{number} Lee").by for number in range(4)]
    for number in range(MOST_OPEN_QUESTIONS):
        _ask(desk, f"stock.auction_{number}", by=people[number % 4])
    with pytest.raises(QuestionsFull):
        _ask(desk, "stock.one_more")
    assert _ask(desk, "stock.auction_0").state == "open"
    ticket = desk.classify(desk.open().ticket_id, "needs_decision")
    assert ticket.ticket_id in {each.ticket_id for each in desk.support.questions.waiting(by=desk.agent)}
    other = desk.kit.active_client("dune")
    assert desk.support.questions.ask(by=other.owner.by, tenant_id=other.tenant_id, action="stock.one_more")


def test_one_user_does_not_take_up_the_questions_of_all(desk: Any) -> None:
    """Also one without any role, with names that nobody knows."""
    clerk = desk.kit.joined(desk.client, "Mia Chen").by
    for number in range(MOST_OPEN_OF_ONE):
        _ask(desk, f"zzz.a{number}", by=clerk)
    with pytest.raises(QuestionsFull):
        _ask(desk, "zzz.one_more", by=clerk)
    assert _ask(desk).state == "open"


def test_a_program_reaches_questions_only_within_the_scope_of_tickets(desk: Any) -> None:
    """It reads none, and asks none, unless its key names it (1.4.b)."""
    asked = _ask(desk)
    for scopes, allowed in (({"stock.*"}, False), ({"support.open"}, True)):
        program = evolve(desk.client.owner.by, scopes=frozenset(scopes))
        for do in (
            lambda by: desk.support.questions.list_own(**desk.acting(by)),
            lambda by: desk.support.questions.show_own(**desk.acting(by), question_id=asked.question_id),
            lambda by: _ask(desk, "stock.other", by=by),
        ):
            if not allowed:
                with pytest.raises(Refused):
                    do(program)
    assert desk.support.questions.list_own(**desk.acting(program)) == (asked,)


def test_a_ticket_that_needs_a_decision_is_a_question_too(desk: Any) -> None:
    """Classified so twice it is one question; answered, the ticket stays what it is, and its opener is told."""
    ticket = desk.open("May we auction old stock?")
    for _ in range(2):
        desk.classify(ticket.ticket_id, "needs_decision")
    waiting, *others = _waiting(desk)
    assert not others
    assert (waiting.ticket_id, waiting.action) == (ticket.ticket_id, None)
    answered = _answer(desk, waiting.question_id, action=AUCTION, clause="1.4")
    assert (answered.ticket_id, answered.action) == (ticket.ticket_id, AUCTION)
    shown = desk.support.reading.show(**desk.acting(), ticket_id=ticket.ticket_id)
    assert shown.ticket.scope == "needs_decision"
    desk.drain()
    (letter,) = [each for each in desk.kit.mailbox.mails if "An answer to the question" in each.subject]
    assert str(ticket.ticket_id) in letter.text
    (precedent,) = _show(desk, _ask(desk).question_id).precedents
    assert precedent.clause == "1.4"


def test_nobody_sees_a_question_that_is_not_theirs(desk: Any) -> None:
    asked = _ask(desk)
    mia = desk.kit.joined(desk.client)
    other = desk.kit.active_client("dune")
    for by, tenant_id in ((mia.by, desk.client.tenant_id), (other.owner.by, other.tenant_id)):
        with pytest.raises(QuestionUnknown):
            desk.support.questions.show_own(by=by, tenant_id=tenant_id, question_id=asked.question_id)
        assert not desk.support.questions.list_own(by=by, tenant_id=tenant_id)
    for by in (desk.client.owner.by, desk.lawyer):
        with pytest.raises(Refused):
            desk.support.questions.show(by=by, tenant_id=desk.client.tenant_id, question_id=asked.question_id)
        with pytest.raises(Refused):
            _answer(desk, asked.question_id, by=by)
        with pytest.raises(Refused):
            desk.support.questions.waiting(by=by)
    with pytest.raises(QuestionUnknown):
        _answer(desk, asked.question_id, tenant_id=other.tenant_id)


def test_an_answered_question_is_removed_in_time_and_its_precedent_stays(desk: Any) -> None:
    asked = _ask(desk)
    answered = _answer(desk, asked.question_id)
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        at = answered.answered_at
        assert work.questions.forget(at, 10) == 0
        assert work.questions.forget(at + timedelta(seconds=1), 10) == 1
        work.commit()
    with pytest.raises(QuestionUnknown):
        _show(desk, asked.question_id)
    assert _show(desk, _ask(desk).question_id).precedents


def test_six_words_in_a_row_are_a_quote() -> None:
    require_own_words("We may sell the boats.", ["We may sell the boats of others"])
    with pytest.raises(InvalidValue):
        require_own_words("So: we MAY sell the boats, of others.", ["We may sell the boats of others"])
    with pytest.raises(InvalidValue):
        require_own_words("He asked: may we sell? No.", ["May we sell?"])
    require_own_words("Auctions are the client's own.", ["Auctions"])


@pytest.mark.parametrize(
    "reason",
    [
        "Whether account 12 of our late uncle in Jersey counts.",
        "It is about DE89 3704 0044 0532 0130 00.",
        "Call 089 4711 0815 2.",
        "Ask olivia@harbor.example.",
        "Olivia Hart knows.",
        "As harbor does it.",
        "This stood in the very last of all messages.",
    ],
)
def test_a_precedent_holds_neither_subject_nor_messages_nor_names_nor_numbers(desk: Any, reason: str) -> None:
    ticket = desk.open("Is account 12 of our late uncle in Jersey open?", text="Please say.")
    for _ in range(3):
        desk.support.tickets.write(**desk.acting(), ticket_id=ticket.ticket_id, text="More.")
    last = "It stood in the very last of all messages"
    desk.support.tickets.write(**desk.acting(), ticket_id=ticket.ticket_id, text=last)
    desk.classify(ticket.ticket_id, "needs_decision")
    (waiting,) = _waiting(desk)
    with pytest.raises(InvalidValue) as refused:
        _answer(desk, waiting.question_id, reason, action=AUCTION)
    assert refused.value.field == "reason"
    _answer(desk, waiting.question_id, "Since 2026-11-23 no clause speaks of accounts.", action=AUCTION)
