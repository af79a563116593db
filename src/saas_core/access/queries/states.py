"""The state of a user as shown to readers: a user who was only added, and never invited, is not called invited."""

from __future__ import annotations

from collections.abc import Iterable

from saas_core.access.model import User
from saas_core.access.ports import AccessWork
from saas_core.access.queries.views import UserView
from saas_core.access.values import ShownState, UserState
from saas_core.kernel.ids import UserId


def state_text(user: User, *, invited: bool) -> str:
    """Return the state of a user as shown to readers; one who was never invited is `added` until then."""
    return ShownState.ADDED.value if user.state is UserState.INVITED and not invited else user.state.value


def user_view(user: User, *, invited: bool) -> UserView:
    """Return the view of a user, who was invited or not."""
    return UserView(user.id, user.name, user.email, state_text(user, invited=invited))


def user_views(work: AccessWork, users: Iterable[User]) -> tuple[UserView, ...]:
    """Return the views of users, reading at once who of them was invited."""
    known = tuple(users)
    invited = work.invitations.invited(each.id for each in known if each.state is UserState.INVITED)
    return tuple(user_view(each, invited=each.id in invited) for each in known)


def listed(work: AccessWork, after: UserId | None, limit: int, state: ShownState | None) -> tuple[UserView, ...]:
    """Return a page of users by id, those after the given one, of a state as it is told, or of any for None."""
    if state is None:
        return user_views(work, work.users.page(after, limit))
    if state not in {ShownState.ADDED, ShownState.INVITED}:
        return user_views(work, work.users.page(after, limit, UserState(state.value)))
    # The rows do not tell those two apart.
    found: list[UserView] = []
    while len(found) < limit:
        page = work.users.page(after, limit, UserState.INVITED)
        found += [each for each in user_views(work, page) if each.state == state.value]
        if len(page) < limit:
            break
        after = page[-1].id
    return tuple(found[:limit])


def view_of(work: AccessWork, user: User) -> UserView:
    """Return the view of a user."""
    return user_views(work, (user,))[0]


def state_of(work: AccessWork, user: User) -> str:
    """Return the state of a user as shown to readers."""
    waiting = user.state is UserState.INVITED
    return state_text(user, invited=waiting and bool(work.invitations.invited((user.id,))))
