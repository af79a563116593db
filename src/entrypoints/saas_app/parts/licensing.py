"""Licensing: licenses, and keeping them in step with the provider of payments."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.later import later


class Wiring(containers.DeclarativeContainer):
    """The wiring of licenses; decisions about a subscription are carried out by payments."""

    house = providers.DependenciesContainer()
    payments = providers.DependenciesContainer()

    desk = providers.Singleton(
        later("saas_core.licensing.use_cases:Licensing"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        subscriptions=providers.Singleton(later("saas_app.bridges:SubscriptionsOfPayments"), payments.renewing),
    )
    mirroring = providers.Singleton(later("saas_core.licensing.use_cases.mirroring:Mirroring"), ids=house.ids)
