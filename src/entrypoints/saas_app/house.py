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

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import frozen
from dependency_injector import containers, providers

from saas_core.access.values import APART
from saas_core.contexts import Context
from saas_core.gate.check import Gate
from saas_core.gate.informants import Informants
from saas_core.kernel.claims import PartsClash, claimed

if TYPE_CHECKING:
    from saas_app.integrations import Services
    from saas_app.mail_in import MailIn
    from saas_app.payments import Payments
    from saas_app.settings import Settings
    from saas_core.engagements.estimates.ports.asking import Documents
    from saas_core.gate.audit import Checkpoints
    from saas_core.kernel.addresses import Addresses
    from saas_core.kernel.gathered import Parts
    from saas_core.kernel.ids import Ids
    from saas_core.kernel.instants import Clock
    from saas_core.kernel.mail import Mailer
    from saas_core.kernel.parts import Forgetting, HouseCheck, ProviderCheck
    from saas_core.kernel.secrets import Secrets
    from saas_core.kernel.signals import FollowUp
    from saas_core.kernel.storage import Storage
    from saas_core.mail.receiving import FeedbackReader
    from saas_core.policy.circumstances import Authorization
    from saas_core.support.ports.asking import Classifier
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
    storage: providers.Dependency[Storage] = providers.Dependency()
    integration_services: providers.Dependency[Services] = providers.Dependency()
    mail_in: providers.Dependency[MailIn] = providers.Dependency()
    settings: providers.Dependency[Settings] = providers.Dependency()
    portal: providers.Dependency[str] = providers.Dependency(default="")
    apart: providers.Dependency[timedelta] = providers.Dependency(default=APART)
    classifier: providers.Dependency[Classifier] = providers.Dependency()
    documents: providers.Dependency[Documents] = providers.Dependency()
    gathered: providers.Dependency[Gathered] = providers.Dependency()
    letter_folders: providers.Dependency[tuple[Any, ...]] = providers.Dependency(default=())

    parts = gathered.provided.parts
    # Where answers are read from; the store itself unless they are read from a replica.
    answers: providers.Dependency[Any] = providers.Dependency()
    gate = providers.Singleton(Gate, store=answers, clock=clock, ids=ids, informants=gathered.provided.informants)


@frozen(slots=False)
class Gathered:
    """The parts that the wirings of all contexts provide, by context; each is created on first use."""

    wirings: Wirings
    contexts: tuple[Context, ...]

    @property
    def with_outside_contexts(self) -> bool:
        """Whether there are contexts from outside.

        Then everything is wired at once, so that whatever does not fit together is refused at the start. The shipped
        ones fit, which the tests hold; of them engagements alone is an informant that needs a wiring, and payments
        alone starts by itself.
        """
        return any(each.package for each in self.contexts)

    @cached_property
    def parts(self) -> Parts[Any]:
        """The declarations of all contexts, which few commands need; raises PartsClash."""
        from saas_core.kernel.gathered import parts_of  # noqa: PLC0415

        return parts_of(self.contexts)

    @property
    def desks(self) -> Mapping[str, Any]:
        """The desks of the application, by context."""
        return Desks(self.wirings)

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
        if not self.with_outside_contexts:
            # No wiring is made for a question about anything else.
            return Informants(approvals=ApprovalsWhenAsked(self._brought), connections=connections_in_the_store())
        known: dict[str, Any] = {}
        for name in ("approvals", "connections"):
            known |= claimed("informant", ((context, name, thing) for context, thing in self._brought(name)))
        return Informants(**known)

    @property
    def forgetting(self) -> tuple[tuple[Forgetting, timedelta], ...]:
        """Ended records outside all clients, with the time after which they are removed."""
        return tuple(self._each("forgetting"))

    def _brought(self, name: str) -> Iterator[tuple[str, Any]]:
        for context in self.wirings:
            provider = self.wirings[context].providers.get(name)
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


@frozen(slots=False)
class ApprovalsWhenAsked:
    """The approvals of whichever context brings them, looked for when an engagement is first asked about."""

    brought: Callable[[str], Iterable[tuple[str, Any]]]

    @cached_property
    def _found(self) -> Any:  # noqa: ANN401 - an informant of a context
        name = "approvals"
        return claimed("informant", ((context, name, thing) for context, thing in self.brought(name)))[name]

    def authorization(self, *about: Any, **when: Any) -> Authorization | None:  # noqa: ANN401 - as the informant takes it
        """Return the approved hours of an engagement and those used; None if it is unknown or not approved (4.2)."""
        authorization: Authorization | None = self._found.authorization(*about, **when)
        return authorization


class Wirings(Mapping[str, "containers.Container"]):
    """The wiring of each context that has one, imported and connected to those it names when it is first needed."""

    def __init__(self, house: House, contexts: Iterable[Context]) -> None:
        """Take the house and the contexts."""
        self._house = house
        places = {each.name: each.module("saas_app.parts") for each in contexts}
        self._places = {name: place for name, place in places.items() if importlib.util.find_spec(place) is not None}
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a container of the context's own
        """Return the wiring of a context."""
        if name not in self._made:
            wiring = self._made[name] = importlib.import_module(self._places[name]).Wiring(house=self._house)
            # Noted first, because two contexts may name each other.
            for other in self._places:
                place = wiring.providers.get(other)
                if isinstance(place, providers.DependenciesContainer):
                    place.override(self[other])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Return the names of the contexts, in their order."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return the number of wirings."""
        return len(self._places)


class Desks(Mapping[str, Any]):
    """The desk of each context that has one, made when it is first needed."""

    def __init__(self, wirings: Wirings) -> None:
        """Take the wirings."""
        self._wirings = wirings

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - of which kind it is, only the context knows
        """Return the desk of a context; raises KeyError for one without."""
        desk = self._wirings[name].providers.get("desk")
        if desk is None:
            raise KeyError(name)
        return desk()

    def __iter__(self) -> Iterator[str]:
        """Return the names of the contexts with a desk, in their order."""
        return (each for each in self._wirings if "desk" in self._wirings[each].providers)

    def __len__(self) -> int:
        """Return the number of desks."""
        return sum(1 for _ in self)


def connections_in_the_store() -> Any:  # noqa: ANN401 - an informant of a context
    """Return who knows which integrations work, from the unit of work of the question alone."""
    from saas_app.answers import whole  # noqa: PLC0415
    from saas_core.integrations.queries.standing import ConnectionsThatWork  # noqa: PLC0415

    return ConnectionsThatWork(whole)


def require_apart(contexts: tuple[Context, ...]) -> None:
    """Require that contexts from outside claim no name of another one; raises PartsClash, InvalidValue."""
    if any(each.package for each in contexts):
        from saas_core.kernel.gathered import parts_of  # noqa: PLC0415

        parts_of(contexts)


def wired(house: House, contexts: tuple[Context, ...]) -> Gathered:
    """Return everything that contexts bring, each to be wired to the house and to the contexts that it names.

    With contexts from outside all of it is wired at once. Raises PartsClash, InvalidValue for what does not fit.
    """
    gathered = Gathered(Wirings(house, contexts), contexts)
    house.gathered.override(providers.Object(gathered))
    if gathered.with_outside_contexts:
        _ = gathered.parts, dict(gathered.desks)
        _ = gathered.handlers, gathered.carriers, gathered.receivers, gathered.follow_ups, gathered.informants
        for name in gathered.wirings:
            gathered.wirings[name].check_dependencies()
    return gathered
