"""Members of staff for tests: hired as they are, by a mailed link, and of long standing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from mailed import newest_token
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import PROVIDER, StaffId

LONG = timedelta(days=40)


def hired(application: Any, by: Actor, name: str, email: str, *permissions: str) -> tuple[StaffId, str]:
    """Add a member of staff, deliver the link, and fetch the key with it; returns the id and the key."""
    staff = application.access.staff
    added = staff.add(by=by, name=name, email=email, permissions=permissions)
    application.work.worker.drain(tenant_id=PROVIDER)
    return added.staff_id, str(staff.fetch_key(token=newest_token(application.settings.mail_folder, "stk")).key)


def settle(application: Any, at: datetime) -> None:
    """Let every member of staff have been there for forty days, so that any two of them are two persons."""
    with application.store.begin(PROVIDER) as work:
        for each in work.staff.all():
            work.staff.save(evolve(each, since=at - LONG), at)
        work.commit()
