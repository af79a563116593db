"""The gate over a streaming replica: it reads there, and never answers from what lies behind the last look."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import define, evolve

from clock import Clock
from postgres import PostgresCluster, PostgresStandby
from saas_app import Application, Settings, initialize, open_application, settings_at
from saas_core.kernel.errors import InvalidValue, StoreFault
from saas_core.policy.decision import Question
from saas_core.policy.reasons import ReasonCode
from simulated import Simulated
from two_clients import SECOND, START, Told, fill

Anything = Any
LOOK_SECONDS = 1.1


@define
class Pair:
    """A primary and its replica, both written to by one application, and a way to open another one over both."""

    standby: PostgresStandby
    settings: Settings
    writer: Application
    told: Told
    clock: Clock

    def opened(self, lagging: str = "") -> Application:
        """Open another process's application, whose gate reads from the replica."""
        return open_application(evolve(self.settings, replica_lagging=lagging), clock=self.clock)

    @property
    def question(self) -> Question:
        """Whether the first client's clerk may see an invoice."""
        acme = self.told.acme
        return Question(acme.tenant_id, acme.clerk, "invoices.view", department_id=acme.below)

    def deactivated(self, by: Application | None = None) -> None:
        """Have the owner deactivate the clerk."""
        acme = self.told.acme
        (by or self.writer).access.people.deactivate(
            by=acme.owner, tenant_id=acme.tenant_id, user_id=acme.clerk.user_id
        )

    def told_deactivated(self, application: Application) -> bool:
        """Return whether the clerk is refused for being deactivated."""
        codes = [each.code for each in application.gate.check(self.question).reasons]
        return codes[:1] == [ReasonCode.USER_DEACTIVATED]

    def caught_up(self) -> None:
        """Wait until the replica has all that the primary has."""
        replica = type(self.writer.store)(self.settings.replica_url)
        deadline, position = time.monotonic() + 30, self.writer.store.position()
        while not replica.has_replayed(position):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        replica.close()


@pytest.fixture(scope="module")
def clusters() -> Iterator[tuple[PostgresCluster, PostgresStandby]]:
    primary = PostgresCluster()
    standby = PostgresStandby(primary)
    yield primary, standby
    standby.stop()
    primary.stop()


@pytest.fixture
def pair(clusters: Anything, tmp_path: Path) -> Iterator[Pair]:
    primary, standby = clusters
    url = primary.migrated_database()
    name = url.rsplit("/", 1)[1].split("?", maxsplit=1)[0]
    settings = settings_at(tmp_path / "home", database_url=url, replica_url=standby.url(name))
    initialize(settings)
    clock = Clock(START, SECOND)
    payments = Simulated.of(clock).payments
    with open_application(evolve(settings, replica_url=""), clock=clock, payments=payments) as writer:
        made = Pair(standby, settings, writer, fill(writer, clock), clock)
        made.caught_up()
        yield made
        standby.follow(on=True)


def _rolls(application: Application, patch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by where users are read."""
    reads = application.gate._store
    asked: list[str] = []

    def noting(name: str, read: Any) -> Any:
        def noted(*given: Any) -> Any:
            asked.append(name)
            return read(*given)

        return noted

    for name, store in (("replica", reads._replica), ("primary", reads._primary)):
        patch.setattr(store, "roll", noting(name, store.roll), raising=False)
    return asked


def test_answers_are_read_from_a_replica_that_is_up_to_date(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as at the primary; changes elsewhere count within a second all the same."""
    with pair.opened() as app:
        asked = _rolls(app, monkeypatch)
        assert app.gate.check(pair.question).allowed
        assert asked == ["replica"]
        pair.deactivated()
        pair.caught_up()
        time.sleep(LOOK_SECONDS)
        assert pair.told_deactivated(app)


@pytest.mark.parametrize("lagging", ["primary", "refuse"])
def test_a_replica_that_lags_is_not_believed(pair: Pair, lagging: str) -> None:
    """What it does not know yet is asked at the primary, or refused, as the setting says, until it follows."""
    with pair.opened(lagging) as app:
        assert app.gate.check(pair.question).allowed
        pair.standby.follow(on=False)
        pair.deactivated()
        time.sleep(LOOK_SECONDS)
        if lagging == "refuse":
            with pytest.raises(StoreFault, match="lags"):
                app.gate.check(pair.question)
        else:
            assert pair.told_deactivated(app)
        pair.standby.follow(on=True)
        pair.caught_up()
        time.sleep(LOOK_SECONDS)
        assert pair.told_deactivated(app)


def test_a_change_of_its_own_counts_at_once_however_far_the_replica_is(pair: Pair) -> None:
    """No look lies in between: the tenant is read at the primary until the next one."""
    with pair.opened() as app:
        assert app.gate.check(pair.question).allowed
        pair.standby.follow(on=False)
        pair.deactivated(app)
        assert pair.told_deactivated(app)


def test_a_replica_that_is_away_is_one_that_lags(pair: Pair) -> None:
    """The primary answers, or nothing does."""
    away = evolve(pair.settings, replica_url=pair.settings.replica_url.replace("data", "away"))
    with open_application(away, clock=pair.clock) as app:
        assert app.gate.check(pair.question).allowed
    with open_application(evolve(away, replica_lagging="refuse"), clock=pair.clock) as app, pytest.raises(StoreFault):
        app.gate.check(pair.question)


@pytest.mark.parametrize(
    ("named", "field"),
    [
        ({"replica_url": "sqlite:///other.db"}, "replica_url"),
        ({"replica_url": "postgresql+psycopg://replica"}, "replica_url"),
        ({"replica_lagging": "wait"}, "replica_lagging"),
    ],
)
def test_a_replica_of_nothing_is_refused(tmp_path: Path, named: dict[str, str], field: str) -> None:
    """Only PostgreSQL has one here, and what happens where it lags is one of two things."""
    with pytest.raises(InvalidValue) as refused:
        settings_at(tmp_path, **named)
    assert refused.value.field == field
