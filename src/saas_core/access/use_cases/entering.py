"""Entering: the actor that a key of any kind signs in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.access.errors import KeyUnknown
from saas_core.access.model import User
from saas_core.access.model.keys_and_sessions import use_is_news
from saas_core.access.ports import AccessWork
from saas_core.access.ports.keys_and_sessions import Uses
from saas_core.access.values import KeyKind, KeyText, UserState, read_key
from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import ApiKeyId, KeyId, SessionId, StaffId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import SecretText, hashed, matches
from saas_core.kernel.work import Transactions

_NO_KEY = hashed("")


@checked
@frozen
class Entering:
    """Signs actors in by their keys, reading two rows in one unit of work."""

    transactions: Transactions[AccessWork]
    clock: Clock
    uses: Uses

    def actor(self, key: SecretText) -> Actor:
        """Return the actor that a key signs in now; raises KeyUnknown, the same for every key that signs nobody in."""
        given = read_key(key)
        if given is None:
            raise KeyUnknown
        now = self.clock.now()
        with self.transactions.read(given.tenant_id) as work:
            found = _found(work, given, now)
        if found is None:
            raise KeyUnknown
        actor, used = found
        if given.kind in {KeyKind.API, KeyKind.SESSION} and use_is_news(used, now):
            # A valid key signs its holder in even if its use cannot be stored.
            with suppress(StoreFault):
                self.uses.keep(given.tenant_id, given.number, now)
        return actor


def _found(work: AccessWork, given: KeyText, now: datetime) -> tuple[Actor, datetime | None] | None:
    """Return the actor, and the credential's last use; the secret is compared even if there is no key."""
    match given.kind:
        case KeyKind.API:
            return _program(work, given, now)
        case KeyKind.SESSION:
            return _signed_in(work, given, now)
        case _:
            actor = _holder(work, given)
            return None if actor is None else (actor, None)


def _program(work: AccessWork, given: KeyText, now: datetime) -> tuple[Actor, datetime | None] | None:
    key = work.api_keys.get(ApiKeyId(given.number))
    right = matches(given.secret, _NO_KEY) if key is None else key.opened_by(given.secret, now)
    if key is None or not right or _active(work, key.user_id) is None:
        return None
    return ClientUser(given.tenant_id, key.user_id, key.scopes, key.id), key.used_at


def _signed_in(work: AccessWork, given: KeyText, now: datetime) -> tuple[Actor, datetime | None] | None:
    session = work.sessions.get(SessionId(given.number))
    right = matches(given.secret, _NO_KEY if session is None else session.secret_hash)
    if session is None or not right or not session.live_at(now) or _active(work, session.user_id) is None:
        return None
    return ClientUser(given.tenant_id, session.user_id), session.used_at


def _holder(work: AccessWork, given: KeyText) -> Actor | None:
    key = work.keys.get(KeyId(given.number))
    right = matches(given.secret, _NO_KEY if key is None else key.secret_hash)
    if key is None or not right or key.ended_at is not None:
        return None
    kind, _, holder = key.holder.partition(":")
    match given.kind, kind:
        case KeyKind.STAFF, "staff":
            member = work.staff.get(StaffId(UUID(holder)))
            return Staff(member.id, member.permissions) if member is not None and member.active else None
        case KeyKind.USER, "user":
            user = _active(work, UserId(UUID(holder)))
            return None if user is None else ClientUser(given.tenant_id, user.id)
        case _:
            # A key of one kind written as another kind.
            return None


def _active(work: AccessWork, user_id: UserId) -> User | None:
    user = work.users.get(user_id)
    return user if user is not None and user.state is UserState.ACTIVE else None
