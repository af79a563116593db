"""Who sees which ticket, and that no word of a note ever reaches the client."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Refused
from saas_core.policy.document import read_terms
from saas_core.policy.reasons import ReasonCode
from saas_core.policy.shipped import shipped_document
from saas_core.support.errors import AlreadyRedacted, AttachmentUnknown, MessageUnknown, ReopenWindowOver, TicketUnknown
from saas_core.support.values import REOPEN_WINDOW, TICKETS_KEPT, NoteId, Resolution, ScopeKind, TicketState

EXCLUSION = "exclusion.call_systems"
USAGE = "topic.feature_usage"
SECRET = "Quokka: the client has not paid for years"


@pytest.fixture
def places(desk: Any) -> dict[str, Any]:
    """Give two departments, one under the other, and people who may do something in one or nowhere."""
    app, owner = desk.kit.application, desk.acting()
    sales = app.access.departments.create(**owner, name="Sales").department_id
    retail = app.access.departments.create(**owner, name="Retail", parent_id=sales).department_id
    attic = app.access.departments.create(**owner, name="Attic").department_id

    def joined(name: str, department: Any, *permissions: str) -> Any:
        return desk.kit.joined(desk.client, name, permissions=permissions, department_id=department)

    return {
        "sales": sales,
        "retail": retail,
        "attic": attic,
        "head": joined("Hana Sales", sales, "support.read").by,
        "clerk": joined("Kim Retail", retail, "support.open").by,
        "other": joined("Otto Attic", attic, "support.open", "support.read").by,
        "none": joined("Nora Nothing", None, "people.manage").by,
    }


def _seen(desk: Any, by: Any, **more: Any) -> list[str]:
    return [each.subject for each in desk.support.reading.list_tickets(**desk.acting(by), **more)]


def _unassigned(desk: Any, user_id: Any) -> None:
    access = desk.kit.application.access
    for each in access.queries.list_assignments(**desk.acting()):
        if each.user_id == user_id:
            where = {"role_id": each.role_id, "department_id": each.department_id}
            access.roles.unassign(**desk.acting(), user_id=user_id, **where)


def test_a_ticket_is_seen_by_its_opener_and_by_whoever_reads_those_of_its_department(desk: Any, places: Any) -> None:
    """And of those under it, and by the owner; by nobody else, in no list and by no search (1.4.b, 1.4.c)."""
    desk.open("Retail prints", by=places["clerk"], department_id=places["retail"])
    desk.open("Attic prints", by=places["other"], department_id=places["attic"])
    desk.open("Nowhere prints")
    assert _seen(desk, desk.client.owner.by) == ["Nowhere prints", "Attic prints", "Retail prints"]
    assert _seen(desk, places["head"]) == _seen(desk, places["clerk"]) == ["Retail prints"]
    assert _seen(desk, places["other"]) == ["Attic prints"]
    assert _seen(desk, places["none"]) == []
    assert _seen(desk, places["other"], search="prints") == ["Attic prints"]
    assert _seen(desk, desk.agent) == ["Nowhere prints", "Attic prints", "Retail prints"]


def test_what_is_not_seen_is_as_if_it_were_not_there(desk: Any, places: Any) -> None:
    """For every command and every look."""
    ticket = desk.open("Attic prints", by=places["other"], department_id=places["attic"])
    about = {**desk.acting(places["head"]), "ticket_id": ticket.ticket_id}
    tickets, reading = desk.support.tickets, desk.support.reading
    for refused in (
        lambda: reading.show(**about),
        lambda: reading.messages(**about),
        lambda: tickets.write(**about, text="x"),
        lambda: tickets.dispute(**about, text="x"),
        lambda: tickets.reopen(**about),
        lambda: tickets.close(**about),
        lambda: tickets.convert(**about),
    ):
        with pytest.raises(TicketUnknown):
            refused()


def test_a_file_stands_with_its_message_behind_a_merge(desk: Any, places: Any) -> None:
    """On both tickets for staff, and on no other one than the message for a user; the answer's file likewise."""
    mine = desk.open("Mine", by=places["clerk"], department_id=places["retail"])
    yours = desk.open("Yours", by=places["other"], department_id=places["attic"])
    desk.support.arranging.merge(**desk.acting(desk.agent), ticket_id=mine.ticket_id, into=yours.ticket_id)
    files, owner = desk.support.files, desk.client.owner.by

    def sent(by: Any, name: str) -> Any:
        return files.send(**desk.acting(by), name=f"{name}.txt", content=[name.encode()]).attachment_id

    late = sent(places["clerk"], "late")
    desk.support.tickets.write(
        **desk.acting(places["clerk"]), ticket_id=mine.ticket_id, text="See there.", attachments=[late]
    )
    answer = sent(desk.agent, "answer")
    desk.support.handling.answer(
        **desk.acting(desk.agent), ticket_id=yours.ticket_id, text="I see.", attachments=[answer]
    )

    def shown(show: Any, by: Any, ticket: Any) -> set[Any]:
        return {each.attachment_id for each in show(**desk.acting(by), ticket_id=ticket.ticket_id).files}

    reading = desk.support.reading
    for ticket in (mine, yours):
        assert shown(reading.show_to_staff, desk.agent, ticket) == {late, answer}
        assert shown(reading.show, owner, ticket) == {late, answer}
    assert shown(reading.show, places["clerk"], mine) == {late, answer}
    assert shown(reading.show, places["other"], yours) == set()
    for each in (late, answer):
        assert files.open(**desk.acting(places["clerk"]), attachment_id=each).view.attachment_id == each
        with pytest.raises(AttachmentUnknown):
            files.open(**desk.acting(places["other"]), attachment_id=each)


