"""The port between steps and application, in the words of the scenarios.

A driver holds one application in a store of its own, already set up: the shipped terms are published, the operations
of `wishes.OPERATIONS` are registered, and one member of staff holds each duty. Time stands still until it is moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Protocol

from attrs import define, frozen

from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import ApiKeyId, DepartmentId, GrantId, HoldId, RoleId, TenantId, UserId
from saas_core.kernel.journal import JournalEntry
from saas_core.policy.decision import Decision, LicenseeKind, Question

BEGINNING = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
"""When the provider of the scenarios opened its doors."""


@define
class StandingClock:
    """A clock that stands until it is moved."""

    at: datetime = BEGINNING

    def now(self) -> datetime:
        """Give the instant it stands at."""
        return self.at


class Duty(Enum):
    """What the member of staff who acts is there for."""

    SUPPORT = "staff.support"
    BILLING = "staff.billing"
    LICENSING = "staff.licensing"
    ADMIN = "staff.admin"


@frozen
class Joined:
    """A person who accepted an invitation: the actor, and the key that signs it in."""

    actor: ClientUser
    key: str


@frozen
class Made:
    """A key that was made for a program: which, and its text."""

    key_id: ApiKeyId
    text: str


@frozen
class Wanted:
    """A client as the first step of most scenarios wants it: licensed from that instant on, and activated."""

    client: str
    kind: LicenseeKind
    owner: str
    since: datetime
    until: datetime


@frozen
class Ready:
    """A client that a template holds already, with its owner."""

    tenant_id: TenantId
    owner: Joined


@frozen
class Money:
    """A fact about an invoice, told by staff: `news` is one of those that the driver knows."""

    invoice: str
    news: str
    since: datetime | None = None
    until: datetime | None = None


class Asking(Protocol):
    """Questions and their answers."""

    def ask(self, question: Question) -> Decision:
        """Ask now; a refusal of what is never granted is kept in the journal."""
        ...

    def judge_again(self, question: Question, *, at: datetime, known_at: datetime | None = None) -> Decision:
        """Ask as of an earlier instant, as known now or at another instant."""
        ...

    def journal(self, tenant_id: TenantId) -> tuple[JournalEntry, ...]:
        """Give the client's journal, or the provider's own."""
        ...

    def picture(self, tenant_id: TenantId) -> Mapping[str, object]:
        """Give all that can be seen of a client, to be compared."""
        ...


class Providing(Protocol):
    """What the provider does."""

    def staff(self, duty: Duty) -> Actor:
        """Give the member of staff on duty."""
        ...

    def add_client(self, by: Actor, slug: str, kind: LicenseeKind) -> TenantId:
        """Take a client on; the instance is in setup."""
        ...

    def configure_account(self, by: Actor, tenant_id: TenantId, *, legal_name: str, time_zone: str) -> None:
        """Configure the client's account."""
        ...

    def activate(self, by: Actor, tenant_id: TenantId) -> None:
        """Activate the client's instance."""
        ...

    def region(self, tenant_id: TenantId) -> str:
        """Tell the region in which the client's instance runs."""
        ...

    def add_operations(self, operations: Mapping[str, str]) -> None:
        """Register operations of the platform by title and name."""
        ...

    def publish_terms(self, document: str) -> None:
        """Publish a version of the terms."""
        ...

    def terms_document(self, version: str) -> str:
        """Give the document of a version of the terms."""
        ...


class Licensing(Protocol):
    """What becomes true of a license."""

    def record(self, by: Actor, tenant_id: TenantId, money: Money) -> None:
        """Record a fact about an invoice."""
        ...

    def grant_trial(self, tenant_id: TenantId, *, since: datetime, until: datetime) -> None:
        """Grant a trial."""
        ...

    def announce_renewal(self, tenant_id: TenantId) -> None:
        """Record that the payment provider says the license renews by itself."""
        ...

    def accept_terms(self, by: Actor, tenant_id: TenantId) -> None:
        """Accept the version of the terms that is offered now."""
        ...

    def cancel(self, by: Actor, tenant_id: TenantId, *, at_period_end: bool) -> None:
        """Cancel the license."""
        ...

    def resume(self, by: Actor, tenant_id: TenantId) -> None:
        """Take a cancellation back."""
        ...

    def hold(self, by: Actor, tenant_id: TenantId, why: str) -> None:
        """Place a hold on the license."""
        ...

    def holds(self, tenant_id: TenantId) -> tuple[HoldId, ...]:
        """Give the holds in force."""
        ...

    def lift(self, by: Actor, tenant_id: TenantId, hold_id: HoldId) -> None:
        """Lift a hold."""
        ...


