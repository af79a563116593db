"""The application: every context over the adapters that the settings name."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from attrs import frozen

from saas_app.containers import Core
from saas_app.contexts import Access
from saas_app.mailing import feedback_of, mailer_of, portal_of
from saas_app.payments import Payments, payments_of
from saas_app.settings import Settings
from saas_core.gate.audit import Audit
from saas_core.gate.check import Gate
from saas_core.gate.doctor import Doctor
from saas_core.gate.export import Exports
from saas_core.kernel.actors import System
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mailer
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases import Licensing
from saas_core.mail.desk import MailDesk
from saas_core.mail.receiving import FeedbackReader
from saas_core.payments.use_cases.subscribing import Billing
from saas_core.policy.shipped import shipped_document
from saas_core.policy.use_cases import Policy
from saas_core.tenancy.use_cases import Tenancy
from saas_core.work.desk import Deliveries
from saas_core.work.inbox import Inbox
from saas_core.work.worker import Worker
from saas_local import CheckpointFile, KeyFile, SystemClock, SystemIds, SystemSecrets, chance
from saas_memory import MemoryStore
from saas_sql import SqlStore, migrate


@frozen(kw_only=True)
class Application:
    """One attribute per context; close it, or use it in a `with` block."""

    settings: Settings
    policy: Policy
    tenancy: Tenancy
    licensing: Licensing
    licenses: LicenseReader
    access: Access
    gate: Gate
    audit: Audit
    doctor: Doctor
    worker: Worker
    deliveries: Deliveries
    billing: Billing
    inbox: Inbox
    mail: MailDesk
    exports: Exports
    store: SqlStore | MemoryStore

    def close(self) -> None:
        """Give connections back."""
        if isinstance(self.store, SqlStore):
            self.store.close()

    def __enter__(self) -> Self:
        """Use the application for a while."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def initialize(settings: Settings) -> None:
    """Make or upgrade the database and the master key; what is there already stays.

    Raises StoreUnavailable when a place cannot be written or reached, StoreVersion for a database newer than the code.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    KeyFile.create(settings.key_file)
    if not settings.database_url.startswith("memory:"):
        migrate(settings.database_url)


def open_application(
    settings: Settings,
    *,
    clock: Clock | None = None,
    payments: Payments | None = None,
    mailer: Mailer | None = None,
    feedback: FeedbackReader | None = None,
) -> Application:
    """Open the application; the first time, `initialize` and then publish the shipped terms.

    `payments`, `mailer` and `feedback` take the place of those that the settings name, as simulated ones do. Raises
    InvalidValue for a missing key file and for settings that lack a part, StoreVersion and StoreUnavailable for a
    database that cannot be used.
    """
    in_memory = settings.database_url.startswith("memory:")
    keys = KeyFile.load(settings.key_file)
    store = MemoryStore() if in_memory else SqlStore(settings.database_url)
    if isinstance(store, SqlStore):
        store.check()
    clock = clock or SystemClock()
    provider = payments or payments_of(settings, clock)
    core = Core(
        store=store,
        clock=clock,
        ids=SystemIds(),
        secrets=SystemSecrets(),
        keys=keys,
        mailer=mailer or mailer_of(settings),
        checkpoints=CheckpointFile(settings.checkpoints_file, keys),
        chance=chance,
        payments=provider,
        feedback=feedback or feedback_of(settings, clock),
        portal=portal_of(settings),
    )
    core.check_dependencies()
    application = Application(
        settings=settings,
        policy=core.policy(),
        tenancy=core.tenancy(),
        licensing=core.licensing(),
        licenses=core.licenses(),
        access=core.access(),
        gate=core.gate(),
        audit=core.audit(),
        doctor=core.doctor(),
        worker=core.worker(),
        deliveries=core.deliveries(),
        billing=core.billing(),
        inbox=core.inbox(),
        mail=core.mail(),
        exports=core.exports(),
        store=store,
    )
    if not application.policy.versions():
        application.policy.publish_terms(by=System("setup"), document=shipped_document())
    if provider.configured:
        core.reconciliation().begin()
    return application
