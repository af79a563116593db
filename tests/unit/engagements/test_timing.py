"""Time on engagements: only under an approval, inside its cap, without overlap, in good standing (4.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engaging import Bench
from saas_core.engagements.errors import EngagementNotNow
from saas_core.engagements.work.errors import (
    LineUnknown,
    NoTimer,
    PeriodClosed,
    TimeOverlaps,
    TimerRuns,
    TimeUnfit,
    Undelivered,
)
from saas_core.policy.decision import Refused
from saas_core.policy.reasons import ReasonCode

HOUR = timedelta(hours=1)


def codes(caught: Any) -> set[ReasonCode]:
    return {each.code for each in caught.value.decision.reasons}


@pytest.mark.parametrize("way", ["start", "log", "import"])
def test_no_time_without_an_approval(bench: Any, way: str) -> None:
    """By whoever, and in every way: the refusal is of clause 4.2, and nothing is recorded."""
    engagement_id = bench.requested()
    for by in (bench.agent, bench.client.owner.by):
        with pytest.raises(Refused) as caught:
            if way == "start":
                bench.desks.work.start(**bench.acting(by), engagement_id=engagement_id, line="L1")
            elif way == "log":
                bench.log(engagement_id, 1, by)
            else:
                row = {"line": "L1", "started_at": str(bench.now - HOUR), "ended_at": str(bench.now)}
                bench.desks.work.import_time(**bench.acting(by), engagement_id=engagement_id, rows=[(2, row)])
        assert ReasonCode.NOT_APPROVED in codes(caught)
        assert "4.2" in caught.value.decision.clauses
    assert bench.desks.work.list_time(**bench.acting(), engagement_id=engagement_id) == ()


def test_work_before_the_approval_is_evidence_alone(bench: Any) -> None:
    """It is split at the instant of the approval."""
    engagement_id, begins = bench.requested(), bench.now
    bench.wait(2)
    bench.approve(engagement_id)
    bench.wait(1)
    found = bench.log(engagement_id, 0.5, started_at=begins)
    assert [(each.seconds, each.unbillable) for each in found.pieces] == [
        (2 * 3600, "before_approval"),
        (round(1.5 * 3600), ""),
    ]
    hours = bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id)
    assert (hours.approved_seconds, hours.used_seconds, hours.state) == (30 * 3600, 5400, "in_progress")


def test_a_timer_stops_over_the_cap_and_does_not_start_at_it(bench: Any) -> None:
    """What exceeds the cap is recorded, never billed, and starting is refused; kimai#5590 could not even be stopped."""
    engagement_id = bench.engaged(hours=2)
    work = bench.desks.work
    work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(3)
    stopped = work.stop(**bench.acting(), engagement_id=engagement_id)
    assert [(each.seconds, each.unbillable) for each in stopped.pieces] == [(7200, ""), (3600, "over_cap")]
    assert stopped.left_seconds == 0
    assert work.hours(**bench.acting(), engagement_id=engagement_id).state == "at_cap"
    with pytest.raises(Refused) as caught:
        work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    assert codes(caught) == {ReasonCode.OVER_CAP}
    bench.approve(engagement_id, 1)
    (first, over) = work.list_time(**bench.acting(), engagement_id=engagement_id)
    assert (first.unbillable, over.unbillable) == ("", "over_cap")
    work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(0.5)
    assert work.stop(**bench.acting(), engagement_id=engagement_id).left_seconds == 1800


def test_a_timer_counts_24_hours_at_most(bench: Any) -> None:
    """One that was forgotten ends then."""
    engagement_id = bench.engaged()
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(70)
    (piece,) = bench.desks.work.stop(**bench.acting(), engagement_id=engagement_id).pieces
    assert piece.seconds == 24 * 3600


def test_a_forgotten_timer_stops_by_itself_and_keeps_nobody_from_work(bench: Any) -> None:
    """Whoever started it may have left; what exceeds 24 hours uses up no approved hour meanwhile (4.2)."""
    engagement_id = bench.engaged(hours=30)
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(72)
    bench.desks.work.start(**bench.acting(bench.second), engagement_id=engagement_id, line="L2")
    bench.drain()
    bench.drain()
    hours = bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id)
    assert (hours.used_seconds, hours.running, hours.state) == (24 * 3600, 1, "in_progress")
    (entry,) = (
        each
        for each in bench.desks.work.list_time(**bench.acting(), engagement_id=engagement_id)
        if each.state == "recorded"
    )
    assert (entry.seconds, entry.worker) == (24 * 3600, str(bench.agent.staff_id))


