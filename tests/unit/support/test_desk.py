"""Tickets through the desks: opened, answered, declined, converted, split, merged, disputed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.revisions import RevisionStale, revision_of
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode
from saas_core.support.errors import (
    AppealOnly,
    AppealOpen,
    DisputeByClassifier,
    MergeRefused,
    MessageUnknown,
    NotDisputed,
    NotNow,
    ReopenWindowOver,
    RequesterUnknown,
    TicketUnknown,
)
from saas_core.support.values import REOPEN_WINDOW, MessageId, Queue, Resolution

EXCLUSION = "exclusion.call_systems"
USAGE = "topic.feature_usage"
SECOND = timedelta(seconds=1)


def test_a_ticket_keeps_the_decision_under_which_it_was_opened(desk: Any) -> None:
    """Terms, instant and facts of the license; what it says of the person is the client's alone (9.1, 9.4)."""
    ticket = desk.open(topic=USAGE)
    assert (ticket.state, ticket.scope, ticket.proposed_topic) == ("new", "unclassified", USAGE)
    shown = desk.support.reading.show(**desk.acting(), ticket_id=ticket.ticket_id)
    facts = {each.name for each in shown.opening.facts}
    assert shown.opening.terms_version == "2026-02"
    assert {"0.1", "2.3.a"} <= set(shown.opening.clauses)
    assert {"terms", "licensee", "user", "allowed through"} <= facts
    to_staff = desk.support.reading.show_to_staff(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)
    assert {each.name for each in to_staff.opening.facts} == facts - {"user", "allowed through"}


def test_without_support_access_nothing_is_opened_and_every_reason_is_told(desk: Any) -> None:
    """Neither a ticket nor a message (0.1, 2.3.a)."""
    desk.kit.lapse(desk.client)
    with pytest.raises(Refused) as caught:
        desk.open()
    assert caught.value.decision.reasons[0].code is ReasonCode.LICENSE_EXPIRED
    assert desk.support.reading.list_tickets(**desk.acting()) == ()


def test_what_was_opened_in_time_is_answered_to_its_close(desk: Any) -> None:
    """When the license lapses meanwhile, messages still go both ways; a new ticket is not opened (0.1)."""
    ticket = desk.classify(desk.open().ticket_id, "in_scope", USAGE)
    desk.kit.lapse(desk.client)
    wrote = desk.support.tickets.write(**desk.acting(), ticket_id=ticket.ticket_id, text="And in color?")
    assert wrote.outcome == "appended"
    solved = desk.support.handling.answer(
        **desk.acting(desk.agent), ticket_id=ticket.ticket_id, text="Choose Print.", solution=True
    )
    assert (solved.state, solved.resolution) == ("resolved", "answered")
    assert desk.support.tickets.reopen(**desk.acting(), ticket_id=ticket.ticket_id).state == "open"
    with pytest.raises(Refused):
        desk.open()


def test_one_appeal_is_opened_without_a_license_and_carries_no_support(desk: Any) -> None:
    """It is about the license, and answered by whoever handles licenses (0.1)."""
    desk.kit.lapse(desk.client)
    given = {"subject": "Our payment arrived", "text": "See the receipt."}
    appeal = desk.support.tickets.appeal(**desk.acting(), **given)
    assert (appeal.kind, appeal.state, appeal.scope, appeal.clauses) == ("appeal", "open", "about_license", ("0.1",))
    with pytest.raises(AppealOpen):
        desk.support.tickets.appeal(**desk.acting(), **given)
    about = {"ticket_id": appeal.ticket_id, "text": "It did."}
    with pytest.raises(Refused) as caught:
        desk.support.handling.answer(**desk.acting(desk.agent), **about)
    assert caught.value.decision.reasons[0].code is ReasonCode.STAFF_MAY_NOT
    assert desk.support.reading.list_tickets(**desk.acting(desk.agent)) == ()
    with pytest.raises(AppealOnly):
        desk.classify(appeal.ticket_id, "in_scope", USAGE, by=desk.lawyer)
    solved = desk.support.handling.answer(**desk.acting(desk.lawyer), **about, solution=True)
    assert solved.resolution == "answered"
    desk.support.tickets.close(**desk.acting(), ticket_id=appeal.ticket_id)
    assert desk.support.tickets.appeal(**desk.acting(), **given).ticket_id != appeal.ticket_id


