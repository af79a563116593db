"""Features across all contexts: the audit of journals, the doctor, and the client's export."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen
from dependency_injector import containers, providers

from saas_core.gate.audit import Audit
from saas_core.gate.doctor import Doctor
from saas_core.gate.export import Exports


@frozen(kw_only=True)
class Oversight:
    """Desks across all contexts: `audit` reads journals, `doctor` checks the store, `exports` exports client data."""

    audit: Audit
    doctor: Doctor[Any]
    exports: Exports[Any]


class Wiring(containers.DeclarativeContainer):
    """The wiring of oversight, over everything the contexts provide."""

    house = providers.DependenciesContainer()

    _reading: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
    }
    desk = providers.Singleton(
        Oversight,
        audit=providers.Singleton(Audit, **_reading, ids=house.ids, checkpoints=house.checkpoints, store=house.store),
        doctor=providers.Singleton(
            Doctor,
            **_reading,
            directory=house.store.provided.directory,
            checkpoints=house.checkpoints,
            store=house.store,
            checks=house.parts.provided.checks,
            house=house.gathered.provided.checks,
            provider_checks=house.gathered.provided.provider_checks,
        ),
        exports=providers.Singleton(Exports, **_reading, parts=house.parts.provided.export),
    )