def test_the_journal_tells_of_tickets_what_its_reader_sees_of_them(desk: Any, places: Any) -> None:
    """In every way of reading it: no subject and no detail of others', and nobody of the client reads of notes."""
    auditor = desk.kit.joined(desk.client, "Ada Audit", permissions=["audit.read", "data.export", "support.open"]).by
    secret, own = desk.open("Prints", by=places["clerk"], department_id=places["retail"]), desk.open(by=auditor)
    for each in (secret, own):
        desk.classify(each.ticket_id, "out_of_scope", EXCLUSION)
        desk.support.handling.note(**desk.acting(desk.agent), ticket_id=each.ticket_id, text=SECRET)
    oversight = desk.kit.application.oversight
    ways = (
        lambda by: oversight.trail.newest(**desk.acting(by), limit=500),
        lambda by: oversight.audit.entries(**desk.acting(by), limit=500),
        lambda by: oversight.exports.page(**desk.acting(by), part="journal", limit=500).records,
    )

    def said(way: Any, by: Any, action: str) -> list[tuple[str, Any]]:
        found = [each for each in way(by) if each.action == action]
        return sorted((each.subject, each.details.get("named") or each.details.get("withheld")) for each in found)

    classified = {each.ticket_id: (f"ticket:{each.ticket_id}", EXCLUSION) for each in (secret, own)}
    for way in ways:
        assert said(way, auditor, "support.classify_ticket") == [("ticket", "1.4"), classified[own.ticket_id]]
        assert said(way, desk.client.owner.by, "support.classify_ticket") == sorted(classified.values())
        for by in (auditor, desk.client.owner.by):
            assert said(way, by, "support.add_note") == [("ticket", "1.5")] * 2
        assert str(secret.ticket_id) not in repr(way(auditor))
    subject = f"ticket:{secret.ticket_id}"
    assert oversight.trail.newest(**desk.acting(auditor), subject=subject) == ()
    assert oversight.trail.newest(**desk.acting(), subject=subject)
    for way in ways:
        for by in (auditor, desk.client.owner.by):
            of_support = [each for each in way(by) if each.action.startswith("support.")]
            assert "staff" in {each.by for each in of_support}
            assert str(desk.agent.staff_id) not in repr(of_support)
    agent = f"staff:{desk.agent.staff_id}"
    assert oversight.trail.newest(**desk.acting(), actor=agent) == ()
    assert oversight.trail.newest(**desk.acting(desk.kit.staff), actor=agent)


