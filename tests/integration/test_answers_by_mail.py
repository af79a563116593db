"""Answers by mail, end to end: a letter with its address, SES and a folder of files, and real tickets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from uuid import UUID

import boto3
import pytest
from attrs import define, frozen

from clock import Clock
from saas_app import initialize, open_application, settings_at
from saas_app.mail_in import MailIn
from saas_aws import MailBucket, Notifications, SesInbound, s3_client
from saas_core.incoming.desk import IncomingUnknown
from saas_core.incoming.reply_addresses import Mailbox as Inbox
from saas_core.incoming.values import Reason, State
from saas_core.kernel.errors import InvalidValue, ProviderUnavailable
from saas_core.kernel.signals import SignalRefused
from saas_core.kernel.storage import StoredId
from saas_core.support.errors import AttachmentUnknown, TicketUnknown, TooManyFiles
from saas_core.support.model.files import LOOSE_KEPT, MOST_LOOSE
from saas_core.support.values import Resolution, ScopeKind
from saas_core.tenancy.errors import TenantUnknown
from saas_core.work.breaker import Breaker
from saas_local import FolderStorage
from saas_sandbox.inbound import SimulatedInbound
from saas_sandbox.s3 import SimulatedS3
from saas_sandbox.ses import Fault
from saas_sandbox.sns import SimulatedTopic
from saas_testing.clock import BEGINNING
from saas_testing.kit import Client, Kit
from saas_testing.mailbox import Mailbox

DAY = timedelta(days=1)
SERVER = "mx.provider.example"


@define
class Desk:
    """A provider that takes mail in, with one client that has an open ticket."""

    kit: Kit
    inbound: SimulatedInbound
    s3: SimulatedS3
    folder: Path
    client: Client
    ticket: Any
    files: FolderStorage

    @property
    def app(self) -> Any:
        return self.kit.application

    def works(self) -> None:
        self.app.work.worker.drain()

    def answered(self) -> str:
        """Have staff answer the ticket; return the address to which the letter about it is answered."""
        self.app.support.handling.answer(
            by=self.kit.staff, tenant_id=self.client.tenant_id, ticket_id=self.ticket.ticket_id, text="Open the menu."
        )
        self.works()
        return [each.reply_to for each in self.kit.mailbox.to(self.client.owner.email) if each.reply_to][-1]

    def address(self, ticket: Any) -> str:
        """Return the owner's reply address for a ticket."""
        addresses = self.app.gathered.wirings["incoming"].reply_addresses()
        given: str = addresses.give(self.client.tenant_id, ticket.ticket_id, self.client.owner.by.user_id)
        return given

    def takes(self, raw: bytes, *recipients: str, **verdicts: str) -> None:
        """Have SES take a mail in, and everything that follows be done."""
        body = self.inbound.takes(
            raw, source=self.client.owner.email, recipients=recipients or ("x@y.example",), **verdicts
        )
        self.app.work.inbox.receive(endpoint="ses-mail", body=body, headers={})
        self.works()

    def files_of(self, ticket: Any = None) -> Any:
        return self.app.support.reading.show(**self._asked(ticket)).files

    def messages(self, ticket: Any = None) -> Any:
        return self.app.support.reading.messages(**self._asked(ticket))

    def _asked(self, ticket: Any) -> dict[str, Any]:
        ticket_id = (ticket or self.ticket).ticket_id
        return {"by": self.client.owner.by, "tenant_id": self.client.tenant_id, "ticket_id": ticket_id}

    def came(self) -> list[tuple[str, str]]:
        """Return what became of the mails, the last ones first."""
        return [(each.state, each.reason) for each in self.app.incoming.list_incoming(by=self.kit.staff)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock, letters, s3 = Clock(BEGINNING), Mailbox(), SimulatedS3(("mails",))
    inbound = SimulatedInbound(clock, s3=s3)
    files = FolderStorage(tmp_path / "files")
    mail_in = MailIn(
        mailbox=Inbox("support@in.provider.example"),
        server=SERVER,
        reader=SesInbound(
            Notifications([inbound.topic.arn], inbound.topic.certificate, clock),
            inbound.topic.certificate,
            bucket="mails",
        ),
        source=MailBucket(_client(s3), bucket="mails", breaker=Breaker("S3", failures=1_000)),
    )
    settings = settings_at(tmp_path / "home", database_url="memory:", portal_url="https://portal.example")
    initialize(settings)
    with open_application(settings, clock=clock, mailer=letters, storage=files, mail_in=mail_in) as application:
        first = application.access.staff.first(name="Sam Reyes", email="sam@provider.example")
        staff = application.sign_in(first.key or "")
        kit = Kit(application=application, clock=clock, mailbox=letters, staff=staff, staff_key=first.key or "")
        client = kit.active_client(days=300)
        ticket = application.support.tickets.open(
            by=client.owner.by, tenant_id=client.tenant_id, subject="How do I export?", text="I see no button."
        )
        yield Desk(kit, inbound, s3, tmp_path, client, ticket, files)


def _client(s3: SimulatedS3) -> Any:
    made = s3_client(
        "eu-central-1", session=boto3.Session(aws_access_key_id="AKIDSIMULATED", aws_secret_access_key="x")
    )
    s3.attach(made)
    return made


def mail(to: str, text: str = "Thanks, that worked.", **headers: str) -> EmailMessage:
    """Return a mail from the owner; headers by their names with underscores."""
    message = EmailMessage(policy=SMTP)
    named = {"From": "olivia@harbor.example", "To": to, "Subject": "Re: How do I export?", **headers}
    for name, value in named.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def test_a_letter_is_answered_by_mail(desk: Desk) -> None:
    """Its address leads to the ticket; the answer stands there with the mail as it came."""
    to = desk.answered()
    raw = mail(to, text="Thanks.\n\nOn Monday, Support wrote:\n> Open the menu.\n").as_bytes()
    desk.takes(raw, to)
    last = desk.messages()[-1]
    assert last.text.startswith("Thanks.")
    assert "> Open the menu." in last.text
    (file,) = desk.files_of()
    assert (file.media_type, file.message_id) == ("message/rfc822", last.message_id)
    opened = desk.app.support.files.open(
        by=desk.client.owner.by, tenant_id=desk.client.tenant_id, attachment_id=file.attachment_id
    )
    assert b"".join(opened.pieces) == raw
    whole = desk.app.support.files.show_mail(
        by=desk.kit.staff, tenant_id=desk.client.tenant_id, attachment_id=file.attachment_id
    )
    assert whole.text[: whole.folded_at].strip() == "Thanks."
    assert desk.came() == [(State.TAKEN.value, "")]


def test_files_of_a_mail_stand_with_the_message_and_others_are_named(desk: Desk) -> None:
    """Names are cleaned, types told by their bytes; a program is not taken, and the message says so."""
    to = desk.answered()
    message = mail(to)
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename='"><svg onload=x>.png')
    message.add_attachment(b"MZ\x90\x00", maintype="image", subtype="png", filename="photo.png")
    desk.takes(message.as_bytes(), to)
    kinds = sorted((each.name, each.media_type) for each in desk.files_of())
    assert kinds == [("mail.eml", "message/rfc822"), ("svg onload_x_.png", "image/png")]
    assert "[A file was not taken: is not of a type that is accepted" in desk.messages()[-1].text