def test_a_forgotten_timer_ends_at_the_lapse(bench: Any) -> None:
    """Also when nobody stopped it: no time counts without good standing."""
    engagement_id = bench.engaged(hours=30)
    lapses = bench.kit.application.licensing.show(**bench.owner()).valid_until
    bench.kit.clock.at = lapses - HOUR
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.kit.clock.at = lapses + 23 * HOUR
    bench.drain()
    (entry,) = bench.desks.work.list_time(**bench.acting(), engagement_id=engagement_id)
    assert (entry.state, entry.seconds, entry.ended_at) == ("recorded", 3600, lapses)


def test_a_timer_in_which_no_second_passed_is_void(bench: Any) -> None:
    """Nothing is recorded of it, and another one may start."""
    engagement_id = bench.engaged()
    for _ in range(2):
        bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
        (piece,) = bench.desks.work.stop(**bench.acting(), engagement_id=engagement_id).pieces
        assert (piece.seconds, piece.state) == (0, "void")


def test_one_timer_at_a_time(bench: Any) -> None:
    """Of each worker; another one's runs beside it."""
    engagement_id, other = bench.engaged(), bench.engaged()
    work = bench.desks.work
    work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    with pytest.raises(TimerRuns):
        work.start(**bench.acting(), engagement_id=other, line="L1")
    work.start(**bench.acting(bench.second), engagement_id=engagement_id, line="L2")
    with pytest.raises(NoTimer):
        work.stop(**bench.acting(), engagement_id=other)
    assert work.hours(**bench.acting(), engagement_id=engagement_id).running == 2


def test_time_of_one_worker_does_not_overlap(bench: Any) -> None:
    """Meeting is not overlapping, another worker's time is its own, and a void entry makes room."""
    engagement_id, begins = bench.engaged(), bench.now
    first = bench.log(engagement_id, 4).pieces[0]
    bench.log(engagement_id, 4)
    with pytest.raises(TimeOverlaps):
        bench.log(engagement_id, 0, started_at=begins + HOUR, ended_at=begins + 2 * HOUR)
    bench.log(engagement_id, 0, bench.second, started_at=begins + HOUR, ended_at=begins + 2 * HOUR)
    bench.desks.work.void(**bench.acting(), entry_ids=[first.entry_id], reason="wrong day")
    bench.log(engagement_id, 0, started_at=begins + HOUR, ended_at=begins + 2 * HOUR)


def test_time_of_one_worker_does_not_overlap_for_two_clients_either(bench: Any) -> None:
    """An hour is billed to one of them; what is said of it tells nothing of the other."""
    other = Bench(kit=bench.kit, client=bench.kit.active_client("quay"))
    first, second, begins = bench.engaged(), other.engaged(), bench.now
    piece = bench.log(first, 2).pieces[0]
    with pytest.raises(TimeOverlaps) as caught:
        other.log(second, 0, started_at=begins + HOUR, ended_at=begins + 2 * HOUR)
    assert caught.value.message == "overlaps other time of the same worker (clause 4.2)."
    other.log(second, 1)
    bench.desks.work.void(**bench.acting(), entry_ids=[piece.entry_id], reason="It was the other client's.")
    other.log(second, 0, started_at=begins + HOUR, ended_at=begins + 2 * HOUR)
    bench.desks.work.start(**bench.acting(), engagement_id=first, line="L1")
    with pytest.raises(TimeOverlaps):
        other.desks.work.start(**other.acting(), engagement_id=second, line="L1")


@pytest.mark.parametrize(("since", "until"), [(0, 1), (-1, -2), (-26, -1), (-1, -1)])
def test_impossible_time_is_refused(bench: Any, since: int, until: int) -> None:
    """In the future, negative, of 25 hours, or none."""
    engagement_id = bench.engaged()
    with pytest.raises(TimeUnfit):
        bench.log(engagement_id, 0, started_at=bench.now + since * HOUR, ended_at=bench.now + until * HOUR)