def test_who_sees_a_ticket_of_others_writes_to_it_with_the_right_to_open_one(desk: Any, places: Any) -> None:
    """Its opener needs none (1.4.b)."""
    ticket = desk.open("Retail prints", by=places["clerk"], department_id=places["retail"])
    with pytest.raises(Refused) as caught:
        desk.support.tickets.write(**desk.acting(places["head"]), ticket_id=ticket.ticket_id, text="x")
    assert [each.code for each in caught.value.decision.reasons] == [ReasonCode.PERMISSION_MISSING]
    desk.support.tickets.write(**desk.acting(), ticket_id=ticket.ticket_id, text="x")
    _unassigned(desk, places["clerk"].user_id)
    wrote = desk.support.tickets.write(**desk.acting(places["clerk"]), ticket_id=ticket.ticket_id, text="y")
    assert wrote.outcome == "appended"


def test_a_program_sees_and_writes_as_far_as_its_key_names_that(desk: Any) -> None:
    """The person's rights bound it as well (1.4.b)."""
    desk.open("Prints")
    owner = desk.client.owner.by

    def program(*scopes: str) -> ClientUser:
        return ClientUser(owner.tenant_id, owner.user_id, scopes=frozenset(scopes))

    assert _seen(desk, program("support.read")) == _seen(desk, program("support.*")) == ["Prints"]
    assert _seen(desk, program("support.open")) == ["Prints"]
    ticket_id = desk.support.reading.list_tickets(**desk.acting())[0].ticket_id
    write = {"ticket_id": ticket_id, "text": "x"}
    desk.support.tickets.write(**desk.acting(program("support.open")), **write)
    for scopes in (("support.read",), ("people.manage",)):
        with pytest.raises(Refused):
            desk.support.tickets.write(**desk.acting(program(*scopes)), **write)
    with pytest.raises(Refused):
        _seen(desk, program("people.manage"))


def test_staff_without_the_right_and_the_software_see_nothing(desk: Any) -> None:
    """And open no tickets either (1.1, 1.5)."""
    ticket = desk.open()
    for by in (Staff(desk.agent.staff_id, frozenset({"staff.billing"})), System("worker")):
        for refused in (
            lambda by=by: desk.support.reading.list_tickets(**desk.acting(by)),
            lambda by=by: desk.support.reading.show_to_staff(**desk.acting(by), ticket_id=ticket.ticket_id),
            lambda by=by: desk.open(by=by),
            lambda by=by: desk.support.handling.note(**desk.acting(by), ticket_id=ticket.ticket_id, text="x"),
        ):
            with pytest.raises(Refused):
                refused()
    with pytest.raises(Refused):
        desk.open(by=desk.agent)
    with pytest.raises(Refused):
        desk.support.reading.show(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)


def test_a_department_that_is_gone_leaves_its_tickets_to_the_whole_instance(desk: Any, places: Any) -> None:
    """To the opener too, who may still write."""
    ticket = desk.open("Empty", department_id=places["attic"])
    access = desk.kit.application.access
    _unassigned(desk, places["other"].user_id)
    access.departments.remove(**desk.acting(), department_id=places["attic"])
    assert desk.support.tickets.write(**desk.acting(), ticket_id=ticket.ticket_id, text="x").outcome == "appended"
    assert _seen(desk, places["other"]) == []


