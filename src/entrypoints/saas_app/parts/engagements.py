"""Engagements: requests for paid work."""

from __future__ import annotations

from dependency_injector import containers, providers


class Wiring(containers.DeclarativeContainer):
    """The wiring of requests for paid work."""

    house = providers.DependenciesContainer()
