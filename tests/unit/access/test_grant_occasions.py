"""Owners are told of a grant at each step, and of further uses once a day (1.5)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from attrs import evolve

from saas_core.access.letters import LETTERS
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.occasions.grants import GrantOccasions, GrantWithUses
from saas_core.access.values import GrantReason, GrantScope
from saas_core.kernel.ids import GrantId, StaffId
from saas_core.kernel.letters import Letter
from saas_core.kernel.notices import Notice, Reader

AT = datetime(2026, 6, 1, 21, tzinfo=UTC)
HOUR = timedelta(hours=1)
GRANT = BreakGlassGrant(
    id=GrantId(UUID(int=1)),
    staff_id=StaffId(UUID(int=2)),
    reason=GrantReason.CLIENT_WISH,
    why="Their letter",
    scope=GrantScope.READ,
    asked_at=AT,
    until=AT + 4 * HOUR,
)


def _reader(at: datetime) -> Reader:
    return Reader(at=at, zone="Europe/Berlin", activated=True, terms="2026-01", told=frozenset())


def _kinds(told: GrantWithUses, at: datetime) -> list[str]:
    return [each.kind for each in GrantOccasions((told,)).due(_reader(at))]


def test_each_step_is_told_once_and_further_uses_when_the_day_is_over() -> None:
    """The day is the client's own: in Berlin it is over at ten in the evening, UTC."""
    open_ = evolve(GRANT, approved_by=StaffId(UUID(int=3)), approved_at=AT)
    used = GrantWithUses(open_, (AT + timedelta(minutes=5), AT + timedelta(minutes=6), AT + timedelta(minutes=7)))
    assert _kinds(GrantWithUses(GRANT, ()), AT) == ["grant_asked"]
    assert _kinds(GrantWithUses(open_, ()), AT) == ["grant_asked", "grant_approved"]
    assert _kinds(used, AT + timedelta(minutes=59)) == ["grant_asked", "grant_approved", "grant_used"]
    assert _kinds(used, AT + HOUR) == ["grant_asked", "grant_approved", "grant_used", "grant_uses"]
    assert _kinds(used, AT + 4 * HOUR)[-2:] == ["grant_uses", "grant_ended"]
    early = evolve(open_, ended_by="user:x", ended_at=AT + timedelta(minutes=8))
    assert _kinds(GrantWithUses(early, used.used), AT + timedelta(minutes=8))[-2:] == ["grant_uses", "grant_ended"]
    causes = [each.cause for each in GrantOccasions((used,)).due(_reader(AT + 4 * HOUR))]
    assert len(set(causes)) == len(causes) == 5


def test_it_is_looked_again_when_the_day_or_the_grant_ends() -> None:
    """And never once the grant is over."""
    used = GrantWithUses(evolve(GRANT, approved_at=AT), (AT, AT + timedelta(minutes=1)))
    seen = GrantOccasions((used,))
    assert seen.look_again(_reader(AT + timedelta(minutes=2))) == AT + HOUR
    assert seen.look_again(_reader(AT + HOUR)) == AT + 4 * HOUR
    assert seen.look_again(_reader(AT + 4 * HOUR)) is None


def test_every_notice_has_the_facts_of_its_letter() -> None:
    """With the reason in words, which no notice keeps."""
    letters = {each.name: each for each in LETTERS}
    open_ = evolve(GRANT, approved_by=StaffId(UUID(int=3)), approved_at=AT)
    seen = GrantOccasions((GrantWithUses(open_, (AT, AT + timedelta(minutes=1))),))
    reader = evolve(_reader(AT + 4 * HOUR), members={str(GRANT.staff_id): "Sam Reed"})
    notices = seen.due(reader)
    assert len(notices) == 5
    for notice in notices:
        assert "letter" not in repr(notice)
        facts = seen.facts(notice, reader)
        assert facts is not None
        letter = Letter(letters[notice.kind], {**facts, "client": "Acme", "name": "Olivia"})
        assert letter.facts["why"] == "Their letter"
        assert letter.facts["staff"] == "Sam Reed, a member of the provider's staff"
        assert letter.facts["second"] == f"member of staff {UUID(int=3)}"
    gone = Notice(kind="grant_asked", cause=f"grant:{UUID(int=9)}:asked")
    assert seen.facts(gone, reader) is None