def test_no_word_of_a_note_reaches_the_client(desk: Any) -> None:
    """Not its views, lists, searches, messages, export, or mails; nor can a note be answered as a message."""
    ticket = desk.classify(desk.open().ticket_id, "in_scope", USAGE)
    about = {"ticket_id": ticket.ticket_id}
    note = desk.support.handling.note(**desk.acting(desk.agent), **about, text=SECRET)
    desk.support.handling.answer(**desk.acting(desk.agent), **about, text="Choose Print.", solution=True)
    desk.drain()
    reading, exports = desk.support.reading, desk.kit.application.oversight.exports
    told = [
        reading.list_tickets(**desk.acting()),
        reading.show(**desk.acting(), **about),
        reading.messages(**desk.acting(), **about),
        *(exports.page(**desk.acting(), part=part, limit=100) for part in exports.parts),
        desk.kit.mailbox.mails,
    ]
    assert "Quokka" not in repr(told)
    assert reading.list_tickets(**desk.acting(), search="quokka") == ()
    assert reading.list_tickets(**desk.acting(desk.agent), search="quokka") == ()
    assert [each.text for each in reading.notes(**desk.acting(desk.agent), **about)] == [SECRET]
    with pytest.raises(Refused):
        reading.notes(**desk.acting(), **about)
    for message_id in (note.note_id,):
        with pytest.raises(MessageUnknown):
            desk.support.arranging.redact(**desk.acting(desk.agent), **about, message_id=message_id, reason="x")


def test_behind_a_merge_nobody_reads_a_colleagues_message(desk: Any, places: Any) -> None:
    """The writer reads it, and its answer, on the own ticket; the mail goes to the writer and leads there."""
    mine = desk.open("Mine", by=places["clerk"], department_id=places["retail"])
    yours = desk.open("Yours", by=places["other"], department_id=places["attic"])
    desk.support.arranging.merge(**desk.acting(desk.agent), ticket_id=mine.ticket_id, into=yours.ticket_id)
    desk.support.tickets.write(**desk.acting(places["clerk"]), ticket_id=mine.ticket_id, text="My private words")
    desk.support.handling.answer(**desk.acting(desk.agent), ticket_id=yours.ticket_id, text="For you alone")

    def texts(by: Any, ticket: Any) -> list[str]:
        found = desk.support.reading.messages(**desk.acting(by), ticket_id=ticket.ticket_id)
        return [each.text for each in found]

    assert texts(places["clerk"], mine)[-2:] == ["My private words", "For you alone"]
    assert texts(places["other"], yours) == ["A delivery note, please."]
    assert texts(desk.client.owner.by, yours)[-2:] == ["My private words", "For you alone"]
    assert _seen(desk, places["other"], search="private") == []
    assert _seen(desk, places["clerk"], search="private words") == ["Mine"]
    desk.drain()
    (mail,) = [each for each in desk.kit.mailbox.mails if "For you alone" in each.text]
    assert mail.to == "kim@harbor.example"
    assert str(mine.ticket_id) in mail.text
    assert str(yours.ticket_id) not in mail.text
    shown = desk.support.reading.show(**desk.acting(places["clerk"]), ticket_id=mine.ticket_id)
    assert (shown.merged_into, shown.carried_on) == (None, "waiting_on_client")
    assert desk.support.reading.show(**desk.acting(places["other"]), ticket_id=yours.ticket_id).linked == ()


