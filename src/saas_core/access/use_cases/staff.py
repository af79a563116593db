"""The staff desk: the provider's people and their keys, and sign-in for everybody."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from saas_core.access.errors import EmailTaken, LastAdministrator, LinkUnknown, StaffExists, StaffUnknown
from saas_core.access.model import StaffMember
from saas_core.access.ports import AccessWork
from saas_core.access.ports.keys_and_sessions import Uses
from saas_core.access.queries.views import StaffKeyView, StaffView, staff_view
from saas_core.access.use_cases.act import Act, Acts, by_link
from saas_core.access.use_cases.entering import Entering
from saas_core.access.use_cases.inviting import end_keys, new_key
from saas_core.access.use_cases.keyed_links import KeyedMail, opened_link, revoke_links_of
from saas_core.access.values import (
    STAFF,
    STAFF_ADMIN,
    STAFF_PERMISSIONS,
    KeyKind,
    is_staff_key_token,
    staff_holder,
)
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, Staff, System, actor_name
from saas_core.kernel.addresses import PLAIN, Addresses, canonical
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, Ids, StaffId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.secrets import Digests, Sealer, Secrets, SecretText, hashed
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_SETUP = System("setup")
_DOOR = System("staff-key")
_LINK = "staff-key"


@frozen
class _Kept:
    """The first result of a command about a member of staff: its id, never a key."""

    staff_id: StaffId


class StaffDesk:
    """The provider's staff (1.1), and the sign-in by any kind of key.

    Nobody is shown another person's key: each member fetches its own through a mailed link, which works once.
    """

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
        uses: Uses,
        addresses: Addresses = PLAIN,
    ) -> None:
        """Take the ports."""
        self._entering = Entering(transactions, clock, uses)
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._secrets = secrets
        self._addresses = addresses
        self._mail = KeyedMail(secrets, sealer)

    def first(self, *, name: str, email: str) -> StaffKeyView:
        """Create the first member of staff, who manages the others; this key alone is shown, once, to who sets up.

        Raises InvalidValue, StaffExists if there already is staff.
        """
        named, addressed = text.name(name), self._addresses.read(email)
        with self._acts.begin(PROVIDER, _SETUP) as act:
            if act.work.staff.all():
                message = "there is staff already (clause 1.1)."
                raise StaffExists(message, field="staff", remedy="Ask somebody with staff.admin to add you.")
            member = self._added(act, named, addressed, frozenset({STAFF_ADMIN}))
            key, issued = new_key(act, self._secrets, KeyKind.STAFF, staff_holder(member.id))
            self._note(act, member, {"key": str(key.id)})
            return StaffKeyView(staff_view(member), issued)

    def add(
        self,
        *,
        by: Actor,
        name: str,
        email: str,
        permissions: Iterable[str],
        idempotency_key: str | None = None,
    ) -> StaffView:
        """Add a member of staff and mail them a link, valid for seven days and once, to fetch their key.

        Raises InvalidValue for a permission that staff cannot hold, EmailTaken, Refused (1.1).
        """
        named, addressed, held = text.name(name), self._addresses.read(email), _staff_permissions(permissions)
        request: dict[str, Value] = {
            "name": self._digests.of(named),
            "email": self._digests.of(addressed),
            "permissions": [*sorted(held)],
        }
        with self._acts.begin(PROVIDER, by) as act:
            act.require(STAFF)
            kept = act.once(
                Request("access.add_staff", request, idempotency_key),
                _Kept,
                lambda: self._add(act, named, addressed, held),
            )
            return staff_view(_member(act, kept.staff_id))

    def renew_key(self, *, by: Actor, staff_id: StaffId, idempotency_key: str | None = None) -> StaffView:
        """Mail a member of staff a link to a new key, and end the former keys at once.

        One's own former key works until the new one is fetched, so that a lost mail locks nobody out. Raises
        StaffUnknown, Refused (1.1), KeyReused.
        """
        with self._acts.begin(PROVIDER, by) as act:
            act.require(STAFF)
            act.once(
                Request("access.renew_staff_key", {"staff": str(staff_id)}, idempotency_key),
                _Kept,
                lambda: self._renew_key(act, staff_id),
            )
            return staff_view(_member(act, staff_id))

    def fetch_key(self, *, token: SecretText, idempotency_key: str | None = None) -> StaffKeyView:
        """Fetch one's key with a mailed link, once; it is shown only this once, and former keys end.

        A repeat does not show it: if the first answer was lost, have the key renewed. Raises LinkUnknown for every
        wrong, used, revoked or expired token, KeyReused.
        """
        if not is_staff_key_token(token):
            raise LinkUnknown
        request = Request("access.fetch_staff_key", {"token": hashed(token)}, idempotency_key)
        with self._acts.read(PROVIDER, _DOOR) as looking:
            # Looked up before anything is locked, so that a guessed token costs nothing.
            if not request.of(by_link(looking, _LINK, token).by).repeats(looking.work):
                opened_link(looking, token)
        with self._acts.begin(PROVIDER, _DOOR) as opened:
            act = by_link(opened, _LINK, token)
            kept, issued = act.once_telling(request, _Kept, lambda: self._fetch(opened, token))
            return StaffKeyView(staff_view(_member(opened, kept.staff_id)), issued)

    def deactivate(self, *, by: Actor, staff_id: StaffId, idempotency_key: str | None = None) -> StaffView:
        """Deactivate a member of staff and end its keys.

        Raises StaffUnknown, LastAdministrator, Refused (1.1).
        """
        with self._acts.begin(PROVIDER, by) as act:
            act.require(STAFF)
            act.once(
                Request("access.deactivate_staff", {"staff": str(staff_id)}, idempotency_key),
                _Kept,
                lambda: _deactivate(act, staff_id),
            )
            return staff_view(_member(act, staff_id))

    def list_staff(self, *, by: Actor) -> tuple[StaffView, ...]:
        """Return the provider's staff, by id; raises Refused (1.1)."""
        with self._acts.read(PROVIDER, by) as act:
            act.require(STAFF)
            return tuple(staff_view(each) for each in act.work.staff.all())

    def authenticate(self, key: SecretText) -> Actor:
        """Return the actor that a key signs in: a member of staff, a client's user, or one of a user's programs.

        Accepts keys of staff (`stf_…`) and of users (`usr_…`), API keys (`api_…`) and sessions (`ses_…`); only the key
        names the client. A program is a ClientUser with its key's scopes; staff has its present permissions.
        Raises KeyUnknown, the same for a wrong key, an ended or expired one, and one whose holder is not active (1.5).
        """
        return self._entering.actor(key)

    def _renew_key(self, act: Act, staff_id: StaffId) -> _Kept:
        member = _member(act, staff_id)
        if not member.active:
            raise StaffUnknown
        own = isinstance(act.by, Staff) and act.by.staff_id == staff_id
        ended = () if own else end_keys(act, staff_holder(staff_id))
        link = self._mail.send_key(act, member)
        details: dict[str, Value] = {"ended_keys": [str(each.id) for each in ended], "link": str(link.id)}
        act.note("access.renew_staff_key", f"staff:{staff_id}", details)
        return _Kept(staff_id)

    def _add(self, act: Act, name: str, email: str, permissions: frozenset[str]) -> _Kept:
        member = self._added(act, name, email, permissions)
        self._note(act, member, {"link": str(self._mail.send_key(act, member).id)})
        return _Kept(member.id)

    def _added(self, act: Act, name: str, email: str, permissions: frozenset[str]) -> StaffMember:
        for each in act.work.staff.all():
            if canonical(each.email) == canonical(email):
                raise EmailTaken.held_by(staff_holder(each.id))
        member = StaffMember(
            id=StaffId(act.ids.new()),
            name=name,
            email=email,
            permissions=permissions,
            since=act.at,
            made_by=actor_name(act.by),
        )
        act.work.staff.save(member, act.at)
        return member

    def _note(self, act: Act, member: StaffMember, more: dict[str, Value]) -> None:
        details: dict[str, Value] = {
            "name": self._digests.of(member.name),
            "email": self._digests.of(canonical(member.email)),
            "permissions": [*sorted(member.permissions)],
        }
        act.note("access.add_staff", staff_holder(member.id), {**details, **more})

    def _fetch(self, opened: Act, token: str) -> tuple[_Kept, str]:
        link = opened_link(opened, token)
        member = next((each for each in opened.work.staff.all() if staff_holder(each.id) == link.holder), None)
        if member is None or not member.active:
            raise LinkUnknown
        act = opened.acting_as(Staff(member.id, member.permissions))
        act.work.keyed_links.save(link.used(act.at))
        ended = end_keys(act, link.holder)
        key, issued = new_key(act, self._secrets, KeyKind.STAFF, link.holder, link_id=link.id)
        details: dict[str, Value] = {
            "link": str(link.id),
            "key": str(key.id),
            "ended_keys": [str(each.id) for each in ended],
        }
        act.note("access.fetch_staff_key", link.holder, details)
        return _Kept(member.id), issued


