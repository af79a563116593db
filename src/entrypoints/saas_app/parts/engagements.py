"""Engagements: what clients ask for, and what they approve in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.engagements.use_cases.requests import Requests
    from saas_core.engagements.work.use_cases.delivering import Delivering
    from saas_core.engagements.work.use_cases.timing import Time


class Engagements(Bundle):
    """The desks of engagements behind one attribute: `requests` are what a client wants an estimate for.

    `work` is the time of staff, `enhancements` what became of it.
    """

    requests: Requests
    work: Time
    enhancements: Delivering


class Wiring(containers.DeclarativeContainer):
    """The wiring of engagements."""

    house = providers.DependenciesContainer()

    requests = providers.Singleton(later("saas_core.engagements.use_cases.requests:RequestsOfOthers"), house.ids)
    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "ids": house.ids,
        "judge": house.gate,
    }
    _desk_of_requests = providers.Singleton(later("saas_core.engagements.use_cases.requests:Requests"), **_acting)
    _work = providers.Singleton(later("saas_core.engagements.work.use_cases.timing:Time"), **_acting)
    _enhancements = providers.Singleton(later("saas_core.engagements.work.use_cases.delivering:Delivering"), **_acting)
    approvals = providers.Singleton(later("saas_core.engagements.work.use_cases.authorizing:ApprovedHours"))
    desk = providers.Singleton(
        Engagements,
        requests=_desk_of_requests.provider,
        work=_work.provider,
        enhancements=_enhancements.provider,
    )
