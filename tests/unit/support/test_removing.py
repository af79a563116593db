"""Texts, files and mails that are removed: from tickets, from the storage, and from what was derived of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.actors import Staff
from saas_core.kernel.commands import request_digest
from saas_core.kernel.errors import KeyReused
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode
from saas_core.support.errors import AttachmentUnknown
from saas_core.support.values import REOPEN_WINDOW, Resolution

WHY = "A password."
MAIL = b"From: mia@harbor.example\r\nSubject: Re: Prints\r\n\r\nThe password is wombat.\r\n"
SCAN = b"the passport of Mia Wombat"


@pytest.fixture
def mailed(desk: Any) -> dict[str, Any]:
    """Give a ticket with a message of Mia that came by mail, with the mail and a file, and an answer with a file."""
    mia = desk.kit.joined(desk.client, "Mia Park", permissions=["support.open"])
    acting = desk.acting(mia.by)
    ticket = desk.open("Prints", by=mia.by)
    files = desk.support.files
    sent = [
        files.send_mail(**acting, content=[MAIL]).attachment_id,
        files.send(**acting, name="passport.txt", content=[SCAN]).attachment_id,
    ]
    about = {"ticket_id": ticket.ticket_id}
    message = desk.support.tickets.write(
        **acting, **about, text="The password is wombat.", attachments=sent, by_mail=True
    )
    staff = desk.acting(desk.agent)
    manual = files.send(**staff, name="manual.txt", content=[b"Choose Print."]).attachment_id
    desk.support.handling.answer(**staff, **about, text="See there.", attachments=[manual])
    return {"mia": mia, "message": message.message_id, "sent": sent, "kept": manual, **about}


def _stored(desk: Any) -> set[bytes]:
    places = desk.kit.application.settings.storage_folder.rglob("*")
    return {each.read_bytes() for each in places if each.is_file()}


def _redact(desk: Any, mailed: Any) -> None:
    given = {"ticket_id": mailed["ticket_id"], "message_id": mailed["message"], "reason": WHY}
    desk.support.arranging.redact(**desk.acting(desk.agent), **given)


def _erase(desk: Any, mailed: Any) -> None:
    by = desk.kit.staff
    desk.support.arranging.erase_person(**desk.acting(by), user_id=mailed["mia"].user_id, reason=WHY)


@pytest.mark.parametrize("remove", [_redact, _erase], ids=["redact", "erase"])
def test_with_a_text_go_its_files_and_the_mail_that_it_came_by(
    desk: Any, mailed: Any, remove: Callable[[Any, Any], None]
) -> None:
    """For client and staff, from every ticket that refers to them; those of other messages stay."""
    files, shown = desk.support.files, {"ticket_id": mailed["ticket_id"]}
    assert {MAIL, SCAN} <= _stored(desk)
    remove(desk, mailed)
    for by in (mailed["mia"].by, desk.client.owner.by, desk.agent):
        for each in mailed["sent"]:
            with pytest.raises(AttachmentUnknown):
                files.open(**desk.acting(by), attachment_id=each)
        assert b"".join(files.open(**desk.acting(by), attachment_id=mailed["kept"]).pieces) == b"Choose Print."
    left = desk.support.reading.show(**desk.acting(), **shown).files
    assert [each.attachment_id for each in left] == [mailed["kept"]]
    desk.drain()
    assert not {MAIL, SCAN} & _stored(desk)


@pytest.mark.parametrize("remove", [_redact, _erase], ids=["redact", "erase"])
def test_of_a_file_that_was_removed_a_digest_stays(desk: Any, mailed: Any, remove: Callable[[Any, Any], None]) -> None:
    """In the journal, with who removed it, when, and the message, where the reason stands."""
    trail = desk.kit.application.oversight.trail
    sent = {each.subject: each.details["digest"] for each in trail.newest(**desk.acting(), action="support.send_file")}
    remove(desk, mailed)
    entries = trail.newest(**desk.acting(), action="support.remove_file")
    said = {each.subject: (each.details["digest"], each.details["message"]) for each in entries}
    message = str(mailed["message"])
    assert said == {f"file:{file}": (sent[f"file:{file}"], message) for file in mailed["sent"]}
    assert "passport" not in str(entries)


@pytest.mark.parametrize("remove", [_redact, _erase], ids=["redact", "erase"])
def test_nobody_tries_out_what_was_removed(desk: Any, mailed: Any, remove: Callable[[Any, Any], None]) -> None:
    """No hash of a text or a file that is left anywhere can be computed without our key."""
    mia = desk.acting(mailed["mia"].by)
    about = {"ticket_id": mailed["ticket_id"], "text": "1234"}
    wrote = desk.support.tickets.write(**mia, **about, idempotency_key="text")
    file = desk.support.files.send(**mia, name="pin.txt", content=[b"1234"], idempotency_key="file")
    remove(desk, mailed)
    if remove is _redact:
        remove(desk, {**mailed, "message": wrote.message_id})
    tried = {
        hashlib.sha256(each).hexdigest()
        for each in (b"1234", MAIL, SCAN, b"The password is wombat.", f"text {wrote.message_id} 1234".encode())
    }
    tried |= {
        request_digest({"ticket": str(mailed["ticket_id"]), "text": "1234", "attachments": []}),
        request_digest({"sha256": hashlib.sha256(b"1234").hexdigest(), "type": "text/plain"}),
    }
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        first = [work.replies.get(f"user:{mailed['mia'].user_id}\n{each}") for each in ("text", "file")]
        kept = repr([*first, *work.journal.entries(), *work.ticket_messages.page(None, 100)])
    assert file.sha256 in tried
    assert None not in first
    assert [each for each in tried if each in kept] == []


def test_a_repeat_is_answered_with_what_stands_now(desk: Any) -> None:
    """No text that was removed since comes back under the key of the command that brought it."""
    key, staff = {"idempotency_key": "k"}, desk.acting(desk.agent)
    asked = {**desk.acting(), "subject": "Wombat prints", "text": "About the wombat.", **key}
    ticket = desk.support.tickets.open(**asked)
    about = {"ticket_id": ticket.ticket_id}
    noted = {**staff, **about, "text": "The wombat again.", **key}
    note = desk.support.handling.note(**noted)
    sent = {**desk.acting(), "name": "wombat.txt", "content": [b"wombat"], "idempotency_key": "f"}
    file = desk.support.files.send(**sent)
    assert desk.support.files.send(**sent) == file
    assert desk.support.handling.note(**noted) == note
    gone = {"reason": WHY, "user_id": desk.client.owner.user_id}
    desk.support.arranging.redact_note(**staff, **about, note_id=note.note_id, reason=WHY)
    desk.support.arranging.erase_person(**desk.acting(desk.kit.staff), **gone)
    assert desk.support.tickets.open(**asked).subject == "(removed)"
    assert (again := desk.support.handling.note(**noted)).text == ""
    assert again.note_id == note.note_id
    with pytest.raises(AttachmentUnknown):
        desk.support.files.send(**sent)
    with pytest.raises(KeyReused):
        desk.support.handling.note(**{**noted, "text": "another"})


def test_with_a_person_go_the_subjects_that_later_tickets_took_over(desk: Any, mailed: Any) -> None:
    """Those of tickets that follow the person's, whoever opened them, and are found by them no more."""
    clock, first = desk.kit.clock, mailed["ticket_id"]
    desk.classify(first, "in_scope", "topic.feature_usage")
    for _ in range(2):
        desk.support.handling.resolve(**desk.acting(desk.agent), ticket_id=first, how=Resolution.NO_REPLY)
        clock.at += REOPEN_WINDOW + timedelta(seconds=1)
        # The owner takes it up again, each time as a new ticket.
        first = desk.support.tickets.write(**desk.acting(), ticket_id=first, text="Once more.").ticket_id
        desk.classify(first, "in_scope", "topic.feature_usage")
    assert [each.subject for each in desk.support.reading.list_tickets(**desk.acting())] == ["Prints"] * 3
    _erase(desk, mailed)
    found = desk.support.reading.list_tickets
    assert [each.subject for each in found(**desk.acting())] == ["(removed)"] * 3
    assert found(**desk.acting(), search="prints") == ()


