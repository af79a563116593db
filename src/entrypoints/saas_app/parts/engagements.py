"""Engagements: requests for paid work."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.later import later


class Wiring(containers.DeclarativeContainer):
    """The wiring of requests for paid work."""

    house = providers.DependenciesContainer()

    requests = providers.Singleton(later("saas_core.engagements.use_cases:RequestsOfOthers"), house.ids)
    desk = providers.Singleton(
        later("saas_core.engagements.use_cases:Engagements"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
