"""Break-glass: staff sees or changes a client's users and roles, with a second person and visibly to it (1.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import evolve, frozen

from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import GrantUnknown, SecondPerson
from saas_core.access.model import Key
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.policies.second_person import Colleagues
from saas_core.access.ports import AccessWork
from saas_core.access.queries.keys_and_sessions import (
    GivenBackView,
    GrantUseView,
    GrantView,
    grant_use_view,
    grant_view,
)
from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.act import Act, Acts, by_link
from saas_core.access.use_cases.confirming import CONFIRM, confirm, grant_in, grant_terms
from saas_core.access.use_cases.keyed_links import KeyedMail, opened_link
from saas_core.access.use_cases.taking_back import take_back
from saas_core.access.values import (
    APART,
    APPROVAL,
    BREAK_GLASS,
    CREDENTIALS_TAKEN,
    GRANT_LASTS_LONGEST,
    JOURNAL_SEEN,
    GrantReason,
    GrantScope,
    confirming_in,
    staff_holder,
)
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, ClientUser, Staff, System, actor_name
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, EntryId, GrantId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import Digests, Sealer, Secrets, SecretText, hashed
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_PEOPLE = "a grant is asked for and approved by people of the provider."
_RECEIVER = System("confirmations")
_LINK = "confirmation"


@frozen
class _Kept:
    """The first result of a command on a grant; the reason is stored only in the grant."""

    grant_id: GrantId


class BreakGlass:
    """Grants by which, after activation, one member of staff sees or changes a client's users and roles for hours.

    A grant opens them only to the member who requested it, once a second person has approved it, and until its end.
    The second person is an independent member of staff; a provider that has none asks the client's owners. Everything
    done or seen under it is in the client's journal with the grant's id, and taken back at the client's word.
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
        apart: timedelta = APART,
    ) -> None:
        """Take the ports; `apart` is the time after which whoever added a member of staff is another person."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._mail = KeyedMail(secrets, sealer)
        self._apart = apart

    def ask(  # noqa: PLR0913 - who, where, why, until when, for what
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        reason: GrantReason,
        why: str,
        until: datetime,
        scope: GrantScope = GrantScope.READ,
        idempotency_key: str | None = None,
    ) -> GrantView:
        """Request a grant for at most four hours; it opens nothing until a second person approves it.

        If the provider has nobody who may, the client's owners get a link each to confirm it; so they do if the last
        administrator is said to be locked out while there is an active owner. `reason` is one of three, `why` says it
        in words; the client can read both. Raises InvalidValue for invalid words or instants,
        StaffUnknown, NoSecondPerson, Refused without `staff.support` (1.1), NotFound.
        """
        stated, end = text.name(why, "why"), instant(until, "until")
        request: dict[str, Value] = {
            "reason": reason.value,
            "why": self._digests.of(stated),
            "until": end.isoformat(),
            "scope": scope.value,
        }

        def ask(act: Act) -> GrantId:
            if not act.at < end <= act.at + GRANT_LASTS_LONGEST:
                message = f"{end.isoformat()} is not within the next four hours."
                raise InvalidValue(message, field="until", remedy="Request only the time that you need.")
            colleagues = self._colleagues(act)
            staff_id = colleagues.member(act.staff(_PEOPLE).staff_id).id
            alone = not colleagues.somebody_else(staff_id, act.at)
            owners = owners_of(act.work) if alone or reason is GrantReason.LAST_ADMINISTRATOR else ()
            if alone and not owners:
                raise colleagues.nobody_else()
            grant = BreakGlassGrant(
                id=GrantId(act.ids.new()),
                staff_id=staff_id,
                reason=reason,
                why=stated,
                scope=scope,
                asked_at=act.at,
                until=end,
                by_client=bool(owners),
            )
            act.work.break_glass.save(grant)
            for owner in owners:
                self._mail.send_confirmation(act, grant, owner)
            act.note("access.ask_break_glass", f"grant:{grant.id}", {**request, "by_client": grant.by_client})
            act.want(SWEEP, CLIENT)
            return grant.id

        def judged(act: Act) -> None:
            act.require(BREAK_GLASS)

        return self._carried_out(by, tenant_id, ("ask", request, idempotency_key), judged, ask)

    def approve(
        self, *, by: Actor, tenant_id: TenantId, grant_id: GrantId, idempotency_key: str | None = None
    ) -> GrantView:
        """Approve another member's request for a grant, which takes effect now and holds until its end.

        Raises GrantUnknown, SecondPerson for the requester, for a member who was not there a day before the request,
        for one whom the requester added lately, or the other way round, for one whose key somebody else has seen, and
        for everybody where the last administrator is said to be locked out while there is an active owner (1.5),
        StaffUnknown, GrantOver, Refused without `staff.admin` (1.1).
        """

        def approve(act: Act) -> GrantId:
            asked, staff_id, colleagues = grant_in(act, grant_id), act.staff(_PEOPLE).staff_id, self._colleagues(act)
            approved = asked.approved(staff_id, act.at)
            colleagues.require_second(asked.staff_id, staff_id, asked.asked_at)
            if asked.makes_owners and owners_of(act.work):
                # Whatever was true at the request: only an owner can say that administrators are locked out.
                raise SecondPerson.is_an_owner()
            act.work.break_glass.save(approved)
            act.note("access.approve_break_glass", f"grant:{grant_id}", grant_terms(approved))
            act.want(SWEEP, CLIENT)
            return grant_id

        def judged(act: Act) -> None:
            act.require(APPROVAL)

        request: dict[str, Value] = {"grant": str(grant_id)}
        return self._carried_out(by, tenant_id, ("approve", request, idempotency_key), judged, approve)

    def confirm(self, *, token: SecretText, idempotency_key: str | None = None) -> GrantView:
        """Confirm a request for a grant as an owner of the client, with a mailed link, once; needs no license.

        Raises LinkUnknown for every wrong, foreign, used or expired token, and for one of somebody who is no longer an
        owner, GrantOver, KeyReused.
        """
        tenant_id = confirming_in(token)
        if tenant_id is None:
            raise LinkUnknown
        request = Request(CONFIRM, {"token": hashed(token)}, idempotency_key)
        with self._acts.read(tenant_id, _RECEIVER) as looking:
            # Looked up before anything is locked, so that a guessed token costs the client it names nothing.
            if not request.of(by_link(looking, _LINK, token).by).repeats(looking.work):
                opened_link(looking, token)
        with self._acts.begin(tenant_id, _RECEIVER) as opened:
            act = by_link(opened, _LINK, token)
            kept = act.once(request, _Kept, lambda: _Kept(confirm(opened, token)))
            return grant_view(grant_in(opened, kept.grant_id), opened.at)

    def end(
        self, *, by: Actor, tenant_id: TenantId, grant_id: GrantId, idempotency_key: str | None = None
    ) -> GrantView:
        """End a grant early: its requester, its approver, staff with `staff.admin`, and owners of the client may.

        An owner needs no license for it. A grant that is over stays as it is. Raises GrantUnknown, Refused.
        """

        def judged(act: Act) -> None:
            if not _by_owner(act):
                own = act.work.break_glass.get(grant_id)
                asked = own is not None and isinstance(act.by, Staff) and act.by.staff_id == own.staff_id
                act.require(BREAK_GLASS if asked else APPROVAL)

        def end(act: Act) -> GrantId:
            before = grant_in(act, grant_id)
            after = before.ended(actor_name(act.by), act.at)
            if after != before:
                act.work.break_glass.save(after)
                act.note("access.end_break_glass", f"grant:{grant_id}", {"staff": str(after.staff_id)})
                act.want(SWEEP, CLIENT)
            return grant_id

        return self._carried_out(by, tenant_id, ("end", {"grant": str(grant_id)}, idempotency_key), judged, end)

    def list_grants(
        self, *, by: Actor, tenant_id: TenantId, after: GrantId | None = None, limit: int = 50
    ) -> tuple[GrantView, ...]:
        """Return the client's grants, newest first, those made before the given one, at most 1,000.

        Open to owners, with or without a license, to users with `audit.read`, and to staff, who is not told which owner
        confirmed or ended one. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            if not _by_owner(act):
                act.require(JOURNAL_SEEN if isinstance(by, ClientUser) else BREAK_GLASS)
            return tuple(_view_for(act, each) for each in act.work.break_glass.page(after, page_size(limit)))

    def list_uses(
        self, *, by: Actor, tenant_id: TenantId, grant_id: GrantId, after: EntryId | None = None, limit: int = 50
    ) -> tuple[GrantUseView, ...]:
        """Return what was seen and given under a grant, oldest first, what follows the given use, at most 1,000.

        Open to owners, with or without a license, and to users with `audit.read`. Raises GrantUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            if not _by_owner(act):
                act.require(JOURNAL_SEEN)
            grant_in(act, grant_id)
            return tuple(
                grant_use_view(each) for each in act.work.grant_uses.of_grant(grant_id, after, page_size(limit))
            )

    def take_back(
        self, *, by: Actor, tenant_id: TenantId, grant_id: GrantId, idempotency_key: str | None = None
    ) -> GivenBackView:
        """Take back everything that was given under a grant, as an owner and without a license, and end the grant.

        Users who were added, reactivated or given another address are deactivated, roles that were assigned are
        unassigned, permissions that a role got are removed from it, invitations are revoked, and departments return to
        their place, newest first. So is what those who came in or became owners under it gave on. What cannot be taken
        back, such as from the last active owner, is named. Raises GrantUnknown,
        Refused.
        """
        request = Request("access.take_back", {"grant": str(grant_id)}, idempotency_key)
        if tenant_id == PROVIDER:
            raise GrantUnknown
        with self._acts.begin(tenant_id, by) as act:
            if not _by_owner(act):
                act.require(APPROVAL if isinstance(by, ClientUser) else CREDENTIALS_TAKEN)

            def do() -> GivenBackView:
                before = grant_in(act, grant_id)
                ended = before.ended(actor_name(act.by), act.at)
                if ended != before:
                    act.work.break_glass.save(ended)
                view = take_back(act, grant_id)
                details: dict[str, Value] = {"taken": view.taken, "left": view.left}
                act.note("access.take_back", f"grant:{grant_id}", details)
                act.want(SWEEP, CLIENT)
                return view

            return act.once(request, GivenBackView, do)

    def _colleagues(self, act: Act) -> Colleagues:
        """Read the provider's staff with the client locked, so that what was waited for has not made it out of date."""
        holder = staff_holder(act.staff(_PEOPLE).staff_id)
        with self._acts.transactions.read(PROVIDER) as work:
            keys: tuple[Key, ...] = work.keys.of_holder(holder)
            return Colleagues.of(work.staff.all(), keys, self._apart)

    def _carried_out(
        self,
        by: Actor,
        tenant_id: TenantId,
        command: tuple[str, dict[str, Value], str | None],
        judged: Callable[[Act], None],
        do: Callable[[Act], GrantId],
    ) -> GrantView:
        verb, request, key = command
        if tenant_id == PROVIDER:
            message = "is not a client."
            raise InvalidValue(message, field="tenant_id", remedy="Name the client whose users are meant.")
        with self._acts.begin(tenant_id, by) as act:
            judged(act)
            kept = act.once(Request(f"access.{verb}_break_glass", request, key), _Kept, lambda: _Kept(do(act)))
            return _view_for(act, grant_in(act, kept.grant_id))


def _by_owner(act: Act) -> bool:
    """Return whether an owner of the client acts in person; raises Refused for anyone who is not a user of it."""
    if not isinstance(act.by, ClientUser) or act.by.scopes is not None:
        return False
    act.require(CREDENTIALS_TAKEN)
    return any(each.id == act.by.user_id for each in owners_of(act.work))


def _view_for(act: Act, grant: BreakGlassGrant) -> GrantView:
    """Return the view of a grant; staff is not told the ids of the client's users (1.5)."""
    view = grant_view(grant, act.at)
    if isinstance(act.by, ClientUser):
        return view
    return evolve(view, confirmed_by=_kind(view.confirmed_by), ended_by=_kind(view.ended_by))


def _kind(name: str | None) -> str | None:
    return "user" if name is not None and name.startswith("user:") else name
