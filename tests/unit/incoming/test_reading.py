"""What becomes of a mail that came in: an answer, a copy, or refused with the reason; and whom it is told."""

from __future__ import annotations

import hashlib
import hmac
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve, field, frozen

from clock import Clock, Ids
from saas_content import StandardParser
from saas_core.incoming.bounds import NO_ANSWERS, RETAINED, Bounds, IncomingRetention
from saas_core.incoming.intake import Intake
from saas_core.incoming.message import LARGEST, Envelope, Verdicts
from saas_core.incoming.model import READ_MAIL, Arrival, Incoming
from saas_core.incoming.ports import Answer, IncomingFilter, Standing
from saas_core.incoming.reading import PARKED_MAIL, REFUSAL_MAIL, Reading
from saas_core.incoming.reply_addresses import Mailbox, ReplyAddresses
from saas_core.incoming.values import MOST_AN_HOUR, MOST_REOPENED, Reason, State
from saas_core.kernel.ids import PROVIDER, TenantId, TicketId, UserId
from saas_core.kernel.mail import MARK
from saas_core.kernel.storage import ContentMissing, StoredId
from saas_core.kernel.text import prose
from saas_memory import MemoryStore

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
HARBOR, TICKET, OLIVIA = TenantId(UUID(int=7)), TicketId(UUID(int=8)), UserId(UUID(int=9))
ADDRESS = "olivia@harbor.example"
MAILBOX = Mailbox("support@in.provider.example")
PLAIN = "support@in.provider.example"