@pytest.mark.parametrize(
    ("act", "subject"),
    [
        (lambda each: {"how": Resolution.NO_REPLY, "text": "Solved for all."}, "is resolved"),
        (lambda each: {"how": Resolution.DECLINED_OUT_OF_SCOPE, "text": "Solved for all."}, "Not included in support"),
        (None, "An answer to the ticket"),
    ],
    ids=["resolved", "declined", "solved"],
)
def test_what_ends_a_ticket_is_told_to_everybody_whose_ticket_was_merged(
    desk: Any, places: Any, act: Any, subject: str
) -> None:
    """One letter each, which leads to a ticket that the person sees, and where the same can be read."""
    handling, by = desk.support.handling, desk.acting(desk.agent)
    opened = {
        "kim": desk.open("Kim prints", by=places["clerk"], department_id=places["retail"]),
        "otto": desk.open("Otto prints", by=places["other"], department_id=places["attic"]),
        "olivia": desk.open("Olivia prints"),
        "kim again": desk.open("Kim prints again", by=places["clerk"], department_id=places["retail"]),
    }
    last = opened["olivia"].ticket_id
    # One of them over another one.
    for each, into in (("kim", opened["otto"].ticket_id), ("otto", last), ("kim again", last)):
        desk.support.arranging.merge(**by, ticket_id=opened[each].ticket_id, into=into)
    named = ("out_of_scope", EXCLUSION) if subject.startswith("Not") else ("in_scope", USAGE)
    desk.classify(last, *named)
    desk.support.tickets.write(**desk.acting(places["clerk"]), ticket_id=opened["kim"].ticket_id, text="Any news?")
    file = desk.support.files.send(**by, name="how.txt", content=[b"Choose Print."]).attachment_id
    if act is None:
        handling.answer(**by, ticket_id=last, text="Solved for all.", solution=True, attachments=[file])
    else:
        handling.resolve(**by, ticket_id=last, **act(last))
    before = len(desk.kit.mailbox.mails)
    desk.drain()
    told = {each.to.partition("@")[0]: each for each in desk.kit.mailbox.mails[before:]}
    assert len(desk.kit.mailbox.mails[before:]) == len(told) == 3
    people = {"kim": places["clerk"], "otto": places["other"], "olivia": desk.client.owner.by}
    for name, person in people.items():
        mail, about = told[name], {"ticket_id": opened[name].ticket_id}
        assert subject in mail.subject
        assert "Solved for all." in mail.text
        assert str(opened[name].ticket_id) in mail.text
        messages = desk.support.reading.messages(**desk.acting(person), **about)
        assert "Solved for all." in messages[-1].text
        assert messages[-1].ticket_id == opened[name].ticket_id
        if act is None:
            assert desk.support.files.open(**desk.acting(person), attachment_id=file).view.name == "how.txt"
    texts = [each.text for each in desk.support.reading.messages(**by, ticket_id=last)]
    assert sum("Solved for all." in each for each in texts) == 1


@pytest.mark.parametrize("what", ["messages", "notes"])
def test_a_page_of_texts_is_bounded_by_bytes_and_holds_at_least_one(desk: Any, what: str) -> None:
    """Whoever goes on after its last one gets all, each once, and then an empty page."""
    ticket = desk.open(text="\u20ac")
    staff, about = desk.acting(desk.agent), {"ticket_id": ticket.ticket_id}
    write = desk.support.tickets.write if what == "messages" else desk.support.handling.note
    by = desk.acting() if what == "messages" else staff
    # 150,000 bytes each in UTF-8, of which six fit.
    texts = [f"{number} " + "\u20ac" * 49_990 for number in range(8)]
    for each in texts:
        write(**by, **about, text=each)
    read = getattr(desk.support.reading, what)
    number = (lambda each: each.message_id) if what == "messages" else (lambda each: each.note_id)
    pages: list[Any] = []
    last = None
    while page := read(**staff, **about, after=last, limit=1000):
        last = number(page[-1])
        pages.append([each.text for each in page])
    found = [text for page in pages for text in page]
    assert found[-8:] == texts
    assert len(found) == len(set(found))
    assert [sum(len(each.encode()) <= 1024 * 1024 for each in ["".join(page)]) for page in pages] == [1] * len(pages)
    assert len(pages) == 2


