"""Engagements: what clients ask for, and what they approve in writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.engagements.billing.use_cases.invoicing import Invoicing
    from saas_core.engagements.use_cases.requests import Requests
    from saas_core.engagements.work.use_cases.delivering import Delivering
    from saas_core.engagements.work.use_cases.timing import Time


class Engagements(Bundle):
    """The desks of engagements behind one attribute: `requests` are what a client wants an estimate for.

    `work` is the time of staff, `enhancements` what became of it, `billing` what is billed for it.
    """

    requests: Requests
    work: Time
    enhancements: Delivering
    billing: Invoicing


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
    profile = providers.Singleton(later("saas_app.billing:profile_of"), house.settings)
    documents = providers.Singleton(later("saas_app.documents:documents"))
    _billing_desk = providers.Singleton(
        later("saas_core.engagements.billing.use_cases.act:Desk"),
        profile=profile,
        addressees=providers.Singleton(later("saas_app.billing:AddresseesOfTenancy")),
        documents=documents,
    )
    _billing = providers.Singleton(
        later("saas_core.engagements.billing.use_cases.invoicing:Invoicing"), **_acting, desk=_billing_desk
    )
    approvals = providers.Singleton(later("saas_core.engagements.work.use_cases.authorizing:ApprovedHours"))
    desk = providers.Singleton(
        Engagements,
        requests=_desk_of_requests.provider,
        work=_work.provider,
        enhancements=_enhancements.provider,
        billing=_billing.provider,
    )
