"""Views of API keys, sessions and break-glass grants; none holds a secret or a hash, except that of a new key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import frozen

from saas_core.access.model import StaffMember
from saas_core.access.model.break_glass import BreakGlassGrant, GrantUse
from saas_core.access.model.keys_and_sessions import ApiKey, Session
from saas_core.access.ports import AccessWork
from saas_core.access.values import GrantReason, GrantScope, KeyKind, key_text, user_holder
from saas_core.kernel.ids import ApiKeyId, EntryId, GrantId, SessionId, StaffId, TenantId, UserId
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.zones import written_out


@frozen
class ApiKeyView:
    """An API key: `shown` is the beginning and end of its text, `state` is live, expired or revoked.

    The former secret of a rotated key works until `former_until`; `made_with` is the key of the program that made its
    secret, and is revoked along with it; `used_at` is accurate to the minute.
    """

    key_id: ApiKeyId
    user_id: UserId
    name: str
    scopes: tuple[str, ...]
    shown: str
    state: str
    created_at: datetime
    expires_at: datetime
    former_until: datetime | None
    revoked_at: datetime | None
    made_with: ApiKeyId | None
    used_at: datetime | None


@frozen
class MadeApiKeyView:
    """An API key with its text, shown only this once; None in the answer to a repeat."""

    api_key: ApiKeyView
    key: str | None


@frozen
class AskedSignInView:
    """The answer to every request for a sign-in link, whether or not one was mailed: the time for which it works."""

    minutes: int


@frozen
class LinkPersonView:
    """The person whom a sign-in link would sign in."""

    user_id: UserId
    name: str


@frozen
class SignedInView:
    """The user who signed in, and the text of the session, shown only this once."""

    tenant_id: TenantId
    user_id: UserId
    session_id: SessionId
    key: str
    expires_at: datetime


@frozen
class SessionView:
    """A live session; unless it is used it ends at `idle_end`, and in any case at `expires_at`."""

    session_id: SessionId
    user_id: UserId
    created_at: datetime
    used_at: datetime | None
    idle_end: datetime
    expires_at: datetime


@frozen
class GrantView:
    """A break-glass grant: its requester, reason, second person and ending; `state` is asked, open, ended or expired.

    `reason` is last_administrator_locked_out, security_incident or client_wish, and None for grants of former versions;
    `why` says it in words. `scope` is read or change. `by_client` is true if the client's owners were asked to confirm
    it, because the provider had no second person. `confirmed_by` is `user:<id>`, `ended_by` that or `staff:<id>`; staff
    sees `user` alone.
    """

    grant_id: GrantId
    staff_id: StaffId
    reason: str | None
    why: str
    scope: str
    state: str
    asked_at: datetime
    until: datetime
    by_client: bool
    approved_by: StaffId | None
    confirmed_by: str | None
    approved_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None


@frozen
class GrantUseView:
    """Something seen or done under a grant, by its entry in the journal: what, on whom or what, and when.

    `revoked_at` is the instant at which the client had it taken back.
    """

    use_id: EntryId
    at: datetime
    action: str
    subject: str
    revoked_at: datetime | None


@frozen
class GivenBackView:
    """What was given under a grant: how many things were taken back, and which could not be.

    A thing is left where it would leave the client without an active owner, where a department can no longer return to
    its place, where it is the acting owner's own, or where a user gave it who was given a role and may have had the
    right before. `left_uses` are the uses by which they were given, as `list_uses` returns them, or the entries of the
    client's journal by which users gave them on.
    """

    taken: int
    left: int
    left_uses: tuple[EntryId, ...] = ()


_REASONS = {
    GrantReason.LAST_ADMINISTRATOR: "your last administrator is locked out",
    GrantReason.SECURITY_INCIDENT: "a security incident",
    GrantReason.CLIENT_WISH: "your own written wish",
    None: "not stated",
}
_SCOPES = {GrantScope.READ: "see", GrantScope.CHANGE: "see and change"}


def grant_facts(grant: BreakGlassGrant, zone: str, members: Mapping[str, str]) -> dict[str, str]:
    """Return the facts of a grant as its letters tell them, with instants in a zone and members of staff by name."""
    second = "nobody yet"
    if grant.approved_by is not None:
        second = _member(grant.approved_by, members)
    elif grant.confirmed_by is not None:
        second = "an owner of your own"
    return {
        "staff": _member(grant.staff_id, members),
        "scope": _SCOPES[grant.scope],
        "reason": _REASONS[grant.reason],
        "why": grant.why,
        "until": written_out(grant.until, zone),
        "second": second,
    }


def member_names(members: Iterable[StaffMember]) -> dict[str, str]:
    """Return the names of members of staff by id, as letters on grants tell them."""
    return {str(each.id): each.name for each in members}


def _member(staff_id: StaffId, members: Mapping[str, str]) -> str:
    name = members.get(str(staff_id))
    return f"member of staff {staff_id}" if name is None else f"{name}, a member of the provider's staff"


def grant_use_view(use: GrantUse) -> GrantUseView:
    """Return the view of a use of a grant."""
    return GrantUseView(use.id, use.at, use.action, use.subject, use.revoked_at)


def api_key_view(tenant_id: TenantId, key: ApiKey, at: datetime) -> ApiKeyView:
    """Return the view of an API key at an instant."""
    over = "revoked" if key.revoked_at is not None else "expired"
    overlapping = key.former_until is not None and at < key.former_until
    return ApiKeyView(
        key_id=key.id,
        user_id=key.user_id,
        name=key.name,
        scopes=tuple(sorted(key.scopes)),
        shown=key_text(KeyKind.API, tenant_id, key.id, f"…{key.secret.last_four}"),
        state="live" if key.live_at(at) else over,
        created_at=key.created_at,
        expires_at=key.expires_at,
        former_until=key.former_until if overlapping else None,
        revoked_at=key.revoked_at,
        made_with=key.made_with,
        used_at=key.used_at,
    )


def session_view(session: Session) -> SessionView:
    """Return the view of a session."""
    return SessionView(
        session_id=session.id,
        user_id=session.user_id,
        created_at=session.created_at,
        used_at=session.used_at,
        idle_end=session.idle_end,
        expires_at=session.expires_at,
    )


def grant_view(grant: BreakGlassGrant, at: datetime) -> GrantView:
    """Return the view of a grant at an instant."""
    return GrantView(
        grant_id=grant.id,
        staff_id=grant.staff_id,
        reason=None if grant.reason is None else grant.reason.value,
        why=grant.why,
        scope=grant.scope.value,
        state=grant.state_at(at).value,
        asked_at=grant.asked_at,
        until=grant.until,
        by_client=bool(grant.by_client),
        approved_by=grant.approved_by,
        confirmed_by=None if grant.confirmed_by is None else user_holder(grant.confirmed_by),
        approved_at=grant.approved_at,
        ended_by=grant.ended_by,
        ended_at=grant.ended_at,
    )


def uses_of(work: AccessWork, grant_id: GrantId) -> Iterator[GrantUse]:
    """Yield the uses of a grant, oldest first."""

    def page(last: GrantUse | None) -> tuple[GrantUse, ...]:
        return work.grant_uses.of_grant(grant_id, None if last is None else last.id, LARGEST_PAGE)

    return all_of(page)


def api_keys_of(work: AccessWork, user_id: UserId) -> Iterator[ApiKey]:
    """Yield a user's API keys by id, also those that are over."""

    def page(last: ApiKey | None) -> tuple[ApiKey, ...]:
        return work.api_keys.page(user_id, None if last is None else last.id, LARGEST_PAGE)

    return all_of(page)