def _deactivate(act: Act, staff_id: StaffId) -> _Kept:
    member = _member(act, staff_id)
    if not member.active:
        return _Kept(staff_id)
    others = [each for each in act.work.staff.all() if each.id != staff_id and each.active]
    if not any(STAFF_ADMIN in each.permissions for each in others):
        message = "nobody else active manages staff (clause 1.1)."
        raise LastAdministrator(message, field="staff", remedy="Add somebody with staff.admin first.")
    act.work.staff.save(member.deactivated(), act.at)
    ended = end_keys(act, staff_holder(staff_id))
    revoke_links_of(act, staff_holder(staff_id))
    details: dict[str, Value] = {"before": "active", "after": "deactivated", "keys": [str(each.id) for each in ended]}
    act.note("access.deactivate_staff", f"staff:{staff_id}", details)
    return _Kept(staff_id)


def _member(act: Act, staff_id: StaffId) -> StaffMember:
    member = act.work.staff.get(staff_id)
    if member is None:
        raise StaffUnknown
    return member


def _staff_permissions(given: Iterable[str]) -> frozenset[str]:
    held = frozenset(given)
    wrong = sorted(held - STAFF_PERMISSIONS)
    if wrong or not held:
        message = f"{wrong[0][:60]!r} is not a staff permission." if wrong else "names no permission."
        remedy = f"Choose from {', '.join(sorted(STAFF_PERMISSIONS))}."
        raise InvalidValue(message, field="permissions", remedy=remedy)
    return held
