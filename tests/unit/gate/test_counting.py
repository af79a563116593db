"""Counting: how often each clause decided, kept in memory, written as numbers of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from saas_core.gate.tallies import DECIDED, OVERRULED, CountKey, Tallies, keys_of
from saas_core.kernel.errors import InvalidValue, StoreUnavailable
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Question, Refused, Ruling, Verdict
from saas_core.policy.reasons import ReasonCode, reason
from saas_core.policy.shipped_book import shipped_book
from saas_core.policy.telling import Mark, marks_of_readings
from saas_testing.kit import Kit

RULING = Ruling(
    verdict=Verdict.DENIED,
    reasons=(reason(ReasonCode.LICENSE_CANCELED), reason(ReasonCode.PERMISSION_MISSING, permission="a.b")),
    clauses=("0.1", "1.3", "1.4.b"),
    overruled=("2.1",),
    terms_version="2026-02",
    valid_until=None,
)


def test_a_ruling_counts_for_each_clause_and_for_each_reason_by_its_clauses() -> None:
    keys = keys_of(RULING)
    assert {each for each in keys if not each.reason} == {
        CountKey("", DECIDED, "DENIED"),
        CountKey("0.1", DECIDED, "DENIED"),
        CountKey("1.3", DECIDED, "DENIED"),
        CountKey("1.4.b", DECIDED, "DENIED"),
        CountKey("2.1", OVERRULED, "DENIED"),
    }
    assert {(each.clause, each.reason) for each in keys if each.reason} == {
        ("", "LICENSE_CANCELED"),
        ("", "PERMISSION_MISSING"),
        ("0.1", "LICENSE_CANCELED"),
        ("1.3", "LICENSE_CANCELED"),
        ("1.4.b", "PERMISSION_MISSING"),
    }


def test_what_could_not_be_written_is_written_the_next_time() -> None:
    tallies, written = Tallies(), []
    tallies.of(RULING).count += 3

    def fail(_numbers: object) -> None:
        message = "The store is away."
        raise StoreUnavailable(message)

    with pytest.raises(StoreUnavailable):
        tallies.written_by(fail)
    tallies.of(RULING).count += 1
    assert tallies.written_by(written.append) == len(keys_of(RULING))
    assert tallies.written_by(written.append) == 0
    assert [each[CountKey("1.3", DECIDED, "DENIED")] for each in written] == [4]


def test_every_answer_from_memory_counts_and_a_look_where_does_not(saas: Kit) -> None:
    """Warm checks count as cold ones do; the lists of places and menus ask, but nothing is decided by them."""
    app, client = saas.application, saas.active_client()
    by, writer = client.owner.by, app.gathered.wirings["gate"].count_writer()
    writer.write()
    before = app.oversight.counting.show(by=saas.staff)
    question = Question(client.tenant_id, by, "topic.feature_usage")
    refused = Question(client.tenant_id, by, "exclusion.advanced_sms")
    for _time in range(5):
        assert app.gate.check(question).allowed
    app.gate.check(refused)
    app.gate.places(by, "topic.feature_usage")
    app.gate.permitted(by, ["topic.feature_usage", "people.manage"])
    app.gate.check(question, at=saas.clock.now())
    writer.write()
    after = app.oversight.counting.show(by=saas.staff)
    decided = {each.clause: each for each in after.clauses}
    earlier = {each.clause: each for each in before.clauses}
    assert decided["2.4"].allowed - earlier["2.4"].allowed == 5
    assert decided["3.1"].chargeable - earlier["3.1"].chargeable == 1
    # The judgement of this very reading counts, too.
    assert after.answers - before.answers == 7
    assert [(each.reason, each.number) for each in decided["3.1"].reasons] == [("NOT_INCLUDED", 1)]
    assert {"1.2", "5.3"} <= set(after.idle_clauses)
    assert "LICENSE_CANCELED" in after.idle_reasons
    assert "NOT_INCLUDED" not in after.idle_reasons
    assert "is-the-code-placed-in-escrow" in after.idle_readings
    assert "are-the-eight-exclusions-refused-or-sold" in before.idle_readings
    assert "are-the-eight-exclusions-refused-or-sold" not in after.idle_readings


def test_a_reading_is_used_once_an_answer_is_given_that_its_scenarios_tell_by_a_reason(saas: Kit) -> None:
    """Not once any of its clauses decides: 0.1 decides every answer under a license."""
    app, client = saas.application, saas.active_client()
    app.gate.check(Question(client.tenant_id, client.owner.by, "topic.feature_usage"))
    app.gathered.wirings["gate"].count_writer().write()
    before = app.oversight.counting.show(by=saas.staff)
    assert "0.1" not in before.idle_clauses
    assert {"grace-days", "renewal-tolerance-minutes", "open-dispute-ends-good-standing"} <= set(before.idle_readings)
    assert {"trial-is-valid", "time-zone"} <= set(before.unmeasured_readings)
    assert set(before.unmeasured_readings).isdisjoint(before.idle_readings)
    with app.store.begin(PROVIDER) as work:
        work.policy_counts.add(saas.clock.at.date(), {CountKey("0.1", DECIDED, "DENIED", "PAYMENT_OVERDUE"): 1})
        work.commit()
    after = app.oversight.counting.show(by=saas.staff)
    assert set(before.idle_readings) - set(after.idle_readings) == {"grace-days", "grace-needs-earlier-payment"}
    assert after.unmeasured_readings == before.unmeasured_readings


def test_what_counts_cannot_tell_of_a_reading_is_not_taken_for_idle() -> None:
    """Answers shared with other scenarios, refusals by a state of things, and a setting other than the scenarios'."""
    marks = marks_of_readings(shipped_book())
    assert marks["trial-is-valid"] == frozenset()
    assert marks["may-a-version-be-rewritten-or-take-effect-in-the-past"] == frozenset()
    assert marks["is-the-code-placed-in-escrow"] == {Mark("0.3", "DENIED", "NEVER_GRANTED")}
    assert Mark("3.1", "CHARGEABLE") in marks["are-the-eight-exclusions-refused-or-sold"]
    assert Mark("0.1", "DENIED", "LICENSE_EXPIRED") in marks["does-work-continue-while-the-license-is-inactive"]
    changed = marks_of_readings(shipped_book(), ["grace_days"])
    assert {key for key in marks if marks[key] != changed[key]} == {"grace-days"}


