"""The wiring: which object gets which; the only place that knows dependency-injector."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from dependency_injector import containers, providers

from saas_app.bridges import (
    AcceptanceOfLicensing,
    ContactsOfTenancy,
    LicensesFollowBooks,
    OpeningOfLicensing,
    OwnersOfAccess,
    StatesOfLicensing,
    SubscriptionsOfPayments,
    WordingOfNotices,
)
from saas_app.composing import LettersWhenFirstNeeded
from saas_app.contexts import Access
from saas_app.payments import Payments
from saas_app.tasks import FOLLOW_UPS, KEPT_IN_CLIENTS, handlers, receivers
from saas_core.access.effects.post import Post
from saas_core.access.effects.sign_in_post import SignInPost
from saas_core.access.use_cases import (
    ApiKeys,
    BreakGlass,
    Departments,
    Imports,
    Inquiries,
    Invitations,
    Names,
    People,
    Rehearsal,
    Roles,
    SignIn,
    StaffDesk,
)
from saas_core.gate.audit import Audit, Checkpoints
from saas_core.gate.check import Gate
from saas_core.gate.doctor import Doctor
from saas_core.gate.export import Exports
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mailer
from saas_core.kernel.secrets import Secrets
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases import Licensing
from saas_core.licensing.use_cases.mirroring import Mirroring
from saas_core.mail.desk import MailDesk
from saas_core.mail.effects import FeedbackAgain
from saas_core.mail.mailings import LIFTED_KEPT, MAILINGS_KEPT
from saas_core.mail.mailroom import Mailroom
from saas_core.mail.receiving import FeedbackReader
from saas_core.notices.effects import NoticePost, Sweeps
from saas_core.payments.effects.looks import Looks
from saas_core.payments.effects.orders import Orders
from saas_core.payments.effects.reconciling import Reconciliation
from saas_core.payments.use_cases.comparing import Comparison
from saas_core.payments.use_cases.renewing import Renewing
from saas_core.payments.use_cases.subscribing import Billing
from saas_core.policy.use_cases import Policy
from saas_core.tenancy.use_cases import Tenancy
from saas_core.work.desk import Deliveries
from saas_core.work.inbox import SIGNALS_KEPT, Inbox
from saas_core.work.retention import Retention
from saas_core.work.worker import Worker
from saas_local import KeyFile
from saas_memory import MemoryStore
from saas_sql import SqlStore


class Core(containers.DeclarativeContainer):
    """The core over whichever adapters it is given; nothing in it knows which."""

    store: providers.Dependency[SqlStore | MemoryStore] = providers.Dependency()
    clock: providers.Dependency[Clock] = providers.Dependency()
    ids: providers.Dependency[Ids] = providers.Dependency()
    secrets: providers.Dependency[Secrets] = providers.Dependency()
    keys: providers.Dependency[KeyFile] = providers.Dependency()
    mailer: providers.Dependency[Mailer] = providers.Dependency()
    checkpoints: providers.Dependency[Checkpoints] = providers.Dependency()
    chance: providers.Dependency[Callable[[], float]] = providers.Dependency()
    payments: providers.Dependency[Payments] = providers.Dependency()
    feedback: providers.Dependency[FeedbackReader | None] = providers.Dependency()
    portal: providers.Dependency[str] = providers.Dependency(default="")

    gate = providers.Singleton(Gate, store=store, clock=clock, ids=ids)
    _reading: ClassVar[dict[str, Any]] = {"transactions": store, "clock": clock, "judge": gate}
    _acting: ClassVar[dict[str, Any]] = {**_reading, "ids": ids}
    _inviting: ClassVar[dict[str, Any]] = {**_acting, "secrets": secrets, "sealer": keys}

    policy = providers.Singleton(Policy, **_acting)
    _renewing = providers.Singleton(Renewing, ids=ids)
    licensing = providers.Singleton(
        Licensing, **_acting, subscriptions=providers.Singleton(SubscriptionsOfPayments, _renewing)
    )
    licenses = providers.Singleton(LicenseReader, **_reading)
    tenancy = providers.Singleton(
        Tenancy,
        **_acting,
        directory=store.provided.directory,
        owners=providers.Singleton(OwnersOfAccess),
        license_states=providers.Singleton(StatesOfLicensing),
        license_opening=providers.Singleton(OpeningOfLicensing, licensing),
        digests=keys,
    )
    access = providers.Singleton(
        Access,
        people=providers.Singleton(People, **_inviting, digests=keys),
        departments=providers.Singleton(Departments, **_acting),
        roles=providers.Singleton(Roles, **_acting),
        invitations=providers.Singleton(
            Invitations, **_inviting, acceptance=providers.Singleton(AcceptanceOfLicensing, licensing)
        ),
        imports=providers.Singleton(Imports, **_inviting, digests=keys),
        api_keys=providers.Singleton(ApiKeys, **_acting, digests=keys, secrets=secrets),
        sign_in=providers.Singleton(SignIn, **_inviting, directory=store.provided.directory),
        break_glass=providers.Singleton(BreakGlass, **_acting, digests=keys),
        staff=providers.Singleton(StaffDesk, **_acting, digests=keys, secrets=secrets, uses=store.provided.uses),
        names=providers.Singleton(Names, **_acting),
        queries=providers.Singleton(Inquiries, **_acting),
        rehearsal=providers.Singleton(Rehearsal, **_acting),
    )
    _contacts = providers.Singleton(ContactsOfTenancy)
    _follower = providers.Singleton(LicensesFollowBooks, providers.Singleton(Mirroring, ids=ids))
    orders = providers.Singleton(
        Orders,
        transactions=store,
        books=payments.provided.books,
        desk=payments.provided.desk,
        contacts=_contacts,
        clock=clock,
    )
    looks = providers.Singleton(
        Looks,
        transactions=store,
        books=payments.provided.books,
        accounts=store.provided.linked_accounts,
        contacts=_contacts,
        follower=_follower,
        clock=clock,
    )
    reconciliation = providers.Singleton(
        Reconciliation,
        transactions=store,
        tasks=store.provided.tasks,
        accounts=store.provided.linked_accounts,
        clock=clock,
    )
    billing = providers.Singleton(
        Billing,
        **_acting,
        books=payments.provided.books,
        desk=payments.provided.desk,
        offer=payments.provided.offer,
        tasks=store.provided.tasks,
        accounts=store.provided.linked_accounts,
    )
    mailroom = providers.Singleton(
        Mailroom,
        mailer=mailer,
        mailings=store.provided.mailings,
        suppressions=store.provided.suppressions,
        digests=keys,
        clock=clock,
    )
    _composer = providers.Singleton(LettersWhenFirstNeeded)
    _wording = providers.Singleton(WordingOfNotices, _composer, portal)
    _post = providers.Singleton(
        Post,
        transactions=store,
        sealer=keys,
        mailer=mailroom,
        wording=_wording,
    )
    _notice_post = providers.Singleton(NoticePost, transactions=store, clock=clock, composer=_composer, mailer=mailroom)
    _sweeps = providers.Singleton(
        Sweeps,
        transactions=store,
        directory=store.provided.directory,
        tasks=store.provided.tasks,
        clock=clock,
        ids=ids,
    )
    _retention = providers.Singleton(
        Retention,
        transactions=store,
        directory=store.provided.directory,
        tasks=store.provided.tasks,
        clock=clock,
        in_clients=KEPT_IN_CLIENTS,
        outside=providers.List(
            providers.List(store.provided.mailings, providers.Object(MAILINGS_KEPT)),
            providers.List(store.provided.suppressions, providers.Object(LIFTED_KEPT)),
            providers.List(store.provided.signals, providers.Object(SIGNALS_KEPT)),
        ),
    )
    _feedback_again = providers.Singleton(
        FeedbackAgain, transactions=store, signals=store.provided.signals, mailroom=mailroom
    )
    _sign_in_post = providers.Singleton(
        SignInPost, transactions=store, clock=clock, sealer=keys, mailer=mailroom, wording=_wording
    )
    worker = providers.Singleton(
        Worker,
        tasks=store.provided.tasks,
        clock=clock,
        ids=ids,
        chance=chance,
        handlers=providers.Callable(
            handlers,
            payments,
            transactions=store,
            clock=clock,
            post=_post,
            notice_post=_notice_post,
            sweeps=_sweeps,
            sign_in_post=_sign_in_post,
            orders=orders,
            looks=looks,
            hours=reconciliation,
            retention=_retention,
            feedback_again=_feedback_again,
        ),
        standing=providers.List(_retention),
    )
    deliveries = providers.Singleton(Deliveries, **_acting, tasks=store.provided.tasks)
    inbox = providers.Singleton(
        Inbox,
        **_acting,
        receivers=providers.Callable(
            receivers,
            payments,
            signals=store.provided.signals,
            clock=clock,
            feedback=feedback,
            mailroom=mailroom,
        ),
        follow_ups=FOLLOW_UPS,
        signals=store.provided.signals,
        tasks=store.provided.tasks,
    )
    mail = providers.Singleton(
        MailDesk,
        **_acting,
        mailings=store.provided.mailings,
        suppressions=store.provided.suppressions,
        digests=keys,
    )
    exports = providers.Singleton(Exports, **_reading)
    audit = providers.Singleton(Audit, **_reading, checkpoints=checkpoints)
    comparison = providers.Singleton(
        Comparison, transactions=store, books=payments.provided.books, follower=_follower, clock=clock
    )
    doctor = providers.Singleton(
        Doctor,
        **_reading,
        provider=comparison,
        directory=store.provided.directory,
        checkpoints=checkpoints,
        store=store,
        tasks=store.provided.tasks,
        signals=store.provided.signals,
    )
