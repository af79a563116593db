"""Staff's lists of what waits: page after page, each item once, whatever comes in between."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest

from api import Api, key_of
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Task
from saas_core.payments.values import LOOK
from two_clients import World, Worlds

AT_ONCE = 3
"""So many signals have the same instant."""


def _told(world: World, *numbers: int) -> None:
    for number in numbers:
        signal = Signal(
            endpoint="stripe",
            event=f"evt_{number}",
            kind="invoice.paid",
            subject=f"in_{number}",
            account=f"cus_{number}",
            occurred_at=world.clock.now(),
        )
        at = world.clock.now().replace(minute=0, second=0, microsecond=5) + timedelta(hours=number // AT_ONCE)
        world.application.store.signals.take(signal, at, Task(LOOK, PROVIDER, signal.account))


def _pages(api: Api, path: str, key: str) -> list[list[dict[str, Any]]]:
    found = []
    at: str | None = path
    while at is not None:
        answer = api("GET", at, key)
        assert answer.status == 200, answer.body
        found.append(answer.json["items"])
        at = answer.json["next"]
    return found


@pytest.mark.parametrize("store", ["in_memory", "in_sqlite"])
@pytest.mark.parametrize("path", ["/v1/staff/inbox", "/v1/staff/outbox"])
def test_what_waits_is_read_page_by_page(path: str, store: str, request: pytest.FixtureRequest) -> None:
    """In one order, also where several are of one instant or of one kind."""
    with request.getfixturevalue(store).fresh() as world:
        api, key = Api.over(world), key_of(world, world.told.staff)
        _told(world, *range(8))
        whole = api("GET", f"{path}?limit=500", key).json
        assert whole["next"] is None
        assert len(whole["items"]) >= 8
        for size in (1, 2, 7):
            pages = _pages(api, f"{path}?limit={size}", key)
            assert [len(each) for each in pages[:-1]] == [size] * (len(pages) - 1)
            assert [each for page in pages for each in page] == whole["items"]


def test_news_that_comes_meanwhile_moves_no_page(in_memory: Worlds) -> None:
    """The newest stand at the beginning, and what is filtered stays filtered."""
    with in_memory.fresh() as world:
        api, key = Api.over(world), key_of(world, world.told.staff)
        _told(world, *range(4))
        first = api("GET", "/v1/staff/inbox?limit=2&waiting=true", key).json
        assert "waiting=true" in first["next"]
        _told(world, 9)
        second = api("GET", first["next"], key).json
        assert [each["event"] for each in (*first["items"], *second["items"])] == ["evt_3", "evt_2", "evt_1", "evt_0"]


@pytest.mark.parametrize("path", ["/v1/staff/inbox", "/v1/staff/outbox"])
@pytest.mark.parametrize(
    "place",
    [b"", b"x", b"\0\0", b"now\0stripe\0evt_1", b"2026-01-01\0a\0b", b"look\0no-id\0a", b"a\0b\0c\0d", b"\xff\0a\0b"],
)
def test_a_cursor_of_nothing_is_refused_by_its_name(in_memory: Worlds, path: str, place: bytes) -> None:
    """Though it is marked as being of this list."""
    with in_memory.fresh() as world:
        api, key = Api.over(world), key_of(world, world.told.staff)
        _told(world, 1, 2)
        cursor = api("GET", f"{path}?limit=1", key).json["next"].rsplit("cursor=", 1)[1]
        mark = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))[:6]
        crafted = base64.urlsafe_b64encode(mark + place).rstrip(b"=").decode()
        answer = api("GET", f"{path}?cursor={crafted}", key)
        assert (answer.status, answer.field) == (400, "cursor")