class Keys:
    """Digests and seals under a key."""

    def of(self, value: str) -> str:
        return hmac.digest(b"key", value.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()

    def seal(self, text: str, context: str) -> str:
        return f"{context}|{text}"

    def open(self, sealed: str, context: str) -> str:
        return sealed.removeprefix(f"{context}|")


@define
class Shelf:
    """Storage in memory."""

    kept: dict[tuple[TenantId, UUID], bytes] = field(factory=dict)

    def put(self, tenant_id: TenantId, stored: StoredId, content: io.BytesIO) -> None:
        content.seek(0)
        self.kept[tenant_id, stored] = content.read()

    def open(self, tenant_id: TenantId, stored: StoredId) -> Any:
        if (tenant_id, stored) not in self.kept:
            message = "gone"
            raise ContentMissing(message)
        return iter([self.kept[tenant_id, stored]])

    def remove(self, tenant_id: TenantId, stored: StoredId) -> None:
        self.kept.pop((tenant_id, stored), None)


@define
class Tickets:
    """The tickets that answers are added to; each key is added once, as a command is carried out once."""

    standing_as: Standing = Standing.TAKES
    person: str | None = ADDRESS
    added: dict[str, Answer] = field(factory=dict)
    refuses: Reason | None = None

    def address(self, tenant_id: TenantId, user_id: UserId) -> str | None:
        return self.person if (tenant_id, user_id) == (HARBOR, OLIVIA) else None

    def standing(self, *_asked: object) -> Standing:
        return self.standing_as

    def answer(self, tenant_id: TenantId, answer: Answer) -> TicketId | Reason:
        if self.refuses is not None:
            return self.refuses
        self.added.setdefault(answer.key, answer)
        return answer.ticket_id


@define
class Bucket:
    """Where announced mails lie."""

    mails: dict[str, bytes] = field(factory=dict)

    def fetch(self, key: str, largest: int) -> bytes:
        if key not in self.mails:
            message = "gone"
            raise ContentMissing(message)
        return self.mails[key]


@frozen(slots=False)
class Desk:
    """A store with everything that takes mail in and reads it."""

    clock: Clock
    store: MemoryStore
    shelf: Shelf
    tickets: Tickets
    bucket: Bucket
    intake: Intake
    reading: Reading
    addresses: ReplyAddresses

    def takes(self, raw: bytes, *, key: str = "", **envelope: Any) -> Incoming:
        """Take a mail in and read it; by default the mail service found that it is from whom it says."""
        given = {"source": ADDRESS, "verdicts": Verdicts(spf="PASS", dkim="PASS", dmarc="PASS"), **envelope}
        arrival = Arrival(source="ses", key=key or hashlib.sha256(raw).hexdigest(), envelope=Envelope(**given), raw=raw)
        return self.reads(arrival)

    def reads(self, arrival: Arrival) -> Incoming:
        self.intake.take_in(arrival)
        token = UUID(int=999)
        lease = self.store.tasks.claim(
            (READ_MAIL,), now=self.clock.now(), until=self.clock.now() + timedelta(minutes=5), token=token
        )
        if lease is not None:
            self.reading.work(lease)
        with self.store.read(PROVIDER) as work:
            return work.incoming_mails.get(arrival.id)

    def effects(self) -> list[str]:
        """Return the kinds of letters that wait."""
        with self.store.read(PROVIDER) as work:
            return [each.kind for each in work.outbox.pending()]

    def raw_of(self, incoming: Incoming) -> bytes | None:
        return self.shelf.kept.get((PROVIDER, incoming.id))


@pytest.fixture
def desk() -> Desk:
    return made()


def made(bounds: Bounds | None = None) -> Desk:
    """Return a desk with one open ticket."""
    clock, store, shelf, tickets, bucket, keys = Clock(AT), MemoryStore(), Shelf(), Tickets(), Bucket(), Keys()
    return Desk(
        clock=clock,
        store=store,
        shelf=shelf,
        tickets=tickets,
        bucket=bucket,
        intake=Intake(transactions=store, storage=shelf, sealer=keys, clock=clock),
        addresses=ReplyAddresses(transactions=store, digests=keys, clock=clock, mailbox=MAILBOX),
        reading=Reading(
            transactions=store,
            clients=store,
            storage=shelf,
            source=bucket,
            parser=StandardParser(),
            sealer=keys,
            digests=keys,
            clock=clock,
            ids=Ids(10_000),
            mailbox=MAILBOX,
            server="mx.provider.example",
            correspondence=tickets,
            bounds=bounds or Bounds(),
        ),
    )


def mail(to: str, text: str = "Thanks, that worked.", **headers: str) -> bytes:
    """Return a mail from Olivia; headers by their names with underscores."""
    named = {
        "From": ADDRESS,
        "To": to,
        "Subject": "Re: Export",
        "Message-ID": f"<{hashlib.sha256(text.encode()).hexdigest()[:8]}@harbor.example>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def test_an_answer_at_its_address_from_its_person_is_added(desk: Desk) -> None:
    """Its bytes then lie with the ticket, and no longer here; nobody is mailed."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    found = desk.takes(mail(to))
    (answer,) = desk.tickets.added.values()
    assert (found.state, found.client_id, found.ticket_id) == (State.TAKEN, HARBOR, TICKET)
    assert (answer.user_id, answer.ticket_id, answer.text.strip()) == (OLIVIA, TICKET, "Thanks, that worked.")
    assert answer.raw == mail(to)
    assert desk.raw_of(found) is None
    assert desk.effects() == []


def test_no_row_names_anybody(desk: Desk) -> None:
    """Addresses and tokens wait sealed; what is found again is a keyed digest."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    found = desk.takes(mail(to), recipients=(to,))
    assert ADDRESS not in repr(found)
    assert to not in repr(found)
    assert all(len(each) in {0, 64} for each in (found.sender, found.message, found.fingerprint))


def test_the_bytes_are_stored_before_anything_reads_them(desk: Desk) -> None:
    """A parser that breaks leaves the mail waiting, with its bytes."""
    raw = mail(PLAIN)
    arrival = Arrival(source="folder", key="1", envelope=Envelope(), raw=raw)
    assert desk.intake.take_in(arrival)
    assert desk.shelf.kept.get((PROVIDER, arrival.id)) == raw
    assert not desk.intake.take_in(arrival)


@pytest.mark.parametrize(
    ("raw", "envelope", "reason"),
    [
        (mail("{to}", Auto_Submitted="auto-replied"), {}, Reason.AUTOMATIC),
        (mail("{to}", Precedence="bulk"), {}, Reason.AUTOMATIC),
        (mail("{to}", List_Id="<crew.harbor.example>"), {}, Reason.LIST),
        (mail("{to}"), {"source": ""}, Reason.BOUNCE),
        (mail("{to}", **{MARK: "0198"}), {}, Reason.OWN_MARK),
        (mail("{to}"), {"verdicts": Verdicts(dmarc="PASS", virus="FAIL")}, Reason.VIRUS),
        (mail("{to}"), {"verdicts": Verdicts(dmarc="FAIL")}, Reason.NOT_ALIGNED),
        (mail("{to}"), {"verdicts": None}, Reason.NOT_ALIGNED),
        (mail("{to}", From="a@harbor.example, b@harbor.example"), {}, Reason.FROM_UNCLEAR),
        (mail("{to}", From=""), {}, Reason.FROM_UNCLEAR),
        (mail("{to}", From="mia@harbor.example"), {}, Reason.SENDER_IS_ANOTHER),
        (mail("{to}", text=" "), {}, Reason.EMPTY),
        *((mail("{to}", text=each * 3), {}, Reason.EMPTY) for each in "\u200d\u2800\ufe0f\u0301\u200b"),
        (mail(PLAIN), {}, Reason.NO_TOKEN),
        (mail(f"support+{'a' * 52}@in.provider.example"), {}, Reason.TOKEN_UNKNOWN),
    ],
    ids=lambda each: each.value if isinstance(each, Reason) else "",
)
def test_what_is_no_answer_is_kept_with_its_reason(desk: Desk, raw: bytes, envelope: Any, reason: Reason) -> None:
    """And never reaches a ticket."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    found = desk.takes(raw.replace(b"{to}", to.encode()), **envelope)
    assert (found.state, found.reason) == (State.REFUSED, reason)
    assert desk.tickets.added == {}
    assert desk.raw_of(found) is not None


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (Standing.WINDOW_OVER, Reason.REOPEN_WINDOW_OVER),
        (Standing.UNKNOWN, Reason.NOT_PERMITTED),
    ],
)
def test_a_ticket_that_takes_no_answer_refuses_it_with_the_way_there(
    desk: Desk, standing: Standing, reason: Reason
) -> None:
    """Its sender is told once, since it is aligned."""
    desk.tickets.standing_as = standing
    found = desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA)))
    assert (found.state, found.reason, found.ticket_id) == (State.REFUSED, reason, TICKET)
    assert desk.effects() == [REFUSAL_MAIL]


def test_an_answer_that_the_desk_refuses_is_kept_as_refused(desk: Desk) -> None:
    """With its reason, as when the ticket was closed between the look and the answer."""
    desk.tickets.refuses = Reason.TICKET_CLOSED
    found = desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA)))
    assert (found.state, found.reason) == (State.REFUSED, Reason.TICKET_CLOSED)


@pytest.mark.parametrize("reason", [Reason.UNREADABLE, Reason.TOO_MANY_FILES])
def test_a_sender_is_told_why_an_answer_was_not_taken(desk: Desk, reason: Reason) -> None:
    desk.tickets.refuses = reason
    assert desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA))).reason is reason
    assert desk.effects() == [REFUSAL_MAIL]


def test_a_text_is_brought_to_a_form_that_a_ticket_takes(desk: Desk) -> None:
    """Whatever the mail holds; what stands around it is kept."""
    desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA), text="Hello\u200b\x07\u202e you" + "\u0301" * 99))
    (answer,) = desk.tickets.added.values()
    assert prose(answer.text, "text") == answer.text
    assert answer.text.startswith("Hello yo")


def test_what_a_mail_quotes_of_our_letters_is_blanked_before_staff_sees_it(desk: Desk) -> None:
    """In the message, in the file of the mail, and in a mail that is kept as no answer."""
    token = f"apr_{'0' * 32}_{'Zx9_' * 10}abc"
    quoted = f"What shall I do?\r\n> https://portal.example/approvals/{token}\r\n> Code: 314159"
    desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA), text=quoted))
    (answer,) = desk.tickets.added.values()
    kept = desk.raw_of(desk.takes(mail(PLAIN, text=quoted, Auto_Submitted="auto-replied")))
    for shown in (answer.text, answer.raw.decode(), (kept or b"").decode()):
        assert "What shall I do?" in shown
        assert "Zx9_" not in shown
        assert "314159" not in shown


def test_a_mail_that_was_never_read_goes_after_its_time(desk: Desk) -> None:
    """With its bytes; until then it may still be read."""
    arrival = Arrival(source="folder", key="1", envelope=Envelope(), raw=mail(PLAIN))
    desk.intake.take_in(arrival)
    ((states, _kept),) = [each for each in RETAINED if State.WAITING in each[0]]
    over = IncomingRetention(transactions=desk.store, storage=desk.shelf, states=states)
    assert over.forget(AT, 10) == 0
    assert over.forget(AT + timedelta(seconds=1), 10) == 1
    assert desk.shelf.kept == {}


def test_the_headers_name_a_ticket_only_where_the_envelope_names_nobody(desk: Desk) -> None:
    """A copy to somebody else is no answer."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    assert desk.takes(mail(to), recipients=(PLAIN,)).reason is Reason.NO_TOKEN
    assert desk.effects() == []
    assert desk.takes(mail(to, text="Again"), recipients=(to,)).state is State.TAKEN
    assert desk.takes(mail(to, text="From a folder")).state is State.TAKEN


def test_an_address_counts_until_it_expires(desk: Desk) -> None:
    """At the very instant it does no more."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    with desk.store.read(HARBOR) as work:
        (token,) = MAILBOX.tokens([to])
        until = work.reply_addresses.get(hashlib.sha256(token.secret.encode()).hexdigest()).expires_at
    desk.clock.at = until - timedelta(microseconds=1)
    assert desk.takes(mail(to)).state is State.TAKEN
    desk.clock.at = until
    assert desk.takes(mail(to, text="Once more")).reason is Reason.TOKEN_EXPIRED


def test_subject_and_references_never_decide(desk: Desk) -> None:
    """A second mail with the same subject out of the folder of sent ones is refused; its ticket is a hint for staff."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    first = mail(to, Message_ID="<one@harbor.example>")
    assert desk.takes(first).state is State.TAKEN
    second = mail(PLAIN, text="About the invoice", In_Reply_To="<one@harbor.example>")
    found = desk.takes(second)
    assert (found.state, found.reason, found.ticket_id) == (State.REFUSED, Reason.NO_TOKEN, TICKET)
    assert len(desk.tickets.added) == 1


def test_two_answers_to_a_mail_that_was_never_seen_are_not_brought_together(desk: Desk) -> None:
    """They share a root that nobody here knows, so neither is related to anything."""
    for text in ("One", "Two"):
        found = desk.takes(mail(PLAIN, text=text, References="<root@elsewhere.example>"))
        assert (found.state in NO_ANSWERS, found.ticket_id) == (True, None)


def test_the_same_message_to_two_addresses_is_added_once(desk: Desk) -> None:
    """Whatever servers added to the other copy."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    raw = mail(f"{to}, {PLAIN}")
    assert desk.takes(raw, key="1", recipients=(to,)).state is State.TAKEN
    assert desk.takes(b"Received: by mx\r\n" + raw, key="2", recipients=(to,)).state is State.REPEATED
    assert len(desk.tickets.added) == 1
    assert desk.effects() == []


def test_a_copy_that_nobody_can_tell_is_one_is_not_answered_as_another(desk: Desk) -> None:
    """A blind copy to the mailbox is known by what the copies have in common."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    assert desk.takes(mail(to), key="1").state is State.TAKEN
    found = desk.takes(mail(to), key="2", recipients=(PLAIN,))
    assert (found.state, desk.effects()) == (State.REPEATED, [])


def test_a_crash_after_the_answer_adds_nothing_twice(desk: Desk) -> None:
    """The mail is read again, and the answer has the same key."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    arrival = Arrival(source="folder", key="1", envelope=Envelope(), raw=mail(to, **RESULTS))
    desk.intake.take_in(arrival)
    for token in (1, 2):
        lease = desk.store.tasks.claim(
            (READ_MAIL,), now=desk.clock.now(), until=desk.clock.now() + timedelta(minutes=5), token=UUID(int=token)
        )
        desk.reading.work(lease if token == 2 else evolve(lease, token=UUID(int=77)))
        desk.clock.at += timedelta(minutes=6)
    with desk.store.read(PROVIDER) as work:
        assert work.incoming_mails.get(arrival.id).state is State.TAKEN
    assert len(desk.tickets.added) == 1


RESULTS = {"Authentication_Results": "mx.provider.example; dkim=pass header.d=harbor.example"}


def test_the_results_of_the_named_server_stand_in_for_a_mail_service(desk: Desk) -> None:
    """As for mails that come as files."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    assert desk.takes(mail(to, **RESULTS), verdicts=None).state is State.TAKEN
    assert desk.takes(mail(to, text="x"), verdicts=None).reason is Reason.NOT_ALIGNED


def test_a_sender_is_answered_once_a_day(desk: Desk) -> None:
    """Two desks that answer each other: one answer, then they are parked, and staff is told once."""
    states = [desk.takes(mail(PLAIN, text=f"Ticket {number} received")).state for number in range(4)]
    assert states == [State.REFUSED, State.PARKED, State.PARKED, State.PARKED]
    assert sorted(desk.effects()) == sorted([REFUSAL_MAIL, PARKED_MAIL])
    desk.clock.at += timedelta(days=1, seconds=1)
    assert desk.takes(mail(PLAIN, text="A day later")).state is State.REFUSED
    assert desk.effects().count(REFUSAL_MAIL) == 2


@pytest.mark.parametrize(
    ("raw", "envelope"),
    [
        (mail(PLAIN, Auto_Submitted="auto-replied"), {}),
        (mail(PLAIN, List_Id="<x>"), {}),
        (mail(PLAIN), {"source": ""}),
        (mail(PLAIN), {"verdicts": Verdicts(dmarc="FAIL")}),
        (mail(PLAIN), {"verdicts": None}),
        (mail(PLAIN, X_Loop="help@harbor.example"), {}),
        (mail(PLAIN, X_Auto_Response_Suppress="DR, OOF, AutoReply"), {}),
        (mail(PLAIN, From="mailer-daemon@harbor.example"), {}),
        (mail(PLAIN, Subject="Undeliverable: Your ticket"), {}),
        (mail(PLAIN, text=f"The letter was:\r\n\r\n{MARK}: 0198c5f0\r\nSubject: Your ticket"), {}),
    ],
    ids=[
        "automatic",
        "list",
        "null return path",
        "not aligned",
        "nobody looked",
        "loop",
        "suppress",
        "daemon",
        "subject",
        "our mark",
    ],
)
def test_nobody_is_answered_who_may_be_a_machine_or_somebody_else(desk: Desk, raw: bytes, envelope: Any) -> None:
    """A bounce without a single mark is one stored entry: no ticket, no mail."""
    assert desk.takes(raw, **envelope).state is State.REFUSED
    assert desk.effects() == []


def test_reopening_by_mail_is_capped(desk: Desk) -> None:
    """After that it takes a person who signs in; the sender is told."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    desk.tickets.standing_as = Standing.REOPENS
    for number in range(MOST_REOPENED):
        found = desk.takes(mail(to, text=f"Not solved {number}"))
        assert (found.state, found.reopened) == (State.TAKEN, True)
        desk.clock.at += timedelta(days=1)
    assert desk.takes(mail(to, text="Still not")).reason is Reason.REOPENED_TOO_OFTEN


def test_a_flood_of_answers_to_one_ticket_is_parked(desk: Desk) -> None:
    """Even at its address and from its person: no person writes so much in an hour."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    for number in range(MOST_AN_HOUR):
        assert desk.takes(mail(to, text=f"{number}")).state is State.TAKEN
    found = [desk.takes(mail(to, text=f"more {number}")) for number in range(2)]
    assert [(each.state, each.reason) for each in found] == [(State.PARKED, Reason.TOO_MANY)] * 2
    assert desk.effects() == [PARKED_MAIL]
    desk.clock.at += timedelta(hours=1, seconds=1)
    assert desk.takes(mail(to, text="later")).state is State.TAKEN


def test_a_mail_that_lies_in_a_bucket_is_stored_before_it_is_read(desk: Desk) -> None:
    """And refused where it is no longer there."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    desk.bucket.mails["in/1"] = mail(to)
    envelope = Envelope(source=ADDRESS, verdicts=Verdicts(dmarc="PASS"))
    assert desk.reads(Arrival(source="ses", key="1", envelope=envelope, place="in/1")).state is State.TAKEN
    found = desk.reads(Arrival(source="ses", key="2", envelope=envelope, place="in/2"))
    assert (found.state, found.reason, found.kept) == (State.REFUSED, Reason.CONTENT_MISSING, False)


def test_of_a_mail_that_is_too_large_the_beginning_is_kept(desk: Desk) -> None:
    """It is never read as an answer; its sender is told."""
    to = desk.addresses.give(HARBOR, TICKET, OLIVIA)
    found = desk.takes(mail(to) + b"x" * LARGEST)
    assert (found.state, found.reason) == (State.REFUSED, Reason.TOO_LARGE)
    assert len(desk.raw_of(found) or b"") == 64 * 1024
    assert desk.effects() == [REFUSAL_MAIL]


def test_of_a_large_mail_that_was_refused_the_beginning_is_kept(desk: Desk) -> None:
    """So that a stranger fills no disk."""
    found = desk.takes(mail(PLAIN) + b"x" * 2_000_000)
    assert (found.state, found.size, len(desk.raw_of(found) or b"")) == (State.REFUSED, 64 * 1024, 64 * 1024)


def test_refused_mails_are_bounded_in_number_and_size() -> None:
    """Of more than are kept the oldest goes; of what is too much, only what became of it is kept."""
    desk = made(Bounds(most=3, most_bytes=900, most_of_one=2))
    found = []
    for number in range(5):
        found.append(desk.takes(mail(PLAIN, text=str(number), From=f"u{number // 3}@harbor.example")))
        desk.clock.at += timedelta(minutes=1)
    with desk.store.read(PROVIDER) as work:
        left = work.incoming_mails.find(IncomingFilter(states=NO_ANSWERS), 10)
    assert [each.id for each in left] == [each.id for each in reversed(found[2:])]
    assert [each.kept for each in found] == [True, True, False, True, True]
    assert {key for _tenant, key in desk.shelf.kept} == {each.id for each in left if each.kept}


def test_refused_mails_go_after_their_time_with_their_bytes(desk: Desk) -> None:
    """Those that were added are known for longer, since copies are known by them."""
    refused = desk.takes(mail(PLAIN))
    taken = desk.takes(mail(desk.addresses.give(HARBOR, TICKET, OLIVIA)))
    over = IncomingRetention(transactions=desk.store, storage=desk.shelf, states=NO_ANSWERS)
    assert over.forget(AT, 10) == 0
    assert over.forget(AT + timedelta(seconds=1), 10) == 1
    with desk.store.read(PROVIDER) as work:
        assert work.incoming_mails.get(refused.id) is None
        assert work.incoming_mails.get(taken.id) is not None
    assert desk.raw_of(refused) is None