def test_a_solution_out_of_scope_is_refused_by_its_clause(desk: Any) -> None:
    """It is declined, by name, with the offer of an estimate and without a price (3.2, 5.1)."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    with pytest.raises(SaasError) as caught:
        desk.support.handling.answer(**desk.acting(desk.agent), **about, text="Done.", solution=True)
    assert isinstance(caught.value, Refused)
    decision = caught.value.decision
    assert [each.code for each in decision.reasons] == [ReasonCode.NOT_INCLUDED]
    assert {"3.2", "5.1"} <= set(decision.clauses)
    with pytest.raises(InvalidValue, match="price"):
        desk.support.handling.resolve(
            **desk.acting(desk.agent), **about, how=Resolution.DECLINED_OUT_OF_SCOPE, text="That would be $130."
        )
    declined = desk.support.handling.resolve(
        **desk.acting(desk.agent), **about, how=Resolution.DECLINED_OUT_OF_SCOPE, text="Sorry."
    )
    assert (declined.state, declined.resolution) == ("resolved", "declined_out_of_scope")
    said = desk.support.reading.messages(**desk.acting(), **about)[-1]
    assert "clause 3.2" in said.text
    assert "estimate" in said.text
    assert (said.author, said.author_id) == ("the provider", None)


def test_a_conversion_makes_one_request_however_often_it_is_repeated(desk: Any) -> None:
    """Linked both ways, by staff or by the client; it authorizes no work and no charge (4.1, 4.2)."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    first = desk.support.handling.convert(**desk.acting(desk.agent), **about, idempotency_key="a")
    assert (first.state, first.resolution) == ("resolved", "converted_to_engagement")

    def again(convert: Any, by: Any, **more: Any) -> Any:
        try:
            return convert(**desk.acting(by), **about, **more).engagement_id
        except SaasError as fault:
            return fault.code

    handling = desk.support.handling
    assert again(handling.convert, desk.agent, idempotency_key="b") == first.engagement_id
    assert again(handling.convert, desk.second) == first.engagement_id
    assert again(desk.support.tickets.convert, None) == first.engagement_id
    engagements = desk.kit.application.engagements.requests
    (request,) = engagements.list_requests(**desk.acting())
    assert (request.ticket_id, request.title) == (ticket.ticket_id, "a call system integration")
    assert request.requested_by == "staff"
    assert engagements.show(**desk.acting(desk.agent), engagement_id=request.engagement_id) == request