@pytest.mark.parametrize("text", ["\u2800", "\u0301"])
def test_a_mail_without_a_visible_character_is_decided(desk: Desk, text: str) -> None:
    """With a file it is added; without one it is refused, and its sender is told."""
    to = desk.answered()
    message = mail(to, text=text)
    desk.takes(message.as_bytes(), to)
    message.add_attachment(b"hello", maintype="text", subtype="plain", filename="a.txt")
    desk.takes(message.as_bytes(), to)
    assert desk.messages()[-1].text == "[This mail has no text.]"
    assert desk.came() == [(State.TAKEN.value, ""), (State.REFUSED.value, Reason.EMPTY.value)]


def test_a_sender_of_too_many_files_is_told(desk: Desk) -> None:
    to = desk.answered()
    for number in range(MOST_LOOSE):
        _send(desk, name=f"{number}.txt")
    message = mail(to)
    message.add_attachment(b"hello", maintype="text", subtype="plain", filename="a.txt")
    desk.takes(message.as_bytes(), to)
    assert desk.came() == [(State.REFUSED.value, Reason.TOO_MANY_FILES.value)]
    assert "too many files" in desk.kit.mailbox.mails[-1].text


def test_a_mail_of_a_megabyte_is_cut_where_it_is_shown_and_whole_in_its_file(desk: Desk) -> None:
    """Without control characters, and safe to be mailed or exported."""
    to = desk.answered()
    raw = mail(to, text="=cmd()\x07 " + "word " * 200_000).as_bytes()
    desk.takes(raw, to)
    last = desk.messages()[-1]
    assert last.text.startswith("=cmd() word")
    assert last.text.endswith("[The rest of this mail is in its file.]")
    assert desk.files_of()[0].size == len(raw)


