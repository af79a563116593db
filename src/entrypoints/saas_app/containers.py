"""The wiring: which object gets which; the only place that knows dependency-injector."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import AcceptanceOfLicensing, OpeningOfLicensing, OwnersOfAccess, StatesOfLicensing
from saas_app.contexts import Access
from saas_core.access.use_cases import (
    Departments,
    Imports,
    Inquiries,
    Invitations,
    Names,
    People,
    Rehearsal,
    Roles,
    StaffDesk,
)
from saas_core.access.use_cases.post import Post
from saas_core.gate.audit import Audit, Checkpoints
from saas_core.gate.check import Gate
from saas_core.gate.doctor import Doctor
from saas_core.kernel.ids import Ids
from saas_core.kernel.instants import Clock
from saas_core.kernel.mail import Mailer
from saas_core.kernel.secrets import Secrets
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases import Licensing
from saas_core.policy.use_cases import Policy
from saas_core.tenancy.use_cases import Tenancy
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

    gate = providers.Singleton(Gate, transactions=store, clock=clock, ids=ids)
    policy = providers.Singleton(Policy, transactions=store, clock=clock, ids=ids, judge=gate)
    licensing = providers.Singleton(Licensing, transactions=store, clock=clock, ids=ids, judge=gate)
    licenses = providers.Singleton(LicenseReader, transactions=store, clock=clock, judge=gate)
    tenancy = providers.Singleton(
        Tenancy,
        transactions=store,
        clock=clock,
        ids=ids,
        judge=gate,
        directory=store.provided.directory,
        owners=providers.Singleton(OwnersOfAccess),
        license_states=providers.Singleton(StatesOfLicensing),
        license_opening=providers.Singleton(OpeningOfLicensing, licensing),
        digests=keys,
    )
    people = providers.Singleton(
        People,
        transactions=store,
        clock=clock,
        ids=ids,
        judge=gate,
        digests=keys,
        secrets=secrets,
        sealer=keys,
    )
    departments = providers.Singleton(Departments, transactions=store, clock=clock, ids=ids, judge=gate)
    roles = providers.Singleton(Roles, transactions=store, clock=clock, ids=ids, judge=gate)
    invitations = providers.Singleton(
        Invitations,
        transactions=store,
        clock=clock,
        ids=ids,
        judge=gate,
        secrets=secrets,
        sealer=keys,
        acceptance=providers.Singleton(AcceptanceOfLicensing, licensing),
    )
    imports = providers.Singleton(
        Imports,
        transactions=store,
        clock=clock,
        ids=ids,
        judge=gate,
        digests=keys,
        secrets=secrets,
        sealer=keys,
    )
    staff = providers.Singleton(
        StaffDesk, transactions=store, clock=clock, ids=ids, judge=gate, digests=keys, secrets=secrets
    )
    access = providers.Singleton(
        Access,
        people=people,
        departments=departments,
        roles=roles,
        invitations=invitations,
        imports=imports,
        staff=staff,
        names=providers.Singleton(Names, transactions=store, clock=clock, ids=ids, judge=gate),
        queries=providers.Singleton(Inquiries, transactions=store, clock=clock, ids=ids, judge=gate),
        rehearsal=providers.Singleton(Rehearsal, transactions=store, clock=clock, ids=ids, judge=gate),
    )
    post = providers.Singleton(Post, transactions=store, clock=clock, sealer=keys, mailer=mailer)
    audit = providers.Singleton(Audit, transactions=store, clock=clock, judge=gate, checkpoints=checkpoints)
    doctor = providers.Singleton(
        Doctor,
        transactions=store,
        directory=store.provided.directory,
        checkpoints=checkpoints,
        store=store,
        clock=clock,
        judge=gate,
    )
