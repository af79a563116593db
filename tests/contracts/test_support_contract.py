"""Tickets, and what stands on them, as every store keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.engagements.model.engagement import Engagement
from saas_core.engagements.values import EngagementState
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Fact
from saas_core.support.model.scope import Evidence, Proposal, Scope
from saas_core.support.model.seeing import EVERYBODYS, Seer
from saas_core.support.model.ticket import Opening
from saas_core.support.model.writing import Attachment, Message, Note, Tombstone
from saas_core.support.ports import TicketFilter, TicketPlace
from saas_core.support.values import (
    DisputeState,
    Queue,
    Resolution,
    ScopeKind,
    Side,
    TicketKind,
    TicketState,
)
from ticketing import EXCLUDED, IN_SCOPE, found, in_state, made

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tenant(some: Any) -> TenantId:
    """Give a tenant of its own."""
    return TenantId(some.id())


def _saved(store: Any, tenant: TenantId, *things: Any, port: str = "tickets") -> None:
    with store.begin(tenant) as work:
        for each in things:
            getattr(work, port).save(each)
        work.commit()


def _page(
    store: Any, tenant: TenantId, wanted: Any = None, seer: Seer = EVERYBODYS, after: Any = None, limit: int = 9
) -> Any:
    with store.read(tenant) as work:
        return work.tickets.page(wanted or TicketFilter(), seer, after, limit)


def _tickets(some: Any, count: int, **given: Any) -> list[Any]:
    return [made(id=some.id(), opened_at=some.at(number), **given) for number in range(count)]


def test_a_ticket_is_kept_with_everything_it_knows(store: Any, some: Any, tenant: TenantId) -> None:
    """The decision of its opening, its scope, a proposal, links, and nothing more after a change."""
    at = some.at()
    first = made(id=some.id())
    opening = Opening(
        terms_version="2026-02",
        at=at,
        clauses=("0.1", "2.3.a"),
        valid_until=at,
        facts=(Fact("license", "valid"),),
        persons=(Fact("user", "active"),),
    )
    proposal = Proposal(
        scopes=(EXCLUDED, Scope()),
        evidence=(Evidence("telephone", "exclusion.call_systems", "3.2"),),
        by="words",
        at=at,
    )
    full = made(
        id=some.id(),
        kind=TicketKind.APPEAL,
        department_id=some.id(),
        requester_id=None,
        awaited="digest",
        opening=opening,
        state=TicketState.RESOLVED,
        scope=Scope(ScopeKind.CLIENTS_OWN, where="Settings"),
        clauses=("1.5",),
        proposed_topic="topic.feature_usage",
        proposal=proposal,
        classified=2,
        classified_by="staff:1",
        dispute=DisputeState.UPHELD,
        resolution=Resolution.NO_REPLY,
        resolved_at=at,
        ended_at=at,
        waits_for=Side.CLIENT,
        parent_id=first.id,
        parts=3,
        follows_id=first.id,
        merged_into=first.id,
        engagement_id=some.id(),
    )
    _saved(store, tenant, first, full)
    with store.read(tenant) as work:
        assert work.tickets.get(full.id) == full
        assert work.tickets.linked(first.id) == (full,)
        assert work.tickets.get(some.id()) is None
    changed = evolve(first, state=TicketState.OPEN, scope=IN_SCOPE, clauses=("2.3.b",), subject="Removed")
    _saved(store, tenant, changed)
    with store.read(tenant) as work:
        assert work.tickets.get(first.id) == changed
    with store.read(TenantId(some.id())) as work:
        assert work.tickets.get(first.id) is None


def test_lists_are_filtered_and_go_on_after_a_place(store: Any, some: Any, tenant: TenantId) -> None:
    """Newest first; by kind, state, scope, row, requester and span."""
    tickets = _tickets(some, 6)
    tickets[1] = in_state(TicketState.OPEN, EXCLUDED, id=tickets[1].id, opened_at=tickets[1].opened_at)
    tickets[2] = evolve(tickets[2], kind=TicketKind.APPEAL, requester_id=some.id())
    _saved(store, tenant, *tickets)
    newest = tuple(reversed(tickets))
    assert _page(store, tenant) == newest
    assert _page(store, tenant, limit=2) == newest[:2]
    assert _page(store, tenant, after=TicketPlace(newest[1].opened_at, newest[1].id)) == newest[2:]
    for wanted, expected in (
        (TicketFilter(state=TicketState.OPEN), tickets[1:2]),
        (TicketFilter(scope=ScopeKind.OUT_OF_SCOPE), tickets[1:2]),
        (TicketFilter(named="exclusion.call_systems"), tickets[1:2]),
        (TicketFilter(kind=TicketKind.APPEAL), tickets[2:3]),
        (TicketFilter(requester_id=tickets[2].requester_id), tickets[2:3]),
        (TicketFilter(since=tickets[4].opened_at), [*reversed(tickets[4:])]),
        (TicketFilter(until=tickets[1].opened_at), tickets[:1]),
        (TicketFilter(state=TicketState.OPEN, kind=TicketKind.APPEAL), []),
    ):
        assert _page(store, tenant, wanted) == tuple(expected)
        assert all(wanted.fits(each) for each in expected)


def test_a_seer_gets_what_it_sees_and_each_once(store: Any, some: Any, tenant: TenantId) -> None:
    """Own ones, those that wait for it, and those of its departments, however many there are."""
    me, places = some.id(), [some.id() for _ in range(120)]
    mine = made(id=some.id(), opened_by=me, requester_id=me, opened_at=some.at(1))
    for_me = made(id=some.id(), requester_id=me, opened_at=some.at(2))
    waits = made(id=some.id(), requester_id=None, awaited="mine", opened_at=some.at(3))
    there = made(id=some.id(), opened_by=me, department_id=places[-1], opened_at=some.at(4))
    other = made(id=some.id(), department_id=some.id(), awaited="other", opened_at=some.at(5))
    _saved(store, tenant, mine, for_me, waits, there, other)
    seer = Seer(user_id=me, awaited="mine", departments=frozenset(places))
    assert _page(store, tenant, seer=seer) == (there, waits, for_me, mine)
    assert _page(store, tenant, seer=seer, limit=2) == (there, waits)
    assert _page(store, tenant, seer=Seer(departments=frozenset(places))) == (there,)
    assert _page(store, tenant, seer=Seer()) == ()
    assert all(seer.sees(each) for each in (there, waits, for_me, mine))
    assert not seer.sees(other)


def test_tickets_are_found_by_all_words_that_are_seen(store: Any, some: Any, tenant: TenantId) -> None:
    """Within the other filters, until the words are replaced."""
    tickets = _tickets(some, 4)
    _saved(store, tenant, *tickets)
    with store.begin(tenant) as work:
        for number, each in enumerate(tickets):
            work.ticket_words.add(each, ["all", f"no{number}", "even" if number % 2 == 0 else "odd"])
            work.ticket_words.add(each, ["all", "more"])
        work.commit()
    newest = tuple(reversed(tickets))
    assert _page(store, tenant, TicketFilter(words=("all",))) == newest
    assert _page(store, tenant, TicketFilter(words=("all", "even"))) == newest[1::2]
    assert _page(store, tenant, TicketFilter(words=("even", "odd"))) == ()
    assert _page(store, tenant, TicketFilter(words=("more",)), limit=1) == newest[:1]
    after = TicketPlace(newest[0].opened_at, newest[0].id)
    assert _page(store, tenant, TicketFilter(words=("all",)), after=after, limit=2) == newest[1:3]
    assert _page(store, tenant, TicketFilter(words=("all",)), seer=Seer(user_id=some.id())) == ()
    assert _page(store, tenant, TicketFilter(words=("no1",), state=TicketState.OPEN)) == ()
    with store.begin(tenant) as work:
        work.ticket_words.replace(tickets[3], ["fresh"])
        work.commit()
    assert _page(store, tenant, TicketFilter(words=("all",))) == newest[1:]
    assert _page(store, tenant, TicketFilter(words=("fresh",))) == newest[:1]


def test_messages_stand_on_their_ticket_and_on_the_one_they_were_written_to(
    store: Any, some: Any, tenant: TenantId
) -> None:
    """Oldest first, a page at a time; a removed text leaves its tombstone."""
    first, second = _tickets(some, 2)
    author, member = some.id(), some.id()

    def message(ticket: Any, **given: Any) -> Message:
        fields = {"side": Side.CLIENT, "author_id": author, "written_at": some.at(), "text": "a\n\tb"}
        return Message(**{"id": some.id(), "ticket_id": ticket.id, **fields, **given})

    one, two = message(first), message(second, via_id=first.id, by_mail=True)
    three = message(second, side=Side.STAFF, author_id=member, answers_id=two.id, via_id=first.id, solution=True)
    four = message(second)
    _saved(store, tenant, first, second)
    _saved(store, tenant, one, two, three, four, port="ticket_messages")
    with store.read(tenant) as work:
        kept = work.ticket_messages
        assert kept.of(first.id, None, 9) == (one, two, three)
        assert kept.of(second.id, None, 9) == (two, three, four)
        assert kept.of(second.id, two.id, 1) == (three,)
        assert kept.last_of_client(second.id) == four
        assert kept.last_of_client(first.id) == one
        assert kept.page(None, 9, member) == (three,)
        assert kept.page(one.id, 2) == (two, three)
        assert kept.get(four.id) == four
    removed = two.redacted(Tombstone(by="staff:1", at=some.at(3), reason="a password", digest="d"))
    _saved(store, tenant, removed, port="ticket_messages")
    with store.read(tenant) as work:
        assert work.ticket_messages.get(two.id) == removed


def test_notes_lie_beside_messages(store: Any, some: Any, tenant: TenantId) -> None:
    """And are never among them."""
    (ticket,) = _tickets(some, 1)
    notes = [
        Note(id=some.id(), ticket_id=ticket.id, author_id=some.id(), written_at=some.at(), text="x") for _ in range(3)
    ]
    _saved(store, tenant, ticket)
    _saved(store, tenant, *notes, port="ticket_notes")
    removed = notes[0].redacted(Tombstone(by="staff:1", at=some.at(1), reason="why", digest="d"))
    _saved(store, tenant, removed, port="ticket_notes")
    with store.read(tenant) as work:
        assert work.ticket_notes.of(ticket.id, None, 2) == (removed, notes[1])
        assert work.ticket_notes.of(ticket.id, notes[1].id, 2) == (notes[2],)
        assert work.ticket_notes.get(notes[2].id) == notes[2]
        assert work.ticket_messages.of(ticket.id, None, 9) == ()
        assert work.ticket_messages.get(notes[0].id) is None


def test_classifications_are_added_and_stay(store: Any, some: Any, tenant: TenantId) -> None:
    """In their order."""
    (ticket,) = _tickets(some, 1)
    both = (found(IN_SCOPE), found(EXCLUDED, "staff:2", 2))
    _saved(store, tenant, ticket)
    with store.begin(tenant) as work:
        for each in both:
            work.classifications.add(ticket.id, each)
        work.commit()
    with store.read(tenant) as work:
        assert work.classifications.of(ticket.id) == both
        assert work.classifications.of(some.id()) == ()


def test_files_are_shared_by_reference(store: Any, some: Any, tenant: TenantId) -> None:
    """One file, several tickets."""
    first, second = _tickets(some, 2)
    file = Attachment(
        id=some.id(),
        side=Side.CLIENT,
        author_id=some.id(),
        sent_at=some.at(),
        name='"><svg onload=…>.jpg',
        media_type="image/jpeg",
        size=7,
        sha256="a" * 64,
    )
    _saved(store, tenant, first, second)
    _saved(store, tenant, file, port="ticket_files")
    with store.begin(tenant) as work:
        for each in (first, second, first):
            work.ticket_files.refer(each.id, [file.id])
        work.commit()
    used = evolve(file, message_id=some.id())
    _saved(store, tenant, used, port="ticket_files")
    with store.read(tenant) as work:
        assert work.ticket_files.of(first.id) == work.ticket_files.of(second.id) == (used,)
        assert work.ticket_files.tickets(file.id) == tuple(sorted((first.id, second.id)))
        assert work.ticket_files.get(some.id()) is None


def test_a_file_that_is_removed_is_removed_from_every_ticket(store: Any, some: Any, tenant: TenantId) -> None:
    """And no other one; those that no message names are found by their author."""
    ticket, author = made(id=some.id()), some.id()
    common = {"side": Side.CLIENT, "author_id": author, "sent_at": some.at(), "name": "a", "media_type": "text/plain"}
    loose, used = (
        Attachment(id=some.id(), size=1, sha256="a" * 64, message_id=message_id, **common)
        for message_id in (None, some.id())
    )
    _saved(store, tenant, ticket)
    _saved(store, tenant, loose, used, port="ticket_files")
    with store.begin(tenant) as work:
        work.ticket_files.refer(ticket.id, [loose.id, used.id])
        work.commit()
    with store.begin(tenant) as work:
        assert work.ticket_files.loose(author) == (loose,)
        work.ticket_files.drop(used.id)
        work.commit()
    with store.read(tenant) as work:
        assert work.ticket_files.get(used.id) is None
        assert work.ticket_files.tickets(used.id) == ()
        assert work.ticket_files.of(ticket.id) == (loose,)


def test_the_work_list_holds_what_waits_of_all_clients(store: Any, some: Any) -> None:
    """Longest first; what nobody waits for any more is gone from it, and what was not committed never was in it."""
    here, there = TenantId(some.id()), TenantId(some.id())
    new = made(id=some.id(), waits_since=some.at(3))
    ours = in_state(TicketState.OPEN, IN_SCOPE, id=some.id(), waits_since=some.at(1))
    appeal = evolve(ours, id=some.id(), kind=TicketKind.APPEAL, waits_since=some.at(2))
    _saved(store, here, new, appeal)
    _saved(store, there, ours)
    with store.begin(there) as work:
        work.tickets.save(evolve(new, id=some.id()))

    def waiting(queue: Any = None, kind: Any = None, after: Any = None, limit: int = 9) -> list[Any]:
        return [each.ticket_id for each in store.work_list.page(queue, kind, after, limit)]

    assert waiting() == [ours.id, appeal.id, new.id]
    assert waiting(Queue.US) == [ours.id, appeal.id]
    assert waiting(kind=TicketKind.APPEAL) == [appeal.id]
    assert waiting(Queue.US, TicketKind.SUPPORT) == [ours.id]
    (first,) = store.work_list.page(None, None, None, 1)
    assert (first.tenant_id, first.queue, first.kind) == (there, Queue.US, TicketKind.SUPPORT)
    assert waiting(after=first.place, limit=1) == [appeal.id]
    _saved(store, there, in_state(TicketState.RESOLVED, IN_SCOPE, id=ours.id, waits_since=some.at(1)))
    _saved(store, here, evolve(new, scope=IN_SCOPE, state=TicketState.OPEN, waits_for=Side.CLIENT))
    assert waiting() == [appeal.id, new.id]
    assert waiting(Queue.THEM) == [new.id]


def test_what_ended_is_forgotten_once_nothing_leads_to_it(store: Any, some: Any, tenant: TenantId) -> None:
    """With all that stands on it; what others still lead to waits for them."""
    target = in_state(TicketState.CLOSED, IN_SCOPE, id=some.id(), ended_at=some.at(2))
    merged = in_state(TicketState.MERGED, IN_SCOPE, id=some.id(), merged_into=target.id, ended_at=some.at(1))
    open_one = made(id=some.id())
    _saved(store, tenant, target, merged, open_one)
    with store.begin(tenant) as work:
        work.ticket_words.add(merged, ["word"])
        work.classifications.add(merged.id, found())
        given = {"ticket_id": merged.id, "author_id": some.id(), "written_at": some.at(), "text": "x"}
        work.ticket_messages.save(Message(id=some.id(), side=Side.CLIENT, **given))
        work.ticket_notes.save(Note(id=some.id(), **given))
        work.commit()

    def forgotten(minutes: int, limit: int = 9, terms: frozenset[str] | None = None) -> int:
        with store.begin(tenant) as work:
            number = work.tickets.forget(some.at(minutes), limit, terms)
            work.commit()
        return int(number)

    assert forgotten(1) == 0
    assert forgotten(9, terms=frozenset({"2026-0", "2026_02"})) == 0
    assert forgotten(9, terms=frozenset({"2026-02", "2027-01"})) == 1
    assert _page(store, tenant, TicketFilter(words=("word",))) == ()
    with store.read(tenant) as work:
        assert work.ticket_messages.page(None, 9) == ()
        assert work.ticket_notes.of(merged.id, None, 9) == ()
        assert work.classifications.of(merged.id) == ()
    assert forgotten(9) == 1
    assert {each.id for each in _page(store, tenant)} == {open_one.id}


def test_a_ticket_has_one_request(store: Any, some: Any, tenant: TenantId) -> None:
    """Found from either side; the database refuses a second one."""
    ticket_id, place = some.id(), some.id()

    def request(**given: Any) -> Engagement:
        fields = {
            "title": "a call system integration",
            "text": "",
            "department_id": place,
            "ticket_id": ticket_id,
            "terms_version": "2026-02",
            "requested_by": "user:1",
            "requested_at": some.at(),
            "changed_at": some.at(),
        }
        return Engagement(**{"id": some.id(), **fields, **given})

    first, free = request(), request(ticket_id=None, department_id=None, text="a\nb")
    _saved(store, tenant, first, free, port="engagements")
    withdrawn = first.withdrawn(some.at(1)).erased(some.at(2))
    _saved(store, tenant, withdrawn, port="engagements")
    with store.read(tenant) as work:
        kept = work.engagements
        assert kept.of_ticket(ticket_id) == kept.get(first.id) == withdrawn
        assert withdrawn.state is EngagementState.WITHDRAWN
        assert (kept.ticket_of(first.id), kept.ticket_of(free.id), kept.ticket_of(some.id())) == (
            ticket_id,
            None,
            None,
        )
        assert kept.page(None, 9) == (withdrawn, free)
        assert kept.page(first.id, 9) == (free,)
        assert kept.page(None, 9, place) == (withdrawn,)
    if hasattr(store, "committed"):
        return
    with pytest.raises(StoreFault):
        _saved(store, tenant, request(), port="engagements")
