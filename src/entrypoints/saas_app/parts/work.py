"""Work: the worker, the outbox and inbox as staff see them, and retention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from dependency_injector import containers, providers

from saas_app.later import Bundle, later
from saas_core.kernel.tasks import EFFECTS

if TYPE_CHECKING:
    from datetime import timedelta

    from saas_core.kernel.parts import Forgetting
    from saas_core.work.desk import Deliveries
    from saas_core.work.inbox import Inbox
    from saas_core.work.worker import Handler, Worker


class Work(Bundle):
    """The desks of work: `worker` carries it out, `outbox` and `inbox` show it to staff."""

    worker: Worker
    outbox: Deliveries
    inbox: Inbox


def _handlers(effects: Handler, retention: Handler) -> Mapping[str, Handler]:
    from saas_core.work.retention import RETENTION  # noqa: PLC0415

    return {EFFECTS: effects, RETENTION: retention}


def _forgetting(signals: Forgetting) -> tuple[tuple[Forgetting, timedelta], ...]:
    from saas_core.work.inbox import SIGNALS_KEPT  # noqa: PLC0415

    return ((signals, SIGNALS_KEPT),)


class Wiring(containers.DeclarativeContainer):
    """The wiring of work, with the handlers that the contexts provide."""

    house = providers.DependenciesContainer()
    access = providers.DependenciesContainer()

    _acting: ClassVar[dict[str, Any]] = {
        "transactions": house.store,
        "clock": house.clock,
        "judge": house.gate,
        "ids": house.ids,
    }
    _retention = providers.Singleton(
        later("saas_core.work.retention:Retention"),
        transactions=house.store,
        directory=house.store.provided.directory,
        tasks=house.store.provided.tasks,
        clock=house.clock,
        in_clients=house.parts.provided.retention,
        outside=house.gathered.provided.forgetting,
    )
    _effects = providers.Singleton(
        later("saas_core.work.effects:Effects"),
        transactions=house.store,
        clock=house.clock,
        carriers=house.gathered.provided.carriers,
    )

    _worker = providers.Singleton(
        later("saas_core.work.worker:Worker"),
        tasks=house.store.provided.tasks,
        clock=house.clock,
        ids=house.ids,
        chance=house.chance,
        handlers=house.gathered.provided.handlers,
        recurring=house.gathered.provided.recurring,
    )
    _outbox = providers.Singleton(
        later("saas_core.work.desk:Deliveries"),
        **_acting,
        tasks=house.store.provided.tasks,
        digests=house.keys,
        naming=access.naming,
    )
    _inbox = providers.Singleton(
        later("saas_core.work.inbox:Inbox"),
        **_acting,
        receivers=house.gathered.provided.receivers,
        follow_ups=house.gathered.provided.follow_ups,
        signals=house.store.provided.signals,
        tasks=house.store.provided.tasks,
    )
    desk = providers.Singleton(Work, worker=_worker.provider, outbox=_outbox.provider, inbox=_inbox.provider)
    handlers = providers.Callable(_handlers, _effects, _retention)
    recurring = providers.List(_retention)
    forgetting = providers.Callable(_forgetting, house.store.provided.signals)
    checks = providers.Singleton(
        later("saas_core.work.checks:WorkChecks"),
        house.store.provided.tasks,
        house.store.provided.signals,
        house.gathered.provided.follow_ups,
        house.clock,
    ).provided.all.call()
