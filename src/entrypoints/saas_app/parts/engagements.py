"""Engagements: what clients ask for, and what they approve in writing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.engagements.evidence.use_cases.evidence import Evidence
    from saas_core.engagements.use_cases.requests import Requests
    from saas_core.work.effects import Carrier


class Engagements(Bundle):
    """The desks of engagements behind one attribute.

    `requests` are what a client wants an estimate for, `evidence` shows to others what was approved.
    """

    requests: Requests
    evidence: Evidence


def _carriers(sealing: Carrier) -> Mapping[str, Carrier]:
    from saas_core.engagements.evidence.values import SEAL  # noqa: PLC0415

    return {SEAL: sealing}


class Wiring(containers.DeclarativeContainer):
    """The wiring of engagements."""

    house = providers.DependenciesContainer()
    gate = providers.DependenciesContainer()

    requests = providers.Singleton(later("saas_core.engagements.use_cases.requests:RequestsOfOthers"), house.ids)
    _desk_of_requests = providers.Singleton(
        later("saas_core.engagements.use_cases.requests:Requests"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
    )
    documents = providers.Singleton(later("saas_app.documents:Documents"))
    _notaries = providers.Singleton(later("saas_app.documents:notaries_of"), house.settings)
    _evidence = providers.Singleton(
        later("saas_core.engagements.evidence.use_cases.evidence:Evidence"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        judge=house.gate,
        marks=gate.marking,
        documents=documents,
        notaries=_notaries,
        script=providers.Object(later("saas_app.documents:script")),
    )
    _sealing = providers.Singleton(
        later("saas_core.engagements.evidence.effects:Sealing"),
        transactions=house.store,
        clock=house.clock,
        ids=house.ids,
        notaries=_notaries,
        marks=gate.marking,
    )
    carriers = providers.Callable(_carriers, _sealing)
    desk = providers.Singleton(Engagements, requests=_desk_of_requests.provider, evidence=_evidence.provider)
