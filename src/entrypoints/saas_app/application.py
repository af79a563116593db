"""The application: every context over the adapters that the settings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from attrs import field, frozen

from saas_app.addresses import ADDRESSES
from saas_app.counting import EVERY_SECONDS, ByTheMinute
from saas_app.documents import documents_of
from saas_app.house import Gathered, House, require_apart, wired
from saas_app.integrations import MakesServices, services_of
from saas_app.mail_in import MailIn, mail_in_of, storage_of
from saas_app.mailing import feedback_of, mailer_of, portal_of
from saas_app.notaries import require_notaries
from saas_app.payments import Payments, payments_of
from saas_app.recognition import classifier_of
from saas_app.settings import Settings
from saas_app.staffing import apart_of
from saas_app.stores import answers_from, in_memory_only, replica_of
from saas_core.contexts import CONTEXTS, Context
from saas_core.gate.check import Gate
from saas_core.kernel.actors import Actor, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Sealer
from saas_local import CheckpointFile, IncomingFolder, KeyFile, SystemClock, SystemIds, SystemSecrets, chance
from saas_sql import SqlStore, migrate

if TYPE_CHECKING:
    from saas_app.parts.access import Access
    from saas_app.parts.engagements import Engagements
    from saas_app.parts.gate import Oversight
    from saas_app.parts.integrations import Integrations
    from saas_app.parts.support import Support
    from saas_app.parts.work import Work
    from saas_core.engagements.estimates.ports.asking import Documents
    from saas_core.incoming.desk import IncomingDesk
    from saas_core.kernel.gathered import Parts
    from saas_core.kernel.mail import Mailer
    from saas_core.kernel.storage import Storage
    from saas_core.licensing.use_cases import Licensing
    from saas_core.mail.desk import MailDesk
    from saas_core.mail.receiving import FeedbackReader
    from saas_core.payments.use_cases.subscribing import Billing
    from saas_core.policy.use_cases import Policy
    from saas_core.signing.use_cases.signing import Signing
    from saas_core.tenancy.use_cases import Tenancy
    from saas_memory import MemoryStore


@frozen(kw_only=True)
class Application:
    """One attribute per context; close it, or use it in a `with` block.

    `gate` answers questions, `oversight` audits, checks and exports; `desks` maps every context's name to its desk,
    including outside contexts. Each is imported and made when it is first used. `sealer` seals what an entrance leaves
    with a browser.
    """

    settings: Settings
    contexts: tuple[Context, ...]
    gathered: Gathered = field(repr=False)
    desks: Mapping[str, Any] = field(repr=False)
    gate: Gate
    store: SqlStore | MemoryStore
    sealer: Sealer = field(repr=False)
    clock: Clock
    _replica: SqlStore | None = field(default=None, repr=False, alias="replica")
    _counting: list[ByTheMinute] = field(factory=list, repr=False, init=False)

    @property
    def parts(self) -> Parts[Any]:
        """The declarations of all contexts."""
        return self.gathered.parts

    @property
    def policy(self) -> Policy:
        """Terms and permissions."""
        found: Policy = self.desks["policy"]
        return found

    @property
    def tenancy(self) -> Tenancy:
        """Clients and their setup."""
        found: Tenancy = self.desks["tenancy"]
        return found

    @property
    def payments(self) -> Billing:
        """The provider of payments."""
        found: Billing = self.desks["payments"]
        return found

    @property
    def licensing(self) -> Licensing:
        """Licenses."""
        found: Licensing = self.desks["licensing"]
        return found

    @property
    def access(self) -> Access:
        """People, roles, keys and staff."""
        found: Access = self.desks["access"]
        return found

    @property
    def support(self) -> Support:
        """Tickets."""
        found: Support = self.desks["support"]
        return found

    @property
    def engagements(self) -> Engagements:
        """Requests for paid work, estimates, approvals, work and billing."""
        found: Engagements = self.desks["engagements"]
        return found

    @property
    def integrations(self) -> Integrations:
        """Connections with other services, and their credentials."""
        found: Integrations = self.desks["integrations"]
        return found

    @property
    def signing(self) -> Signing:
        """Signatures of the policy."""
        found: Signing = self.desks["signing"]
        return found

    @property
    def work(self) -> Work:
        """The worker, and what waits for it."""
        found: Work = self.desks["work"]
        return found

    @property
    def mail(self) -> MailDesk:
        """Mails, and what became of them."""
        found: MailDesk = self.desks["mail"]
        return found

    @property
    def incoming(self) -> IncomingDesk:
        """Mails that came in."""
        found: IncomingDesk = self.desks["incoming"]
        return found

    @property
    def oversight(self) -> Oversight:
        """Journals, the doctor and exports."""
        found: Oversight = self.desks["gate"]
        return found

    def desk(self, context: str) -> Any:  # noqa: ANN401 - of which kind it is, only the context from outside knows
        """Return the desk of a context by name; raises InvalidValue if no context of that name has a desk."""
        if context not in {*self.desks}:
            message = f"{context[:40]!r} is not a context with a desk."
            raise InvalidValue(message, field="context", remedy=f"Name one of {', '.join(self.desks)}.")
        return self.desks[context]

    def take_mail_in(self, folder: Path) -> tuple[int, int, tuple[str, ...]]:
        """Take in the mails in a folder; return how many there were, how many of them are new, and what failed.

        Each file is moved into the folder `taken` in it once its mail is stored. A file that cannot be read or moved
        holds up none of the others: a sentence says what was wrong with it. Raises InvalidValue for no folder,
        StoreFault, ProviderFault.
        """
        intake = self.gathered.wirings["incoming"].intake()
        incoming = IncomingFolder(folder)
        found = [intake.take_in(each) for each in incoming.arrivals()]
        return len(found), sum(found), tuple(incoming.failed)

    def sign_in(self, key: str) -> Actor:
        """Return the actor a key signs in: a client's user, a user's program, or a member of staff.

        Raises KeyUnknown, and InvalidValue for what is not text. Clause 1.5.
        """
        # As `access.staff.authenticate` does it, without the rest of what staff may do.
        actor: Actor = self.gathered.wirings["access"].entering().actor(key)
        return actor

    def count_by_the_minute(self, seconds: float = EVERY_SECONDS) -> None:
        """Write how often clauses decided by the minute from now on, until the application is closed.

        For processes that run for long, as `saas serve` and `saas worker` do. Without it nothing is written; a crash
        loses what was counted since the last minute.
        """
        if not self._counting:
            self._counting.append(ByTheMinute(self.gathered.wirings["gate"].count_writer().write, seconds))
            self._counting[0].begin()

    def close(self) -> None:
        """Close all connections."""
        for each in self._counting:
            each.end()
        self._counting.clear()
        close = getattr(self.store, "close", None)
        if close is not None:
            close()
        if self._replica is not None:
            self._replica.close()

    def __enter__(self) -> Self:
        """Enter a `with` block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def initialize(settings: Settings, *, contexts: tuple[Context, ...] = CONTEXTS) -> None:
    """Create or upgrade the database and the master key; existing data stays.

    `contexts` are the shipped ones, optionally followed by outside ones, whose tables are created too. Raises
    StoreUnavailable if a location cannot be written or reached, StoreVersion if the database is newer than the code,
    PartsClash for contexts that claim the same name.
    """
    require_apart(contexts)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    KeyFile.create(settings.key_file)
    if not settings.database_url.startswith("memory:"):
        migrate(settings.database_url, contexts)