def test_time_names_an_approved_line(bench: Any) -> None:
    """A line of nobody's is refused, and those approved are named."""
    engagement_id = bench.engaged()
    with pytest.raises(LineUnknown) as caught:
        bench.log(engagement_id, 1, line="L9")
    assert all(key in str(caught.value) for key in ("L1", "L2"))


def test_no_time_without_good_standing(bench: Any) -> None:
    """A timer's time ends at the lapse, nothing new is recorded, and cap and approval survive."""
    engagement_id = bench.engaged()
    lapses = bench.kit.application.licensing.show(**bench.owner()).valid_until
    bench.kit.clock.at = lapses - HOUR
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.kit.clock.at = lapses + HOUR
    (piece,) = bench.desks.work.stop(**bench.acting(), engagement_id=engagement_id).pieces
    assert (piece.seconds, piece.ended_at) == (3600, lapses)
    with pytest.raises(Refused) as caught:
        bench.log(engagement_id, 1)
    assert "0.1" in caught.value.decision.clauses
    assert bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id).used_seconds == 3600


def test_time_from_before_the_lapse_is_recorded_and_no_other(bench: Any) -> None:
    """Once the license is back: time in its absence is refused, that before it and after it is not."""
    engagement_id = bench.engaged()
    lapses = bench.kit.application.licensing.show(**bench.owner()).valid_until
    bench.kit.clock.at = lapses + 2 * HOUR
    paid = {"invoice": "INV-9", "since": bench.now, "until": bench.now + 720 * HOUR}
    bench.kit.application.licensing.record_payment(by=bench.kit.staff, tenant_id=bench.client.tenant_id, **paid)
    bench.wait(3)
    bench.log(engagement_id, 0, started_at=lapses - 2 * HOUR, ended_at=lapses)
    bench.log(engagement_id, 0, started_at=bench.now - 2 * HOUR, ended_at=bench.now)
    with pytest.raises(Refused) as caught:
        bench.log(engagement_id, 0, started_at=lapses - HOUR / 2, ended_at=lapses + HOUR / 2, by=bench.second)
    assert "0.1" in caught.value.decision.clauses
    assert bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id).used_seconds == 4 * 3600


def test_a_void_entry_gives_its_hours_back_and_answers_one_by_one(bench: Any) -> None:
    """A bulk change tells of each entry; one that is void already stays so."""
    engagement_id = bench.engaged(hours=2)
    pieces = bench.log(engagement_id, 3).pieces
    ids = [each.entry_id for each in pieces]
    outcomes = bench.desks.work.void(**bench.acting(), entry_ids=[*ids, engagement_id], reason="wrong client")
    assert [(each.state, each.refused) for each in outcomes] == [("void", ""), ("void", ""), ("", "ENTRY_UNKNOWN")]
    (again, *_) = bench.desks.work.void(**bench.acting(), entry_ids=ids, reason="again")
    assert (again.state, again.refused) == ("void", "ENTRY_FROZEN")
    hours = bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id)
    assert (hours.used_seconds, hours.state) == (0, "in_progress")


def test_a_closed_period_stays_as_it_is(bench: Any) -> None:
    """Nothing is recorded or voided in it, alone or in bulk."""
    engagement_id = bench.engaged()
    piece = bench.log(engagement_id, 1).pieces[0]
    bench.desks.work.close_period(**bench.acting(bench.biller), until=bench.now)
    (outcome,) = bench.desks.work.void(**bench.acting(), entry_ids=[piece.entry_id], reason="late")
    assert (outcome.state, outcome.refused) == ("recorded", "PERIOD_CLOSED")
    with pytest.raises(PeriodClosed):
        bench.log(engagement_id, 0, started_at=bench.now - 3 * HOUR, ended_at=bench.now - 2 * HOUR)
    bench.log(engagement_id, 1)
    with pytest.raises(TimeUnfit):
        bench.desks.work.close_period(**bench.acting(bench.biller), until=bench.now - 4 * HOUR)
    with pytest.raises(Refused):
        bench.desks.work.close_period(**bench.acting(bench.agent), until=bench.now)


