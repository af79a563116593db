"""Licensing: licenses, and keeping them in step with the provider of payments."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import SubscriptionsOfPayments
from saas_core.licensing.use_cases import Licensing
from saas_core.licensing.use_cases.mirroring import Mirroring


class Wiring(containers.DeclarativeContainer):
    """The wiring of licenses; decisions about a subscription are carried out by payments."""

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
