"""Applications set up for a scenario, one kind of store each: copied from a template, in memory too."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import frozen

from clock import Clock
from documenting import PlainDocuments
from features.drivers.driver import Driver
from features.drivers.in_process import InProcess
from features.drivers.providing import permissions_document
from features.drivers.values import Duty, Ready, Wanted
from features.wishes import OPERATIONS
from integrating import Street
from memories import pour
from saas_app import Settings, initialize, open_application, settings_at
from simulated import Simulated
from staffing import hired, settle

KINDS = ("memory", "sqlite", "postgres")
MEMORY = "memory:"


@frozen
class Template:
    """A home folder that was set up once: the keys of the staff in its database, and the clients ready in it.

    `memory` is the store of one in memory.
    """

    home: Path
    staff_keys: Mapping[Duty, str]
    ready: Mapping[Wanted, Ready]
    memory: Any = None


@contextmanager
def in_memory(home: Path) -> Iterator[Driver]:
    """Open an application whose store is this process's memory, and set it up."""
    settings, clock = _settings(home, "memory:"), Clock()
    initialize(settings)
    simulated = Simulated.of(clock)
    with open_application(
        settings,
        clock=clock,
        payments=simulated.payments,
        documents=PlainDocuments(),
        services=Street().services,
    ) as application:
        driver = Driver(application, InProcess(application), clock, simulated.stripe)
        driver.staff_keys = _set_up(driver)
        yield driver


def template(home: Path, url: str, take_on: Callable[[Driver], Mapping[Wanted, Ready]]) -> Template:
    """Set up a home folder with a database, to be copied, and take clients on in it."""
    settings, clock = _settings(home, url), Clock()
    initialize(settings)
    simulated = Simulated.of(clock)
    with open_application(
        settings,
        clock=clock,
        payments=simulated.payments,
        documents=PlainDocuments(),
        services=Street().services,
    ) as application:
        driver = Driver(application, InProcess(application), clock, simulated.stripe)
        driver.staff_keys = _set_up(driver)
        memory = application.store if url == MEMORY else None
        return Template(home, driver.staff_keys, take_on(driver), memory)


@contextmanager
def copied(made: Template, home: Path, url_of: Callable[[Path], str]) -> Iterator[Driver]:
    """Open an application over a copy of a template: its folder with the master key, and its database."""
    shutil.copytree(made.home, home, dirs_exist_ok=True)
    settings, clock = _settings(home, url_of(home)), Clock()
    simulated = Simulated.of(clock)
    with open_application(
        settings,
        clock=clock,
        payments=simulated.payments,
        documents=PlainDocuments(),
        services=Street().services,
    ) as application:
        if made.memory is not None:
            pour(made.memory, application.store)
        entrance = InProcess(application)
        yield Driver(application, entrance, clock, simulated.stripe, staff_keys=made.staff_keys, ready=made.ready)


def sqlite_url(home: Path) -> str:
    """Return the URL of the database in a home folder."""
    return settings_at(home).database_url


def _settings(home: Path, url: str) -> Settings:
    return settings_at(home, database_url=url, provider_name="Lantern Software Ltd")


def _set_up(driver: Driver) -> Mapping[Duty, str]:
    """Hire one member of staff for each duty, and register the operations of the platform."""
    staff = driver.application.access.staff
    keys = {Duty.ADMIN: _told(staff.first(name="Adam Admin", email="admin@example.com").key)}
    admin = driver.sign_in(keys[Duty.ADMIN])
    for duty in (Duty.SUPPORT, Duty.BILLING, Duty.LICENSING):
        mail = f"{duty.name.casefold()}@example.com"
        _id, keys[duty] = hired(driver.application, admin, duty.name, mail, duty.value)
    # Long before the story, so that any two of them are two persons.
    settle(driver.application, driver.clock.now())
    driver.application.policy.register_permissions(by=admin, document=permissions_document(OPERATIONS))
    return keys


def _told(key: str | None) -> str:
    assert key is not None
    return key


__all__ = ["KINDS", "Settings", "Template", "copied", "in_memory", "sqlite_url", "template"]
