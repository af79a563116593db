"""PostgreSQL behind a pooler that gives each transaction to another session of the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from pooler import pgbouncer, real_pooler, small_pooler
from saas_app import initialize, open_application, settings_at
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import LicenseeKind
from saas_sql import SqlStore

POOLERS: dict[str, Callable[[Path, str], AbstractContextManager[str]]] = {
    "small": small_pooler,
    "PgBouncer": real_pooler,
}


@pytest.fixture(params=POOLERS)
def pooled_url(request: pytest.FixtureRequest, postgres_cluster: Any, postgres_url: str) -> Iterator[str]:
    """Yield the URL of a migrated database behind each pooler there is."""
    if request.param == "PgBouncer" and pgbouncer() is None:
        pytest.skip("the system has no PgBouncer")
    url = sa.make_url(postgres_url)
    with POOLERS[request.param](Path(str(url.query["host"])), str(url.database)) as pooled:
        yield pooled


def test_everything_works_over_sessions_that_are_somebody_elses_next(pooled_url: str, tmp_path: Path) -> None:
    """Migration, commands of several threads, reading, and work by a worker; thirty writes each, which prepare."""
    settings = settings_at(tmp_path / "home", database_url=pooled_url)
    initialize(settings)
    with open_application(settings) as app:
        sam = app.sign_in(str(app.access.staff.first(name="Sam", email="sam@provider.example").key))
        tenants: list[TenantId] = []
        failed: list[Exception] = []
        for number in range(3):
            try:
                added = app.tenancy.add_tenant(by=sam, slug=f"acme-{number}", kind=LicenseeKind.END_USER)
                tenants.append(added.tenant_id)
            except Exception as fault:  # noqa: BLE001 - whatever it is, the test names it
                failed.append(fault)
        assert failed == []

        def fill(tenant: TenantId) -> None:
            for number in range(30):
                try:
                    app.access.people.invite_user(by=sam, tenant_id=tenant, name="N", email=f"n{number}@acme.example")
                except Exception as fault:  # noqa: BLE001 - whatever it is, the test names it
                    failed.append(fault)

        threads = [threading.Thread(target=fill, args=(each,)) for each in tenants]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert failed == []
        for each in tenants:
            with app.store.read(each) as work:
                assert len(work.users.page(None, 100)) == 30
        assert app.work.worker.drain().done >= 90
        assert app.oversight.doctor.examine(by=sam).healthy


def test_no_session_keeps_the_tenant_of_the_one_before(pooled_url: str, tmp_path: Path) -> None:
    """Role, tenant and limits are set for a transaction alone."""
    store = SqlStore(pooled_url)
    with store.read(TenantId(UUID(int=7))):
        pass
    store.close()
    engine = sa.create_engine(pooled_url, connect_args={"prepare_threshold": None})
    with engine.connect() as connection:
        for _ in range(4):
            found = connection.exec_driver_sql(
                "SELECT current_user, current_setting('app.tenant_id', true), current_setting('statement_timeout')"
            ).one()
            connection.rollback()
            assert found[0] == "owner"
            assert found[1] in {None, ""}
            assert found[2] == "0"
    engine.dispose()


def test_a_worker_behind_a_pooler_polls_and_one_before_it_listens(pooled_url: str, postgres_url: str) -> None:
    """A session that listened would be somebody else's when it is told something."""
    behind, straight = SqlStore(pooled_url), SqlStore(postgres_url)
    with behind.waiting() as wait:
        begun = time.monotonic()
        wait(30.0)
        assert time.monotonic() - begun < 5
        assert wait._listening is None
    with straight.waiting() as wait:
        wait(0.01)
        assert wait._listening is not None
    with straight._engine.connect() as connection:
        listening = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
        assert connection.exec_driver_sql(listening).scalar() == 0
    behind.close()
    straight.close()