def test_a_single_file_is_removed_and_its_message_stays(desk: Any, mailed: Any) -> None:
    """From every ticket, with its bytes; why is said to staff in a note."""
    staff, about = desk.acting(desk.agent), {"ticket_id": mailed["ticket_id"]}
    gone, stays = mailed["sent"][1], mailed["sent"][0]
    remove = {**staff, "attachment_id": gone, "reason": WHY}
    elsewhere = desk.open("Other").ticket_id
    with pytest.raises(AttachmentUnknown):
        desk.support.arranging.redact_file(**remove, ticket_id=elsewhere)
    desk.support.arranging.redact_file(**remove, **about)
    left = [each.attachment_id for each in desk.support.reading.show(**desk.acting(), **about).files]
    assert gone not in left
    assert stays in left
    texts = [each.text for each in desk.support.reading.messages(**desk.acting(), **about)]
    assert "The password is wombat." in texts
    (note,) = desk.support.reading.notes(**staff, **about)
    assert note.text == f"Removed the file {gone}: {WHY}"
    desk.drain()
    assert SCAN not in _stored(desk)
    with pytest.raises(AttachmentUnknown):
        desk.support.arranging.redact_file(**remove, **about)


def test_a_file_that_no_message_names_goes_with_its_person(desk: Any, mailed: Any) -> None:
    """At once, and not within a day."""
    acting = desk.acting(mailed["mia"].by)
    desk.support.files.send(**acting, name="more.txt", content=[b"one more passport"])
    _erase(desk, mailed)
    desk.drain()
    assert b"one more passport" not in _stored(desk)


