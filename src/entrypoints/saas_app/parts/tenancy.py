"""Tenancy: clients, their accounts, and their setup."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import ContactsOfTenancy, OpeningOfLicensing, OwnersOfAccess, StatesOfLicensing
from saas_core.tenancy.use_cases import Tenancy


class Wiring(containers.DeclarativeContainer):
    """The wiring of clients; each new client's license is opened."""

    house = providers.DependenciesContainer()
    licensing = providers.DependenciesContainer()

    desk = providers.Singleton(
        Tenancy,
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        directory=house.store.provided.directory,
        owners=providers.Singleton(OwnersOfAccess),
        license_states=providers.Singleton(StatesOfLicensing),
        license_opening=providers.Singleton(OpeningOfLicensing, licensing.desk),
        digests=house.keys,
        addresses=house.addresses,
    )
    contacts = providers.Singleton(ContactsOfTenancy)