def test_each_letter_is_sent_once_and_leads_to_its_ticket(desk: Any) -> None:
    """A new answer, a resolution, a decline with clause and offer."""
    answered = desk.classify(desk.open("Prints?").ticket_id, "in_scope", USAGE)
    declined, converted = desk.excluded(), desk.excluded()
    desk.drain()
    before = len(desk.kit.mailbox.mails)
    handling, by = desk.support.handling, desk.acting(desk.agent)
    handling.answer(**by, ticket_id=answered.ticket_id, text="Line one\nLine two")
    handling.resolve(**by, ticket_id=answered.ticket_id, how=Resolution.NO_REPLY)
    handling.resolve(**by, ticket_id=declined.ticket_id, how=Resolution.DECLINED_OUT_OF_SCOPE)
    handling.convert(**by, ticket_id=converted.ticket_id)
    desk.drain()
    desk.drain()
    mails = {each.subject: each for each in desk.kit.mailbox.mails[before:]}
    tickets = {
        "An answer to the ticket of Harbor Ltd: Prints?": answered,
        "The ticket of Harbor Ltd is resolved: Prints?": answered,
        "Not included in support for Harbor Ltd: Connect our telephone system": declined,
        "An estimate was requested for Harbor Ltd: Connect our telephone system": converted,
    }
    assert len(desk.kit.mailbox.mails[before:]) == len(mails)
    assert set(mails) == set(tickets)
    assert {each.to for each in mails.values()} == {"olivia@harbor.example"}
    said = [each.text for each in mails.values()]
    assert [str(tickets[subject].ticket_id) in each.text for subject, each in mails.items()] == [True] * 4
    assert "Line one\n\nLine two" in mails["An answer to the ticket of Harbor Ltd: Prints?"].text
    assert sum("no reply" in each for each in said) == 1
    assert sum("3.2" in each and "estimate" in each for each in said) == 1


def test_nothing_is_mailed_to_somebody_who_is_gone(desk: Any, places: Any) -> None:
    """Or of a text that was removed meanwhile."""
    ticket = desk.open("Retail prints", by=places["clerk"], department_id=places["retail"])
    about = {**desk.acting(desk.agent), "ticket_id": ticket.ticket_id}
    desk.support.handling.answer(**about, text="Which printer?")
    desk.kit.application.access.people.deactivate(**desk.acting(), user_id=places["clerk"].user_id)
    desk.support.handling.answer(**about, text="And which paper?")
    before = len(desk.kit.mailbox.mails)
    desk.drain()
    assert desk.kit.mailbox.mails[before:] == ()


def test_a_removed_text_is_gone_everywhere_and_its_hash_stays(desk: Any) -> None:
    """From views, searches and mails not yet sent; the reason stays with who and when."""
    ticket = desk.open("Prints", text="My password is wombat")
    about = {"ticket_id": ticket.ticket_id}
    message = desk.support.reading.messages(**desk.acting(), **about)[0]
    assert _seen(desk, None, search="wombat") == ["Prints"]
    removal = {**desk.acting(desk.agent), **about, "message_id": message.message_id, "reason": "A password."}
    desk.support.arranging.redact(**removal)
    left = desk.support.reading.messages(**desk.acting(), **about)[0]
    assert (left.text, left.removed.reason, len(left.removed.digest)) == ("", "A password.", 64)
    assert _seen(desk, None, search="wombat") == []
    assert _seen(desk, None, search="prints") == ["Prints"]
    with pytest.raises(AlreadyRedacted):
        desk.support.arranging.redact(**removal)
    note = desk.support.handling.note(**desk.acting(desk.agent), **about, text="wombat again")
    gone = {**desk.acting(desk.agent), **about, "note_id": note.note_id, "reason": "A password."}
    desk.support.arranging.redact_note(**gone)
    assert desk.support.reading.notes(**desk.acting(desk.agent), **about)[0].text == ""
    with pytest.raises(MessageUnknown):
        desk.support.arranging.redact_note(**{**gone, "note_id": NoteId(message.message_id)})


