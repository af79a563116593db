"""What a ticket gave rise to ends with the reason for it: questions, requests, and the ticket itself by its window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from saas_core.support.values import REOPEN_WINDOW, Resolution

USAGE = "topic.feature_usage"
NO_REPLY = Resolution.NO_REPLY


def _reclassify(desk: Any, about: Any) -> None:
    desk.classify(**about, scope="in_scope", named=USAGE)


def _merge(desk: Any, about: Any) -> None:
    desk.support.arranging.merge(**desk.acting(desk.agent), **about, into=desk.open("Auctions").ticket_id)


def _resolve(desk: Any, about: Any) -> None:
    desk.support.handling.resolve(**desk.acting(desk.agent), **about, how=NO_REPLY)


def _close(desk: Any, about: Any) -> None:
    _resolve(desk, about)
    desk.support.tickets.close(**desk.acting(), **about)


def _close_as_staff(desk: Any, about: Any) -> None:
    _resolve(desk, about)
    desk.support.handling.close(**desk.acting(desk.agent), **about)


def _wait(desk: Any, about: Any) -> None:
    _resolve(desk, about)
    desk.kit.clock.at += REOPEN_WINDOW + timedelta(days=1)
    desk.drain()


@pytest.mark.parametrize("end", [_reclassify, _merge, _close, _close_as_staff, _wait])
def test_a_question_ends_with_the_doubt_of_its_ticket(desk: Any, end: Callable[[Any, Any], None]) -> None:
    """It leaves the queue, whoever asked is told why, and no precedent is made of it (9.3)."""
    about = {"ticket_id": desk.open("May we auction old stock?").ticket_id}
    desk.classify(**about, scope="needs_decision")
    (waiting,) = desk.support.questions.waiting(by=desk.agent)
    end(desk, about)
    assert desk.support.questions.waiting(by=desk.agent) == ()
    shown = desk.support.questions.show_own(**desk.acting(), question_id=waiting.question_id)
    assert shown.state == "answered"
    assert (shown.reason or "").startswith("Its ticket was ")
    desk.drain()
    letters = [each.text for each in desk.kit.mailbox.mails if "question" in each.subject]
    assert ["Its ticket was " in each for each in letters] == [True]


def test_a_request_ends_with_the_offer_of_its_ticket(desk: Any) -> None:
    """When what was converted is support after all, however that comes (4.1)."""
    about = {"ticket_id": desk.excluded().ticket_id}
    staff = {**desk.acting(desk.agent), **about}

    def state() -> str:
        (request,) = desk.kit.application.engagements.requests.list_requests(**desk.acting())
        return str(request.state)

    desk.support.handling.convert(**staff)
    desk.support.tickets.reopen(**desk.acting(), **about)
    desk.classify(**about, scope="paid_work", named="custom.development")
    assert state() == "requested"
    desk.classify(**about, scope="in_scope", named=USAGE)
    assert state() == "withdrawn"
    desk.support.handling.answer(**staff, text="Choose Print.", solution=True)
    assert state() == "withdrawn"


def test_a_ticket_that_the_software_closes_is_in_the_journal_too(desk: Any) -> None:
    """By support, as the command of the same name."""
    about = {"ticket_id": desk.open().ticket_id}
    _reclassify(desk, about)
    _wait(desk, about)
    trail = desk.kit.application.oversight.trail
    (entry,) = trail.newest(**desk.acting(), action="support.close_ticket")
    assert (entry.by, entry.subject) == ("system:support", f"ticket:{about['ticket_id']}")
    assert entry.details == {"ticket_id": str(about["ticket_id"])}