def test_a_client_takes_up_the_offer_of_a_decline(desk: Any) -> None:
    """By whoever may ask for estimates."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    desk.support.handling.resolve(**desk.acting(desk.agent), **about, how=Resolution.DECLINED_OUT_OF_SCOPE)
    mia = desk.kit.joined(desk.client, permissions=["support.read"])
    with pytest.raises(Refused):
        desk.support.tickets.convert(**desk.acting(mia.by), **about)
    assert desk.support.tickets.convert(**desk.acting(), **about).resolution == "converted_to_engagement"


def test_a_mixed_ticket_is_split_into_parts_with_verdicts_of_their_own(desk: Any) -> None:
    """They link to the whole and keep the terms of its day (5.1)."""
    whole = desk.classify(desk.open("Print, and connect the telephone").ticket_id, "mixed")
    with pytest.raises(InvalidValue):
        desk.support.arranging.split(**desk.acting(desk.agent), ticket_id=whole.ticket_id, parts=["one"])
    split = desk.support.arranging.split(
        **desk.acting(desk.agent), ticket_id=whole.ticket_id, parts=["Print", "Connect the telephone"]
    )
    usage, calls = split.parts
    desk.classify(usage, "in_scope", USAGE)
    desk.classify(calls, "out_of_scope", EXCLUSION)
    desk.support.handling.answer(**desk.acting(desk.agent), ticket_id=usage, text="Choose Print.", solution=True)
    desk.support.handling.convert(**desk.acting(desk.agent), ticket_id=calls)
    shown = desk.support.reading.show(**desk.acting(), ticket_id=whole.ticket_id)
    assert set(shown.linked) == {usage, calls}
    done = desk.support.handling.resolve(**desk.acting(desk.agent), ticket_id=whole.ticket_id, how=Resolution.DUPLICATE)
    assert done.resolution == "duplicate"
    part = desk.support.reading.show(**desk.acting(), ticket_id=calls).ticket
    assert (part.parent_id, part.terms_version) == (whole.ticket_id, whole.terms_version)


def test_a_dispute_is_decided_by_another_person_and_overturned_it_is_support_again(desk: Any) -> None:
    """The estimate that is not approved is withdrawn; the client reads the reason (5.1)."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    desk.support.handling.convert(**desk.acting(desk.agent), **about)
    desk.support.tickets.dispute(**desk.acting(), **about, text="We only ask where the setting is.")
    decided = {**about, "upheld": False, "topic": USAGE, "reason": "They ask where it is."}
    with pytest.raises(DisputeByClassifier):
        desk.support.handling.decide_dispute(**desk.acting(desk.agent), **decided)
    back = desk.support.handling.decide_dispute(**desk.acting(desk.second), **decided)
    assert (back.state, back.scope, back.named, back.dispute) == ("open", "in_scope", USAGE, "overturned")
    (request,) = desk.kit.application.engagements.requests.list_requests(**desk.acting())
    assert request.state == "withdrawn"
    desk.kit.application.work.worker.drain(tenant_id=desk.client.tenant_id)
    told = [each for each in desk.kit.mailbox.to(desk.client.owner.email) if "No estimate is needed" in each.subject]
    assert len(told) == 1
    assert "the request for an estimate was withdrawn" in " ".join(told[0].text.split())
    shown = desk.support.reading.show(**desk.acting(), **about)
    assert [each.scope for each in shown.classifications] == ["out_of_scope", "in_scope"]
    assert {each.by for each in shown.classifications} == {"staff"}
    assert desk.support.reading.messages(**desk.acting(), **about)[-1].text == "They ask where it is."


