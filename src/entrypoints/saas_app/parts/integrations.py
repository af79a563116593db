"""Integrations: connections with other services, their credentials, and the domains that mail is sent from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.integrations.use_cases.connections import Connections
    from saas_core.integrations.use_cases.credentials import Credentials
    from saas_core.integrations.use_cases.email import Emails
    from saas_core.integrations.use_cases.finances import Finances
    from saas_core.integrations.use_cases.gateway import Gateways
    from saas_core.integrations.use_cases.others import Others
    from saas_core.work.effects import Carrier
    from saas_core.work.worker import Handler


class Integrations(Bundle):
    """The desks of integrations behind one attribute.

    `connections` lists, shows, verifies, tests and ends them. `gateway`, `email` and `finances` connect the standard
    ones, `others` those that delivered enhancements added. `credentials` gives a credential to one call of the host.
    """

    connections: Connections
    gateway: Gateways
    email: Emails
    finances: Finances
    others: Others
    credentials: Credentials


def _handlers(checks: Handler, counting: Handler) -> Mapping[str, Handler]:
    from saas_core.integrations.use_cases.act import CHECK, COUNT  # noqa: PLC0415

    return {CHECK: checks, COUNT: counting}


def _carriers(tests: Carrier, forgotten: Carrier) -> Mapping[str, Carrier]:
    from saas_core.integrations.use_cases.act import FORGET_DOMAIN, TEST_MAIL  # noqa: PLC0415

    return {TEST_MAIL: tests, FORGET_DOMAIN: forgotten}


def _informant() -> Any:  # noqa: ANN401 - an informant
    from saas_app.house import connections_in_the_store  # noqa: PLC0415

    return connections_in_the_store()


_USE_CASES = "saas_core.integrations.use_cases"


class Wiring(containers.DeclarativeContainer):
    """The wiring of integrations; the services are those of the settings, people and setup are other contexts'."""

    house = providers.DependenciesContainer()

    _services = house.integration_services
    _people = providers.Singleton(later("saas_app.integrations:PeopleOfAccess"))
    _desk = providers.Singleton(
        later(f"{_USE_CASES}.act:Desk"),
        vault=_services.provided.vault,
        gateways=_services.provided.gateways,
        links=_services.provided.links,
        domains=_services.provided.domains,
        dns=_services.provided.dns,
        dkim=_services.provided.dkim,
        setup=providers.Singleton(later("saas_app.integrations:SetupOfTenancy")),
        people=_people,
        enhancements=providers.Singleton(later("saas_app.integrations:EnhancementsOfEngagements")),
        tax_numbers=providers.Singleton(later("saas_local:NationalTaxNumbers")),
        countries=providers.Singleton(later("saas_app.integrations:CountriesOfTenancy")),
        addresses=house.addresses,
        digests=house.keys,
        secrets=house.secrets,
    )
    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
    }
    _with_desk: ClassVar[dict[str, Any]] = {**_acting, "desk": _desk}
    _connections = providers.Singleton(later(f"{_USE_CASES}.connections:Connections"), **_with_desk)
    _gateway = providers.Singleton(later(f"{_USE_CASES}.gateway:Gateways"), **_with_desk)
    _email = providers.Singleton(later(f"{_USE_CASES}.email:Emails"), **_with_desk)
    _finances = providers.Singleton(later(f"{_USE_CASES}.finances:Finances"), **_with_desk)
    _others = providers.Singleton(later(f"{_USE_CASES}.others:Others"), **_with_desk)
    _credentials = providers.Singleton(
        later(f"{_USE_CASES}.credentials:Credentials"),
        **_with_desk,
        master_keys=_services.provided.master_keys,
        clients=house.store.provided.directory,
    )
    desk = providers.Singleton(
        Integrations,
        connections=_connections.provider,
        gateway=_gateway.provider,
        email=_email.provider,
        finances=_finances.provider,
        others=_others.provider,
        credentials=_credentials.provider,
    )
    _checks = providers.Singleton(later("saas_core.integrations.effects.checks:Checks"), **_with_desk)
    _counting = providers.Singleton(later("saas_core.integrations.effects.counting:Counting"), **_acting)
    handlers = providers.Callable(_handlers, _checks, _counting)
    _tests = providers.Singleton(
        later("saas_core.integrations.effects.post:TestMails"),
        transactions=house.store,
        domains=_services.provided.domains,
        people=_people,
    )
    _forgotten = providers.Singleton(
        later("saas_core.integrations.effects.post:ForgottenDomains"),
        transactions=house.store,
        domains=_services.provided.domains,
    )
    carriers = providers.Callable(_carriers, _tests, _forgotten)
    connections = providers.Callable(_informant)