def test_the_wishes_of_a_person_go_with_the_person(desk: Any, mailed: Any) -> None:
    """Also those that a program of hers made; the requests stay, as do those of others and of tickets (4.1)."""
    engagements = desk.kit.application.engagements.requests
    mia = desk.kit.joined(desk.client, "Zoe Grant", permissions=["engagements.request"])
    words = {"title": "Wombat import", "text": "For Zoe Wombat."}
    program = evolve(mia.by, scopes=frozenset({"engagements.request"}))
    hers = {engagements.request(**desk.acting(by), **words).engagement_id for by in (mia.by, program)}
    other = engagements.request(**desk.acting(), **words)
    ticket = desk.excluded(by=desk.client.owner.by)
    desk.support.handling.convert(**desk.acting(desk.agent), ticket_id=ticket.ticket_id)
    _erase(desk, {**mailed, "mia": mia})
    shown = {each.engagement_id: (each.title, each.text) for each in engagements.list_requests(**desk.acting())}
    assert {shown.pop(each) for each in hers} == {("(removed)", "")}
    assert shown.pop(other.engagement_id) == (words["title"], words["text"])
    assert set(shown.values()) == {("a call system integration", "")}


@pytest.mark.parametrize("right", ["staff.support", "staff.licensing"])
def test_a_person_is_erased_by_whoever_handles_all_that_the_person_wrote(desk: Any, mailed: Any, right: str) -> None:
    """Tickets and appeals alike; with both rights it takes no other one."""
    erase = {"tenant_id": desk.client.tenant_id, "user_id": mailed["mia"].user_id, "reason": WHY}
    one = Staff(desk.agent.staff_id, frozenset({right}))
    with pytest.raises(Refused) as caught:
        desk.support.arranging.erase_person(by=one, **erase)
    assert [each.code for each in caught.value.decision.reasons] == [ReasonCode.STAFF_MAY_NOT]
    both = Staff(desk.agent.staff_id, frozenset({"staff.support", "staff.licensing"}))
    assert desk.support.arranging.erase_person(by=both, **erase).messages == 2