def test_a_ticket_converted_anew_renews_its_one_request(desk: Any) -> None:
    """After a verdict that withdrew it, and another classification (4.1)."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    first = desk.support.handling.convert(**desk.acting(desk.agent), **about)
    desk.support.tickets.dispute(**desk.acting(), **about, text="No.")
    verdict = {"upheld": False, "topic": USAGE, "reason": "They ask where it is."}
    desk.support.handling.decide_dispute(**desk.acting(desk.second), **about, **verdict)
    desk.classify(ticket.ticket_id, "paid_work", "custom.development")
    again = desk.support.handling.convert(**desk.acting(desk.agent), **about)
    assert again.engagement_id == first.engagement_id
    (request,) = desk.kit.application.engagements.requests.list_requests(**desk.acting())
    assert request.state == "requested"


def test_an_upheld_dispute_leaves_the_decline_as_it_was(desk: Any) -> None:
    """And is had once."""
    ticket = desk.excluded()
    about = {"ticket_id": ticket.ticket_id}
    desk.support.handling.resolve(**desk.acting(desk.agent), **about, how=Resolution.DECLINED_OUT_OF_SCOPE)
    desk.support.tickets.dispute(**desk.acting(), **about, text="No.")
    upheld = desk.support.handling.decide_dispute(**desk.acting(desk.second), **about, upheld=True, reason="It is one.")
    assert (upheld.state, upheld.resolution, upheld.dispute) == ("resolved", "declined_out_of_scope", "upheld")
    with pytest.raises(Exception, match="decided before"):
        desk.support.tickets.dispute(**desk.acting(), **about, text="Still no.")


def test_a_message_is_appended_reopens_or_opens_a_ticket_that_follows(desk: Any) -> None:
    """By the window, whose last instant counts; by mail nothing new is opened (2.3.a)."""
    ticket = desk.classify(desk.open().ticket_id, "in_scope", USAGE)
    about = {"ticket_id": ticket.ticket_id}
    solve = {**desk.acting(desk.agent), **about, "text": "Choose Print.", "solution": True}
    desk.support.handling.answer(**solve)
    desk.kit.clock.at += REOPEN_WINDOW
    assert desk.support.tickets.write(**desk.acting(), **about, text="Still?").outcome == "reopened"
    desk.support.handling.answer(**solve)
    desk.kit.clock.at += REOPEN_WINDOW + SECOND
    desk.kit.application.licensing.record_payment(
        by=desk.kit.staff,
        tenant_id=desk.client.tenant_id,
        invoice="2",
        since=desk.client.until,
        until=desk.client.until + timedelta(days=60),
    )
    with pytest.raises(ReopenWindowOver):
        desk.support.tickets.write(**desk.acting(), **about, text="By mail.", by_mail=True)
    with pytest.raises(ReopenWindowOver):
        desk.support.tickets.reopen(**desk.acting(), **about)
    late = desk.support.tickets.write(**desk.acting(), **about, text="Still not.")
    assert (late.outcome, late.ticket_id == ticket.ticket_id) == ("follow_up", False)
    fresh = desk.support.reading.show(**desk.acting(), ticket_id=late.ticket_id).ticket
    assert (fresh.follows_id, fresh.state) == (ticket.ticket_id, "new")


def test_a_resolved_ticket_is_closed_by_itself_after_the_window(desk: Any) -> None:
    """Unless it is disputed or was taken up again."""
    solved, reopened, disputed = (desk.excluded() for _ in range(3))
    for each in (solved, reopened, disputed):
        desk.support.handling.resolve(
            **desk.acting(desk.agent), ticket_id=each.ticket_id, how=Resolution.DECLINED_OUT_OF_SCOPE
        )
    desk.support.tickets.reopen(**desk.acting(), ticket_id=reopened.ticket_id)
    desk.support.tickets.dispute(**desk.acting(), ticket_id=disputed.ticket_id, text="No.")
    desk.kit.clock.at += REOPEN_WINDOW
    desk.drain()
    states = {each.ticket_id: each.state for each in desk.support.reading.list_tickets(**desk.acting())}
    assert states[solved.ticket_id] == "resolved"
    desk.kit.clock.at += 2 * SECOND
    desk.drain()
    states = {each.ticket_id: each.state for each in desk.support.reading.list_tickets(**desk.acting())}
    assert states == {solved.ticket_id: "closed", reopened.ticket_id: "open", disputed.ticket_id: "resolved"}


def test_a_ticket_that_was_resolved_again_is_closed_after_its_own_window(desk: Any) -> None:
    """The first window ends without closing it."""
    ticket = desk.excluded()
    about = {**desk.acting(desk.agent), "ticket_id": ticket.ticket_id, "how": Resolution.DECLINED_OUT_OF_SCOPE}
    desk.support.handling.resolve(**about)
    desk.kit.clock.at += REOPEN_WINDOW / 2
    desk.support.tickets.reopen(**desk.acting(), ticket_id=ticket.ticket_id)
    desk.support.handling.resolve(**about)
    states = []
    for _ in range(2):
        desk.kit.clock.at += REOPEN_WINDOW / 2 + 2 * SECOND
        desk.drain()
        states.append(desk.support.reading.show(**desk.acting(), ticket_id=ticket.ticket_id).ticket.state)
    assert states == ["resolved", "closed"]


def test_a_message_to_a_ticket_merged_twice_over_goes_once_to_the_last_one(desk: Any) -> None:
    """And is still read by who wrote it, on the ticket to which it was written."""
    first, second, third = (desk.open(f"No. {number}") for number in range(3))
    merge = desk.support.arranging.merge
    merge(**desk.acting(desk.agent), ticket_id=first.ticket_id, into=second.ticket_id)
    merge(**desk.acting(desk.agent), ticket_id=second.ticket_id, into=third.ticket_id)
    with pytest.raises(MergeRefused):
        merge(**desk.acting(desk.agent), ticket_id=third.ticket_id, into=first.ticket_id)
    wrote = desk.support.tickets.write(**desk.acting(), ticket_id=first.ticket_id, text="One more thing.")
    assert (wrote.outcome, wrote.ticket_id) == ("appended", first.ticket_id)
    texts = {
        each.ticket_id: [
            message.text for message in desk.support.reading.messages(**desk.acting(), ticket_id=each.ticket_id)
        ]
        for each in (first, second, third)
    }
    assert texts[first.ticket_id][-1] == texts[third.ticket_id][-1] == "One more thing."
    assert len(texts[second.ticket_id]) == 1
    shown = desk.support.reading.show(**desk.acting(), ticket_id=first.ticket_id)
    assert (shown.merged_into, shown.carried_on) == (third.ticket_id, "new")
    with pytest.raises(NotNow):
        merge(**desk.acting(desk.agent), ticket_id=first.ticket_id, into=third.ticket_id)


def test_a_merge_takes_no_request_off_the_work_list(desk: Any) -> None:
    """What carries it on waits for staff, whatever it waited for before; a ticket that is resolved takes none."""
    target = desk.classify(desk.open().ticket_id, "in_scope", USAGE)
    answer = {**desk.acting(desk.agent), "ticket_id": target.ticket_id, "text": "Choose Print."}
    desk.support.handling.answer(**answer)
    merge = {**desk.acting(desk.agent), "into": target.ticket_id}
    more = desk.open("And in color?")
    desk.support.arranging.merge(**merge, ticket_id=more.ticket_id)
    waiting = desk.support.reading.waiting(by=desk.agent, queue=Queue.US)
    assert [(each.ticket_id, each.since) for each in waiting] == [(target.ticket_id, more.opened_at)]
    desk.support.handling.answer(**answer, solution=True)
    late = desk.open("And on paper?")
    with pytest.raises(MergeRefused, match="is resolved"):
        desk.support.arranging.merge(**merge, ticket_id=late.ticket_id)
    assert [each.ticket_id for each in desk.support.reading.waiting(by=desk.agent)] == [late.ticket_id]


def test_two_members_of_staff_classify_and_the_second_one_learns_of_the_first(desk: Any) -> None:
    """By the revision that it was made for; without one both stand, one after the other (9.1)."""
    ticket = desk.open()
    seen = revision_of(ticket)
    desk.classify(ticket.ticket_id, "in_scope", USAGE, expected=seen)
    with pytest.raises(RevisionStale):
        desk.classify(ticket.ticket_id, "out_of_scope", EXCLUSION, by=desk.second, expected=seen)
    desk.classify(ticket.ticket_id, "out_of_scope", EXCLUSION, by=desk.second)
    shown = desk.support.reading.show_to_staff(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)
    assert [(each.number, each.scope) for each in shown.classifications] == [(1, "in_scope"), (2, "out_of_scope")]
    assert len({each.by for each in shown.classifications}) == 2


def test_a_ticket_is_opened_for_somebody_else(desk: Any) -> None:
    """Who is a user, or will be one: then it opens for that person once invited, and a reply binds it (1.5)."""
    ivo = desk.kit.joined(desk.client, "Ivo Park", permissions=["support.open"])
    ticket = desk.open(for_user_id=ivo.user_id)
    assert ticket.requester_id == ivo.user_id
    later = desk.open(for_email="Mia@Harbor.example")
    assert later.requester_id is None
    assert desk.support.reading.list_tickets(**desk.acting(ivo.by)) == (ticket,)
    mia = desk.kit.joined(desk.client, "Mia Chen")
    assert [each.ticket_id for each in desk.support.reading.list_tickets(**desk.acting(mia.by))] == [later.ticket_id]
    desk.support.tickets.write(**desk.acting(mia.by), ticket_id=later.ticket_id, text="It is me.")
    bound = desk.support.reading.show(**desk.acting(mia.by), ticket_id=later.ticket_id).ticket
    assert bound.requester_id == mia.user_id
    with pytest.raises(RequesterUnknown):
        desk.open(for_user_id=desk.kit.active_client("other").owner.user_id)


def test_an_address_is_no_way_to_find_out_who_is_a_user(desk: Any) -> None:
    """The ticket reads the same, in the answer, shown, and in lists, before its person has written to it (1.5)."""
    ivo = desk.kit.joined(desk.client, "Ivo Park")
    kim = desk.kit.joined(desk.client, "Kim Retail", permissions=["support.open"])
    acting, reading = desk.acting(kim.by), desk.support.reading
    known, unknown = (desk.open(by=kim.by, for_email=each) for each in (ivo.email, "nobody@harbor.example"))
    apart = {"ticket_id": None, "opened_at": None, "waits_since": None, "changed_at": None}
    assert evolve(known, **apart) == evolve(unknown, **apart)
    assert reading.show(**acting, ticket_id=known.ticket_id).ticket == known
    assert reading.list_tickets(**acting, requester_id=ivo.user_id) == ()
    assert reading.list_tickets(**desk.acting(ivo.by)) == (known,)
    handling = desk.support.handling
    handling.answer(**desk.acting(desk.agent), ticket_id=known.ticket_id, text="Hello.", answers_id=None)
    desk.support.tickets.write(**desk.acting(ivo.by), ticket_id=known.ticket_id, text="It is me.")
    (mine,) = reading.list_tickets(**desk.acting(ivo.by), requester_id=ivo.user_id)
    assert mine.requester_id == ivo.user_id


def test_whom_a_ticket_is_for_reads_nothing_of_its_openers_roles(desk: Any) -> None:
    """Its opener does, and whoever reads people and roles (1.4.b)."""
    ivo = desk.kit.joined(desk.client, "Ivo Park")
    kim = desk.kit.joined(desk.client, "Kim Retail", permissions=["support.open"])
    about = {"ticket_id": desk.open(by=kim.by, for_user_id=ivo.user_id).ticket_id}

    def facts(by: Any) -> set[str]:
        shown = desk.support.reading.show(**desk.acting(by), **about)
        return {each.name for each in shown.opening.facts} & {"user", "allowed through"}

    assert facts(kim.by) == facts(desk.client.owner.by) == {"user", "allowed through"}
    assert facts(ivo.by) == set()


def test_a_repeat_by_its_key_opens_nothing_twice(desk: Any) -> None:
    """The first result is given again."""
    first = desk.open(idempotency_key="k")
    assert desk.open(idempotency_key="k") == first
    assert len(desk.support.reading.list_tickets(**desk.acting())) == 1


def test_the_work_list_shows_what_waits_for_whom_and_how_long(desk: Any) -> None:
    """Longest first, over all clients; no response time is promised (2.3.a)."""
    new = desk.open("A")
    ours = desk.classify(desk.open("B").ticket_id, "in_scope", USAGE)
    theirs = desk.classify(desk.open("C").ticket_id, "in_scope", USAGE)
    desk.support.handling.answer(**desk.acting(desk.agent), ticket_id=theirs.ticket_id, text="Which printer?")
    disputed = desk.excluded()
    desk.support.tickets.dispute(**desk.acting(), ticket_id=disputed.ticket_id, text="No.")
    other = desk.kit.active_client("other")
    far = desk.support.tickets.open(by=other.owner.by, tenant_id=other.tenant_id, subject="D", text="d")
    desk.kit.clock.at += timedelta(hours=1)

    def waiting(queue: Queue | None = None) -> set[Any]:
        return {each.ticket_id for each in desk.support.reading.waiting(by=desk.agent, queue=queue)}

    assert waiting(Queue.CLASSIFICATION) == {new.ticket_id, far.ticket_id}
    assert waiting(Queue.US) == {ours.ticket_id}
    assert waiting(Queue.THEM) == {theirs.ticket_id}
    assert waiting(Queue.DISPUTE) == {disputed.ticket_id}
    page = desk.support.reading.waiting(by=desk.agent)
    assert [each.since for each in page] == sorted(each.since for each in page)
    assert {each.client for each in page} == {"harbor", "other"}
    assert min(each.seconds for each in page) >= 3600
    with pytest.raises(Refused):
        desk.support.reading.waiting(by=desk.client.owner.by)


def test_an_answer_to_a_message_of_another_ticket_is_refused(desk: Any) -> None:
    """As one that is not there; so is another client's ticket."""
    ticket, other = desk.open(), desk.open()
    foreign = desk.support.reading.messages(**desk.acting(), ticket_id=other.ticket_id)[0].message_id
    for message_id in (foreign, MessageId(other.ticket_id)):
        with pytest.raises(MessageUnknown):
            desk.support.handling.answer(
                **desk.acting(desk.agent), ticket_id=ticket.ticket_id, text="x", answers_id=message_id
            )
    stranger = desk.kit.active_client("other")
    with pytest.raises(TicketUnknown):
        desk.support.tickets.write(
            by=stranger.owner.by, tenant_id=stranger.tenant_id, ticket_id=ticket.ticket_id, text="x"
        )
    with pytest.raises(Refused):
        desk.support.tickets.write(**desk.acting(stranger.owner.by), ticket_id=ticket.ticket_id, text="x")


