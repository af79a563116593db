"""The kit: a provider in memory, and the steps that most tests begin with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from attrs import frozen

from saas_app import Application, MakesServices, Payments, initialize, open_application, settings_at
from saas_core.access.values import RoleGrant
from saas_core.engagements.estimates.ports.asking import Documents
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import DepartmentId, TenantId, UserId
from saas_core.policy.decision import LicenseeKind, Question
from saas_testing.clock import BEGINNING, Clock
from saas_testing.mailbox import Mailbox

_LICENSED = "topic.feature_usage"
"""An action that is open to every user while the license is, and to nobody else."""


@frozen(kw_only=True)
class Person:
    """A user who accepted an invitation; `by` is the actor for use cases and questions, `key` signs it in."""

    by: ClientUser
    name: str
    email: str
    key: str

    @property
    def user_id(self) -> UserId:
        """The user's id."""
        return self.by.user_id


@frozen(kw_only=True)
class Client:
    """A client with an active instance, which has paid until `until`."""

    tenant_id: TenantId
    slug: str
    owner: Person
    until: datetime


@frozen(kw_only=True)
class Invited:
    """A user on whose acceptance the instance waits; `token` is the one in the mailed link."""

    tenant_id: TenantId
    user_id: UserId
    name: str
    email: str
    token: str


@frozen(kw_only=True)
class Kit:
    """A provider with one member of staff; clients, people and the passing of time are a call each.

    `application` is the whole library, for every step that is not here.
    """

    application: Application
    clock: Clock
    mailbox: Mailbox
    staff: Actor
    staff_key: str

    def active_client(
        self, slug: str = "harbor", *, days: int = 30, kind: LicenseeKind = LicenseeKind.BUSINESS_OPERATOR
    ) -> Client:
        """Return a new client whose owner accepted the terms, and whose license is paid from now on for some days."""
        app, name = self.application, slug.replace("-", " ").title()
        tenant_id = app.tenancy.add_tenant(by=self.staff, slug=slug, kind=kind).tenant_id
        app.tenancy.configure_account(
            by=self.staff,
            tenant_id=tenant_id,
            legal_name=f"{name} Ltd",
            country="GB",
            time_zone="Europe/London",
            language="en",
            contact_email=f"office@{slug}.example",
        )
        email = f"olivia@{slug}.example"
        app.access.people.invite_user(by=self.staff, tenant_id=tenant_id, name="Olivia Hart", email=email, owner=True)
        owner = self._joined(tenant_id, "Olivia Hart", email, app.policy.offered_terms().digest)
        since, until = self.clock.at, self.clock.at + timedelta(days=days)
        app.licensing.record_payment(by=self.staff, tenant_id=tenant_id, invoice="1", since=since, until=until)
        app.tenancy.activate(by=self.staff, tenant_id=tenant_id)
        return Client(tenant_id=tenant_id, slug=slug, owner=owner, until=until)

    def register(self, *permissions: str) -> None:
        """Register operations of your platform, such as `invoices.view`; the name serves as the title."""
        document = "".join(f'[[permission]]\nname = "{each}"\ntitle = "{each}"\n' for each in permissions)
        self.application.policy.register_permissions(by=self.staff, document=document.encode())

    def invited(
        self,
        client: Client,
        name: str = "Mia Chen",
        *,
        permissions: Iterable[str] = (),
        department_id: DepartmentId | None = None,
    ) -> Invited:
        """Return a user whom the owner invited, with a role of these permissions in a department or everywhere.

        The address is the first name at the client's; the letter is in the mailbox.
        """
        app, granted = self.application, tuple(permissions)
        by, tenant_id = client.owner.by, client.tenant_id
        grants: tuple[RoleGrant, ...] = ()
        if granted:
            role = app.access.roles.create(by=by, tenant_id=tenant_id, name=f"Role of {name}", permissions=granted)
            grants = (RoleGrant(role.role_id, department_id),)
        email = f"{name.split(maxsplit=1)[0].lower()}@{client.slug}.example"
        added = app.access.people.invite_user(by=by, tenant_id=tenant_id, name=name, email=email, grants=grants)
        app.work.worker.drain(tenant_id=tenant_id)
        return Invited(
            tenant_id=tenant_id,
            user_id=added.user_id,
            name=name,
            email=email,
            token=self.mailbox.token(email),
        )

    def joined(
        self,
        client: Client,
        name: str = "Mia Chen",
        *,
        permissions: Iterable[str] = (),
        department_id: DepartmentId | None = None,
    ) -> Person:
        """Return a user invited as by `invited`, who accepted."""
        invited = self.invited(client, name, permissions=permissions, department_id=department_id)
        return self._joined(client.tenant_id, name, invited.email, None)

    def lapse(self, client: Client) -> datetime:
        """Move the clock to the very instant at which the client's license ends, after any grace; return it."""
        question = Question(client.tenant_id, client.owner.by, _LICENSED)
        decision = self.application.gate.check(question)
        while decision.allowed and decision.valid_until is not None:
            self.clock.at = decision.valid_until
            decision = self.application.gate.check(question)
        return self.clock.at

    def _joined(self, tenant_id: TenantId, name: str, email: str, terms: str | None) -> Person:
        self.application.work.worker.drain(tenant_id=tenant_id)
        token = self.mailbox.token(email)
        accepted = self.application.access.invitations.accept(token=token, accept_terms=terms)
        return Person(by=ClientUser(tenant_id, accepted.user_id), name=name, email=email, key=accepted.key or "")


@contextmanager
def open_kit(
    *,
    at: datetime = BEGINNING,
    payments: Payments | None = None,
    documents: Documents | None = None,
    services: MakesServices | None = None,
) -> Iterator[Kit]:
    """Open a kit over a store in memory, at an instant; with `payments`, over a simulated provider.

    `documents` render what is issued, in place of what is installed for it, and `services` makes what integrations
    connect in place of the vendors' own. The key file lies in a temporary folder,
    which is removed at the end.
    """
    clock, mailbox = Clock(at), Mailbox()
    with tempfile.TemporaryDirectory(prefix="saas-testing-") as folder:
        settings = settings_at(Path(folder), database_url="memory:", provider_name="Lantern Software Ltd")
        initialize(settings)
        with open_application(
            settings, clock=clock, mailer=mailbox, payments=payments, documents=documents, services=services
        ) as application:
            first = application.access.staff.first(name="Sam Reyes", email="sam@provider.example")
            key = first.key or ""
            staff = application.sign_in(key)
            yield Kit(application=application, clock=clock, mailbox=mailbox, staff=staff, staff_key=key)