class People(Protocol):
    """What is done to users, roles and departments."""

    def add_user(self, by: Actor, tenant_id: TenantId, name: str) -> None:
        """Add a user, not yet active."""
        ...

    def add_many(self, by: Actor, tenant_id: TenantId, names: Iterable[str]) -> None:
        """Add users at once."""
        ...

    def join(self, by: Actor, tenant_id: TenantId, name: str, *, owner: bool = False) -> Joined:
        """Invite a user, who accepts by the link that was mailed; an owner accepts the terms offered with it."""
        ...

    def sign_in(self, key: str) -> Actor:
        """Sign in with a key."""
        ...

    def users(self, by: Actor, tenant_id: TenantId) -> Mapping[str, str]:
        """Give the users with the state of each, by name."""
        ...

    def block(self, by: Actor, tenant_id: TenantId, user_id: UserId) -> None:
        """Deactivate a user."""
        ...

    def create_role(self, by: Actor, tenant_id: TenantId, name: str, permissions: Iterable[str]) -> RoleId:
        """Create a role."""
        ...

    def change_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, permissions: Iterable[str]) -> None:
        """Give a role other permissions."""
        ...

    def delete_role(self, by: Actor, tenant_id: TenantId, role_id: RoleId, replacement: RoleId | None) -> None:
        """Delete a role, with or without another in its place."""
        ...

    def role(self, by: Actor, tenant_id: TenantId, name: str) -> RoleId:
        """Find a role by name."""
        ...

    def give(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        """Give a user a role."""
        ...

    def give_up_to(self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, limit_minor: int) -> None:
        """Give a user a role with an approval limit, in the whole instance."""
        ...

    def take(
        self, by: Actor, tenant_id: TenantId, user_id: UserId, role_id: RoleId, department_id: DepartmentId | None
    ) -> None:
        """Take a role from a user."""
        ...

    def add_department(self, by: Actor, tenant_id: TenantId, name: str, parent: DepartmentId | None) -> DepartmentId:
        """Add a department."""
        ...

    def delete_department(self, by: Actor, tenant_id: TenantId, department_id: DepartmentId) -> None:
        """Delete a department."""
        ...


class Entrances(Protocol):
    """What lets programs and people in, and what staff is let see."""

    def make_key(self, by: Actor, tenant_id: TenantId, name: str, scopes: Iterable[str]) -> Made:
        """Make a key for a program."""
        ...

    def rotate_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId, overlap: timedelta) -> None:
        """Give a key another secret; the former one works for the overlap."""
        ...

    def revoke_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId) -> None:
        """Revoke a key."""
        ...

    def ask_link(self, tenant_id: TenantId, slug: str, email: str) -> str:
        """Have a link to sign in mailed, and take it out of the mail."""
        ...

    def use_link(self, link: str) -> str:
        """Sign in with a link; gives the session."""
        ...

    def sign_out(self, session: str) -> None:
        """Sign out."""
        ...

    def ask_grant(self, by: Actor, tenant_id: TenantId, until: datetime, *, changes: bool) -> GrantId:
        """Ask to see, or change, a client's users and roles until an instant."""
        ...

    def approve_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """Approve it."""
        ...

    def end_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """End it early."""
        ...

    def grants(self, by: Actor, tenant_id: TenantId) -> tuple[str, ...]:
        """Give how it stands with each grant, the newest first."""
        ...


class PaymentProvider(Protocol):
    """A payment provider, its clients' banks, and the ways of its news."""

    def lead(self, by: Actor, tenant_id: TenantId) -> str:
        """Lead a client to where it subscribes."""
        ...

    def subscribe(self, by: Actor, tenant_id: TenantId) -> None:
        """Subscribe, pay for the first period, and be told of."""
        ...

    def decline(self, tenant_id: TenantId) -> None:
        """Decline the client's card from now on."""
        ...

    def pay(self, tenant_id: TenantId) -> None:
        """Pay the invoice that is open."""
        ...

    def give_back(self, tenant_id: TenantId) -> None:
        """Give the last payment back in full."""
        ...

    def dispute(self, tenant_id: TenantId, *, won: bool | None) -> None:
        """Dispute the last payment, and maybe decide the dispute."""
        ...

    def cancel(self, tenant_id: TenantId) -> None:
        """Cancel at the provider, to the end of the period."""
        ...

    def puzzle(self, tenant_id: TenantId) -> None:
        """Say of a subscription what nobody understands."""
        ...

    def tell(self) -> None:
        """Deliver the news, and have it looked after."""
        ...

    def tell_badly(self) -> None:
        """Deliver the news twice, and backwards."""
        ...

    def lose(self) -> None:
        """Lose the news on its way."""
        ...

    def look(self) -> None:
        """Do what is due, such as looking at all accounts."""
        ...


class Driver(Asking, Providing, Licensing, People, Protocol):
    """One application to tell a scenario to."""

    @property
    def doors(self) -> Entrances:
        """What lets programs and people in."""
        ...

    @property
    def paying(self) -> PaymentProvider:
        """The payment provider."""
        ...

    @property
    def clock(self) -> StandingClock:
        """The clock that the application reads."""
        ...

    @property
    def ready(self) -> Mapping[Wanted, Ready]:
        """Clients that were taken on before the scenario began, through the same steps."""
        ...