def test_a_person_is_erased_from_tickets_and_the_verdicts_stay(desk: Any, places: Any) -> None:
    """What others wrote stays too."""
    ticket = desk.open("Secret wombat", by=places["clerk"], department_id=places["retail"], text="A wombat")
    about = {"ticket_id": ticket.ticket_id}
    desk.classify(ticket.ticket_id, "in_scope", USAGE)
    desk.support.tickets.write(**desk.acting(), **about, text="The owner writes")
    erased = desk.support.arranging.erase_person(
        **desk.acting(desk.kit.staff), user_id=places["clerk"].user_id, reason="Asked for by the person."
    )
    assert (erased.messages, erased.more) == (1, False)
    shown = desk.support.reading.show(**desk.acting(), **about)
    assert (shown.ticket.subject, shown.ticket.scope) == ("(removed)", "in_scope")
    assert [each.text for each in desk.support.reading.messages(**desk.acting(), **about)] == ["", "The owner writes"]
    assert _seen(desk, None, search="wombat") == []
    with pytest.raises(Refused):
        desk.support.arranging.erase_person(**desk.acting(), user_id=places["clerk"].user_id, reason="x")


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\u200b", "a\x00b", "a\x1b[2Jb", "\u202eevil", "x" * 50_001, "z" + "\u0301" * 40],
    ids=["empty", "blank", "unseen", "zero", "escape", "backwards", "long", "marks"],
)
def test_hostile_text_is_refused_by_name(desk: Any, text: str) -> None:
    """Nothing is opened."""
    with pytest.raises(SaasError) as caught:
        desk.open(text=text)
    assert caught.value.field == "text"
    assert _seen(desk, None) == []


def test_lines_tabs_markup_and_formulas_are_kept_as_they_are_written(desk: Any) -> None:
    """In one form of line ends; the letter shows markup as text."""
    written = "=HYPERLINK(1)\r\n\t<svg onload=alert(1)>\rend  "
    ticket = desk.open(text=written)
    (message,) = desk.support.reading.messages(**desk.acting(), ticket_id=ticket.ticket_id)
    assert message.text == "=HYPERLINK(1)\n\t<svg onload=alert(1)>\nend"
    desk.support.handling.answer(**desk.acting(desk.agent), ticket_id=ticket.ticket_id, text=written)
    desk.drain()
    (html,) = [each.html for each in desk.kit.mailbox.mails if "HYPERLINK" in each.text]
    assert "<svg" not in html
    assert "&lt;svg" in html


def test_lists_are_narrowed_and_paged(desk: Any) -> None:
    """By state, scope, topic, requester and age, newest first."""
    tickets = [desk.open(f"No {number}") for number in range(5)]
    desk.kit.clock.at += timedelta(days=1)
    late = desk.excluded()
    desk.classify(tickets[0].ticket_id, "in_scope", USAGE)
    reading = desk.support.reading

    def ids(**more: Any) -> list[Any]:
        return [each.ticket_id for each in reading.list_tickets(**desk.acting(), **more)]

    assert ids(state=TicketState.OPEN) == [late.ticket_id, tickets[0].ticket_id]
    assert ids(scope=ScopeKind.IN_SCOPE) == ids(named=USAGE) == [tickets[0].ticket_id]
    assert ids(since=late.opened_at) == [late.ticket_id]
    assert ids(until=late.opened_at) == [each.ticket_id for each in reversed(tickets)]
    assert len(ids(requester_id=desk.client.owner.user_id)) == 6
    from saas_core.support.ports import TicketPlace

    first = reading.list_tickets(**desk.acting(), limit=4)
    place = TicketPlace(first[-1].opened_at, first[-1].ticket_id)
    assert [*(each.ticket_id for each in first), *ids(after=place)] == ids()


def test_the_export_holds_tickets_and_messages_for_whoever_reads_all(desk: Any, places: Any) -> None:
    """A page at a time."""
    for number in range(3):
        desk.open(f"No {number}")
    exports = desk.kit.application.oversight.exports
    for part in ("tickets", "ticket_messages"):
        records, after = [], ""
        while True:
            page = exports.page(**desk.acting(), part=part, limit=2, after=after)
            records += page.records
            if page.after is None:
                break
            after = page.after
        assert len(records) == 3
    with pytest.raises(Refused):
        exports.page(**desk.acting(places["head"]), part="tickets", limit=2)


