"""The policy: terms and permissions."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_core.policy.use_cases import Policy


class Wiring(containers.DeclarativeContainer):
    """The wiring of terms and permissions."""

    house = providers.DependenciesContainer()

    desk = providers.Singleton(Policy, transactions=house.store, clock=house.clock, ids=house.ids, judge=house.gate)