@pytest.mark.parametrize(
    ("scope", "named", "clause", "disputable"),
    [
        ("out_of_scope", EXCLUSION, "3.2", True),
        ("paid_work", "custom.development", "4.1", False),
        ("never_granted", "source.access", "0.3", False),
    ],
)
def test_the_letter_of_a_decline_cites_its_clauses_and_offers_a_dispute_where_one_is_taken(
    desk: Any, scope: str, named: str, clause: str, disputable: bool
) -> None:
    about = {"ticket_id": desk.classify(desk.open("Do this").ticket_id, scope, named).ticket_id}
    desk.support.handling.resolve(**desk.acting(desk.agent), **about, how=Resolution.DECLINED_OUT_OF_SCOPE)
    desk.drain()
    (letter,) = [each for each in desk.kit.mailbox.mails if "Not included in support" in each.subject]
    assert f"({clause}" in " ".join(letter.text.split())
    assert ("Dispute it within 14 days" in letter.text) is disputable
    if disputable:
        desk.support.tickets.dispute(**desk.acting(), **about, text="It is only a question.")
        return
    with pytest.raises(SaasError) as caught:
        desk.support.tickets.dispute(**desk.acting(), **about, text="It is only a question.")
    assert isinstance(caught.value, NotDisputed)


def test_the_letter_of_a_conversion_speaks_of_the_estimate_and_not_of_reopening(desk: Any) -> None:
    ticket = desk.excluded()
    desk.support.handling.convert(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)
    desk.drain()
    (letter,) = [each for each in desk.kit.mailbox.mails if "estimate was requested" in each.subject]
    assert "(4.1)" in letter.text
    assert "reopen" not in letter.text
