"""People: add, change, deactivate, reactivate and list users."""

from __future__ import annotations

from saas_core.access.model import User
from saas_core.access.policies import require_other_owner
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import held_by, organization, owners_of, user_of
from saas_core.access.queries.states import listed, state_of, view_of
from saas_core.access.queries.views import AddedUserView, UserView
from saas_core.access.use_cases.act import (
    Act,
    Acts,
    grantor_of,
    grants_form,
    require_joining,
    require_managing,
    require_power_over,
)
from saas_core.access.use_cases.assigning import owner_role_kept
from saas_core.access.use_cases.ending import end_all, end_sessions, revoke_links
from saas_core.access.use_cases.inviting import Inviting, revoke_invitations
from saas_core.access.use_cases.joining import Joined, Joining, join, require_free_address, require_grants
from saas_core.access.use_cases.keyed_links import revoke_links_of
from saas_core.access.values import PEOPLE, PEOPLE_TAKEN, ROLES, RoleGrant, ShownState, UserState, user_holder
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.addresses import PLAIN, Addresses, canonical
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import Ids, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.secrets import Digests, Sealer, Secrets
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge


class People:
    """The users of a client (1.4.a, 1.5)."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        digests: Digests,
        secrets: Secrets,
        sealer: Sealer,
        addresses: Addresses = PLAIN,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._addresses = addresses
        self._inviting = Inviting(secrets, sealer)

    def add_user(  # noqa: PLR0913 - who, whose, and what a user is added with
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        email: str,
        name: str,
        grants: tuple[RoleGrant, ...] = (),
        owner: bool = False,
        idempotency_key: str | None = None,
    ) -> AddedUserView:
        """Add a user without sending an invitation yet; any number of users is free (1.4.a).

        The tenant's first user creates the built-in role Owner; `owner` assigns it to this user. Raises InvalidValue,
        EmailTaken naming the holder of the address, RoleUnknown, DepartmentUnknown, MoreThanHeld (1.4.b, 1.5), and
        Refused for actors without the right, such as staff after activation (1.5).
        """
        joining = self._joining(name, email, grants, owner=owner, invite=False)
        return self._join(by, tenant_id, joining, "access.add_user", idempotency_key)

    def invite_user(  # noqa: PLR0913 - who, whose, and what a user is added with
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        email: str,
        name: str,
        grants: tuple[RoleGrant, ...] = (),
        owner: bool = False,
        idempotency_key: str | None = None,
    ) -> AddedUserView:
        """Add a user and mail an invitation, valid for seven days; otherwise as `add_user`."""
        joining = self._joining(name, email, grants, owner=owner, invite=True)
        return self._join(by, tenant_id, joining, "access.invite_user", idempotency_key)

    def _joining(self, name: str, email: str, grants: tuple[RoleGrant, ...], *, owner: bool, invite: bool) -> Joining:
        address = self._addresses.read(email)
        return Joining(name=text.name(name), email=address, grants=tuple(grants), owner=owner, invite=invite)

    def _join(
        self, by: Actor, tenant_id: TenantId, joining: Joining, command: str, idempotency_key: str | None
    ) -> AddedUserView:
        request: dict[str, Value] = {
            "email": self._digests.of(joining.email),
            "name": self._digests.of(joining.name),
            "grants": grants_form(joining.grants),
            "owner": joining.owner,
        }
        with self._acts.begin(tenant_id, by) as act:
            if joining.owner:
                act.require(PEOPLE)
                act.require(ROLES)
            require_joining(act, joining.grants)
            joined = act.once(Request(command, request, idempotency_key), Joined, lambda: self._join_in(act, joining))
            return joined.view(act)

    def _join_in(self, act: Act, joining: Joining) -> Joined:
        require_free_address(act, joining.email)
        known = owner_role_kept(act)
        require_grants(grantor_of(act, known), known, None, joining.all_grants(known))
        return join(act, self._inviting, self._digests, joining, known)

    def change_user(  # noqa: PLR0913 - who, whom, and what can be changed
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId,
        name: str | None = None,
        email: str | None = None,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> UserView:
        """Change a user's name or address; links sent to the former address are revoked, and sessions end.

        The address receives the links, so an actor cannot change the address of a user who holds more than the actor
        does: MoreThanHeld (1.5). Owners are edited by owners alone: OwnersOnly. `expected` is the revision that the
        change was made for. Raises UserUnknown, InvalidValue, EmailTaken, RevisionStale, Refused.
        """
        named = None if name is None else text.name(name)
        addressed = None if email is None else self._addresses.read(email)
        request: dict[str, Value] = {
            "user": str(user_id),
            "name": None if named is None else self._digests.of(named),
            "email": None if addressed is None else self._digests.of(addressed),
        }
        with self._acts.begin(tenant_id, by) as act:
            act.require(PEOPLE)
            act.once(
                Request("access.change_user", request, idempotency_key),
                str,
                lambda: self._change(act, user_id, named, addressed, expected),
            )
            return view_of(act.work, user_of(act.work, user_id))

    def _change(self, act: Act, user_id: UserId, name: str | None, email: str | None, expected: str | None) -> str:
        before = user_of(act.work, user_id)
        require_revision(expected, view_of(act.work, before))
        require_power_over(act, user_id)
        after = before.changed(name=name, email=email)
        if after.email != before.email:
            # A program holds less than its person, and must not redirect that person's links.
            if not (isinstance(act.by, ClientUser) and act.by.user_id == user_id and act.by.scopes is None):
                known = organization(act.work)
                grantor_of(act, known).require_all(held_by(act.work, user_id, known), field="email")
            require_free_address(act, after.email, user_id)
            revoke_invitations(act, user_id)
            revoke_links(act, user_id)
            revoke_links_of(act, user_holder(user_id))
            end_sessions(act, user_id)
            # A mail that could not be sent to the former address may be sent now.
            for subject in (f"user:{user_id}", f"letters:user:{user_id}"):
                act.work.tasks.revive(EFFECTS, subject, act.at)
        if after != before:
            act.work.users.save(after, act.at)
            details: dict[str, Value] = {"before": self._journal_form(before), "after": self._journal_form(after)}
            act.note("access.change_user", f"user:{user_id}", details)
        return str(user_id)

    def deactivate(
        self, *, by: Actor, tenant_id: TenantId, user_id: UserId, idempotency_key: str | None = None
    ) -> UserView:
        """Deactivate a user, who is refused from the next action on; keys, sessions and links end too (1.5).

        It stays open without a license and under a hold. Raises UserUnknown, LastOwner, OwnersOnly for an owner who is
        deactivated by anyone but an owner, Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(PEOPLE_TAKEN)
            state = act.once(
                Request("access.deactivate", {"user": str(user_id)}, idempotency_key),
                str,
                lambda: state_of(act.work, deactivate(act, user_id)),
            )
            return _as_answered(act, user_id, state)

    def reactivate(
        self, *, by: Actor, tenant_id: TenantId, user_id: UserId, idempotency_key: str | None = None
    ) -> UserView:
        """Reactivate a user with its former roles: active if it ever was, otherwise waiting for an invitation (1.5).

        Former keys stay ended; a new invitation brings a new one. This assigns all those roles again, so an actor
        cannot reactivate a user who holds more than the actor does: MoreThanHeld. Raises UserUnknown, Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            act.require(PEOPLE)
            state = act.once(
                Request("access.reactivate", {"user": str(user_id)}, idempotency_key),
                str,
                lambda: state_of(act.work, _reactivate(act, user_id)),
            )
            return _as_answered(act, user_id, state)

    def list_users(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        after: UserId | None = None,
        limit: int = 50,
        state: ShownState | None = None,
    ) -> tuple[UserView, ...]:
        """Return users by id, those after the given one, at most 1,000, of one state or of any; raises Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            return listed(act.work, after, page_size(limit), state)

    def show(self, *, by: Actor, tenant_id: TenantId, user_id: UserId) -> UserView:
        """Return a user; raises UserUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            require_managing(act)
            return view_of(act.work, user_of(act.work, user_id))

    def _journal_form(self, user: User) -> Value:
        return {"name": self._digests.of(user.name), "email": self._digests.of(canonical(user.email))}


def deactivate(act: Act, user_id: UserId) -> User:
    """Deactivate a user, inside an act; a deactivated one stays as it is.

    Raises UserUnknown, LastOwner, OwnersOnly.
    """
    before = user_of(act.work, user_id)
    if before.state is UserState.DEACTIVATED:
        return before
    require_power_over(act, user_id)
    require_other_owner(owners_of(act.work), user_id)
    after = before.deactivated()
    act.work.users.save(after, act.at)
    details: dict[str, Value] = {
        "before": state_of(act.work, before),
        "after": after.state.value,
        **end_all(act, user_id),
        "invitations": [str(each.id) for each in revoke_invitations(act, user_id)],
    }
    act.note("access.deactivate_user", f"user:{user_id}", details)
    return after


def _as_answered(act: Act, user_id: UserId, state: str) -> UserView:
    """Return a user as it is now, except for the state, which is that of the first answer."""
    user = user_of(act.work, user_id)
    return UserView(user.id, user.name, user.email, state)


def _reactivate(act: Act, user_id: UserId) -> User:
    before = user_of(act.work, user_id)
    if before.state is not UserState.DEACTIVATED:
        return before
    known = organization(act.work)
    grantor_of(act, known).require_all(held_by(act.work, user_id, known))
    was_active = bool(act.work.keys.of_holder(user_holder(user_id)))
    after = before.reactivated(was_active=was_active)
    act.work.users.save(after, act.at)
    details: dict[str, Value] = {"before": before.state.value, "after": state_of(act.work, after)}
    act.note("access.reactivate_user", f"user:{user_id}", details)
    return after
