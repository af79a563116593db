"""Replays: staff have done again what follows from a signal, of whatever kind it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import define, field

from saas_app import initialize, open_application, settings_at
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, EffectId
from saas_core.mail.feedback import Feedback, FeedbackKind, News
from saas_core.mail.mailings import Mailing, MailState
from saas_core.mail.mailroom import Mailroom
from saas_core.work.inbox import SIGNALS_KEPT, NothingToReplay, SignalUnknown
from simulated import Simulated
from street import Clock

OLIVIA = "olivia@harbor.example"
MAIL = EffectId(UUID(int=7))


@define
class Provider:
    """An application whose mail comes back with news that a test decides on."""

    clock: Clock = field(factory=Clock)
    told: list[Feedback] = field(factory=list)
    application: Any = None
    staff: Any = None
    stripe: Any = None

    def read(self, _body: bytes, _headers: Mapping[str, str]) -> Feedback:
        """Return what is told next."""
        return self.told.pop(0)

    def tell(self, kind: FeedbackKind, *, permanent: bool = False) -> bool:
        """Take in news of the one mail."""
        at = self.clock.now()
        news = Feedback(id="n-1", at=at, kind=kind, permanent=permanent, addresses=(OLIVIA,), mail=MAIL)
        self.told.append(news)
        new: bool = self.application.work.inbox.receive(endpoint="ses", body=b"", headers={})
        return new

    def sent(self) -> None:
        """Keep that the mail was taken by who sends it."""
        mailing = Mailing(id=MAIL, state=MailState.SENT, unanswered=0, changed_at=self.clock.now())
        self.application.store.mailings.save(mailing)

    def replay(self, endpoint: str = "ses", event: str = "n-1") -> Any:
        """Have staff replay it, and a worker do it."""
        view = self.application.work.inbox.replay(by=self.staff, endpoint=endpoint, event=event)
        self.application.work.worker.drain()
        return view

    def journaled(self) -> list[str]:
        """Return what was done in the provider's scope."""
        with self.application.store.read(PROVIDER) as work:
            return [each.action for each in work.journal.entries()]

    def stands(self) -> tuple[str, str, bool]:
        """Give state and fault of the one signal, and whether it is among those that wait."""
        inbox = self.application.work.inbox
        (view,) = inbox.list_signals(by=self.staff)
        assert inbox.show_signal(by=self.staff, endpoint=view.endpoint, event=view.event) == view
        return view.state, view.fault, view in inbox.list_signals(by=self.staff, waiting=True)

    def event(self, kind: str, **given: str) -> None:
        """Take in a signed event of Stripe."""
        event = {"id": "evt_1", "object": "event", "type": kind, "created": 1_767_000_000, "livemode": False}
        body, headers = self.stripe.signed({**event, "data": {"object": given}})
        self.application.work.inbox.receive(endpoint="stripe", body=body, headers=headers)

    def state(self) -> MailState:
        """Return how far the mail came."""
        found: MailState = self.application.store.mailings.get(MAIL).state
        return found


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def provider(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Provider]:
    """Yield one over each kind of store."""
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    made = Provider()
    settings = settings_at(tmp_path, database_url=url)
    initialize(settings)
    simulated = Simulated.of(made.clock)
    with open_application(settings, clock=made.clock, payments=simulated.payments, feedback=made) as made.application:
        made.application.access.staff.first(name="Sam", email="sam@provider.example")
        made.staff = Staff(UUID(int=9), frozenset({"staff.support"}))
        made.stripe = simulated.stripe
        yield made


def test_news_of_a_mail_that_was_not_known_yet_is_applied_when_it_is_replayed(provider: Provider) -> None:
    """It was kept when it came, and changed nothing then."""
    assert provider.tell(FeedbackKind.DELIVERY)
    assert not provider.tell(FeedbackKind.DELIVERY)
    provider.sent()
    (kept,) = provider.application.work.inbox.list_signals(by=provider.staff)
    assert (kept.endpoint, kept.kind, kept.subject, kept.state) == ("ses", "mail.delivery", f"mail:{MAIL}", "done")

    shown = provider.replay()

    assert shown.event == "n-1"
    assert provider.state() is MailState.DELIVERED
    assert provider.journaled().count("delivery.replay") == 1


