"""The mailroom: a mail leaves once, twice at most after a lost answer, and never to a suppressed address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import define, evolve, field, frozen

from clock import Clock
from saas_core.kernel.errors import (
    InvalidValue,
    OutcomeUnknown,
    ProviderRefused,
    ProviderUnavailable,
    SaasError,
    StoreUnavailable,
)
from saas_core.kernel.ids import PROVIDER, EffectId, TenantId
from saas_core.kernel.mail import From, Mail
from saas_core.mail.feedback import Feedback, FeedbackKind
from saas_core.mail.mailings import MailState
from saas_core.mail.mailroom import Mailroom, address_digest
from saas_memory import MemoryStore

AT = datetime(2026, 11, 23, tzinfo=UTC)
OLIVIA = "olivia@harbor.example"
HARBOR = TenantId(UUID(int=77))


@define
class Outside(Clock):
    """A mailer that accepts mail, or fails as the test says."""

    faults: list[Exception] = field(factory=list)
    asked: int = 0
    taken: list[str] = field(factory=list)
    meanwhile: Callable[[], object] = lambda: None
    at: datetime = AT

    def send(self, mail: Mail) -> None:
        self.asked += 1
        self.meanwhile()
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(mail.to)

    def of(self, value: str) -> str:
        return f"digest of {value}"


@define
class Room:
    """A mailroom and who is outside of it."""

    outside: Outside
    store: MemoryStore
    mailroom: Mailroom

    def send(self, to: str = OLIVIA, number: int = 1) -> None:
        self.mailroom.send(Mail(id=EffectId(UUID(int=number)), to=to, subject="Hello", text="Hello"))

    def state(self, number: int = 1) -> MailState:
        found = self.mailroom.mailings.get(EffectId(UUID(int=number)))
        assert found is not None
        return found.state

    def hear(
        self, kind: FeedbackKind, *, permanent: bool = False, number: int | None = 1, at: datetime | None = None
    ) -> bool:
        mail = None if number is None else EffectId(UUID(int=number))
        told = Feedback(
            id="1",
            at=at or self.outside.now(),
            kind=kind,
            permanent=permanent,
            addresses=("OLIVIA@harbor.example",),
            mail=mail,
        )
        return self.mailroom.heard(told)


@pytest.fixture
def room() -> Room:
    """Return one where everything is taken."""
    outside, store = Outside(), MemoryStore()
    mailings, suppressions = store.mailings, store.suppressions
    mailroom = Mailroom(mailer=outside, mailings=mailings, suppressions=suppressions, digests=outside, clock=outside)
    return Room(outside, store, mailroom)


class Harbor:
    """A client with an address of its own, and how often the provider of mail refused it."""

    def __init__(self) -> None:
        self.refusals = 0

    def of(self, client: TenantId) -> tuple[From, str] | None:
        return (
            (From(address="office@harbor.example", name="Harbor"), "answers@harbor.example")
            if client == HARBOR
            else None
        )

    def refused(self, client: TenantId) -> None:
        assert client == HARBOR
        self.refusals += 1


@frozen
class Letters:
    """A mailer that keeps whole mails, and refuses senders."""

    sent: list[Mail] = field(factory=list)
    refuses: list[str] = field(factory=list)

    def send(self, mail: Mail) -> None:
        if (mail.sender.address if mail.sender else "") in self.refuses:
            message = "not verified"
            raise ProviderRefused(message)
        self.sent.append(mail)


def _from_harbor(
    room: Room, client: TenantId | None = HARBOR, **more: str
) -> tuple[Letters, Harbor, Callable[[], None]]:
    letters, harbor = Letters(), Harbor()
    mailroom = evolve(room.mailroom, mailer=letters, senders=harbor)
    mail = Mail(id=EffectId(UUID(int=1)), to=OLIVIA, subject="Hello", text="Hello", client=client, **more)
    return letters, harbor, lambda: mailroom.send(mail)


@pytest.mark.parametrize("given", ["", "ticket@in.provider.example"])
def test_a_mail_to_a_clients_people_comes_from_its_own_address(room: Room, given: str) -> None:
    """With its reply-to, unless the mail is answered somewhere of its own, as that about a ticket is."""
    letters, harbor, send = _from_harbor(room, reply_to=given)
    send()
    (mail,) = letters.sent
    assert mail.sender == From(address="office@harbor.example", name="Harbor")
    assert mail.reply_to == (given or "answers@harbor.example")
    assert harbor.refusals == 0


@pytest.mark.parametrize("client", [None, TenantId(UUID(int=78))])
def test_any_other_mail_comes_from_the_provider(room: Room, client: TenantId | None) -> None:
    """To staff, about staff, or to the people of a client without an address of its own."""
    letters, _harbor, send = _from_harbor(room, client)
    send()
    assert [each.sender for each in letters.sent] == [None]


def test_where_the_clients_address_is_refused_the_providers_stands_in(room: Room) -> None:
    """One mail leaves, once, and the refusal is heard of; where the reader is the cause, both are refused."""
    letters, harbor, send = _from_harbor(room)
    letters.refuses.append("office@harbor.example")
    send()
    send()
    assert [(each.sender, each.reply_to) for each in letters.sent] == [(None, "")]
    assert (harbor.refusals, room.state()) == (1, MailState.SENT)


def test_where_the_reader_is_refused_nobody_blames_the_sender(room: Room) -> None:
    """Then both are refused, and nothing leaves."""
    letters, harbor, send = _from_harbor(room)
    letters.refuses.extend(["office@harbor.example", ""])
    with pytest.raises(ProviderRefused):
        send()
    assert (letters.sent, harbor.refusals, room.state()) == ([], 0, MailState.REFUSED)


def test_a_mail_is_handed_over_once(room: Room) -> None:
    """Asked for again, also by a worker that died before it could say so, nothing leaves."""
    room.send()
    room.send()
    assert room.outside.taken == [OLIVIA]
    assert room.state() is MailState.SENT


def test_after_a_lost_answer_it_is_handed_over_once_more_and_no_third_time(room: Room) -> None:
    """Nobody can tell whether it left; the third time it is given up, and said to be unknown."""
    room.outside.faults = [OutcomeUnknown("lost"), OutcomeUnknown("lost")]
    for _ in range(2):
        with pytest.raises(OutcomeUnknown):
            room.send()
    room.send()
    room.send()
    assert (room.outside.asked, room.state()) == (2, MailState.UNKNOWN)


def test_a_crash_counts_as_an_answer_that_never_came(room: Room) -> None:
    """That a mail is being handed over is kept before it is."""
    room.outside.faults = [SystemExit(), SystemExit()]
    for _ in range(2):
        with pytest.raises(SystemExit):
            room.send()
    assert room.state() is MailState.SENDING
    room.send()
    assert (room.outside.asked, room.state()) == (2, MailState.UNKNOWN)


@pytest.mark.parametrize("fault", [ProviderUnavailable("away"), StoreUnavailable("full")], ids=lambda each: each.code)
def test_what_was_not_taken_is_tried_for_as_long_as_it_takes(room: Room, fault: SaasError) -> None:
    """It certainly did not leave, so it does not count."""
    room.outside.faults = [fault] * 5
    for _ in range(5):
        with pytest.raises(type(fault)):
            room.send()
    room.send()
    assert (room.outside.taken, room.state()) == ([OLIVIA], MailState.SENT)


@pytest.mark.parametrize("fault", [ProviderRefused("no"), InvalidValue("no")], ids=lambda each: each.code)
def test_a_refused_mail_can_be_tried_again_by_hand(room: Room, fault: SaasError) -> None:
    """Once the cause of the refusal is fixed."""
    room.outside.faults = [fault]
    with pytest.raises(type(fault)):
        room.send()
    room.send()
    assert room.outside.taken == [OLIVIA]


@pytest.mark.parametrize("kind", [FeedbackKind.BOUNCE, FeedbackKind.COMPLAINT])
def test_an_address_where_mail_is_unwanted_gets_no_more(room: Room, kind: FeedbackKind) -> None:
    """In any spelling of it; the others still get mail. The same news again is no news."""
    room.send()
    assert room.hear(kind, permanent=True)
    assert not room.hear(kind, permanent=True)
    room.send(number=2)
    room.send("Olivia@HARBOR.example", number=3)
    room.send("mia@harbor.example", number=4)
    assert room.outside.taken == [OLIVIA, "mia@harbor.example"]
    assert room.state(2) is MailState.SUPPRESSED


def test_a_repeat_of_news_does_not_suppress_what_was_lifted_since(room: Room) -> None:
    """It is told again within the hour; what happens after the lifting suppresses anew, whatever other clocks say."""
    about: dict[str, Any] = {"kind": FeedbackKind.BOUNCE, "permanent": True, "number": None}
    assert room.hear(**about)
    room.outside.at = AT + timedelta(minutes=20)
    with room.store.begin(PROVIDER) as work:
        work.suppressions.lift(address_digest(room.outside, OLIVIA), room.outside.now())
        work.commit()
    room.outside.at += timedelta(minutes=20)
    assert not room.hear(**about, at=AT)
    room.send(number=2)
    assert room.outside.taken == [OLIVIA]
    assert room.hear(**about, at=AT + timedelta(days=1))
    room.send(number=3)
    assert room.outside.taken == [OLIVIA]
    with room.store.begin(PROVIDER) as work:
        assert work.suppressions.lift(address_digest(room.outside, OLIVIA), room.outside.now())
        work.commit()
    assert not room.hear(**about, at=room.outside.at)
    room.send(number=4)
    assert room.outside.taken == [OLIVIA] * 2


def test_a_bounce_that_may_pass_suppresses_nothing(room: Room) -> None:
    """The state says that it came back."""
    room.send()
    assert room.hear(FeedbackKind.BOUNCE)
    assert room.state() is MailState.BOUNCED
    room.send(number=2)
    assert room.outside.taken == [OLIVIA] * 2


def test_news_in_any_order_leaves_the_worst(room: Room) -> None:
    """A delivery told late takes no complaint back; what nobody sent is nobody's news."""
    room.send()
    assert room.hear(FeedbackKind.COMPLAINT, permanent=True)
    assert not room.hear(FeedbackKind.DELIVERY)
    assert not room.hear(FeedbackKind.OTHER, permanent=True)
    assert room.state() is MailState.COMPLAINED
    assert not room.hear(FeedbackKind.DELIVERY, number=None)


