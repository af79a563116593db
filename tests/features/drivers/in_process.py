"""The driver in process: use cases called straight, over whichever store the application was opened with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from attrs import define, field

from features.drivers.doors import Doors
from features.drivers.driver import Duty, Joined, Money, Ready, StandingClock, Wanted
from features.drivers.paying import Paying
from mailed import words
from saas_app import Application
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import PROVIDER, DepartmentId, HoldId, RoleId, TenantId, UserId
from saas_core.kernel.journal import EntryKind, JournalEntry
from saas_core.licensing.queries import LicenseView
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Decision, LicenseeKind, Question, Refused

PAGE = 1000
SHUT = "not to be seen"


def address(name: str) -> str:
    """Give the address of a person of the scenarios."""
    return f"{re.sub(r'[^a-z0-9]+', '.', name.casefold())}@example.com"


def permissions_document(operations: Mapping[str, str]) -> bytes:
    """Write operations, by title, as a document of permissions."""
    rows = (f'[[permission]]\nname = "{name}"\ntitle = "{title}"\n' for title, name in operations.items())
    return "\n".join(rows).encode()


@define
class InProcess:
    """Speaks to an application in the same process; see `driver.Driver`."""

    application: Application
    clock: StandingClock
    paying: Paying
    staff_keys: Mapping[Duty, str]
    ready: Mapping[Wanted, Ready] = field(factory=dict)
    _owners: dict[TenantId, Actor] = field(factory=dict)
    _staff: dict[Duty, Actor] = field(factory=dict)
    doors: Doors = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.doors = Doors(self.application)
        self._owners |= {each.tenant_id: each.owner.actor for each in self.ready.values()}

    # Questions and their answers

    def ask(self, question: Question) -> Decision:
        return self.application.gate.ask(question)

    def judge_again(self, question: Question, *, at: datetime, known_at: datetime | None = None) -> Decision:
        return self.application.gate.check(question, at=at, known_at=known_at)

    def journal(self, tenant_id: TenantId) -> tuple[JournalEntry, ...]:
        return tuple(self._journal(tenant_id))

    def _journal(self, tenant_id: TenantId) -> Iterator[JournalEntry]:
        by, after = self.staff(Duty.ADMIN), 0
        while page := self.application.oversight.audit.entries(by=by, tenant_id=tenant_id, after=after, limit=PAGE):
            yield from page
            after = page[-1].position

    def picture(self, tenant_id: TenantId) -> Mapping[str, object]:
        admin = self.staff(Duty.ADMIN)
        changes = tuple(entry.id for entry in self._journal(tenant_id) if entry.kind is EntryKind.CHANGE)
        if tenant_id == PROVIDER:
            return {
                "changes": changes,
                "staff": self.application.access.staff.list_staff(by=admin),
                "terms": self.application.policy.versions(),
                "operations": self.application.policy.permissions(),
                "clients": self.application.tenancy.list_tenants(by=admin, limit=PAGE),
            }
        access, owner = self.application.access, self._owners.get(tenant_id)
        return {
            "changes": changes,
            "client": self.application.tenancy.show(by=admin, tenant_id=tenant_id),
            "license": _lasting(self.application.licenses.show(by=admin, tenant_id=tenant_id)),
            "users": _seen(lambda: None if owner is None else self.users(owner, tenant_id)),
            "roles": _seen(lambda: owner and access.roles.list_roles(by=owner, tenant_id=tenant_id, limit=PAGE)),
            "departments": _seen(lambda: owner and access.departments.list_departments(by=owner, tenant_id=tenant_id)),
        }

    # What the provider does

    def staff(self, duty: Duty) -> Actor:
        if duty not in self._staff:
            self._staff[duty] = self.sign_in(self.staff_keys[duty])
        return self._staff[duty]

    def add_client(self, by: Actor, slug: str, kind: LicenseeKind) -> TenantId:
        return self.application.tenancy.add_tenant(by=by, slug=slug, kind=kind).tenant_id

    def configure_account(self, by: Actor, tenant_id: TenantId, *, legal_name: str, time_zone: str) -> None:
        self.application.tenancy.configure_account(
            by=by,
            tenant_id=tenant_id,
            legal_name=legal_name,
            country="US",
            time_zone=time_zone,
            language="en",
            contact_email=address(legal_name),
        )

    def activate(self, by: Actor, tenant_id: TenantId) -> None:
        self.application.tenancy.activate(by=by, tenant_id=tenant_id)

    def region(self, tenant_id: TenantId) -> str:
        return self.application.tenancy.show(by=self.staff(Duty.ADMIN), tenant_id=tenant_id).region

    def add_operations(self, operations: Mapping[str, str]) -> None:
        document = permissions_document(operations)
        self.application.policy.register_permissions(by=self.staff(Duty.ADMIN), document=document)

    def publish_terms(self, document: str) -> None:
        self.application.policy.publish_terms(by=self.staff(Duty.LICENSING), document=document.encode())

    def terms_document(self, version: str) -> str:
        return self.application.policy.show_terms(version=version).document

    # What becomes true of a license

    def record(self, by: Actor, tenant_id: TenantId, money: Money) -> None:
        licensing, invoice = self.application.licensing, money.invoice
        match money:
            case Money(news="was paid", since=datetime() as since, until=datetime() as until):
                licensing.record_payment(by=by, tenant_id=tenant_id, invoice=invoice, since=since, until=until)
            case Money(news="is overdue"):
                licensing.record_overdue(by=by, tenant_id=tenant_id, invoice=invoice)
            case Money(news="was refunded in full" | "was refunded in part"):
                full = money.news == "was refunded in full"
                licensing.refund_invoice(by=by, tenant_id=tenant_id, invoice=invoice, full=full)
            case Money(news="is disputed at the bank"):
                licensing.open_dispute(by=by, tenant_id=tenant_id, dispute=f"over {invoice}", invoice=invoice)
            case Money(news="dispute won" | "dispute lost"):
                won = money.news == "dispute won"
                licensing.close_dispute(by=by, tenant_id=tenant_id, dispute=f"over {invoice}", won=won)
            case _:
                message = f"nobody told what {money.news!r} means"
                raise AssertionError(message)

    def grant_trial(self, tenant_id: TenantId, *, since: datetime, until: datetime) -> None:
        by = self.staff(Duty.LICENSING)
        self.application.licensing.grant_trial(by=by, tenant_id=tenant_id, since=since, until=until)

    def announce_renewal(self, tenant_id: TenantId) -> None:
        self.application.licensing.hear_provider(
            by=self.staff(Duty.BILLING), tenant_id=tenant_id, renews=True, said="it renews by itself"
        )

    def accept_terms(self, by: Actor, tenant_id: TenantId) -> None:
        digest = self.application.policy.offered_terms().digest
        self.application.licensing.accept_offered_terms(by=by, tenant_id=tenant_id, digest=digest)

    def cancel(self, by: Actor, tenant_id: TenantId, *, at_period_end: bool) -> None:
        self.application.licensing.cancel(by=by, tenant_id=tenant_id, at_period_end=at_period_end)

    def resume(self, by: Actor, tenant_id: TenantId) -> None:
        self.application.licensing.resume(by=by, tenant_id=tenant_id)

    def hold(self, by: Actor, tenant_id: TenantId, why: str) -> None:
        self.application.licensing.place_hold(by=by, tenant_id=tenant_id, kind=HoldKind.BREACH, why=why, clause="0.1")

    def holds(self, tenant_id: TenantId) -> tuple[HoldId, ...]:
        view = self.application.licenses.show(by=self.staff(Duty.LICENSING), tenant_id=tenant_id)
        return tuple(each.id for each in view.holds)

    def lift(self, by: Actor, tenant_id: TenantId, hold_id: HoldId) -> None:
        self.application.licensing.lift_hold(by=by, tenant_id=tenant_id, hold=hold_id, why="it was put right")

    # What is done to users, roles and departments

    def add_user(self, by: Actor, tenant_id: TenantId, name: str) -> None:
        self.application.access.people.add_user(by=by, tenant_id=tenant_id, name=name, email=address(name))

    def add_many(self, by: Actor, tenant_id: TenantId, names: Iterable[str]) -> None:
        rows = ((line, {"name": name, "email": address(name)}) for line, name in enumerate(names, start=1))
        report = self.application.access.imports.import_users(by=by, tenant_id=tenant_id, rows=rows)
        assert report.refused == ()

    def join(self, by: Actor, tenant_id: TenantId, name: str, *, owner: bool = False) -> Joined:
        app = self.application
        app.access.people.invite_user(by=by, tenant_id=tenant_id, name=name, email=address(name), owner=owner)
        app.work.worker.drain(tenant_id=tenant_id)
        token = self._mailed(address(name))
        terms = app.access.invitations.look(token=token).terms_to_accept
        accepted = app.access.invitations.accept(token=token, accept_terms=terms)
        actor = ClientUser(tenant_id, accepted.user_id)
        if owner:
            self._owners.setdefault(tenant_id, actor)
        return Joined(actor, accepted.key)

    def _mailed(self, receiver: str) -> str:
        for path in Path(self.application.settings.mail_folder).glob("*.eml"):
            mail, body = words(path)
            found = re.search(r"\binv_\S+", body)
            # A mail is read once, so that a person of the same name at another client finds its own.
            path.unlink()
            if mail["To"] == receiver and found is not None:
                return found.group()
        message = f"no invitation was mailed to {receiver}"
        raise AssertionError(message)

    def sign_in(self, key: str) -> Actor:
        return self.application.access.staff.authenticate(key)

    def users(self, by: Actor, tenant_id: TenantId) -> Mapping[str, str]:
        found: dict[str, str] = {}
        after: UserId | None = None
        people = self.application.access.people
        while page := people.list_users(by=by, tenant_id=tenant_id, after=after, limit=PAGE):
            found |= {each.name: each.state for each in page}
            after = page[-1].user_id
        return found

    def block(self, by: Actor, tenant_id: TenantId, user_id: UserId) -> None:
        self.application.access.people.deactivate(by=by, tenant_id=tenant_id, user_id=user_id)

    def create_role(self, by: Actor, tenant_id: TenantId, name: str, permissions: Iterable[str]) -> RoleId:
        roles = self.application.access.roles
        return roles.create(by=by, tenant_id=tenant_id, name=name, permissions=permissions).role_id

    def change_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, permissions: Iterable[str]) -> None:
        self.application.access.roles.edit(by=by, tenant_id=tenant_id, role_id=role_id, permissions=permissions)

    def delete_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, replacement: RoleId | None) -> None:
        self.application.access.roles.delete(by=by, tenant_id=tenant_id, role_id=role_id, replacement_id=replacement)

    def role(self, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        found = self.application.access.roles.list_roles(by=by, tenant_id=tenant_id, limit=PAGE)
        return next(each.role_id for each in found if each.name == name)

    def give(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        self.application.access.roles.assign(
            by=by, tenant_id=tenant_id, user_id=user_id, role_id=role_id, department_id=department_id
        )

    def give_up_to(self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, limit_minor: int) -> None:
        self.application.access.roles.assign(
            by=by, tenant_id=tenant_id, user_id=user_id, role_id=role_id, approval_limit_minor=limit_minor
        )

    def take(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        self.application.access.roles.unassign(
            by=by, tenant_id=tenant_id, user_id=user_id, role_id=role_id, department_id=department_id
        )

    def add_department(self, by: Actor, tenant_id: TenantId, name: str, parent: DepartmentId | None) -> DepartmentId:
        departments = self.application.access.departments
        return departments.create(by=by, tenant_id=tenant_id, name=name, parent_id=parent).department_id

    def delete_department(self, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> None:
        self.application.access.departments.remove(by=by, tenant_id=tenant_id, department_id=department_id)


def _lasting(view: LicenseView) -> tuple[object, ...]:
    """Give what of a license does not depend on the instant at which it is looked at."""
    return view.id, view.terms_version, view.holds, view.facts


def _seen(look: Callable[[], object]) -> object:
    """Give what is seen, or that nobody of the client may look any more."""
    try:
        return look()
    except Refused:
        return SHUT