def test_the_same_message_to_two_tickets_is_added_once(desk: Desk) -> None:
    """Whichever copy is read first."""
    first = desk.answered()
    other = desk.app.support.tickets.open(
        by=desk.client.owner.by, tenant_id=desk.client.tenant_id, subject="Another", text="Something else."
    )
    second = desk.address(other)
    raw = mail(f"{first}, {second}").as_bytes()
    desk.takes(raw, first)
    desk.takes(b"Received: by mx\r\n" + raw, second)
    assert [len(desk.messages()), len(desk.messages(other))] == [3, 1]
    assert desk.came() == [(State.REPEATED.value, ""), (State.TAKEN.value, "")]


def test_an_answer_to_a_ticket_merged_twice_over_is_added_once_to_the_last(desk: Desk) -> None:
    """A into B, B into C: the address of A's letter leads to C."""
    to = desk.address(desk.ticket)
    client, staff = desk.client, desk.kit.staff
    b, c = (
        desk.app.support.tickets.open(by=client.owner.by, tenant_id=client.tenant_id, subject=name, text="The same.")
        for name in ("B", "C")
    )
    for one, into in ((desk.ticket, b), (b, c)):
        desk.app.support.arranging.merge(
            by=staff, tenant_id=client.tenant_id, ticket_id=one.ticket_id, into=into.ticket_id
        )
    desk.takes(mail(to).as_bytes(), to)
    assert [each.text for each in desk.messages(c)].count("Thanks, that worked.") == 1
    assert desk.came() == [(State.TAKEN.value, "")]


def test_after_the_reopen_window_an_answer_is_refused_with_the_way_there(desk: Desk) -> None:
    """Inside it, its last instant included, the ticket is reopened; later no ticket is made of it."""
    to = desk.answered()
    acting = {"by": desk.kit.staff, "tenant_id": desk.client.tenant_id, "ticket_id": desk.ticket.ticket_id}
    desk.app.support.handling.classify(
        **acting, scope=ScopeKind.IN_SCOPE, named="topic.feature_usage", reason="Where a feature is."
    )
    desk.app.support.handling.resolve(**acting, how=Resolution.ANSWERED)
    desk.kit.clock.at += 14 * DAY
    desk.takes(mail(to, text="It is gone again.").as_bytes(), to)
    assert desk.came()[0] == (State.TAKEN.value, "")
    desk.app.support.handling.resolve(**acting, how=Resolution.ANSWERED)
    desk.kit.clock.at += 14 * DAY + timedelta(microseconds=1)
    before = len(desk.kit.mailbox.mails)
    desk.takes(mail(to, text="And again.").as_bytes(), to)
    assert desk.came()[0] == (State.REFUSED.value, Reason.REOPEN_WINDOW_OVER.value)
    (letter,) = (each for each in desk.kit.mailbox.mails[before:] if "not added" in each.subject)
    assert letter.to == desk.client.owner.email
    assert "resolved too long ago" in letter.text
    assert "https://portal.example/tickets" in letter.text


