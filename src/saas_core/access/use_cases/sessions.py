"""Sessions: listed and ended by whose they are, or by an owner (1.5)."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.errors import KeyUnknown
from saas_core.access.errors.keys_and_sessions import SessionUnknown
from saas_core.access.model.keys_and_sessions import Session
from saas_core.access.queries.keys_and_sessions import SessionView, session_view
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.use_cases.own import reach
from saas_core.access.values import KeyKind, read_key
from saas_core.kernel.actors import Actor, ClientUser, System
from saas_core.kernel.commands import Request
from saas_core.kernel.ids import SessionId, TenantId, UserId
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import SecretText, hashed, matches

DOOR = System("sign-in")
_NO_SECRET = hashed("")


@frozen
class _Kept:
    """The first result of a command on a session."""

    session_id: SessionId


class Sessions:
    """The sessions of a client's people, once they began."""

    def __init__(self, acts: Acts) -> None:
        """Take what opens acts."""
        self._acts = acts

    def sign_out(self, *, key: SecretText) -> SessionView:
        """End the session with this text; raises KeyUnknown, even for one that has ended."""
        given = read_key(key)
        if given is None or given.kind is not KeyKind.SESSION:
            raise KeyUnknown
        session_id = SessionId(given.number)
        with self._acts.read(given.tenant_id, DOOR) as looking:
            found = _right(looking, session_id, given.secret)
        with self._acts.begin(given.tenant_id, ClientUser(given.tenant_id, found.user_id)) as act:
            session = _right(act, session_id, given.secret)
            _end(act, session)
            return session_view(session)

    def list_sessions(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        user_id: UserId | None = None,
        after: SessionId | None = None,
        limit: int = 50,
    ) -> tuple[SessionView, ...]:
        """Return live sessions by id, those after the given one, at most 1,000: one's own, or for an owner everybody's.

        `user_id` narrows them to one user; the result is empty for a user out of reach. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            near = reach(act)
            whose = near.narrowed(user_id)
            if whose is not None and not near.holds(whose):
                return ()
            found: list[SessionView] = []
            while len(found) < page_size(limit):
                page = act.work.sessions.page(whose, act.at, after, page_size(limit))
                found += [session_view(each) for each in page if each.live_at(act.at)]
                if not page:
                    break
                after = page[-1].id
            return tuple(found[: page_size(limit)])

    def end_session(
        self, *, by: Actor, tenant_id: TenantId, session_id: SessionId, idempotency_key: str | None = None
    ) -> SessionView:
        """End one's own session, or as an owner anybody's; needs no license.

        Raises SessionUnknown, even for another user's session, and Refused.
        """
        with self._acts.begin(tenant_id, by) as act:
            near = reach(act)
            session = act.work.sessions.get(session_id)
            if session is None or not near.holds(session.user_id):
                raise SessionUnknown
            act.once(
                Request("access.end_session", {"session": str(session_id)}, idempotency_key),
                _Kept,
                lambda: _end(act, session),
            )
            return session_view(session)


def _right(act: Act, session_id: SessionId, secret: str) -> Session:
    session = act.work.sessions.get(session_id)
    right = matches(secret, _NO_SECRET if session is None else session.secret_hash)
    if session is None or not right or not session.live_at(act.at):
        raise KeyUnknown
    return session


def _end(act: Act, before: Session) -> _Kept:
    after = before.ended(act.at)
    if after != before:
        act.work.sessions.save(after)
        act.note("access.end_session", f"user:{after.user_id}", {"session": str(after.id)})
    return _Kept(after.id)
