"""The store on SQL: units of work on tenants, each one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.engine import Connection

from saas_core.kernel.ids import PROVIDER, TenantId
from saas_sql.break_glass import SqlBreakGlassGrants
from saas_sql.effects import SqlOutbox, SqlReplies
from saas_sql.engine import begin_for_change, begin_for_reading, engine_for, retried
from saas_sql.entrances import SqlInvitations, SqlKeys, SqlStaff
from saas_sql.faults import translated
from saas_sql.heads import Head, keep_head, locked_head, read_head
from saas_sql.holders import SqlHolders
from saas_sql.journal import SqlJournal
from saas_sql.keys_and_sessions import SqlApiKeys, SqlSessions, SqlSignInLinks, SqlUses
from saas_sql.licensing import SqlLicenses
from saas_sql.mailings import SqlMailings, SqlSuppressions, SqlSuppressionsAtHand
from saas_sql.notices import SqlNotices, SqlOpenInvoices
from saas_sql.organization import SqlAssignments, SqlDepartments, SqlRoles
from saas_sql.payments import SqlIncidents, SqlLinkedAccounts, SqlPaymentAccounts
from saas_sql.people import SqlUsers
from saas_sql.policy import SqlPermissions, SqlTerms
from saas_sql.schema import check_schema
from saas_sql.session import Session
from saas_sql.signals import SqlSignals, SqlTenantSignals
from saas_sql.tasks import SqlTasks, SqlTenantTasks
from saas_sql.tenancy import SqlDirectory, SqlTenants
from saas_sql.waiting import Waiting


class SqlWork:
    """One unit of work: every port of the core over one tenant's rows; see `kernel.work.Work`."""

    def __init__(
        self, connection: Connection, tenant_id: TenantId, head: Head, *, tell: Callable[[TenantId], None] | None
    ) -> None:
        """Work over a connection whose transaction has begun, on a tenant whose head was read in it.

        `tell` hears of the commit when what answers rest on was changed; without it nothing can be changed.
        """
        writing = tell is not None
        self._tell = tell
        self._connection = connection
        self._head = head
        self._session = Session(connection, tenant_id, writing=writing)
        self.epoch = head.epoch
        self.edition = head.edition
        self.journal = SqlJournal(self._session, head)
        self.tasks = SqlTenantTasks(self._session)
        self.outbox = SqlOutbox(self._session, head, self.tasks)
        self.signals = SqlTenantSignals(self._session)
        self.replies = SqlReplies(self._session)
        self.terms = SqlTerms(self._session)
        self.permissions = SqlPermissions(self._session)
        self.licenses = SqlLicenses(self._session)
        self.payments = SqlPaymentAccounts(self._session)
        self.incidents = SqlIncidents(self._session)
        self.open_invoices = SqlOpenInvoices(self._session)
        self.notices = SqlNotices(self._session)
        self.suppressions = SqlSuppressionsAtHand(self._session)
        self.tenants = SqlTenants(self._session)
        self.directory = SqlDirectory(self._session)
        self.users = SqlUsers(self._session)
        self.departments = SqlDepartments(self._session)
        self.roles = SqlRoles(self._session)
        self.assignments = SqlAssignments(self._session, self.users)
        self.holders = SqlHolders(self._session, self.users)
        self.invitations = SqlInvitations(self._session)
        self.keys = SqlKeys(self._session)
        self.staff = SqlStaff(self._session)
        self.api_keys = SqlApiKeys(self._session)
        self.sign_in_links = SqlSignInLinks(self._session)
        self.sessions = SqlSessions(self._session)
        self.break_glass = SqlBreakGlassGrants(self._session)

    @property
    def tenant_id(self) -> TenantId:
        """The tenant it works on."""
        return self._session.tenant_id

    def commit(self) -> None:
        """Make everything since the beginning last; the unit of work has then ended."""
        session = self._session
        session.require_open()
        session.send()
        self.tasks.send()
        with translated():
            if session.changed:
                keep_head(self._connection, session.tenant_id, self._head, news=session.news)
            self._connection.commit()
        session.ended = True
        if session.news and self._tell is not None:
            self._tell(session.tenant_id)

    def close(self) -> None:
        """End it; what was not committed is gone."""
        self._session.ended = True


