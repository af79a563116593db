"""Oneself: what an actor may always be told of itself, whatever its roles and the license are."""

from __future__ import annotations

from saas_core.access.errors import StaffUnknown
from saas_core.access.policies import vocabulary
from saas_core.access.ports import AccessWork, ClientNames
from saas_core.access.queries.myself import EntranceView, MyClientView, MyselfView
from saas_core.access.queries.reading import held_by, organization, user_of
from saas_core.access.queries.rights import rights_through
from saas_core.access.queries.views import assignment_view
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import Entrance
from saas_core.kernel.actors import Actor, ClientUser, Staff, actor_name
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, Ids, SessionId
from saas_core.kernel.instants import Clock
from saas_core.kernel.work import Transactions
from saas_core.policy.names import covered
from saas_core.policy.ports import Judge


class Myself:
    """Tells actors who they are, and what their roles allow."""

    def __init__(
        self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge, clients: ClientNames
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._clients = clients

    def show(self, *, by: Actor, session_id: SessionId | None = None) -> MyselfView:
        """Return an actor's own name, client, roles and rights, and how it came in; needs no right.

        A program is shown those rights that its scopes cover, in the name of its person. `session_id` is the session by
        which a person came in, if it did by one. Raises UserUnknown, StaffUnknown, InvalidValue for the software
        itself.
        """
        if isinstance(by, ClientUser):
            with self._acts.read(by.tenant_id, by) as act:
                return self._user(act, by, session_id)
        if isinstance(by, Staff):
            with self._acts.read(PROVIDER, by) as act:
                return _member(act, by)
        message = "is neither a user nor a member of staff."
        raise InvalidValue(message, field="by", remedy="Act as the person who asks.")

    def _user(self, act: Act, by: ClientUser, session_id: SessionId | None) -> MyselfView:
        user = user_of(act.work, by.user_id)
        known = organization(act.work)
        held = held_by(act.work, by.user_id, known)
        words = vocabulary(act.work.terms.all(), act.work.permissions.all())
        rights = tuple(
            right
            for each in held
            for right in rights_through(each, known, words.operations)
            if by.scopes is None or covered(right.permission, by.scopes) is not None
        )
        return MyselfView(
            actor=actor_name(by),
            name=user.name,
            email=user.email,
            client=MyClientView(by.tenant_id, self._clients.name(act.work)),
            roles=tuple(assignment_view(each, known.tree.names(each.assignment.department_id)) for each in held),
            rights=rights,
            permissions=(),
            entrance=_entrance(act, by, session_id),
        )


def _entrance(act: Act, by: ClientUser, session_id: SessionId | None) -> EntranceView:
    if by.key_id is not None:
        key = act.work.api_keys.get(by.key_id)
        scopes = tuple(sorted(by.scopes or ()))
        if key is None:
            return EntranceView(Entrance.API_KEY, by.key_id, "", scopes, None)
        return EntranceView(Entrance.API_KEY, key.id, key.name, scopes, key.expires_at)
    session = None if session_id is None else act.work.sessions.get(session_id)
    if session is not None and session.user_id == by.user_id:
        return EntranceView(Entrance.SESSION, session.id, "", None, session.expires_at)
    return EntranceView(Entrance.KEY, None, "", None, None)


def _member(act: Act, by: Staff) -> MyselfView:
    member = act.work.staff.get(by.staff_id)
    if member is None:
        raise StaffUnknown
    return MyselfView(
        actor=actor_name(by),
        name=member.name,
        email=member.email,
        client=None,
        roles=(),
        rights=(),
        permissions=tuple(sorted(member.permissions)),
        entrance=EntranceView(Entrance.STAFF_KEY, None, "", None, None),
    )