@pytest.mark.parametrize("whose", ["client", "ticket", "person"])
def test_a_token_of_somebody_else_adds_nothing(desk: Desk, whose: str) -> None:
    """Not to a ticket of another client, not as another person, and not once the person was deactivated."""
    to = desk.answered()
    before = len(desk.messages())
    if whose == "client":
        other = desk.kit.active_client("quay", days=300)
        raw = mail(to, From=other.owner.email).as_bytes()
    elif whose == "person":
        desk.kit.joined(desk.client)
        raw = mail(to, From="mia@harbor.example").as_bytes()
    else:
        local, _, domain = to.partition("@")
        raw = mail(f"{local[:-26]}{'a' * 26}@{domain}").as_bytes()
        to = f"{local[:-26]}{'a' * 26}@{domain}"
    desk.takes(raw, to)
    reasons = {"client": Reason.SENDER_IS_ANOTHER, "person": Reason.SENDER_IS_ANOTHER, "ticket": Reason.TOKEN_UNKNOWN}
    assert desk.came()[0] == (State.REFUSED.value, reasons[whose].value)
    assert len(desk.messages()) == before


def test_two_desks_that_answer_each_other_stop_after_one_letter(desk: Desk) -> None:
    """Staff is told once, by mail; what came is kept for it to look at."""
    desk.works()
    before = len(desk.kit.mailbox.mails)
    for number in range(4):
        desk.takes(mail("support@in.provider.example", text=f"Ticket {number} received.").as_bytes())
    letters = [each.to for each in desk.kit.mailbox.mails[before:]]
    assert sorted(letters) == ["olivia@harbor.example", "sam@provider.example"]
    assert [state for state, _reason in desk.came()] == ["parked", "parked", "parked", "refused"]
    parked = desk.app.incoming.list_incoming(by=desk.kit.staff, state=State.PARKED)[0]
    content = b"".join(desk.app.incoming.open_incoming(by=desk.kit.staff, incoming_id=parked.id))
    assert b"Ticket 3 received." in content


def test_a_letter_of_ours_that_comes_back_is_no_answer(desk: Desk) -> None:
    """As it was mailed, with its marks."""
    from saas_local import as_file

    to = desk.answered()
    letter = next(each for each in desk.kit.mailbox.mails if each.reply_to)
    desk.takes(as_file(letter, sender="olivia@harbor.example"), to)
    assert desk.came() == [(State.REFUSED.value, Reason.OWN_MARK.value)]


def test_a_broken_mail_does_not_hold_up_the_next(desk: Desk) -> None:
    """It is refused with its bytes kept, and the queue goes on."""
    to = desk.answered()
    desk.takes(b"From: [\r\nContent-Type: multipart/mixed; boundary=\x00\r\n\xff\xfe", to)
    desk.takes(mail(to).as_bytes(), to)
    assert [state for state, _ in desk.came()] == ["taken", "refused"]


def test_a_bucket_that_is_away_is_asked_again(desk: Desk) -> None:
    """Nothing is lost meanwhile."""
    to = desk.answered()
    desk.s3.fail(*(Fault.AWAY,) * 3)
    desk.takes(mail(to).as_bytes(), to)
    assert desk.came() == [(State.WAITING.value, "")]
    desk.kit.clock.at += timedelta(minutes=1)
    desk.works()
    assert desk.came() == [(State.TAKEN.value, "")]


@pytest.mark.parametrize("how", ["another topic", "changed", "another bucket", "no mail"])
def test_nothing_is_taken_in_that_amazon_did_not_sign(desk: Desk, how: str) -> None:
    """As for news of mails that went out."""
    body = desk.inbound.takes(mail("x@y.example").as_bytes(), source="a@b.example", recipients=("x@y.example",))
    if how == "another topic":
        body = SimulatedTopic(desk.kit.clock, name="other").notification("{}")
    elif how == "changed":
        body = body.replace(b"a@b.example", b"c@d.example")
    elif how == "another bucket":
        body = SimulatedInbound(desk.kit.clock, s3=SimulatedS3(("mails",)), bucket="other").takes(
            b"", source="", recipients=()
        )
        desk.inbound.topic.arn = "x"
    else:
        body = desk.inbound.topic.notification('{"notificationType": "Received"}')
    with pytest.raises(SignalRefused):
        desk.app.work.inbox.receive(endpoint="ses-mail", body=body, headers={})
    assert desk.came() == []


