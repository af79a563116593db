"""Tenancy: clients, their accounts, and their setup."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.later import later


class Wiring(containers.DeclarativeContainer):
    """The wiring of clients; each new client's license is opened."""

    house = providers.DependenciesContainer()
    licensing = providers.DependenciesContainer()

    desk = providers.Singleton(
        later("saas_core.tenancy.use_cases:Tenancy"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        directory=house.store.provided.directory,
        owners=providers.Singleton(later("saas_app.answers:OwnersOfAccess")),
        license_states=providers.Singleton(later("saas_app.answers:StatesOfLicensing")),
        license_opening=providers.Singleton(later("saas_app.answers:OpeningOfLicensing"), licensing.desk.provider),
        digests=house.keys,
        addresses=house.addresses,
        tax_numbers=providers.Singleton(later("saas_local:NationalTaxNumbers")),
    )
    contacts = providers.Singleton(later("saas_app.answers:ContactsOfTenancy"))
