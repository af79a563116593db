"""Bulletins: a desk, and who withdraws those whose time has come."""

from __future__ import annotations

from dependency_injector import containers, providers

from example_context.effects import EXPIRE, Expiry
from example_context.use_cases import BulletinDesk


class Wiring(containers.DeclarativeContainer):
    """Bulletins over the house."""

    house = providers.DependenciesContainer()

    desk = providers.Singleton(
        BulletinDesk, transactions=house.store, clock=house.clock, ids=house.ids, judge=house.gate
    )
    handlers = providers.Dict({EXPIRE: providers.Singleton(Expiry, transactions=house.store, clock=house.clock)})