def test_news_that_overtakes_its_answer_is_kept(room: Room) -> None:
    """The reader's server may take a mail before we hear that it left."""
    room.outside.meanwhile = lambda: room.hear(FeedbackKind.DELIVERY)
    room.send()
    assert room.state() is MailState.DELIVERED


def test_a_delivery_proves_that_a_lost_mail_left(room: Room) -> None:
    """Then it is not handed over a second time."""
    room.outside.faults = [OutcomeUnknown("lost")]
    with pytest.raises(OutcomeUnknown):
        room.send()
    room.hear(FeedbackKind.DELIVERY)
    room.send()
    assert room.outside.asked == 1


@pytest.mark.parametrize("bounced", ["max@xn--bcher-kva.example", "Max@Bücher.example"])
@pytest.mark.parametrize("to", ["max@bücher.example", "MAX@XN--BCHER-KVA.example"])
def test_a_bounce_stops_the_mail_to_every_spelling_of_its_address(room: Room, bounced: str, to: str) -> None:
    """The provider of mail knows an address by its form in ASCII, people by its letters."""
    told = Feedback(id="1", at=AT, kind=FeedbackKind.BOUNCE, permanent=True, addresses=(bounced,), mail=None)
    room.mailroom.heard(told)
    room.send(to)
    assert (room.outside.taken, room.state()) == ([], MailState.SUPPRESSED)


def test_mail_is_handed_over_in_the_form_in_which_it_is_suppressed(room: Room) -> None:
    """One form for both."""
    room.send("Max@Bücher.example")
    assert room.outside.taken == ["max@xn--bcher-kva.example"]
