"""The in-process store: atomic units of work, with one writer per tenant at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from saas_core.contexts import CONTEXTS, Context, modules_in
from saas_core.kernel.composing import composed
from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_core.kernel.news import News
from saas_core.kernel.parts import Finding
from saas_memory.space import Space, View

HOUSE = "saas_memory"
"""The package that holds the contexts' modules."""
_LOOK_SECONDS = 0.05


class Ending(Protocol):
    """A port that holds changes to data outside the tenant until the commit."""

    def commit(self) -> None:
        """Make the changes permanent; the store is locked meanwhile."""
        ...

    def close(self) -> None:
        """Discard uncommitted changes and release any locks."""
        ...


E = TypeVar("E", bound=Ending)


class MemoryWork:
    """One unit of work; see `kernel.work.Work`.

    Each context adds a class `Ports`, whose ports are created on first use, over views: of the tenant's `own` rows, of
    the `provider`'s rows, and of the `shared` rows of all tenants.
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
        """The tenant of this unit of work."""
        return self._tenant_id

    def ending(self, port: E) -> E:
        """Close a port together with this unit of work, and return it."""
        self._ending.append(port)
        return port

    def commit(self) -> None:
        """Commit everything done so far and end the unit of work."""
        with self.store.guard:
            news = self.own.commit()
            edition = self.store.fed(self._tenant_id) if news else 0
            for port in self._ending:
                port.commit()
            if self._claiming is not None:
                self._claiming.commit()
        self.close()
        if news:
            self.store.tell(self._tenant_id, edition)

    def close(self) -> None:
        """End the unit of work and discard uncommitted changes."""
        for view in (self.own, self.provider, self.shared):
            view.close()
        for port in self._ending:
            port.close()
        if self._claiming is not None:
            self._claiming.close()
            self._claiming = None
            self.store.give_up_shared()

    def claiming(self) -> View:
        """Lock the shared data until this unit of work ends, and return a writable view of it."""
        if not self.writing:
            message = "This unit of work is read-only."
            raise StoreFault(message, remedy="Begin a writing one.")
        if self._claiming is None:
            self.store.take_shared()
            self._claiming = self.store.shared(writing=True)
        return self._claiming


@cache
def _composed(contexts: tuple[Context, ...]) -> tuple[type[MemoryStore], type[MemoryWork]]:
    return composed(MemoryStore, HOUSE, "OutsidePorts", contexts), composed(MemoryWork, HOUSE, "Ports", contexts)


@cache
def judged_in(contexts: tuple[Context, ...]) -> frozenset[str]:
    """Return the tables that answers rest on; changing any of them starts a new edition of the tenant."""
    return frozenset(name for _context, module in modules_in(HOUSE, contexts) for name in getattr(module, "JUDGED", ()))


class MemoryStore:
    """Every port of the core in process, for scenarios, embedders' tests and trials.

    Readers see one consistent state and never block; writers of the same tenant wait for each other, at most `patience`
    seconds. Nothing outlives the process.

    Each context adds its ports: `OutsidePorts` to the store, `Ports` to every unit of work. Raises InvalidValue, naming
    both places, if two contexts provide the same port.
    """

    if TYPE_CHECKING:
        # The ports that contexts add are not known statically; tests check each against its protocols.
        def __getattr__(self, port: str) -> Any: ...  # noqa: ANN401, D105

    def __new__(cls, *, patience: float = 5.0, contexts: tuple[Context, ...] = CONTEXTS) -> Self:  # noqa: ARG004
        """Return a store with the ports of the contexts."""
        made: Self = object.__new__(_composed(contexts)[0])  # type: ignore[assignment] # a class made of this one
        return made

    def __init__(self, *, patience: float = 5.0, contexts: tuple[Context, ...] = CONTEXTS) -> None:
        """Start empty."""
        self.guard = threading.RLock()
        self._work = _composed(contexts)[1]
        self._judged = judged_in(contexts)
        self._spaces: dict[TenantId, Space] = {}
        self._shared = Space()
        self._patience = patience
        self._watchers: list[Callable[[TenantId, int], None]] = []
        # The number of its last change for each tenant whose answers may have changed, the latest one last.
        self._feed: dict[TenantId, int] = {}
        self._changes = 0
        # Created eagerly: two threads creating them on first use could end up with two instances.
        for ports in type(self).__mro__:
            for name, port in vars(ports).items():
                if isinstance(port, cached_property):
                    getattr(self, name)

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[Any]:
        """Open an exclusive unit of work on the tenant; raises StoreUnavailable if the wait is too long."""
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
        """Open a read-only unit of work on one consistent state."""
        with self.guard:
            work = self._work(self, tenant_id, writing=False)
        try:
            yield work
        finally:
            work.close()

    def check(self) -> None:
        """Do nothing: memory has no schema that could have the wrong version."""

    def guard_findings(self, *, of_journal: bool = False) -> tuple[Finding, ...]:  # noqa: ARG002 - no guards at all
        """Return nothing: memory has no guards besides the code."""
        return ()

    @contextmanager
    def waiting(self) -> Iterator[Callable[[float], None]]:
        """Return an object that waits for work by polling."""
        yield lambda seconds: time.sleep(min(seconds, _LOOK_SECONDS))

    def epoch(self, tenant_id: TenantId) -> int:
        """Return the number of the tenant's commits that changed something."""
        return self._space(tenant_id).epoch

    def edition(self, tenant_id: TenantId) -> int:
        """Return the number of the tenant's commits that changed what answers rest on."""
        return self._space(tenant_id).edition

    def news(self, since: str | None, most: int) -> News:
        """Return the tenants whose edition changed since a mark, or everything if they are more than `most`."""
        with self.guard:
            mark = str(self._changes)
            if since is None:
                return News(mark)
            later = takewhile(lambda each: self._feed[each] > int(since), reversed(self._feed))
            changed = list(islice(later, most + 1))
            if len(changed) > most:
                return News(mark, everything=True)
            return News(mark, {each: self._space(each).edition for each in changed})

    def fed(self, tenant_id: TenantId) -> int:
        """Put a tenant at the end of the feed of changed editions, and return its edition; the store is locked."""
        self._changes += 1
        self._feed.pop(tenant_id, None)
        self._feed[tenant_id] = self._changes
        return self._space(tenant_id).edition

    def watch(self, notify: Callable[[TenantId, int], None]) -> None:
        """Call `notify` with the tenant and its edition after each commit that changes what answers rest on."""
        self._watchers.append(notify)

    def tell(self, tenant_id: TenantId, edition: int) -> None:
        """Notify the watchers of such a commit."""
        for notify in self._watchers:
            notify(tenant_id, edition)

    def view(self, tenant_id: TenantId, *, writing: bool) -> View:
        """Open a view of a tenant's rows."""
        return View(self._space(tenant_id), self.guard, writing=writing, judged=self._judged)

    def shared(self, *, writing: bool) -> View:
        """Open a view of the shared rows."""
        return View(self._shared, self.guard, writing=writing)

    def take_shared(self) -> None:
        """Lock the shared rows; raises StoreUnavailable if the wait is too long."""
        self._take(self._shared.turn, "directory")

    def give_up_shared(self) -> None:
        """Unlock the shared rows."""
        self._shared.turn.release()

    def _take(self, turn: threading.Lock, what: str) -> None:
        if not turn.acquire(timeout=self._patience):
            message = f"The {what} is being changed by another unit of work."
            raise StoreUnavailable(message, remedy="Try again.")

    def _space(self, tenant_id: TenantId) -> Space:
        with self.guard:
            return self._spaces.setdefault(tenant_id, Space())