def test_an_import_has_the_same_guards_row_by_row(bench: Any) -> None:
    """Each refused row is named; the others are recorded, split at the cap like any."""
    engagement_id, begins = bench.engaged(hours=2), bench.now
    bench.wait(10)

    def row(since: float, until: float, **more: str) -> dict[str, str]:
        return {"line": "L1", "started_at": str(begins + since * HOUR), "ended_at": str(begins + until * HOUR), **more}

    rows = [
        (2, row(0, 1, note="analysis")),
        (3, row(0.5, 1.5)),
        (4, row(1, 3)),
        (5, row(4, 5, line="L7")),
        (6, row(9, 11)),
        (7, {"line": "L1"}),
        (8, {**row(4, 5), "price": "65"}),
    ]
    given = {**bench.acting(), "engagement_id": engagement_id, "rows": rows, "idempotency_key": "file 1"}
    found = bench.desks.work.import_time(**given)
    assert (found.recorded, found.seconds, found.billable_seconds) == (2, 3 * 3600, 2 * 3600)
    assert [(each.line, each.code) for each in found.refused] == [
        (3, "TIME_OVERLAPS"),
        (5, "LINE_UNKNOWN"),
        (6, "TIME_UNFIT"),
        (7, "INVALID_VALUE"),
        (8, "INVALID_VALUE"),
    ]
    assert bench.desks.work.import_time(**given) == found
    assert bench.desks.work.hours(**bench.acting(), engagement_id=engagement_id).state == "at_cap"


def test_an_import_is_held_against_all_time_of_its_worker(bench: Any) -> None:
    """Weeks apart, or taken by a timer that runs; another worker's time is their own, and what is void makes room."""
    engagement_id, begins = bench.engaged(), bench.now
    void = bench.log(engagement_id, 1).pieces[0]
    bench.log(engagement_id, 1)
    bench.desks.work.void(**bench.acting(), entry_ids=[void.entry_id], reason="wrong day")
    bench.wait(500)
    bench.log(engagement_id, 1)
    bench.log(engagement_id, 1, bench.second)
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(2)

    def row(since: float, until: float) -> dict[str, str]:
        return {"line": "L1", "started_at": str(begins + since * HOUR), "ended_at": str(begins + until * HOUR)}

    free = [(503, 503.5), (0, 1), (2, 3), (500, 502), (503.5, 504)]
    taken = [(502.5, 503.25), (502, 503), (1.5, 3), (0.5, 0.75), (504, 505), (503.75, 504.5), (1, 2), (1.25, 1.5)]
    rows = [(number, row(*span)) for number, span in enumerate([*free, *taken])]
    found = bench.desks.work.import_time(**bench.acting(), engagement_id=engagement_id, rows=rows)
    assert [each.line for each in found.refused] == list(range(len(free), len(rows)))
    assert {each.code for each in found.refused} == {"TIME_OVERLAPS"}
    assert (found.recorded, found.seconds) == (len(free), 5 * 3600)


def test_an_import_records_no_time_of_a_lapse(bench: Any) -> None:
    """Row by row, as if each were recorded alone."""
    engagement_id = bench.engaged()
    lapses = bench.kit.application.licensing.show(**bench.owner()).valid_until
    bench.kit.clock.at = lapses + 2 * HOUR
    paid = {"invoice": "INV-9", "since": bench.now, "until": bench.now + 720 * HOUR}
    bench.kit.application.licensing.record_payment(by=bench.kit.staff, tenant_id=bench.client.tenant_id, **paid)
    bench.wait(3)
    spans = [(-2, -1), (-1, 1), (0, 1), (1, 3), (3, 4), (-1, 0)]
    rows = [
        (number, {"line": "L1", "started_at": str(lapses + since * HOUR), "ended_at": str(lapses + until * HOUR)})
        for number, (since, until) in enumerate(spans)
    ]
    found = bench.desks.work.import_time(**bench.acting(), engagement_id=engagement_id, rows=rows)
    assert [each.line for each in found.refused] == [1, 2, 3]
    assert found.seconds == 3 * 3600


def test_days_add_up(bench: Any) -> None:
    """Time over midnight counts in each day as far as it lies there."""
    engagement_id, begins = bench.engaged(), bench.now
    bench.log(engagement_id, 20)
    between = [
        bench.desks.work.seconds_between(
            **bench.acting(),
            engagement_id=engagement_id,
            since=begins + hours * HOUR,
            until=begins + (hours + 7) * HOUR,
        )
        for hours in (0, 7, 14)
    ]
    assert between == [7 * 3600, 7 * 3600, 6 * 3600]