def test_a_greeting_of_the_topic_is_no_mail(desk: Desk) -> None:
    """It is answered, and nothing is stored."""
    for body in (
        desk.inbound.topic.notification("Successfully validated"),
        desk.inbound.topic.notification('{"a": 1}'),
    ):
        assert not desk.app.work.inbox.receive(endpoint="ses-mail", body=body, headers={})
    assert not desk.app.work.inbox.receive(endpoint="ses-mail", body=desk.inbound.topic.confirmation(), headers={})


def test_mails_in_a_folder_are_taken_in_once(desk: Desk) -> None:
    """By the results of the server that delivered them; whatever else lies there stays."""
    to = desk.answered()
    folder = desk.folder / "incoming"
    folder.mkdir()
    (folder / "1.eml").write_bytes(
        mail(to, Authentication_Results=f"{SERVER}; dkim=pass header.d=harbor.example").as_bytes()
    )
    (folder / "2.eml").write_bytes((folder / "1.eml").read_bytes())
    (folder / "3.eml").write_bytes(mail(to, text="Not vouched for").as_bytes())
    (folder / "notes.txt").write_text("x")
    assert desk.app.take_mail_in(folder) == (3, 2, ())
    assert desk.app.take_mail_in(folder) == (0, 0, ())
    assert sorted(each.name for each in folder.iterdir()) == ["notes.txt", "taken"]
    desk.works()
    assert sorted(desk.came()) == [(State.REFUSED.value, Reason.NOT_ALIGNED.value), (State.TAKEN.value, "")]
    with pytest.raises(InvalidValue, match="folder"):
        desk.app.take_mail_in(folder / "nowhere")