def test_what_ended_long_ago_is_removed_with_all_that_stands_on_it(desk: Any) -> None:
    """Once no other ticket leads to it (the terms' retention)."""
    first, second = desk.open("One"), desk.open("Two")
    desk.support.arranging.merge(**desk.acting(desk.agent), ticket_id=first.ticket_id, into=second.ticket_id)
    desk.classify(second.ticket_id, "in_scope", USAGE)
    desk.support.handling.resolve(**desk.acting(desk.agent), ticket_id=second.ticket_id, how=Resolution.NO_REPLY)
    worker = desk.kit.application.work.worker
    worker.begin()
    desk.kit.clock.at += REOPEN_WINDOW + timedelta(days=1)
    worker.drain()
    desk.kit.clock.at += TICKETS_KEPT
    for _ in range(3):
        worker.drain()
        desk.kit.clock.at += timedelta(days=2)
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        assert work.tickets.get(first.ticket_id) is None
        assert work.tickets.get(second.ticket_id) is None
        assert work.ticket_messages.page(None, 100) == ()


def test_a_ticket_is_taken_up_again_and_kept_for_as_long_as_its_terms_say(desk: Any) -> None:
    """Those under which it was opened; other tickets go by their own (9.4)."""
    document = shipped_document().decode().replace('version = "2026-02"', 'version = "2027-01"', 1)
    changed = document.replace("[settings]", "[settings]\nticket_reopen_days = 2\ntickets_kept_days = 30", 1)
    store, worker = desk.kit.application.store, desk.kit.application.work.worker
    with store.begin(PROVIDER) as work:
        work.terms.put(read_terms(changed.encode()))
        work.commit()
    usual, short = (desk.classify(desk.open().ticket_id, "in_scope", USAGE).ticket_id for _ in range(2))
    with store.begin(desk.client.tenant_id) as work:
        ticket = work.tickets.get(short)
        work.tickets.save(evolve(ticket, opening=evolve(ticket.opening, terms_version="2027-01")))
        work.commit()
    for each in (usual, short):
        desk.support.handling.resolve(**desk.acting(desk.agent), ticket_id=each, how=Resolution.NO_REPLY)
    desk.kit.clock.at += timedelta(days=2, seconds=1)
    desk.support.tickets.reopen(**desk.acting(), ticket_id=usual)
    with pytest.raises(ReopenWindowOver) as refused:
        desk.support.tickets.reopen(**desk.acting(), ticket_id=short)
    assert "2 days" in refused.value.message
    desk.kit.clock.at += timedelta(seconds=1)
    desk.drain()
    desk.support.handling.resolve(**desk.acting(desk.agent), ticket_id=usual, how=Resolution.NO_REPLY)
    desk.support.tickets.close(**desk.acting(), ticket_id=usual)
    worker.begin()
    for _ in range(33):
        desk.kit.clock.at += timedelta(days=1)
        worker.drain()
    with store.read(desk.client.tenant_id) as work:
        assert work.tickets.get(short) is None
        assert work.tickets.get(usual) is not None


def test_the_doctor_finds_a_ticket_that_leads_nowhere(desk: Any) -> None:
    """And a conversion whose request does not lead back (4.1)."""
    doctor = desk.kit.application.oversight.doctor
    ticket, other = desk.excluded(), desk.open()
    desk.support.handling.convert(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)
    assert not {each.check for each in doctor.examine(by=desk.kit.staff).findings} & {"tickets", "conversions"}
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        broken = work.tickets.get(other.ticket_id)
        request = work.engagements.of_ticket(ticket.ticket_id)
        work.tickets.save(evolve(broken, parent_id=request.id, engagement_id=request.id))
        work.commit()
    found = {each.check for each in doctor.examine(by=desk.kit.staff).findings}
    assert {"tickets", "conversions"} <= found
