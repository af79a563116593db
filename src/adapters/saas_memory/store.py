"""The store in process: units of work on tenants, all or nothing, one writer per tenant at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from saas_core.kernel.errors import StoreFault, StoreUnavailable
from saas_core.kernel.ids import PROVIDER, TenantId
from saas_memory.effects import MemoryOutbox, MemoryReplies
from saas_memory.entrances import MemoryInvitations, MemoryKeys, MemoryStaff
from saas_memory.holders import MemoryHolders
from saas_memory.journal import MemoryJournal
from saas_memory.keys_and_sessions import (
    MemoryApiKeys,
    MemoryBreakGlassGrants,
    MemorySessions,
    MemorySignInLinks,
    MemoryUses,
)
from saas_memory.licensing import MemoryLicenses
from saas_memory.mailings import MemoryMailings, MemorySuppressions, MemorySuppressionsAtHand
from saas_memory.notices import MemoryNotices, MemoryOpenInvoices
from saas_memory.organization import MemoryAssignments, MemoryDepartments, MemoryRoles
from saas_memory.payments import MemoryIncidents, MemoryLinkedAccounts, MemoryPaymentAccounts
from saas_memory.people import MemoryUsers
from saas_memory.policy import MemoryPermissions, MemoryTerms
from saas_memory.signals import MemorySignals, MemoryTenantSignals
from saas_memory.space import Space, View
from saas_memory.tasks import MemoryTasks, MemoryTenantTasks
from saas_memory.tenancy import MemoryDirectory, MemoryTenants

_LOOK_SECONDS = 0.05


class MemoryWork:
    """One unit of work: every port of the core over one tenant's rows; see `kernel.work.Work`."""

    def __init__(self, store: MemoryStore, tenant_id: TenantId, *, writing: bool) -> None:
        """Look at the tenant's rows as they are now."""
        self._store = store
        self._tenant_id = tenant_id
        self._own = store.view(tenant_id, writing=writing)
        self._provider = self._own if tenant_id == PROVIDER else store.view(PROVIDER, writing=False)
        self._slugs = store.slugs(writing=False)
        self._claiming: View | None = None
        self._writing = writing
        self.epoch = self._own.epoch
        self.edition = self._own.edition
        self.journal = MemoryJournal(self._own, tenant_id)
        self.tasks = MemoryTenantTasks(store.tasks, tenant_id, writing=writing)
        self.outbox = MemoryOutbox(self._own, self.tasks)
        self.signals = MemoryTenantSignals(store.signals, writing=writing)
        self.replies = MemoryReplies(self._own)
        self.terms = MemoryTerms(self._provider)
        self.permissions = MemoryPermissions(self._provider)
        self.licenses = MemoryLicenses(self._own, tenant_id)
        self.payments = MemoryPaymentAccounts(self._own, tenant_id, store.linked_accounts)
        self.incidents = MemoryIncidents(self._own)
        self.open_invoices = MemoryOpenInvoices(self._own)
        self.notices = MemoryNotices(self._own)
        self.suppressions = MemorySuppressionsAtHand(store.suppressions, writing=writing)
        self.tenants = MemoryTenants(self._own, tenant_id)
        self.users = MemoryUsers(self._own)
        self.departments = MemoryDepartments(self._own)
        self.roles = MemoryRoles(self._own)
        self.assignments = MemoryAssignments(self._own)
        self.holders = MemoryHolders(self._own)
        self.invitations = MemoryInvitations(self._own)
        self.keys = MemoryKeys(self._own, tenant_id)
        self.staff = MemoryStaff(self._own, tenant_id)
        self.api_keys = MemoryApiKeys(self._own, tenant_id, store.uses)
        self.sign_in_links = MemorySignInLinks(self._own)
        self.sessions = MemorySessions(self._own, tenant_id, store.uses)
        self.break_glass = MemoryBreakGlassGrants(self._own)
        self.directory = MemoryDirectory(self._slugs, self._claim)

    @property
    def tenant_id(self) -> TenantId:
        """The tenant it works on."""
        return self._tenant_id

    def commit(self) -> None:
        """Make everything since the beginning last; the unit of work has then ended."""
        with self._store.guard:
            news = self._own.commit()
            self.tasks.commit()
            self.signals.commit()
            self.payments.commit()
            self.suppressions.commit()
            if self._claiming is not None:
                self._claiming.commit()
        self.close()
        if news:
            self._store.tell(self._tenant_id)

    def close(self) -> None:
        """End it; what was not committed is gone."""
        for view in (self._own, self._provider, self._slugs):
            view.close()
        for waiting in (self.tasks, self.signals, self.payments, self.suppressions):
            waiting.close()
        if self._claiming is not None:
            self._claiming.close()
            self._claiming = None
            self._store.give_up_slugs()

    def _claim(self) -> View:
        if not self._writing:
            message = "This unit of work may not change what it sees."
            raise StoreFault(message, remedy="Begin one for change.")
        if self._claiming is None:
            self._store.take_slugs()
            self._claiming = self._store.slugs(writing=True)
        return self._claiming


