"""Pending work as staff sees it: without a grant, nobody learns from it who a client's users are (1.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve

from saas_core.access.values import GrantReason
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import parse_instant
from saas_core.kernel.tasks import EFFECTS, TaskPlace
from saas_core.policy.decision import Refused
from saas_core.work.desk import TaskUnknown
from staffing import hired, settle

Anything = Any
HOUR = timedelta(hours=1)


@pytest.fixture
def waiting(house: Anything, client: Anything) -> list[Anything]:
    """Return three users whose invitations wait, the letters of the owner waiting too."""
    house.application.work.worker.drain(tenant_id=client.tenant_id)
    with house.application.store.begin(client.tenant_id) as work:
        work.tasks.want(EFFECTS, f"letters:user:{client.owner.user_id}", house.clock.at)
        work.commit()
    return [client.invite(name) for name in ("ina", "ivo", "ida")]


def _listed(house: Anything, client: Anything, by: Anything = None, **wanted: Any) -> Any:
    read = house.application.work.outbox.list_tasks
    return read(by=by or house.staff, tenant_id=client.tenant_id, kind=EFFECTS, **wanted)


def _granted(house: Anything, client: Anything) -> Any:
    """Return a member of staff with a grant to see the client's users and roles."""
    _id, key = hired(house.application, house.staff, "Ana", "ana@provider.example", "staff.support")
    settle(house.application, house.clock.at)
    ana = house.application.access.staff.authenticate(key)
    desk, about = house.application.access.break_glass, {"tenant_id": client.tenant_id}
    until = house.clock.at + HOUR
    asked = desk.ask(by=ana, **about, reason=GrantReason.SECURITY_INCIDENT, why="Ticket 7", until=until)
    desk.approve(by=house.staff, **about, grant_id=asked.grant_id)
    return ana


def test_without_a_grant_the_list_shows_the_kind_of_a_subject_alone(
    house: Anything, client: Anything, waiting: list[Anything]
) -> None:
    """Each has a mark of its own, the same each time; a grant shows whose it is."""
    seen = _listed(house, client)
    assert sorted(each.task.subject.partition(":~")[0] for each in seen) == ["letters", "user", "user", "user"]
    assert len({each.task.subject for each in seen}) == len(seen)
    for user in (client.owner, *waiting):
        assert str(user.user_id) not in repr(seen)
    assert _listed(house, client) == seen
    shown = {each.task.subject: each.subject_name for each in _listed(house, client, _granted(house, client))}
    assert {f"user:{each.user_id}": shown[f"user:{each.user_id}"] for each in waiting} == {
        f"user:{each.user_id}": name for each, name in zip(waiting, ("ina", "ivo", "ida"), strict=True)
    }
    assert f"letters:user:{client.owner.user_id}" in shown


def test_without_a_grant_nobody_is_looked_for_by_id(house: Anything, client: Anything, waiting: list[Anything]) -> None:
    """Or an empty list would tell who it is not; across all clients people are not looked for at all."""
    subject = f"user:{waiting[0].user_id}"
    for refused in (subject, f"letters:{subject}", f"role:{uuid4()}"):
        with pytest.raises(Refused):
            _listed(house, client, subject=refused)
        with pytest.raises(InvalidValue) as caught:
            house.application.work.outbox.list_tasks(by=house.staff, subject=refused)
        assert caught.value.field == "tenant_id"
    (found,) = _listed(house, client, _granted(house, client), subject=subject)
    assert found.task.subject == subject
    assert house.journal(client.tenant_id)[-1].action == "access.see_under_grant"


def test_pages_of_withheld_subjects_skip_and_repeat_nothing(
    house: Anything, client: Anything, waiting: list[Anything]
) -> None:
    """Also of one instant, and where the last one of a page is done meanwhile."""
    tasks, at = house.application.store.tasks, parse_instant("2026-06-02T00:00:00Z")
    for each in waiting:
        lease = tasks.claim((EFFECTS,), now=house.clock.at, until=at, token=uuid4(), tenant_id=client.tenant_id)
        assert lease is not None, each
        tasks.postpone(lease, due_at=at, fault="F")
    whole, pages = _listed(house, client), []
    while page := _listed(house, client, after=pages[-1].place if pages else None, limit=1):
        pages += page
    assert tuple(pages) == whole
    assert len(whole) == 4
    gone = TaskPlace(whole[1].due_at, evolve(whole[1].task, subject="user:~gone"))
    assert set(whole[2:]) <= set(_listed(house, client, after=gone))


def test_a_parked_task_is_retried_by_what_the_list_shows(
    house: Anything, client: Anything, waiting: list[Anything]
) -> None:
    """The journal of the client names whose it is."""
    tasks, retry = house.application.store.tasks, house.application.work.outbox.retry
    about = {"by": house.staff, "tenant_id": client.tenant_id, "kind": EFFECTS}
    lease = tasks.claim(
        (EFFECTS,), now=house.clock.at, until=house.clock.at + HOUR, token=uuid4(), tenant_id=client.tenant_id
    )
    assert lease is not None
    tasks.park(lease, at=house.clock.at, fault="F")
    (parked,) = _listed(house, client, parked=True)
    others = [each.task.subject for each in _listed(house, client) if each.task != parked.task]
    for wrong in (*others, "user:~", "letters:~0000000000000000"):
        with pytest.raises(TaskUnknown):
            retry(**about, subject=wrong)
    assert retry(**about, subject=parked.task.subject).subject == parked.task.subject
    assert house.journal(client.tenant_id)[-1].subject == lease.task.subject
    assert not _listed(house, client, parked=True)
