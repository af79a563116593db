"""The store in process: units of work on tenants, all or nothing, one writer per tenant at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from saas_core.contexts import CONTEXTS, Context, modules_in
from saas_core.kernel.composing import composed
from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_memory.space import Space, View

HOUSE = "saas_memory"
"""Where the modules of contexts are looked for."""
_LOOK_SECONDS = 0.05


class Ending(Protocol):
    """A port that keeps changes to what stands outside the tenant until the commit."""

    def commit(self) -> None:
        """Make the changes last; the store is held still meanwhile."""
        ...

    def close(self) -> None:
        """Forget what was not committed, and return up what was taken."""
        ...


E = TypeVar("E", bound=Ending)


class MemoryWork:
    """One unit of work; see `kernel.work.Work`.

    Each context lays a class `Ports` over it, whose ports are made when they are first used, over views: on the
    tenant's `own` rows, on those of the `provider`, and on those that all tenants have in common, `shared`.
    """

    def __init__(self, store: MemoryStore, tenant_id: TenantId, *, writing: bool) -> None:
        """Look at the rows as they are now."""
        self.store = store
        self.writing = writing
        self._tenant_id = tenant_id
        self.own = store.view(tenant_id, writing=writing)
        self.provider = self.own if tenant_id == PROVIDER else store.view(PROVIDER, writing=False)
        self.shared = store.shared(writing=False)
        self._claiming: View | None = None
        self._ending: list[Ending] = []
        self.epoch = self.own.epoch
        self.edition = self.own.edition

    @property
    def tenant_id(self) -> TenantId:
        """The tenant it works on."""
        return self._tenant_id

    def ending(self, port: E) -> E:
        """Have a port end with this unit of work; returns it back."""
        self._ending.append(port)
        return port

    def commit(self) -> None:
        """Make everything since the beginning last; the unit of work has then ended."""
        with self.store.guard:
            news = self.own.commit()
            for port in self._ending:
                port.commit()
            if self._claiming is not None:
                self._claiming.commit()
        self.close()
        if news:
            self.store.tell(self._tenant_id)

    def close(self) -> None:
        """End it; what was not committed is gone."""
        for view in (self.own, self.provider, self.shared):
            view.close()
        for port in self._ending:
            port.close()
        if self._claiming is not None:
            self._claiming.close()
            self._claiming = None
            self.store.give_up_shared()

    def claiming(self) -> View:
        """Take what all tenants share until this unit of work ends, and return a view that changes it."""
        if not self.writing:
            message = "This unit of work may not change what it sees."
            raise StoreFault(message, remedy="Begin one for change.")
        if self._claiming is None:
            self.store.take_shared()
            self._claiming = self.store.shared(writing=True)
        return self._claiming


@cache
def _composed(contexts: tuple[Context, ...]) -> tuple[type[MemoryStore], type[MemoryWork]]:
    return composed(MemoryStore, HOUSE, "OutsidePorts", contexts), composed(MemoryWork, HOUSE, "Ports", contexts)


@cache
def judged_in(contexts: tuple[Context, ...]) -> frozenset[str]:
    """Return the tables that answers rest on; a change to any of them makes a new edition of the tenant."""
    return frozenset(name for _context, module in modules_in(HOUSE, contexts) for name in getattr(module, "JUDGED", ()))


class MemoryStore:
    """Every port of the core in process; made for scenarios, embedders' tests and trials.

    Readers see one consistent state and are never held up; the writers of one tenant wait for each other, at most
    `patience` seconds. Nothing outlives the process.

    Each of the contexts lays its ports over it: `OutsidePorts` over the store, `Ports` over every unit of work. Raises
    InvalidValue, with both places, when two of them give the same port.
    """

    if TYPE_CHECKING:
        # What contexts lay over it is not known before they are listed; tests hold each of them to its protocols.
        def __getattr__(self, port: str) -> Any: ...  # noqa: ANN401, D105

    def __new__(cls, *, patience: float = 5.0, contexts: tuple[Context, ...] = CONTEXTS) -> Self:  # noqa: ARG004
        """Make a store with the ports of the contexts."""
        made: Self = object.__new__(_composed(contexts)[0])  # type: ignore[assignment] # a class made of this one
        return made

    def __init__(self, *, patience: float = 5.0, contexts: tuple[Context, ...] = CONTEXTS) -> None:
        """Begin empty."""
        self.guard = threading.RLock()
        self._work = _composed(contexts)[1]
        self._judged = judged_in(contexts)
        self._spaces: dict[TenantId, Space] = {}
        self._shared = Space()
        self._patience = patience
        self._watchers: list[Callable[[TenantId], None]] = []
        # These hold what is kept: made now, because two threads that come first at once might make two of them.
        for ports in type(self).__mro__:
            for name, port in vars(ports).items():
                if isinstance(port, cached_property):
                    getattr(self, name)

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a unit of work for change, alone on the tenant; raises StoreUnavailable when the wait is too long."""
        space = self._space(tenant_id)
        self._take(space.turn, "tenant")
        try:
            work = self._work(self, tenant_id, writing=True)
            try:
                yield work
            finally:
                work.close()
        finally:
            space.turn.release()

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open a unit of work for reading one consistent state."""
        with self.guard:
            work = self._work(self, tenant_id, writing=False)
        try:
            yield work
        finally:
            work.close()

    def check(self) -> None:
        """Find nothing wrong: memory has no schema that could be of another version."""

    @contextmanager
    def waiting(self) -> Iterator[Callable[[float], None]]:
        """Return what waits for work: whoever waits looks again soon."""
        yield lambda seconds: time.sleep(min(seconds, _LOOK_SECONDS))

    def epoch(self, tenant_id: TenantId) -> int:
        """Count the tenant's commits that changed something."""
        return self._space(tenant_id).epoch

    def edition(self, tenant_id: TenantId) -> int:
        """Count the commits that changed what answers of the tenant rest on, those in the provider's scope included."""
        own = self._space(tenant_id).edition
        return own if tenant_id == PROVIDER else own + self._space(PROVIDER).edition

    def watch(self, told: Callable[[TenantId], None]) -> None:
        """Have every commit of this store told, with its tenant, that changed what answers rest on."""
        self._watchers.append(told)

    def tell(self, tenant_id: TenantId) -> None:
        """Tell of such a commit."""
        for told in self._watchers:
            told(tenant_id)

    def view(self, tenant_id: TenantId, *, writing: bool) -> View:
        """Open a view on a tenant's rows."""
        return View(self._space(tenant_id), self.guard, writing=writing, judged=self._judged)

    def shared(self, *, writing: bool) -> View:
        """Open a view on what all tenants share."""
        return View(self._shared, self.guard, writing=writing)

    def take_shared(self) -> None:
        """Wait for the turn to change what all share; raises StoreUnavailable when the wait is too long."""
        self._take(self._shared.turn, "directory")

    def give_up_shared(self) -> None:
        """Let the next one change what all share."""
        self._shared.turn.release()

    def _take(self, turn: threading.Lock, what: str) -> None:
        if not turn.acquire(timeout=self._patience):
            message = f"The {what} is being changed by somebody else."
            raise StoreUnavailable(message, remedy="Try again.")

    def _space(self, tenant_id: TenantId) -> Space:
        with self.guard:
            return self._spaces.setdefault(tenant_id, Space())
