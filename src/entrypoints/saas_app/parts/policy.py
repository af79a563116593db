"""The policy: terms and permissions."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.later import later


class Wiring(containers.DeclarativeContainer):
    """The wiring of terms and permissions."""

    house = providers.DependenciesContainer()

    desk = providers.Singleton(
        later("saas_core.policy.use_cases:Policy"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
    checks = providers.Singleton(
        later("saas_core.policy.checks:PolicyChecks"), transactions=house.store
    ).provided.all.call()
