"""The house: the shared parts that every context is wired to, and everything gathered from the contexts.

A context is wired in `saas_app.parts.<context>` (an outside context in `<package>.saas_app`) by a container `Wiring`
with `house = providers.DependenciesContainer()`. It may name other contexts in the same way and use their providers.
Its own providers are found by these names, each of which is optional:

- `desk`: what `Application` shows of it;
- `handlers`, `carriers`: who does which kind of task, who carries out which kind of effect, by kind;
- `receivers`: who takes in what comes over which endpoint;
- `follow_ups`: which task follows from a signal of which endpoint, also where no more is taken in;
- `recurring`: what comes again by itself, once a worker has begun; `starting`: the same, from the opening on;
- `checks`: what must hold of the house as a whole; `provider_checks`: the same, asked of providers over the network;
- `approvals`, `connections`: who knows, for the gate, what was approved of an engagement and which integrations work;
- `forgetting`: what stands outside of all clients and is removed when it has been over for some time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any

from attrs import frozen
from dependency_injector import containers, providers

from saas_app.payments import Payments
from saas_core.access.values import APART
from saas_core.contexts import Context, modules_in
from saas_core.gate.audit import Checkpoints
from saas_core.gate.check import Gate
from saas_core.gate.informants import Informants
from saas_core.kernel.addresses import Addresses
from saas_core.kernel.gathered import Parts
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mailer
from saas_core.kernel.parts import Forgetting, HouseCheck, PartsClash, ProviderCheck, claimed
from saas_core.kernel.secrets import Secrets
from saas_core.kernel.signals import FollowUp
from saas_core.mail.receiving import FeedbackReader
from saas_core.work.effects import Carrier
from saas_core.work.inbox import Receiver
from saas_core.work.worker import Handler, Recurring
from saas_local import KeyFile
from saas_memory import MemoryStore
from saas_sql import SqlStore


class House(containers.DeclarativeContainer):
    """The adapters, the gate, and the gathered parts; nothing in it depends on particular adapters."""

    store: providers.Dependency[SqlStore | MemoryStore] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    ids: providers.Dependency[Ids] = providers.Dependency()
    secrets: providers.Dependency[Secrets] = providers.Dependency()
    keys: providers.Dependency[KeyFile] = providers.Dependency()
    mailer: providers.Dependency[Mailer] = providers.Dependency()
    addresses: providers.Dependency[Addresses] = providers.Dependency()
    checkpoints: providers.Dependency[Checkpoints] = providers.Dependency()
    chance: providers.Dependency[Callable[[], float]] = providers.Dependency()
    payment_provider: providers.Dependency[Payments] = providers.Dependency()
    feedback: providers.Dependency[FeedbackReader | None] = providers.Dependency()
    portal: providers.Dependency[str] = providers.Dependency(default="")
    apart: providers.Dependency[timedelta] = providers.Dependency(default=APART)
    parts: providers.Dependency[Parts[Any]] = providers.Dependency()
    gathered: providers.Dependency[Gathered] = providers.Dependency()
    letter_folders: providers.Dependency[tuple[Any, ...]] = providers.Dependency(default=())

    gate = providers.Singleton(Gate, store=store, clock=clock, ids=ids, informants=gathered.provided.informants)


@frozen(slots=False)
class Gathered:
    """The parts that the wirings of all contexts provide, by context; each is created on first use."""

    wirings: Mapping[str, containers.Container]
    parts: Parts[Any]

    @property
    def desks(self) -> Mapping[str, object]:
        """The desks of the application, by context."""
        return dict(self._brought("desk"))

    @cached_property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers of tasks, by kind; a kind without a handler here waits for another worker."""
        return self._by_kind("handlers", "task", self.parts.tasks)

    @cached_property
    def carriers(self) -> Mapping[str, Carrier]:
        """The carriers of effects, by kind."""
        return self._by_kind("carriers", "effect", self.parts.effects)

    @cached_property
    def receivers(self) -> Mapping[str, Receiver]:
        """The receivers of signals, by endpoint; an endpoint that could verify nothing is off."""
        return claimed("endpoint", self._claims("receivers"))

    @cached_property
    def follow_ups(self) -> Mapping[str, FollowUp]:
        """Which task follows from a signal of which endpoint, whether or not more is taken in there."""
        return claimed("endpoint", self._claims("follow_ups"))

    @property
    def recurring(self) -> tuple[Recurring, ...]:
        """The recurring tasks."""
        return tuple(self._each("recurring"))

    @property
    def starting(self) -> tuple[Recurring, ...]:
        """The recurring tasks that start when the application opens."""
        return tuple(self._each("starting"))

    @property
    def checks(self) -> tuple[HouseCheck, ...]:
        """The checks of the whole house."""
        return tuple(self._each("checks"))

    @property
    def provider_checks(self) -> tuple[ProviderCheck, ...]:
        """The checks against providers, over the network."""
        return tuple(self._each("provider_checks"))

    @property
    def informants(self) -> Informants:
        """The gate's sources for engagements and integrations; empty where no context provides one.

        Raises PartsClash if two contexts provide the same source.
        """
        known: dict[str, Any] = {}
        for name in ("approvals", "connections"):
            known |= claimed("informant", ((context, name, thing) for context, thing in self._brought(name)))
        return Informants(**known)

    @property
    def forgetting(self) -> tuple[tuple[Forgetting, timedelta], ...]:
        """Ended records outside all clients, with the time after which they are removed."""
        return tuple(self._each("forgetting"))

    def _brought(self, name: str) -> Iterator[tuple[str, Any]]:
        for context, wiring in self.wirings.items():
            provider = wiring.providers.get(name)
            if provider is not None:
                yield context, provider()

    def _each(self, name: str) -> Iterator[Any]:
        for _context, things in self._brought(name):
            yield from things

    def _claims(self, name: str) -> Iterator[tuple[str, str, Any]]:
        for context, things in self._brought(name):
            for kind, thing in things.items():
                yield context, kind, thing

    def _by_kind(self, name: str, what: str, declared: Mapping[str, str]) -> Mapping[str, Any]:
        claims = list(self._claims(name))
        for context, kind, _thing in claims:
            if declared.get(kind, context) != context:
                message = f"{what} {kind!r} is declared by {declared[kind]} but wired by {context}."
                raise PartsClash(message, field="contexts", remedy="Wire it where it is declared.")
            if kind not in declared:
                message = f"{what} {kind!r} is wired by {context} but not declared in its part."
                raise PartsClash(message, field="contexts", remedy=f"Declare it in the part of {context}.")
        return claimed(what, claims)


def wired(house: House, contexts: Iterable[Context], parts: Parts[Any]) -> Gathered:
    """Wire every context to the house and to the contexts that it names."""
    wirings: dict[str, Any] = {
        context.name: module.Wiring(house=house) for context, module in modules_in("saas_app.parts", contexts)
    }
    for wiring in wirings.values():
        for name, other in wirings.items():
            place = wiring.providers.get(name)
            if isinstance(place, providers.DependenciesContainer):
                place.override(other)
    gathered = Gathered(wirings, parts)
    house.gathered.override(providers.Object(gathered))
    for wiring in wirings.values():
        wiring.check_dependencies()
    return gathered
