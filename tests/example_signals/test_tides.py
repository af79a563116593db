"""A context from outside takes signals in with a task of its own, as the shipped ones do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import frozen

from example_signals import TIDES
from saas_app import Application, initialize, open_application, settings_at
from saas_core.contexts import CONTEXTS, Context
from saas_core.kernel.actors import Staff
from saas_core.kernel.claims import PartsClash
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.tasks import Task
from saas_core.policy.decision import LicenseeKind
from saas_core.work.inbox import NothingToReplay

STAFF = Staff(UUID(int=9), frozenset({"staff.support", "staff.admin"}))


@frozen
class Coast:
    """An application with tides, and one client."""

    application: Application
    client: TenantId

    def tells(self, event: str, gauge: str, tenant: str = "") -> bool:
        """Take in what a gauge tells."""
        body = f"{event}|{gauge}|{tenant}".encode()
        return self.application.work.inbox.receive(endpoint="gauge", body=body, headers={})

    def tasks(self) -> set[Task]:
        """Give what waits to be looked at or measured."""
        found = self.application.store.tasks.page(None, 99)
        return {each.task for each in found if each.task.kind in {"look", "tides.measure"}}

    def seen(self, event: str) -> tuple[TenantId, str, str]:
        """Give whose a signal is, and how it stands."""
        view = self.application.work.inbox.show_signal(by=STAFF, endpoint="gauge", event=event)
        return view.tenant_id, view.state, view.fault


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def coast(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Coast]:
    """Make one over each kind of store."""
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    settings, contexts = settings_at(tmp_path / "home", database_url=url), (*CONTEXTS, TIDES)
    initialize(settings, contexts=contexts)
    with open_application(settings, contexts=contexts) as application:
        client = application.tenancy.add_tenant(by=STAFF, slug="acme", kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
        yield Coast(application, client)


def test_its_receiver_wants_its_own_task(coast: Coast) -> None:
    """Of its kind, on its subject, for the tenant that it says; payments look at nothing."""
    assert coast.tells("e-1", "north", str(coast.client))
    assert not coast.tells("e-1", "north", str(coast.client))
    assert coast.tells("e-2", "south")
    assert coast.tasks() == {
        Task("tides.measure", coast.client, "gauge:north"),
        Task("tides.measure", PROVIDER, "gauge:south"),
    }
    assert coast.seen("e-1") == (coast.client, "waiting", "")
    assert coast.seen("e-2") == (PROVIDER, "waiting", "")
    coast.application.work.worker.drain()
    assert coast.tasks() == set()
    assert coast.seen("e-1") == (coast.client, "done", "")


def test_what_follows_from_nothing_is_done_and_not_replayed(coast: Coast) -> None:
    """It is kept all the same."""
    assert coast.tells("e-3", "")
    assert coast.tasks() == set()
    assert coast.seen("e-3") == (PROVIDER, "done", "")
    with pytest.raises(NothingToReplay):
        coast.application.work.inbox.replay(by=STAFF, endpoint="gauge", event="e-3")


def test_its_signal_is_shown_and_replayed_as_any(coast: Coast) -> None:
    """Parked with its fault, then waiting, then done."""
    desk: Any = coast.application.desk("tides")
    desk.broken.add("north")
    coast.tells("e-1", "north", str(coast.client))
    coast.application.work.worker.drain()
    assert coast.seen("e-1") == (coast.client, "parked", "INVALID_VALUE")
    desk.broken.clear()
    view = coast.application.work.inbox.replay(by=STAFF, endpoint="gauge", event="e-1")
    assert (view.state, view.fault) == ("waiting", "")
    coast.application.work.worker.drain()
    assert coast.seen("e-1") == (coast.client, "done", "")


def test_an_endpoint_that_two_follow_up_fails_at_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both contexts are named."""
    (tmp_path / "rival").mkdir()
    part = "from saas_core.kernel.parts import Part\nPART = Part(name='rival')\n"
    wiring = (
        "from dependency_injector import containers, providers\n"
        "class Wiring(containers.DeclarativeContainer):\n"
        "    house = providers.DependenciesContainer()\n"
        "    follow_ups = providers.Dict({'stripe': providers.Object(print)})\n"
    )
    for name, text in (("__init__", ""), ("part", part), ("saas_app", wiring)):
        (tmp_path / "rival" / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    settings = settings_at(tmp_path / "home", database_url="memory:")
    initialize(settings)
    rival = Context("rival", package="rival")
    with pytest.raises(PartsClash, match="'stripe' is claimed by payments and by rival"):
        open_application(settings, contexts=(*CONTEXTS, rival))
