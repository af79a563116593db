"""Two people at one ticket at the same moment, each in a thread: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import StaffId
from saas_core.kernel.revisions import RevisionStale
from saas_core.support.errors import NotNow
from saas_core.support.values import Resolution, ScopeKind

Anything = Any
ROUNDS = {"postgresql": 20, "sqlite": 3}
AGENTS = tuple(Staff(StaffId(UUID(int=number)), frozenset({"staff.support"})) for number in (11, 12))
USAGE = {"scope": ScopeKind.IN_SCOPE, "named": "topic.feature_usage", "reason": "It asks how."}
CALLS = {"scope": ScopeKind.OUT_OF_SCOPE, "named": "exclusion.call_systems", "reason": "A telephone system."}


def _race(*acts: Callable[[], Any]) -> tuple[list[Any], list[Exception]]:
    """Return what acts that begin together answer, each by its place, and the faults of the others."""
    start, told, faults = threading.Barrier(len(acts)), [None] * len(acts), []

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            told[place] = act()
        except Exception as fault:  # noqa: BLE001 - a thread's fault would be lost otherwise
            faults.append(fault)

    racing = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    return told, faults


@pytest.fixture
def support(company: Anything) -> Any:
    """Give the desks of support."""
    return company.application.support


def _opened(company: Anything, support: Any) -> dict[str, Any]:
    ticket = support.tickets.open(
        by=company.owners[0], tenant_id=company.tenant_id, subject="Connect our telephones", text="Please."
    )
    return {"tenant_id": company.tenant_id, "ticket_id": ticket.ticket_id}


def test_of_two_who_classify_at_once_one_wins(company: Anything, support: Any, database: Anything) -> None:
    """The other one is told that the ticket is not any more as it was seen; one classification is added."""
    for _ in range(ROUNDS[database.kind]):
        about = _opened(company, support)
        seen = support.reading.show_to_staff(by=AGENTS[0], **about).ticket.revision
        for_it = {**about, "expected": seen}
        told, faults = _race(
            partial(support.handling.classify, by=AGENTS[0], **for_it, **USAGE),
            partial(support.handling.classify, by=AGENTS[1], **for_it, **CALLS),
        )
        (won,) = [each for each in told if each is not None]
        assert [type(each) for each in faults] == [RevisionStale]
        shown = support.reading.show_to_staff(by=AGENTS[0], **about)
        assert [each.named for each in shown.classifications] == [won.named] == [shown.ticket.named]


def test_a_reply_that_races_the_close_is_never_lost(company: Anything, support: Any, database: Anything) -> None:
    """It takes the ticket up again before it is closed, or becomes a ticket that follows."""
    owner = company.owners[0]
    for number in range(ROUNDS[database.kind]):
        about = _opened(company, support)
        support.handling.classify(by=AGENTS[0], **about, **USAGE)
        support.handling.resolve(by=AGENTS[0], **about, how=Resolution.NO_REPLY)
        text = f"Not yet, number {number}."
        (wrote, closed), faults = _race(
            lambda about=about, text=text: support.tickets.write(by=owner, **about, text=text),
            lambda about=about: support.handling.close(by=AGENTS[1], **about),
        )
        outcome = "reopened" if closed is None else "follow_up"
        assert [type(each) for each in faults] == ([NotNow] if closed is None else [])
        assert wrote.outcome == outcome
        stands = {"tenant_id": company.tenant_id, "ticket_id": wrote.ticket_id}
        texts = [each.text for each in support.reading.messages(by=owner, **stands)]
        assert texts.count(text) == 1
        state = support.reading.show(by=owner, **stands).ticket.state
        assert state == ("open" if closed is None else "new")
        found = support.reading.list_tickets(by=owner, tenant_id=company.tenant_id, search=f"number {number}")
        assert [each.ticket_id for each in found] == [wrote.ticket_id]


def test_two_conversions_at_once_make_one_request(company: Anything, support: Any, database: Anything) -> None:
    """Of both sides; both get the same answer, and one entry of the journal says so."""
    for number in range(ROUNDS[database.kind]):
        about = _opened(company, support)
        support.handling.classify(by=AGENTS[0], **about, **CALLS)
        told, faults = _race(
            lambda about=about: support.handling.convert(by=AGENTS[1], **about),
            lambda about=about: support.tickets.convert(by=company.owners[0], **about),
        )
        assert faults == []
        (request,) = {each.engagement_id for each in told}
        with company.application.store.read(company.tenant_id) as work:
            assert work.engagements.ticket_of(request) == about["ticket_id"]
        trail = company.application.oversight.trail
        entries = trail.newest(
            by=company.owners[0], tenant_id=company.tenant_id, action="support.convert_ticket", limit=500
        )
        assert len(entries) == number + 1
