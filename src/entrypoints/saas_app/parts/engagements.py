"""Engagements: what clients ask for, and what they approve in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.engagements.use_cases.requests import Requests


class Engagements(Bundle):
    """The desks of engagements behind one attribute: `requests` are what a client wants an estimate for."""

    requests: Requests


class Wiring(containers.DeclarativeContainer):
    """The wiring of engagements."""

    house = providers.DependenciesContainer()

    requests = providers.Singleton(later("saas_core.engagements.use_cases.requests:RequestsOfOthers"), house.ids)
    _desk_of_requests = providers.Singleton(
        later("saas_core.engagements.use_cases.requests:Requests"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
    desk = providers.Singleton(Engagements, requests=_desk_of_requests.provider)
