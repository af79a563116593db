"""Adding a user, inside an act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.access.errors import EmailTaken
from saas_core.access.model import Assignment, Invitation, User
from saas_core.access.policies import Grantor, owner_role
from saas_core.access.queries.reading import Organization
from saas_core.access.queries.states import state_text
from saas_core.access.queries.views import AddedUserView
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.assigning import assignment_form, begin_assignment
from saas_core.access.use_cases.inviting import Inviting
from saas_core.access.values import RoleGrant, user_holder
from saas_core.kernel.addresses import canonical
from saas_core.kernel.ids import AssignmentId, UserId
from saas_core.kernel.secrets import Digests


@frozen(kw_only=True)
class Joining:
    """A person to add as a user; `owner` adds the built-in role Owner as well.

    One who was deactivated elsewhere is added in that state, and is not invited.
    """

    name: str
    email: str
    grants: tuple[RoleGrant, ...] = ()
    owner: bool = False
    invite: bool = False
    deactivated: bool = False

    def all_grants(self, known: Organization) -> tuple[RoleGrant, ...]:
        """Return the roles to assign, including Owner; the last one counts for the same role and place."""
        if not self.owner and len(self.grants) < 2:  # noqa: PLR2004 - two can be for the same role and place
            return self.grants
        owner = owner_role(known.roles)
        grants = (RoleGrant(owner.id), *self.grants) if self.owner and owner is not None else self.grants
        return tuple({(each.role_id, each.department_id): each for each in grants}.values())


@frozen
class Joined:
    """A user who was added, without personal data, so that it can be stored as the first result of a command."""

    user_id: UserId
    state: str
    assignment_ids: tuple[AssignmentId, ...]
    invited_until: datetime | None

    def view(self, act: Act) -> AddedUserView:
        """Return the view with the present name and address, empty for a user that was erased."""
        user = act.work.users.get(self.user_id)
        return AddedUserView(
            user_id=self.user_id,
            name="" if user is None else user.name,
            email="" if user is None else user.email,
            state=self.state,
            assignment_ids=self.assignment_ids,
            invited_until=self.invited_until,
        )


def require_free_address(act: Act, email: str, own: UserId | None = None) -> None:
    """Require that nobody else has the address, ignoring case; raises EmailTaken naming the holder."""
    holder = act.work.users.by_email(email)
    if holder is not None and holder.id != own:
        raise EmailTaken.held_by(user_holder(holder.id))


def require_grants(by: Grantor, known: Organization, to: UserId | None, grants: Iterable[RoleGrant]) -> None:
    """Require that these roles may be assigned to a user, or to a new user for None.

    Raises RoleUnknown, DepartmentUnknown, OwnRoles, BuiltInRole, MoreThanHeld.
    """
    for each in grants:
        role = known.role(each.role_id)
        known.require_department(each.department_id)
        by.require_grant(role, to, each.department_id, each.approval_limit_minor)


def join(act: Act, inviting: Inviting, digests: Digests, joining: Joining, known: Organization) -> Joined:
    """Add a user as `join_new` does, and return the first result to store."""
    user, given, invitation = join_new(act, inviting, digests, joining, known)
    return Joined(
        user_id=user.id,
        state=state_text(user, invited=invitation is not None),
        assignment_ids=tuple(each.id for each in given),
        invited_until=None if invitation is None else invitation.expires_at,
    )


def join_new(
    act: Act, inviting: Inviting, digests: Digests, joining: Joining, known: Organization
) -> tuple[User, tuple[Assignment, ...], Invitation | None]:
    """Add a user with roles that may be assigned, invite it if requested, and journal it.

    Any number of users is free (1.4.a). The caller must have checked the address and required the grants.
    """
    user = User(id=UserId(act.ids.new()), name=joining.name, email=joining.email)
    if joining.deactivated:
        user = user.deactivated()
    act.work.users.save(user, act.at)
    given = tuple(begin_assignment(act, user.id, each) for each in joining.all_grants(known))
    invitation = inviting.invite_new(act, user) if joining.invite and not joining.deactivated else None
    act.note(
        "access.add_user",
        f"user:{user.id}",
        {
            "name": digests.of(user.name),
            "email": digests.of(canonical(user.email)),
            "state": state_text(user, invited=invitation is not None),
            "assignments": [assignment_form(each) for each in given],
            "invitation": None if invitation is None else str(invitation.id),
        },
    )
    return user, given, invitation
