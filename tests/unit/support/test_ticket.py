"""The guards of a ticket: what its scope allows, who decides a dispute, and the instants that count."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue
from saas_core.policy.actions import ActionKind
from saas_core.policy.decision import Verdict
from saas_core.policy.shipped import shipped_terms
from saas_core.support.errors import (
    AlreadyRedacted,
    AppealOnly,
    DisputeByClassifier,
    DisputeOpen,
    MergeRefused,
    NotConverted,
    NotDisputed,
    NotIncluded,
    NotNow,
    ReopenWindowOver,
    ResolutionUnfit,
    TicketConflict,
    TicketMixed,
    TicketUnclassified,
)
from saas_core.support.model.scope import OFFERED, REFUSED, RESOLUTIONS, Scope
from saas_core.support.model.transitions import CARRIES_ON
from saas_core.support.model.writing import Message, Note, Tombstone
from saas_core.support.policies.declining import decline_text
from saas_core.support.policies.routing import Destination, destination, last_of_chain
from saas_core.support.policies.words import MOST_WORDS, wanted_words, words_of
from saas_core.support.values import (
    DisputeState,
    MessageId,
    NoteId,
    Queue,
    Resolution,
    ScopeKind,
    Side,
    TicketKind,
    TicketState,
)
from ticketing import (
    AT,
    DEFECT,
    EXCLUDED,
    IN_SCOPE,
    LICENSE,
    MIXED,
    NEVER,
    OTHER,
    OWN,
    PAID,
    REQUEST,
    SCOPES,
    SILENT,
    TICKET,
    WINDOW,
    found,
    in_state,
    made,
)

OPEN, RESOLVED = TicketState.OPEN, TicketState.RESOLVED
SECOND = timedelta(seconds=1)
TERMS = shipped_terms()
FITS = {
    Scope(): set(),
    IN_SCOPE: {"answered", "duplicate", "no_reply"},
    DEFECT: {"answered", "defect_repaired", "duplicate", "no_reply"},
    EXCLUDED: {"declined_out_of_scope"},
    PAID: {"declined_out_of_scope"},
    NEVER: {"declined_out_of_scope"},
    LICENSE: {"answered", "duplicate", "no_reply"},
    OWN: {"answered", "duplicate", "no_reply"},
    SILENT: {"duplicate", "no_reply"},
    MIXED: {"duplicate"},
}


@pytest.mark.parametrize("scope", SCOPES, ids=lambda each: f"{each.kind.value} {each.named or ''}")
@pytest.mark.parametrize("how", Resolution, ids=lambda each: each.value)
def test_a_scope_is_resolved_only_in_the_ways_that_fit_it(scope: Scope, how: Resolution) -> None:
    """What support does not do is declined or converted; what nobody classified is not resolved at all (2.4, 5.1)."""
    ticket = in_state(OPEN, scope, parts=2)
    if how.value in FITS[scope]:
        after = ticket.resolved(how, AT)
        assert (after.state, after.resolution, after.resolved_at) == (RESOLVED, how, AT)
        return
    with pytest.raises((ResolutionUnfit, NotIncluded, TicketUnclassified)):
        ticket.resolved(how, AT)


@pytest.mark.parametrize("scope", [EXCLUDED, PAID, NEVER], ids=lambda each: each.kind.value)
def test_no_answer_solves_what_is_not_included(scope: Scope) -> None:
    """It names the row of the terms that says so."""
    with pytest.raises(TicketConflict) as caught:
        in_state(OPEN, scope).solved(AT)
    assert (caught.value.code, getattr(caught.value, "row", "")) == ("NOT_INCLUDED", scope.named)
    assert in_state(OPEN, IN_SCOPE).solved(AT).resolution is Resolution.ANSWERED


def test_what_nobody_classified_is_neither_solved_nor_converted() -> None:
    """First somebody says what it is about."""
    ticket = in_state(OPEN, Scope())
    with pytest.raises(TicketUnclassified):
        ticket.solved(AT)
    with pytest.raises(TicketUnclassified):
        ticket.converted(REQUEST, AT)


@pytest.mark.parametrize("scope", SCOPES, ids=lambda each: f"{each.kind.value} {each.named or ''}")
def test_only_what_is_offered_is_converted(scope: Scope) -> None:
    """An exclusion or paid work; neither a question nor what is never granted (4.1, 5.1)."""
    ticket = in_state(OPEN, scope)
    if scope in {EXCLUDED, PAID}:
        after = ticket.converted(REQUEST, AT)
        assert (after.resolution, after.engagement_id) == (Resolution.CONVERTED_TO_ENGAGEMENT, REQUEST)
        return
    with pytest.raises((NotConverted, TicketUnclassified)):
        ticket.converted(REQUEST, AT)


def test_a_declined_ticket_is_still_converted_and_keeps_the_instant_of_its_resolution() -> None:
    """The client takes up the offer; the reopen window is not counted anew."""
    declined = in_state(RESOLVED)
    assert declined.converted(REQUEST, AT + SECOND).resolved_at == AT
    with pytest.raises(NotConverted):
        evolve(declined, resolution=Resolution.CONVERTED_TO_ENGAGEMENT).converted(REQUEST, AT)


def test_what_asks_for_several_things_is_split_before_it_is_resolved() -> None:
    """Each part gets its own verdict (5.1)."""
    ticket = in_state(OPEN, MIXED)
    with pytest.raises(TicketMixed):
        ticket.resolved(Resolution.DUPLICATE, AT)
    assert ticket.split(2, AT).resolved(Resolution.DUPLICATE, AT).state is RESOLVED
    with pytest.raises(TicketMixed):
        in_state(OPEN, IN_SCOPE).split(2, AT)


@pytest.mark.parametrize(
    ("kind", "named", "where"),
    [
        (ScopeKind.IN_SCOPE, None, None),
        (ScopeKind.OUT_OF_SCOPE, None, None),
        (ScopeKind.PAID_WORK, None, None),
        (ScopeKind.NEVER_GRANTED, None, None),
        (ScopeKind.IN_SCOPE, "exclusion.call_systems", None),
        (ScopeKind.OUT_OF_SCOPE, "topic.feature_usage", None),
        (ScopeKind.OUT_OF_SCOPE, "exclusion.of_our_own", None),
        (ScopeKind.ABOUT_LICENSE, "topic.feature_usage", None),
        (ScopeKind.CLIENTS_OWN, None, None),
        (ScopeKind.IN_SCOPE, "topic.feature_usage", "somewhere"),
        (ScopeKind.UNCLASSIFIED, None, None),
    ],
)
def test_a_classification_names_exactly_one_row_where_it_has_to(
    kind: ScopeKind, named: str | None, where: str | None
) -> None:
    """Free text alone classifies nothing (9.1)."""
    with pytest.raises(InvalidValue):
        Scope(kind, named, where).clauses(TERMS)


def test_every_topic_and_every_exclusion_of_the_terms_classifies_by_its_clauses() -> None:
    """They are data of the terms."""
    kinds = {ActionKind.TOPIC: ScopeKind.IN_SCOPE, ActionKind.EXCLUSION: ScopeKind.OUT_OF_SCOPE}
    rows = [each for each in TERMS.actions if each.kind in kinds]
    assert len(rows) > 13
    for row in rows:
        assert set(row.clauses) <= set(Scope(kinds[row.kind], row.name).clauses(TERMS))
    assert set(RESOLUTIONS) == set(ScopeKind)
    assert all(scope.clauses(TERMS) for scope in SCOPES[1:])


def test_an_appeal_is_about_the_license_alone() -> None:
    """It carries no support (0.1)."""
    appeal = in_state(OPEN, LICENSE, kind=TicketKind.APPEAL)
    with pytest.raises(AppealOnly):
        appeal.classified_as(found(IN_SCOPE, number=2))
    assert appeal.classified_as(found(LICENSE, number=2)).classified == 2


def test_a_dispute_is_decided_by_somebody_else() -> None:
    """Whoever classified the ticket is refused, and whoever did not brings it back (5.1)."""
    disputed = in_state(RESOLVED).disputed(AT)
    with pytest.raises(DisputeByClassifier):
        disputed.upheld("staff:1", AT)
    with pytest.raises(DisputeByClassifier):
        disputed.overturned(found(by="staff:1", number=2))
    assert disputed.upheld("staff:2", AT).dispute is DisputeState.UPHELD
    back = disputed.overturned(found(by="staff:2", number=2))
    assert (back.state, back.scope, back.dispute, back.resolution) == (OPEN, IN_SCOPE, DisputeState.OVERTURNED, None)


def test_a_dispute_stands_in_the_way_until_it_is_decided_and_is_had_once() -> None:
    """Of nothing but an exclusion."""
    disputed = in_state(OPEN).disputed(AT)
    for refused in (
        lambda: disputed.classified_as(found(number=2)),
        lambda: disputed.resolved(Resolution.DECLINED_OUT_OF_SCOPE, AT),
        lambda: disputed.converted(REQUEST, AT),
        lambda: disputed.merged(made(id=OTHER), AT),
        lambda: disputed.disputed(AT),
        lambda: evolve(disputed, state=RESOLVED, resolved_at=AT).closed(AT),
    ):
        with pytest.raises(DisputeOpen):
            refused()
    upheld = disputed.upheld("staff:2", AT)
    for undisputed in (upheld, in_state(OPEN, IN_SCOPE), in_state(OPEN, PAID)):
        with pytest.raises(NotDisputed):
            undisputed.disputed(AT)
    with pytest.raises(NotDisputed):
        upheld.upheld("staff:2", AT)
    assert upheld.classified_as(found(EXCLUDED, number=2)).disputed(AT).dispute is DisputeState.OPEN


def test_the_reopen_window_includes_its_last_instant() -> None:
    """Counted from the resolution; the same for a command and for a message."""
    ticket, last = in_state(RESOLVED), AT + WINDOW
    assert ticket.reopens(last, WINDOW)
    assert ticket.reopened(last, WINDOW).state is OPEN
    assert ticket.written(last, WINDOW).resolved_at is None
    assert destination(ticket, last, WINDOW) is Destination.REOPENED
    for late in (ticket.reopened, ticket.written):
        with pytest.raises(ReopenWindowOver):
            late(last + timedelta(microseconds=1), WINDOW)
    assert destination(ticket, last + timedelta(microseconds=1), WINDOW) is Destination.FOLLOW_UP
    assert destination(in_state(TicketState.CLOSED), AT, WINDOW) is Destination.FOLLOW_UP
    assert destination(made(), AT, WINDOW) is Destination.APPENDED


@pytest.mark.parametrize("state", TicketState)
def test_what_is_merged_goes_on_being_worked_on(state: TicketState) -> None:
    """It goes into nothing that is done, and whoever waited for the client waits for staff, as long as it did."""
    into = in_state(state, id=OTHER, waits_since=AT + 2 * SECOND)
    merged = made(waits_since=AT + SECOND)
    done = state in {RESOLVED, TicketState.CLOSED, TicketState.MERGED}
    assert (state in CARRIES_ON) is not done
    if done:
        with pytest.raises(MergeRefused, match=f"is {state.value}"):
            merged.merged(into, AT)
        return
    assert merged.merged(into, AT).state is TicketState.MERGED
    carrying = into.carrying(merged, AT + 3 * SECOND)
    assert carrying.state is (TicketState.NEW if state is TicketState.NEW else TicketState.OPEN)
    assert (carrying.waits_for, carrying.waits_since) == (Side.STAFF, AT + SECOND)


def test_a_merge_refuses_rings_closed_tickets_and_other_kinds() -> None:
    """And the last of a chain is found, however long it is."""
    ticket = made()
    for into in (ticket, in_state(TicketState.CLOSED, id=OTHER), made(id=OTHER, kind=TicketKind.APPEAL)):
        with pytest.raises(MergeRefused):
            ticket.merged(into, AT)
    merged = ticket.merged(made(id=OTHER), AT)
    assert last_of_chain(merged, {OTHER: made(id=OTHER)}.get).id == OTHER
    ring = {TICKET: merged, OTHER: in_state(TicketState.MERGED, id=OTHER, merged_into=TICKET)}
    with pytest.raises(MergeRefused):
        last_of_chain(merged, ring.get)


def test_whose_turn_it_is_and_since_when() -> None:
    """A second message does not set back who waits longer."""
    first = made().written(AT + SECOND, WINDOW)
    assert (first.queue, first.waits_since) == (Queue.CLASSIFICATION, AT)
    known = first.classified_as(found())
    assert known.queue is Queue.US
    answered = known.answered(AT + 2 * SECOND)
    assert (answered.queue, answered.waits_since) == (Queue.THEM, AT + 2 * SECOND)
    assert answered.answered(AT + 3 * SECOND).waits_since == AT + 2 * SECOND
    assert answered.written(AT + 4 * SECOND, WINDOW).waits_since == AT + 4 * SECOND
    assert answered.solved(AT).queue is None
    assert in_state(RESOLVED).disputed(AT).queue is Queue.DISPUTE


def test_a_removed_text_leaves_who_when_why_and_its_hash() -> None:
    """Once; a note is another type than a message, and shares nothing with it."""
    common = {"ticket_id": TICKET, "author_id": TICKET, "written_at": AT, "text": "secret"}
    for written in (
        Message(id=MessageId(TICKET), side=Side.CLIENT, **common),
        Note(id=NoteId(TICKET), **common),
    ):
        left = Tombstone(by="staff:1", at=AT, reason="a password", digest="d")
        removed = written.redacted(left)
        assert (removed.text, removed.tombstone) == ("", left)
        with pytest.raises(AlreadyRedacted):
            removed.redacted(left)
    assert not issubclass(Note, Message)
    assert not issubclass(Message, Note)


def test_a_decline_names_the_exclusion_its_clause_and_the_offer() -> None:
    """What is never granted gets no offer (1.2)."""
    said = decline_text(EXCLUDED, TERMS, "Have a look at the manual.")
    assert "A call system integration is not included in standard support (clause 3.2, 5.1, 4.1)" in said
    assert "estimate" in said
    assert said.endswith("Have a look at the manual.")
    never = decline_text(NEVER, TERMS, None)
    assert "never granted" in never
    assert "estimate" not in never
    assert "1.2" in never


def test_words_are_found_whatever_their_case_and_accents() -> None:
    """Up to a bound."""
    assert words_of("Zahlung für Café no. 7!") == {"zahlung", "fur", "cafe", "no", "7"}
    assert wanted_words("CAFÉ  cafe") == ("cafe",)
    assert len(words_of(" ".join(map(str, range(5000))))) == MOST_WORDS
    for none in ("", " ?! ", " ".join("abcdefghijklm")):
        with pytest.raises(InvalidValue):
            wanted_words(none)


def test_a_refusal_travels_whole() -> None:
    """With what it allows."""
    with pytest.raises(NotNow) as caught:
        in_state(TicketState.CLOSED).closed(AT)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.allowed) == (str(caught.value), ("note", "redact"))


def test_every_scope_has_a_verdict_but_those_that_say_nothing_yet() -> None:
    """What is refused as support is offered or never granted, and nothing that is resolved by an answer is either."""
    verdicts = {each.kind: each.verdict for each in SCOPES}
    assert set(verdicts) == set(ScopeKind)
    assert {kind for kind, verdict in verdicts.items() if verdict is None} == {
        ScopeKind.UNCLASSIFIED,
        ScopeKind.MIXED,
    }
    assert {kind for kind, verdict in verdicts.items() if verdict is Verdict.CHARGEABLE} == OFFERED
    assert {kind for kind, verdict in verdicts.items() if verdict is Verdict.DENIED} == REFUSED - OFFERED
    solved = {kind for kind, ways in RESOLUTIONS.items() if Resolution.ANSWERED in ways}
    assert {kind for kind, verdict in verdicts.items() if verdict is Verdict.ALLOWED} == solved