class SqlStore:
    """Every port of the core on SQLite or PostgreSQL.

    `url` is `sqlite:///<file>` or `postgresql+psycopg://…`; the database must have been migrated. Connections are
    made when they are needed, so a store can be made while the database is down. Raises InvalidValue for other URLs.
    """

    def __init__(self, url: str) -> None:
        """Remember where the database is."""
        self._engine = engine_for(url)
        self._watchers: list[Callable[[TenantId], None]] = []

    @contextmanager
    def begin(self, tenant_id: TenantId) -> Iterator[SqlWork]:
        """Open a unit of work for change, alone on the tenant; raises StoreFault."""
        with self._opened(tenant_id, begin_for_change, locked_head, tell=self._tell) as work:
            yield work

    @contextmanager
    def read(self, tenant_id: TenantId) -> Iterator[SqlWork]:
        """Open a unit of work for reading one consistent state; raises StoreFault."""
        with self._opened(tenant_id, begin_for_reading, read_head, tell=None) as work:
            yield work

    @property
    def directory(self) -> StandingDirectory:
        """The directory of short names, each call a transaction of its own."""
        return StandingDirectory(self)

    @property
    def tasks(self) -> SqlTasks:
        """Tasks of all tenants, each call a transaction of its own."""
        return SqlTasks(self._engine)

    @property
    def signals(self) -> SqlSignals:
        """Signals of all tenants, each call a transaction of its own."""
        return SqlSignals(self._engine)

    @property
    def linked_accounts(self) -> SqlLinkedAccounts:
        """Whose each account at the provider of payments is, each call a transaction of its own."""
        return SqlLinkedAccounts(self._engine)

    @property
    def mailings(self) -> SqlMailings:
        """How far each mail came, each call a transaction of its own."""
        return SqlMailings(self._engine)

    @property
    def suppressions(self) -> SqlSuppressions:
        """Addresses that get no mail any more, each call a transaction of its own."""
        return SqlSuppressions(self._engine)

    @property
    def uses(self) -> SqlUses:
        """When API keys and sessions were last used, each call a transaction of its own."""
        return SqlUses(self._engine)

    def waiting(self) -> Waiting:
        """Give what waits for work."""
        return Waiting(self._engine)

    def epoch(self, tenant_id: TenantId) -> int:
        """Count the tenant's commits that changed something."""
        with self.read(tenant_id) as work:
            return work.epoch

    def edition(self, tenant_id: TenantId) -> int:
        """Count the commits that changed what answers of the tenant rest on, those in the provider's scope included."""
        with self.read(tenant_id) as work:
            own = work.edition
        return own if tenant_id == PROVIDER else own + self.edition(PROVIDER)

    def watch(self, told: Callable[[TenantId], None]) -> None:
        """Have every commit of this store told, with its tenant, that changed what answers rest on."""
        self._watchers.append(told)

    def check(self) -> None:
        """Raise StoreVersion when the schema is older or newer than this code, StoreUnavailable when it is away."""
        check_schema(self._engine)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    @contextmanager
    def _opened(
        self,
        tenant_id: TenantId,
        begin: Callable[[Connection, TenantId], None],
        head_of: Callable[[Connection, TenantId], Head],
        *,
        tell: Callable[[TenantId], None] | None,
    ) -> Iterator[SqlWork]:
        def open_at(connection: Connection) -> Head:
            connection.rollback()
            begin(connection, tenant_id)
            return head_of(connection, tenant_id)

        with translated():
            connection = self._engine.connect()
        try:
            with translated():
                head = retried(lambda: open_at(connection))
            work = SqlWork(connection, tenant_id, head, tell=tell)
            try:
                yield work
            finally:
                work.close()
        finally:
            with translated():
                connection.close()

    def _tell(self, tenant_id: TenantId) -> None:
        for told in self._watchers:
            told(tenant_id)


class StandingDirectory:
    """The directory of short names outside any unit of work."""

    def __init__(self, store: SqlStore) -> None:
        """Read and write the store's directory."""
        self._store = store

    def find(self, slug: str) -> TenantId | None:
        """Give the tenant of a short name."""
        with self._store.read(PROVIDER) as work:
            return work.directory.find(slug)

    def claim(self, slug: str, tenant_id: TenantId) -> None:
        """Give the short name to the tenant for good; raises SlugTaken when another one has it."""
        with self._store.begin(tenant_id) as work:
            work.directory.claim(slug, tenant_id)
            work.commit()

    def page(self, after: str, limit: int) -> tuple[tuple[str, TenantId], ...]:
        """Give short names in order, those after the given one."""
        with self._store.read(PROVIDER) as work:
            return work.directory.page(after, limit)
