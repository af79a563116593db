"""Adding a user, inside an act."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from saas_core.access.errors import EmailTaken
from saas_core.access.model import User
from saas_core.access.policies import owner_role
from saas_core.access.queries.reading import grantor
from saas_core.access.queries.views import AddedUserView
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.assigning import assignment_told, give, owner_role_kept
from saas_core.access.use_cases.inviting import Inviting
from saas_core.access.values import RoleGrant, user_holder
from saas_core.kernel.ids import AssignmentId, UserId
from saas_core.kernel.secrets import Digests
from saas_core.kernel.text import email_key


@frozen(kw_only=True)
class Joining:
    """Somebody who is to become a user; `owner` gives the built-in role Owner as well."""

    name: str
    email: str
    grants: tuple[RoleGrant, ...] = ()
    owner: bool = False
    invite: bool = False


@frozen
class Joined:
    """Who became a user, without personal data, so that it can be kept as the first result of a command."""

    user_id: UserId
    state: str
    assignment_ids: tuple[AssignmentId, ...]
    invited_until: datetime | None

    def view(self, act: Act) -> AddedUserView:
        """Give it with name and address, as they are now; of a user that was erased, none."""
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
    """Require that nobody else has the address, in any case; raises EmailTaken naming who has it."""
    holder = act.work.users.by_email(email)
    if holder is not None and holder.id != own:
        raise EmailTaken.held_by(user_holder(holder.id))


def join(act: Act, inviting: Inviting, digests: Digests, joining: Joining) -> Joined:
    """Add a user with roles, and invite it if that is wished; no number of users is too many (1.4.a).

    Raises EmailTaken, and for the roles as `give` does.
    """
    require_free_address(act, joining.email)
    known = owner_role_kept(act)
    by = grantor(act.work, act.by, known)
    user = User(id=UserId(act.ids.new()), name=joining.name, email=joining.email)
    act.work.users.save(user, act.at)
    grants = joining.grants
    owner = owner_role(known.roles)
    if joining.owner and owner is not None:
        grants = (RoleGrant(owner.id), *grants)
    given = {each.assignment.id: each for each in (give(act, by, known, user.id, grant) for grant in grants)}
    for each in given.copy().values():
        if each.ended is not None:
            del given[each.ended.id]
    invitation = inviting.invite(act, user) if joining.invite else None
    act.note(
        "access.add_user",
        f"user:{user.id}",
        {
            "name": digests.of(user.name),
            "email": digests.of(email_key(user.email)),
            "state": user.state.value,
            "assignments": [assignment_told(each.assignment) for each in given.values()],
            "invitation": None if invitation is None else str(invitation.id),
        },
    )
    return Joined(
        user_id=user.id,
        state=user.state.value,
        assignment_ids=tuple(given),
        invited_until=None if invitation is None else invitation.expires_at,
    )
