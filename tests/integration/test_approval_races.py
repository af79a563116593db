"""Approving when somebody approves, edits, withdraws, supersedes, declines or cancels, or time runs out (4.2).

On real PostgreSQL, twenty rounds each; `--thorough` tries two hundred.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from documenting import PlainDocuments
from estimating import THIRTY, TICKED, Estimating
from saas_app import initialize, open_application, settings_at
from saas_core.engagements.estimates.errors import AlreadyApproved, LinkOver, RevisionFrozen
from saas_testing.clock import BEGINNING
from saas_testing.kit import Kit
from saas_testing.mailbox import Mailbox

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@define
class Ticking:
    """A clock that goes on by a microsecond whenever it is asked."""

    at: datetime = BEGINNING

    def now(self) -> datetime:
        """Return the present instant."""
        self.at += TICK
        return self.at


@pytest.fixture
def desk(postgres_url: str, tmp_path: Path) -> Iterator[Estimating]:
    """Give a client over a database of its own."""
    clock, mailbox, documents = Ticking(), Mailbox(), PlainDocuments()
    settings = settings_at(tmp_path, database_url=postgres_url, provider_name="Bright Hosting Ltd")
    initialize(settings)
    with open_application(settings, clock=clock, mailer=mailbox, documents=documents) as application:
        first = application.access.staff.first(name="Sam Reyes", email="sam@provider.example")
        staff = application.sign_in(first.key or "")
        kit = Kit(application=application, clock=clock, mailbox=mailbox, staff=staff, staff_key=first.key or "")
        client = kit.active_client(days=300)
        yield Estimating(kit=kit, client=client, documents=documents, engagement_id=client.tenant_id)


def _asked(desk: Estimating) -> Any:
    """Issue an estimate of a further engagement, valid to the end of the next day, and read it."""
    made = desk.desk.requests.request(**desk.acting(desk.owner.by), title="Connect", text="By cable.")
    desk.engagement_id = made.engagement_id
    desk.through = f"{desk.kit.clock.at + DAY:%Y-%m-%d}"
    draft = desk.draft()
    view = desk.desk.estimates.issue(**desk.acting(), estimate_id=draft.estimate_id, version=1)
    return view, desk.present(view)


def _approve(desk: Estimating, view: Any, shown: Any) -> Any:
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "typed_name": "Olivia Hart", **TICKED}
    return desk.desk.deciding.approve(**desk.acting(desk.owner.by), estimate_id=view.estimate_id, **given)


def _edit(desk: Estimating, view: Any, _shown: Any) -> Any:
    given = {"lines": [THIRTY], "valid_through": desk.through, "version": 1}
    return desk.desk.estimates.edit(**desk.acting(), estimate_id=view.estimate_id, **given)


def _withdraw(desk: Estimating, view: Any, _shown: Any) -> Any:
    return desk.desk.estimates.withdraw(**desk.acting(), estimate_id=view.estimate_id, reason="It changed.")


def _supersede(desk: Estimating, view: Any, _shown: Any) -> Any:
    return desk.desk.estimates.issue(**desk.acting(), estimate_id=view.estimate_id, version=1)


def _decline(desk: Estimating, view: Any, shown: Any) -> Any:
    given = {"nonce": shown.nonce, "content_hash": shown.content_hash, "reason": "Too much."}
    return desk.desk.deciding.decline(**desk.acting(desk.owner.by), estimate_id=view.estimate_id, **given)


def _expire(desk: Estimating, _view: Any, _shown: Any) -> Any:
    desk.drain()


def _cancel(desk: Estimating, _view: Any, _shown: Any) -> Any:
    given = {"engagement_id": desk.engagement_id, "reason": "We did it otherwise."}
    return desk.desk.enhancements.cancel(**desk.acting(), **given)


RIVALS: dict[str, tuple[Callable[..., Any], str]] = {
    "approve": (_approve, "approved"),
    "edit": (_edit, "approved"),
    "withdraw": (_withdraw, "withdrawn"),
    "supersede": (_supersede, "superseded"),
    "decline": (_decline, "declined"),
    "expire": (_expire, "expired"),
    "cancel": (_cancel, "withdrawn"),
}


@pytest.mark.parametrize("rival", RIVALS)
def test_of_two_decisions_at_once_exactly_one_stands(
    desk: Estimating, rival: str, request: pytest.FixtureRequest
) -> None:
    """The loser is told the fact that won; evidence, state and authorization are there together or not at all."""
    other, ended = RIVALS[rival]
    for number in range(200 if request.config.getoption("--thorough") else 20):
        view, shown = _asked(desk)
        if rival == "supersede":
            desk.draft()
        if rival == "expire":
            # A few ticks before the end, so that either side may be the first to see it pass.
            desk.kit.clock.at = view.revisions[0].expires_at - (5 + number % 20) * TICK
        results = _raced(number, partial(_approve, desk, view, shown), partial(other, desk, view, shown))

        revision = desk.show(view.estimate_id).revisions[0]
        with desk.kit.application.store.read(desk.client.tenant_id) as work:
            approvals = work.approvals.of_engagement(desk.engagement_id)
        approved = revision.state == "approved"
        assert revision.state in {"approved", ended} or (rival == "expire" and revision.state == "issued")
        assert len(approvals) == int(approved)
        if rival == "cancel":
            # Whichever came first, the work is canceled; an approval before it stays as evidence.
            assert desk.engagement() == "canceled"
        else:
            assert (desk.engagement() == "authorized") is approved
        assert all(each.approved_at < revision.expires_at for each in approvals)
        faults = [each for each in results if isinstance(each, Exception)]
        assert all(isinstance(each, AlreadyApproved | LinkOver | RevisionFrozen) for each in faults), faults
        if rival == "approve":
            assert results[0] == results[1]
        if rival in {"withdraw", "supersede", "decline", "edit"}:
            assert len(faults) == 1
        if rival == "cancel":
            assert len(faults) == int(not approved)
        if rival == "expire":
            # Whoever came too late finds it expired, now or when it is looked at next.
            assert approved is not bool(faults)
            desk.drain()
            assert desk.show(view.estimate_id).state == ("approved" if approved else "expired")


def _raced(number: int, *acts: Callable[[], Any]) -> list[Any]:
    """Begin all at once, each of them first in turn, and return what each gave or raised."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        start.wait()
        try:
            results[place] = acts[place]()
        except Exception as fault:  # noqa: BLE001 - a thread's fault would be lost otherwise
            results[place] = fault

    order = range(len(acts)) if number % 2 else reversed(range(len(acts)))
    racing = [threading.Thread(target=run, args=(place,)) for place in order]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    return results
