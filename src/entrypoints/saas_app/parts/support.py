"""Support: tickets, and what is done with them."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.later import Bundle


class Support(Bundle):
    """The desks of support behind one attribute."""


class Wiring(containers.DeclarativeContainer):
    """The wiring of tickets."""

    house = providers.DependenciesContainer()

    desk = providers.Singleton(Support)