def test_counts_are_of_days_and_a_period_is_asked_for(saas: Kit) -> None:
    app = saas.application
    writer, counting = app.gathered.wirings["gate"].count_writer(), app.oversight.counting
    saas.clock.at = saas.clock.at.replace(year=2026, month=5, day=31, hour=23)
    app.gate.check(Question(PROVIDER, saas.staff, "provider.terms"))
    writer.write()
    saas.clock.at += timedelta(hours=2)
    app.gate.check(Question(saas.active_client().tenant_id, saas.staff, "server.access"))
    writer.write()
    may, june = date(2026, 5, 31), date(2026, 6, 1)
    assert counting.show(by=saas.staff, since=may, until=june).answers > 0
    assert counting.show(by=saas.staff, since=june, until=date(2026, 6, 2)).clauses[4].decided == 1
    assert counting.show(by=saas.staff).since == june
    assert counting.show(by=saas.staff, since=date(2025, 1, 1), until=date(2025, 2, 1)).answers == 0
    for since, until in ((june, may), (june, june), (date(2020, 1, 1), june)):
        with pytest.raises(InvalidValue, match="period"):
            counting.show(by=saas.staff, since=since, until=until)


def test_counts_of_one_client_are_read_from_its_journal(saas: Kit) -> None:
    """What is counted names no client; staff that may read the journal sees what was recorded there."""
    app, client, other = saas.application, saas.active_client(), saas.active_client("other")
    for _time in range(2):
        app.gate.ask(Question(client.tenant_id, client.owner.by, "root.access"))
    mine = app.oversight.counting.of_client(by=saas.staff, tenant_id=client.tenant_id)
    theirs = app.oversight.counting.of_client(by=saas.staff, tenant_id=other.tenant_id)
    assert {each.clause: each.refused for each in mine.clauses if each.decided} == {"1.2": 2}
    assert (mine.answers, theirs.answers) == (2, 0)
    never = "if-something-is-never-granted-are-other-obstacles-reported"
    assert (never in mine.idle_readings, never in theirs.idle_readings) == (False, True)
    with pytest.raises(Refused):
        app.oversight.counting.show(by=client.owner.by)


def test_a_process_that_runs_for_long_writes_by_the_minute_and_at_its_end(saas: Kit) -> None:
    app, client = saas.application, saas.active_client()
    counting = app.oversight.counting
    app.count_by_the_minute(seconds=0.01)
    app.count_by_the_minute()
    app.gate.check(Question(client.tenant_id, client.owner.by, "topic.feature_usage"))
    (running,) = app._counting
    running._thread.join(0.2)
    assert running._thread.is_alive()
    assert counting.show(by=saas.staff).answers > 0
    app.gate.check(Question(client.tenant_id, client.owner.by, "source.access"))
    running.end()
    assert not running._thread.is_alive()
    assert next(each for each in counting.show(by=saas.staff).clauses if each.clause == "0.3").refused == 1