def open_application(  # noqa: PLR0913 - each takes the place of something that the settings name
    settings: Settings,
    *,
    clock: Clock | None = None,
    payments: Payments | None = None,
    mailer: Mailer | None = None,
    feedback: FeedbackReader | None = None,
    storage: Storage | None = None,
    mail_in: MailIn | None = None,
    documents: Documents | None = None,
    services: MakesServices | None = None,
    contexts: tuple[Context, ...] = CONTEXTS,
) -> Application:
    """Open the application; on first use, call `initialize` before and publish the shipped terms after.

    `payments`, `mailer`, `feedback`, `storage`, `mail_in`, `documents` and `services` replace those named by the
    settings or installed, for example with simulated ones; those that integrations use are made with the key file.
    `contexts` are those of `initialize`. Raises InvalidValue for a missing key file and for incomplete settings,
    PartsClash for contexts that claim the same name, StoreVersion and StoreUnavailable for an unusable database.
    """
    in_memory = settings.database_url.startswith("memory:")
    require_notaries(settings)
    keys = KeyFile.load(settings.key_file)
    store = in_memory_only(contexts) if in_memory else SqlStore(settings.database_url, contexts)
    if isinstance(store, SqlStore):
        store.check()
    replica = replica_of(settings, contexts)
    clock = clock or SystemClock()
    house = House(
        store=store,
        answers=answers_from(settings, store, replica),
        clock=clock,
        ids=SystemIds(),
        secrets=SystemSecrets(),
        keys=keys,
        mailer=mailer or mailer_of(settings),
        addresses=ADDRESSES,
        checkpoints=CheckpointFile(settings.checkpoints_file, keys),
        chance=chance,
        payment_provider=payments or payments_of(settings, clock),
        feedback=feedback or feedback_of(settings, clock),
        storage=storage or storage_of(settings),
        integration_services=services(keys) if services else services_of(settings, keys),
        mail_in=mail_in or mail_in_of(settings, clock),
        settings=settings,
        portal=portal_of(settings),
        apart=apart_of(settings),
        classifier=classifier_of(settings),
        documents=documents or documents_of(),
        letter_folders=_letter_folders(contexts),
    )
    gathered = wired(house, contexts)
    application = Application(
        settings=settings,
        contexts=contexts,
        gathered=gathered,
        desks=gathered.desks,
        gate=house.gate(),
        store=store,
        sealer=keys,
        clock=clock,
        replica=replica,
    )
    with store.read(PROVIDER) as work:
        published = bool(work.terms.all())
    if not published:
        # Read only where there is nothing yet.
        from saas_core.policy.shipped import shipped_document  # noqa: PLC0415

        application.policy.publish_terms(by=System("setup"), document=shipped_document())
    # Nothing shipped starts by itself but what looks at the provider of payments.
    if house.payment_provider().configured or gathered.with_outside_contexts:
        for each in gathered.starting:
            each.begin()
    return application


def _letter_folders(contexts: Iterable[Context]) -> tuple[Path, ...]:
    """Return the folders of outside contexts' letter templates: `letters` in their packages."""
    folders = (Path(str(files(each.package))) / "letters" for each in contexts if each.package)
    return tuple(each for each in folders if each.is_dir())
