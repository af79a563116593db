"""Texts, files and mails that are removed: from tickets, from the storage, and from what was derived of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve

from saas_core.kernel.actors import Staff
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode
from saas_core.support.errors import AttachmentUnknown

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
def test_of_a_file_that_was_removed_its_hash_stays(desk: Any, mailed: Any, remove: Callable[[Any, Any], None]) -> None:
    """In the journal, with who removed it, when, and the message, where the reason stands."""
    remove(desk, mailed)
    trail = desk.kit.application.oversight.trail
    entries = trail.newest(**desk.acting(), action="support.remove_file")
    said = {each.subject: (each.details["sha256"], each.details["message"]) for each in entries}
    message = str(mailed["message"])
    assert said == {
        f"file:{file}": (hashlib.sha256(content).hexdigest(), message)
        for file, content in zip(mailed["sent"], (MAIL, SCAN), strict=True)
    }
    assert "passport" not in str(entries)


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