class MemoryStore:
    """Every port of the core in process; made for scenarios, embedders' tests and trials.

    Readers see one consistent state and are never held up; the writers of one tenant wait for each other, at most
    `patience` seconds. Nothing outlives the process.
    """

    def __init__(self, *, patience: float = 5.0) -> None:
        """Begin empty."""
        self.guard = threading.RLock()
        self.tasks = MemoryTasks(self.guard)
        self.linked_accounts = MemoryLinkedAccounts(self.guard)
        self.uses = MemoryUses(self.guard)
        self.signals = MemorySignals(self.guard, self.tasks, self.linked_accounts.find)
        self.mailings = MemoryMailings(self.guard)
        self.suppressions = MemorySuppressions(self.guard)
        self._spaces: dict[TenantId, Space] = {}
        self._directory = Space()
        self._patience = patience
        self._watchers: list[Callable[[TenantId], None]] = []

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[MemoryWork]:
        """Open a unit of work for change, alone on the tenant; raises StoreUnavailable when the wait is too long."""
        space = self._space(tenant_id)
        self._take(space.turn, "tenant")
        try:
            work = MemoryWork(self, tenant_id, writing=True)
            try:
                yield work
            finally:
                work.close()
        finally:
            space.turn.release()

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[MemoryWork]:
        """Open a unit of work for reading one consistent state."""
        with self.guard:
            work = MemoryWork(self, tenant_id, writing=False)
        try:
            yield work
        finally:
            work.close()

    @property
    def directory(self) -> StandingDirectory:
        """The directory of short names, each call a transaction of its own."""
        return StandingDirectory(self)

    def check(self) -> None:
        """Find nothing wrong: memory has no schema that could be of another version."""

    @contextmanager
    def waiting(self) -> Iterator[Callable[[float], None]]:
        """Give what waits for work: whoever waits looks again soon."""
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
        return View(self._space(tenant_id), self.guard, writing=writing)

    def slugs(self, *, writing: bool) -> View:
        """Open a view on the directory."""
        return View(self._directory, self.guard, writing=writing)

    def take_slugs(self) -> None:
        """Wait for the turn to change the directory; raises StoreUnavailable when the wait is too long."""
        self._take(self._directory.turn, "directory")

    def give_up_slugs(self) -> None:
        """Let the next one change the directory."""
        self._directory.turn.release()

    def _take(self, turn: threading.Lock, what: str) -> None:
        if not turn.acquire(timeout=self._patience):
            message = f"The {what} is being changed by somebody else."
            raise StoreUnavailable(message, remedy="Try again.")

    def _space(self, tenant_id: TenantId) -> Space:
        with self.guard:
            return self._spaces.setdefault(tenant_id, Space())


class StandingDirectory:
    """The directory of short names outside any unit of work."""

    def __init__(self, store: MemoryStore) -> None:
        """Read and write the store's directory."""
        self._store = store

    def find(self, slug: str) -> TenantId | None:
        """Give the tenant of a short name."""
        with self._reading() as directory:
            return directory.find(slug)

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Give the short name to the tenant for good; raises SlugTaken when another one has it."""
        with self._store.begin(tenant_id) as work:
            work.directory.claim(slug, tenant_id)
            work.commit()

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Give short names in order, those after the given one."""
        with self._reading() as directory:
            return directory.page(after, limit)

    @contextmanager
    def _reading(self) -> Iterator[MemoryDirectory]:
        with self._store.read(PROVIDER) as work:
            yield work.directory