def test_a_file_that_cannot_be_read_holds_up_no_other(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays where it is, and is told each time."""
    folder = tmp_path / "incoming"
    folder.mkdir()
    for name in ("1", "2", "3"):
        (folder / f"{name}.eml").write_bytes(mail("x@y.example", text=name).as_bytes())
    opens = Path.open

    def refusing(path: Path, *given: Any, **more: Any) -> Any:
        if path.name == "1.eml":
            raise PermissionError(13, "Permission denied")
        return opens(path, *given, **more)

    monkeypatch.setattr(Path, "open", refusing)
    for counts in ((2, 2), (0, 0)):
        *found, (fault,) = desk.app.take_mail_in(folder)
        assert tuple(found) == counts
        assert "1.eml" in fault
        assert "Permission denied" in fault
    assert sorted(each.name for each in folder.iterdir()) == ["1.eml", "taken"]


def test_refused_mails_are_removed_after_thirty_days(desk: Desk) -> None:
    """With their bytes, by the daily retention."""
    desk.takes(mail("support@in.provider.example").as_bytes())
    (refused,) = desk.app.incoming.list_incoming(by=desk.kit.staff)
    desk.app.work.worker.begin()
    desk.kit.clock.at += 29 * DAY
    desk.works()
    assert desk.came() != []
    desk.kit.clock.at += 2 * DAY
    desk.works()
    assert desk.came() == []
    with pytest.raises(IncomingUnknown):
        desk.app.incoming.open_incoming(by=desk.kit.staff, incoming_id=refused.id)


@frozen
class Sent:
    """A file that was sent, and by whom it is asked for."""

    file: Any
    by: Any


def _send(desk: Desk, content: bytes = b"hello", name: str = "a.txt", **more: Any) -> Any:
    given = {"by": desk.client.owner.by, "tenant_id": desk.client.tenant_id, "name": name, "content": [content], **more}
    return desk.app.support.files.send(**given)


def test_a_file_is_opened_by_whoever_sees_a_ticket_with_it(desk: Desk) -> None:
    """Its sender before that; a colleague who does not see the ticket, and another client, never."""
    file = _send(desk)
    colleague, other = desk.kit.joined(desk.client), desk.kit.active_client("quay", days=300)
    ask = desk.app.support.files.open

    def opens(by: Any, tenant_id: Any = desk.client.tenant_id) -> bool:
        try:
            return b"".join(ask(by=by, tenant_id=tenant_id, attachment_id=file.attachment_id).pieces) == b"hello"
        except AttachmentUnknown:
            return False

    assert opens(desk.client.owner.by)
    assert not opens(desk.kit.staff)
    desk.app.support.tickets.write(
        by=desk.client.owner.by,
        tenant_id=desk.client.tenant_id,
        ticket_id=desk.ticket.ticket_id,
        text="See the file.",
        attachments=[file.attachment_id],
    )
    assert opens(desk.client.owner.by)
    assert opens(desk.kit.staff)
    assert not opens(colleague.by)
    assert not opens(other.owner.by, other.tenant_id)


def test_a_repeat_sends_a_file_once(desk: Desk) -> None:
    """The second bytes are removed, since nothing uses them."""
    first = _send(desk, idempotency_key="k")
    assert _send(desk, idempotency_key="k") == first
    with pytest.raises(InvalidValue):
        _send(desk, content=b"MZ\x90")


def test_files_that_no_message_names_are_few_and_go_after_a_day(desk: Desk) -> None:
    """With their bytes."""
    sent = [_send(desk, content=str(number).encode()) for number in range(MOST_LOOSE)]
    with pytest.raises(TooManyFiles):
        _send(desk)
    desk.app.work.worker.begin()
    desk.kit.clock.at += LOOSE_KEPT
    for _ in range(3):
        # The tasks of all clients are spread over the day.
        desk.kit.clock.at += DAY
        desk.works()
    for each in sent:
        with pytest.raises(AttachmentUnknown):
            desk.app.support.files.open(
                by=desk.client.owner.by, tenant_id=desk.client.tenant_id, attachment_id=each.attachment_id
            )
    assert [each for each in (desk.folder / "files").rglob("*") if each.is_file()] == []


def test_bytes_of_a_sending_that_broke_off_are_removed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between storing them and keeping the file."""
    files = desk.app.support.files
    stored: list[Any] = []
    put = desk.files.put

    def breaking(tenant_id: Any, stored_id: StoredId, content: io.BytesIO) -> None:
        put(tenant_id, stored_id, content)
        stored.append(stored_id)
        message = "broken off"
        raise ProviderUnavailable(message)

    monkeypatch.setattr(files._storage, "put", breaking, raising=False)
    with pytest.raises(ProviderUnavailable):
        _send(desk)
    assert list(desk.files.open(desk.client.tenant_id, stored[0]))
    desk.kit.clock.at += timedelta(hours=1, seconds=1)
    desk.works()
    assert [each for each in (desk.folder / "files").rglob("*") if each.is_file()] == []


def test_staff_sends_no_file_to_a_client_that_is_not_there(desk: Desk) -> None:
    """And one to a client that is."""
    assert _send(desk, by=desk.kit.staff).name == "a.txt"
    with pytest.raises(TenantUnknown):
        _send(desk, by=desk.kit.staff, tenant_id=UUID(int=77))


def test_a_zip_bomb_is_refused_before_anything_is_kept(desk: Desk) -> None:
    """No row and no bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr("zeros", b"\x00" * 50_000_000)
    with pytest.raises(InvalidValue, match="far more"):
        _send(desk, content=content.getvalue(), name="a.zip")
    assert [each for each in (desk.folder / "files").rglob("*") if each.is_file()] == []


def test_without_a_ticket_nobody_is_shown_anything(desk: Desk) -> None:
    """The error of an unknown ticket is the same for one of another client."""
    other = desk.kit.active_client("quay", days=300)
    with pytest.raises(TicketUnknown):
        desk.app.support.reading.show(by=other.owner.by, tenant_id=other.tenant_id, ticket_id=desk.ticket.ticket_id)