def test_a_replay_waits_for_its_worker_and_is_done_once(provider: Provider) -> None:
    """Nothing of it is left to be done afterwards."""
    provider.tell(FeedbackKind.BOUNCE)
    provider.sent()
    provider.application.work.inbox.replay(by=provider.staff, endpoint="ses", event="n-1")
    assert provider.state() is MailState.SENT
    assert [each.task.kind for each in provider.application.store.tasks.page(None, 10)].count("feedback") == 1
    assert provider.application.work.worker.drain().done >= 1
    assert provider.state() is MailState.BOUNCED
    assert [each.task.kind for each in provider.application.store.tasks.page(None, 10)].count("feedback") == 0


def test_a_replay_shows_how_it_stands(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting, failing, parked and done in turn, though what was told was applied when it came."""
    provider.tell(FeedbackKind.DELIVERY)
    assert provider.stands() == ("done", "", False)

    replay, drain = provider.application.work.inbox.replay, provider.application.work.worker.drain
    replayed = replay(by=provider.staff, endpoint="ses", event="n-1", idempotency_key="k-1")
    assert replayed.state == "waiting"
    assert provider.stands() == ("waiting", "", True)
    faults = [StoreUnavailable("is away."), InvalidValue("cannot be right.", field="mail")]

    def broken(*_given: Any) -> bool:
        raise faults.pop(0)

    with monkeypatch.context() as breaking:
        breaking.setattr(Mailroom, "apply", broken)
        drain()
        assert provider.stands() == ("failing", StoreUnavailable.code, True)
        provider.clock.at += timedelta(days=1)
        drain()
        assert provider.stands() == ("parked", InvalidValue.code, True)
    repeat = replay(by=provider.staff, endpoint="ses", event="n-1", idempotency_key="k-1")
    assert (repeat.state, repeat.fault) == ("parked", InvalidValue.code)

    assert replay(by=provider.staff, endpoint="ses", event="n-1").state == "waiting"
    drain()
    assert provider.stands() == ("done", "", False)


def test_one_replay_does_not_end_another(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each signal waits for a task of its own."""
    at, store = provider.clock.now(), provider.application.store
    for event in ("a", "b"):
        store.signals.take(News(at=at, kind=FeedbackKind.DELIVERY, mail=MAIL).as_signal("ses", event), at, None)
        provider.application.work.inbox.replay(by=provider.staff, endpoint="ses", event=event)
    lease = store.tasks.claim(("feedback",), now=at, until=at + timedelta(minutes=5), token=UUID(int=3))
    assert lease.task.subject == "ses:a"
    provider.application.work.worker.drain()
    waiting = provider.application.work.inbox.list_signals(by=provider.staff, waiting=True)
    assert [each.event for each in waiting] == ["a"]


def test_a_replay_of_an_event_waits_for_its_look(provider: Provider) -> None:
    """Also when the event was looked after before."""
    provider.event("customer.created", id="cus_9", object="customer")
    assert provider.stands() == ("waiting", "", True)
    provider.application.work.worker.drain()
    assert provider.stands() == ("done", "", False)
    view = provider.application.work.inbox.replay(by=provider.staff, endpoint="stripe", event="evt_1")
    assert view.state == "waiting"
    assert provider.stands() == ("waiting", "", True)
    provider.application.work.worker.drain()
    assert provider.stands() == ("done", "", False)


def test_the_doctor_gives_a_replay_its_hour(provider: Provider) -> None:
    """It counts from the replay, however long ago the news came; what fails meanwhile is found at once."""

    def late() -> bool:
        found = provider.application.oversight.doctor.examine(by=provider.staff).findings
        return "inbox" in {each.check for each in found}

    provider.tell(FeedbackKind.DELIVERY)
    provider.clock.at += timedelta(hours=9)
    assert not late()
    provider.application.work.inbox.replay(by=provider.staff, endpoint="ses", event="n-1")
    assert not late()
    lease = provider.application.store.tasks.claim(
        ("feedback",), now=provider.clock.now(), until=provider.clock.now() + timedelta(minutes=5), token=UUID(int=3)
    )
    provider.application.store.tasks.postpone(lease, due_at=provider.clock.now() + timedelta(minutes=9), fault="ODD")
    assert late()
    provider.replay()
    provider.clock.at += timedelta(minutes=10)
    provider.application.work.worker.drain()
    assert not late()
    provider.application.work.inbox.replay(by=provider.staff, endpoint="ses", event="n-1")
    provider.clock.at += timedelta(minutes=61)
    assert late()


def test_an_address_that_staff_lifted_stays_lifted_when_the_news_is_replayed(provider: Provider) -> None:
    """Replaying is no way to suppress it again; and nobody can be read from what is kept."""
    mail = provider.application.mail
    provider.tell(FeedbackKind.BOUNCE, permanent=True)
    suppressed = mail.look_up(by=provider.staff, address=OLIVIA)
    (kept,) = provider.application.work.inbox.list_signals(by=provider.staff)
    assert suppressed.suppressed
    assert kept.subject == f"mail:{MAIL}, address:{suppressed.address}"
    assert OLIVIA not in str(kept)
    provider.clock.at += timedelta(minutes=1)
    mail.lift(by=provider.staff, address=OLIVIA)
    provider.replay()
    assert not mail.look_up(by=provider.staff, address=OLIVIA).suppressed


def test_what_is_kept_of_news_is_all_of_it(provider: Provider) -> None:
    """Read back from the store it is the same news, with no mail or with several addresses too."""
    at = provider.clock.now()
    for number, news in enumerate(
        (
            News(at=at, kind=FeedbackKind.COMPLAINT, mail=None, addresses=("aa" * 32, "bb" * 32)),
            News(at=at, kind=FeedbackKind.DELIVERY, mail=MAIL),
            News(at=at, kind=FeedbackKind.BOUNCE, mail=None),
        )
    ):
        provider.application.store.signals.take(news.as_signal("ses", str(number)), at, None)
        kept = provider.application.store.signals.find("ses", str(number))
        assert News.of_signal(kept.signal) == news


def test_what_changes_nothing_is_not_kept(provider: Provider) -> None:
    """The greeting of a topic, for one; there is nothing to replay."""
    assert not provider.tell(FeedbackKind.OTHER)
    assert provider.application.work.inbox.list_signals(by=provider.staff) == ()
    with pytest.raises(SignalUnknown):
        provider.replay()


def test_news_that_concerns_no_account_is_not_replayed_in_silence(provider: Provider) -> None:
    """Nothing would follow from it, and that is said; nothing is journaled."""
    provider.event("price.created", id="price_1", object="price")
    with pytest.raises(NothingToReplay):
        provider.replay("stripe", "evt_1")
    assert "delivery.replay" not in provider.journaled()


def test_signals_that_are_over_go_after_their_time(provider: Provider) -> None:
    """Whoever sent them; a replay of one that is gone by then is refused."""
    provider.tell(FeedbackKind.DELIVERY)
    provider.application.work.worker.begin()
    provider.application.work.worker.drain()
    assert provider.application.work.inbox.list_signals(by=provider.staff)
    provider.clock.at += SIGNALS_KEPT + timedelta(days=1)
    provider.application.work.worker.drain()
    assert provider.application.work.inbox.list_signals(by=provider.staff) == ()
    with pytest.raises(SignalUnknown):
        provider.replay()
