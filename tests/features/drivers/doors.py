"""Credentials of programs and people, and grants of access to staff, in the words of the scenarios."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from attrs import define, evolve

from features.drivers.entrance import Entered, Entrance, Operation
from features.drivers.mail import mailed
from features.drivers.values import Made
from saas_app import Application
from saas_core.access.values import GrantReason, GrantScope
from saas_core.kernel.actors import Actor, ClientUser, Staff, actor_name
from saas_core.kernel.ids import PROVIDER, ApiKeyId, GrantId, TenantId
from saas_core.policy.decision import Question

GRANTS = "{here}/break-glass"


@define(slots=False)
class Doors(Entered):
    """Keys of programs, mailed links, sessions and break-glass grants."""

    application: Application
    entrance: Entrance

    def make_key(self, by: ClientUser, tenant_id: TenantId, name: str, scopes: Iterable[str]) -> Made:
        """Make a key for a program."""
        operation = Operation("access.api_keys.create", "POST /v1/api-keys")
        made = self.do(operation, by, tenant_id, name=name, scopes=scopes)
        key_id: ApiKeyId = made.api_key.key_id
        self.entrance.know(evolve(by, scopes=frozenset(made.api_key.scopes), key_id=key_id), made.key)
        return Made(key_id, made.key)

    def rotate_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId, overlap: timedelta) -> None:
        """Give a key another secret; the former one works for the overlap."""
        route = "POST /v1/api-keys/{key_id}/rotate"
        operation = Operation("access.api_keys.rotate", route, {"overlap": "overlap_seconds"})
        self.do(operation, by, tenant_id, key_id=key_id, overlap=overlap)

    def revoke_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId) -> None:
        """Revoke a key."""
        operation = Operation("access.api_keys.revoke", "POST /v1/api-keys/{key_id}/revoke")
        self.do(operation, by, tenant_id, key_id=key_id)

    def ask_link(self, tenant_id: TenantId, slug: str, email: str) -> str:
        """Have a link to sign in mailed, and take it out of the mail."""
        self.do(Operation("access.sign_in.ask", "POST /v1/sign-in"), client=slug, email=email)
        self.application.work.worker.drain(tenant_id=tenant_id)
        return mailed(self.application, email, "sin")

    def use_link(self, link: str) -> str:
        """Sign in with a link; returns the session."""
        return str(self.do(Operation("access.sign_in.complete", "POST /v1/sign-in/complete"), token=link).key)

    def sign_out(self, by: Actor, tenant_id: TenantId, session: str) -> None:
        """Sign out: end the session by itself."""
        at = self.entrance.by_key(session)
        listing = Operation("access.sign_in.list_sessions", "GET /v1/sessions")
        (mine,) = at.items(listing, by, tenant_id, last="session_id")
        ending = Operation("access.sign_in.end_session", "POST /v1/sessions/{session_id}/end")
        at.do(ending, by, tenant_id, session_id=mine.session_id)

    def ask_grant(
        self,
        by: Actor,
        tenant_id: TenantId,
        until: datetime,
        *,
        changes: bool,
        reason: GrantReason = GrantReason.CLIENT_WISH,
    ) -> GrantId:
        """Ask to see, or change, a client's users and roles until an instant."""
        scope = GrantScope.CHANGE if changes else GrantScope.READ
        operation = Operation("access.break_glass.ask", f"POST {GRANTS}")
        asked: GrantId = self.do(
            operation, by, tenant_id, reason=reason, why="Roles were lost", until=until, scope=scope
        ).grant_id
        return asked

    def approve_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """Approve a grant."""
        operation = Operation("access.break_glass.approve", f"POST {GRANTS}/{{grant_id}}/approve")
        self.do(operation, by, tenant_id, grant_id=grant_id)

    def end_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """End a grant early."""
        operation = Operation("access.break_glass.end", f"POST {GRANTS}/{{grant_id}}/end")
        self.do(operation, by, tenant_id, grant_id=grant_id)

    def take_back(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        """Take back what was given under a grant."""
        operation = Operation("access.break_glass.take_back", "POST /v1/break-glass/{grant_id}/take-back")
        self.do(operation, by, tenant_id, grant_id=grant_id)

    def confirm_grant(self, tenant_id: TenantId, email: str) -> None:
        """Confirm a grant with the link that an owner was mailed."""
        self.application.work.worker.drain(tenant_id=tenant_id)
        operation = Operation("access.break_glass.confirm", "POST /v1/break-glass/confirm")
        self.do(operation, token=mailed(self.application, email, "grt"))

    def ask_about(self, by: Actor, about: Question) -> None:
        """Ask as staff what a user of a client may do."""
        assert isinstance(about.by, ClientUser)
        who = self.application.access.names.asked_user(by=by, tenant_id=about.tenant_id, who=about.by.user_id)
        assert who == about.by.user_id

    def came(self, who: Actor, since: datetime, by: Actor | None = None) -> None:
        """Have a member of staff be there since an instant, added by another one."""
        assert isinstance(who, Staff)
        with self.application.store.begin(PROVIDER) as work:
            member = work.staff.get(who.staff_id)
            assert member is not None
            made_by = member.made_by if by is None else actor_name(by)
            work.staff.save(evolve(member, since=since, made_by=made_by), since)
            work.commit()

    def leave(self, by: Actor, who: Actor) -> None:
        """Deactivate a member of staff."""
        assert isinstance(who, Staff)
        self.application.access.staff.deactivate(by=by, staff_id=who.staff_id)

    def grants(self, by: Actor, tenant_id: TenantId) -> tuple[str, ...]:
        """Return how it stands with each grant, the newest first."""
        operation = Operation("access.break_glass.list_grants", f"GET {GRANTS}")
        return tuple(each.state for each in self.entrance.items(operation, by, tenant_id, last="grant_id"))
