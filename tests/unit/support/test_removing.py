"""Texts, files and mails that are removed: from tickets, from the storage, and from what was derived of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

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
