"""Work: the worker, the outbox and inbox as staff see them, and retention."""

from __future__ import annotations

from typing import Any, ClassVar

from attrs import frozen
from dependency_injector import containers, providers

from saas_core.kernel.tasks import EFFECTS
from saas_core.work.checks import WorkChecks
from saas_core.work.desk import Deliveries
from saas_core.work.effects import Effects
from saas_core.work.inbox import SIGNALS_KEPT, Inbox
from saas_core.work.retention import RETENTION, Retention
from saas_core.work.worker import Worker


@frozen(kw_only=True)
class Work:
    """The desks of work: `worker` carries it out, `outbox` and `inbox` show it to staff."""

    worker: Worker
    outbox: Deliveries
    inbox: Inbox


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
        Retention,
        transactions=house.store,
        directory=house.store.provided.directory,
        tasks=house.store.provided.tasks,
        clock=house.clock,
        in_clients=house.parts.provided.retention,
        outside=house.gathered.provided.forgetting,
    )
    _effects = providers.Singleton(
        Effects, transactions=house.store, clock=house.clock, carriers=house.gathered.provided.carriers
    )

    desk = providers.Singleton(
        Work,
        worker=providers.Singleton(
            Worker,
            tasks=house.store.provided.tasks,
            clock=house.clock,
            ids=house.ids,
            chance=house.chance,
            handlers=house.gathered.provided.handlers,
            recurring=house.gathered.provided.recurring,
        ),
        outbox=providers.Singleton(Deliveries, **_acting, tasks=house.store.provided.tasks, naming=access.naming),
        inbox=providers.Singleton(
            Inbox,
            **_acting,
            receivers=house.gathered.provided.receivers,
            follow_ups=house.gathered.provided.follow_ups,
            signals=house.store.provided.signals,
            tasks=house.store.provided.tasks,
        ),
    )
    handlers = providers.Dict({EFFECTS: _effects, RETENTION: _retention})
    recurring = providers.List(_retention)
    forgetting = providers.List(providers.List(house.store.provided.signals, providers.Object(SIGNALS_KEPT)))
    checks = providers.Singleton(
        WorkChecks,
        house.store.provided.tasks,
        house.store.provided.signals,
        house.gathered.provided.follow_ups,
        house.clock,
    ).provided.all.call()