def test_the_client_sees_its_hours_and_no_worker(bench: Any) -> None:
    """By the right to ask for estimates there; a member of staff is not named."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 1)
    (entry,) = bench.desks.work.list_time(**bench.owner(), engagement_id=engagement_id)
    assert entry.worker == "staff"
    assert bench.desks.work.hours(**bench.owner(), engagement_id=engagement_id).left_seconds == 29 * 3600


def test_delivery_needs_a_row_or_a_reason_for_each_line(bench: Any) -> None:
    """Of each approved line; the register says whose it is, and timers stop."""
    engagement_id = bench.engaged()
    bench.log(engagement_id, 1)
    desk, acting = bench.desks.enhancements, {**bench.acting(), "engagement_id": engagement_id}
    bench.desks.work.start(**acting, line="L1")
    bench.wait(1)
    row = desk.register(**acting, line="L1", description="Two steps", release="2026.6", delivered_at=bench.now)
    assert (row.owner, row.hosted_only, row.clauses) == ("provider", True, ("5.2", "5.3"))
    with pytest.raises(Undelivered, match="L2"):
        desk.deliver(**acting)
    desk.leave_out(**acting, line="L2", reason="The client did without it.")
    assert desk.deliver(**acting).state == "delivered"
    assert bench.desks.work.hours(**acting).running == 0
    assert bench.desks.work.hours(**acting).used_seconds == 7200
    with pytest.raises(EngagementNotNow):
        desk.register(**acting, line="L1", description="More", release="2026.7", delivered_at=bench.now)
    with pytest.raises(Refused, match="This work was delivered, so its approval allows no more of it"):
        bench.log(engagement_id, 1)
    assert [each.kind for each in desk.list_enhancements(**{**acting, **bench.owner()})] == ["delivered", "left_out"]


def test_a_canceled_engagement_keeps_its_worked_hours(bench: Any) -> None:
    """Timers stop, nothing new is recorded, and what was worked inside the cap stays billable."""
    engagement_id = bench.engaged(hours=2)
    bench.desks.work.start(**bench.acting(), engagement_id=engagement_id, line="L1")
    bench.wait(1)
    about = {"engagement_id": engagement_id}
    canceled = bench.desks.enhancements.cancel(**bench.owner(), **about, reason="We did it otherwise.")
    assert canceled.state == "canceled"
    (entry,) = bench.desks.work.list_time(**bench.acting(), **about)
    assert (entry.seconds, entry.state, entry.unbillable) == (3600, "recorded", "")
    with pytest.raises(Refused, match="This work was canceled"):
        bench.desks.work.start(**bench.acting(), **about, line="L1")
    with pytest.raises(EngagementNotNow):
        bench.desks.enhancements.cancel(**bench.owner(), **about, reason="again")


def test_the_client_is_told_of_used_hours_once_each(bench: Any) -> None:
    """At 75, 90 and 100 percent, and anew after a change order."""
    engagement_id = bench.engaged(hours=10)

    def told() -> int:
        bench.drain()
        mine = (each for each in bench.kit.mailbox.mails if each.to == bench.client.owner.email)
        return sum("% of the approved hours" in each.subject for each in mine)

    counts = []
    for hours in (7, 0.5, 0.5, 1, 0.5, 0.5):
        bench.log(engagement_id, hours)
        counts.append(told())
    assert counts == [0, 1, 1, 2, 2, 3]
    bench.approve(engagement_id, 2)
    bench.log(engagement_id, 1)
    assert told() == 5


def test_the_doctor_finds_nothing_in_what_was_worked_and_billed(bench: Any) -> None:
    """And says so where an account is not the sum of its time."""
    engagement_id = bench.engaged(hours=2)
    bench.log(engagement_id, 3)
    checks = [each for each in bench.kit.application.parts.checks if each.name in {"time", "invoices"}]
    with bench.kit.application.store.read(bench.client.tenant_id) as work:
        assert [found for each in checks for found in each.look(work, "harbor")] == []
    with bench.kit.application.store.begin(bench.client.tenant_id) as work:
        work.engagement_hours.change(engagement_id, -60, 7200, bench.now)
        work.commit()
    with bench.kit.application.store.read(bench.client.tenant_id) as work:
        (found,) = (found for each in checks for found in each.look(work, "harbor"))
    assert "account of the hours" in found.sentence
