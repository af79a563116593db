"""Features across all contexts: the audit of journals, the doctor, and the client's export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later

if TYPE_CHECKING:
    from saas_core.gate.audit import Audit
    from saas_core.gate.comparing import TermsReplay
    from saas_core.gate.counting import Counting
    from saas_core.gate.doctor import Doctor
    from saas_core.gate.export import Exports
    from saas_core.gate.trail import Trail


class Oversight(Bundle):
    """Desks across all contexts.

    `audit` verifies journals, `trail` shows them to people, `doctor` checks the store, `exports` exports client data,
    `counting` counts how often clauses decided, `replays` asks recorded decisions again under other terms.
    """

    audit: Audit
    counting: Counting
    replays: TermsReplay
    trail: Trail
    doctor: Doctor[Any]
    exports: Exports[Any]


class Wiring(containers.DeclarativeContainer):
    """The wiring of oversight, over everything the contexts provide."""

    house = providers.DependenciesContainer()
    access = providers.DependenciesContainer()
    support = providers.DependenciesContainer()

    _reading: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
    }
    _audit = providers.Singleton(
        later("saas_core.gate.audit:Audit"),
        **_reading,
        ids=house.ids,
        checkpoints=house.checkpoints,
        store=house.store,
        sight=support.sight,
    )
    _trail = providers.Singleton(
        later("saas_core.gate.trail:Trail"), **_reading, ids=house.ids, naming=access.naming, sight=support.sight
    )
    _counting = providers.Singleton(
        later("saas_core.gate.counting:Counting"),
        **_reading,
        ids=house.ids,
        books=providers.Object(later("saas_core.policy.shipped_book:shipped_book")),
    )
    count_writer = providers.Singleton(
        later("saas_core.gate.counting:CountWriter"),
        transactions=house.store,
        clock=house.clock,
        tallies=house.gate.provided.tallies,
    )
    _replays = providers.Singleton(
        later("saas_core.gate.comparing:TermsReplay"),
        **_reading,
        ids=house.ids,
        directory=house.store.provided.directory,
        informants=house.gathered.provided.informants,
    )
    _doctor = providers.Singleton(
        later("saas_core.gate.doctor:Doctor"),
        **_reading,
        directory=house.store.provided.directory,
        checkpoints=house.checkpoints,
        store=house.store,
        checks=house.parts.provided.checks,
        house=house.gathered.provided.checks,
        provider_checks=house.gathered.provided.provider_checks,
    )
    _exports = providers.Singleton(
        later("saas_core.gate.export:Exports"), **_reading, parts=house.parts.provided.export, sight=support.sight
    )
    marking = providers.Singleton(
        later("saas_core.gate.marking:Marking"),
        transactions=house.store,
        clock=house.clock,
        checkpoints=house.checkpoints,
        verifies=providers.Object(later("saas_local:signed")),
    )
    desk = providers.Singleton(
        Oversight,
        audit=_audit.provider,
        trail=_trail.provider,
        counting=_counting.provider,
        replays=_replays.provider,
        doctor=_doctor.provider,
        exports=_exports.provider,
    )
