"""Licensing: licenses, and how they follow what the provider of payments says."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import SubscriptionsOfPayments
from saas_core.licensing.use_cases import Licensing
from saas_core.licensing.use_cases.mirroring import Mirroring


class Wiring(containers.DeclarativeContainer):
    """Licenses over the house; what is decided about a subscription is done by payments."""

    house = providers.DependenciesContainer()
    payments = providers.DependenciesContainer()

    desk = providers.Singleton(
        Licensing,
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        subscriptions=providers.Singleton(SubscriptionsOfPayments, payments.renewing),
    )
    mirroring = providers.Singleton(Mirroring, ids=house.ids)
