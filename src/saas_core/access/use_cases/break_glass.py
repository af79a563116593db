"""Break-glass: staff sees or changes a client's users and roles, with a second approver and visibly to it (1.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from attrs import frozen

from saas_core.access.errors.keys_and_sessions import GrantUnknown
from saas_core.access.model.break_glass import BreakGlassGrant
from saas_core.access.ports import AccessWork
from saas_core.access.queries.keys_and_sessions import GrantView, grant_view
from saas_core.access.queries.reading import owners_of
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.values import APPROVAL, BREAK_GLASS, GRANT_LASTS_LONGEST, JOURNAL_SEEN, LICENSE_SEEN, GrantScope
from saas_core.kernel import text
from saas_core.kernel.actors import Actor, ClientUser, Staff, actor_name
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, GrantId, Ids, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.journal import Value
from saas_core.kernel.pages import page_size
from saas_core.kernel.secrets import Digests
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

_PEOPLE = "a grant is asked for and approved by people of the provider."


@frozen
class _Kept:
    """The first result of a command on a grant; the reason is stored only in the grant."""

    grant_id: GrantId


class BreakGlass:
    """Grants by which, after activation, one member of staff sees or changes a client's users and roles for hours.

    A grant opens them only to the member who requested it, once another member of staff has approved it, and until its
    end. Everything done or seen under it is in the client's journal with the grant's id.
    """

    def __init__(
        self, *, transactions: Transactions[AccessWork], clock: Clock, ids: Ids, judge: Judge, digests: Digests
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests

    def ask(  # noqa: PLR0913 - who, where, why, until when, for what
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        reason: str,
        until: datetime,
        scope: GrantScope = GrantScope.READ,
        idempotency_key: str | None = None,
    ) -> GrantView:
        """Request a grant for at most four hours; it opens nothing until another member of staff approves it.

        Raises InvalidValue for an invalid reason or instant, Refused without `staff.support` (1.1), NotFound.
        """
        stated, end = text.name(reason, "reason"), instant(until, "until")
        request: dict[str, Value] = {"reason": self._digests.of(stated), "until": end.isoformat(), "scope": scope.value}

        def ask(act: Act) -> GrantId:
            if not act.at < end <= act.at + GRANT_LASTS_LONGEST:
                message = f"{end.isoformat()} is not within the next four hours."
                raise InvalidValue(message, field="until", remedy="Request only the time that you need.")
            grant = BreakGlassGrant(
                id=GrantId(act.ids.new()),
                staff_id=act.staff(_PEOPLE).staff_id,
                reason=stated,
                scope=scope,
                asked_at=act.at,
                until=end,
            )
            act.work.break_glass.save(grant)
            act.note("access.ask_break_glass", f"grant:{grant.id}", request)
            return grant.id

        def judged(act: Act) -> None:
            act.require(BREAK_GLASS)

        return self._carried_out(by, tenant_id, ("ask", request, idempotency_key), judged, ask)

    def approve(
        self, *, by: Actor, tenant_id: TenantId, grant_id: GrantId, idempotency_key: str | None = None
    ) -> GrantView:
        """Approve another member's request for a grant, which takes effect now and holds until its end.

        Raises GrantUnknown, SecondPerson for the requester (1.5), GrantOver, Refused without `staff.admin` (1.1).
        """

        def approve(act: Act) -> GrantId:
            approved = _grant(act, grant_id).approved(act.staff(_PEOPLE).staff_id, act.at)
            act.work.break_glass.save(approved)
            details: dict[str, Value] = {
                "staff": str(approved.staff_id),
                "scope": approved.scope.value,
                "until": approved.until.isoformat(),
            }
            act.note("access.approve_break_glass", f"grant:{grant_id}", details)
            return grant_id

        def judged(act: Act) -> None:
            act.require(APPROVAL)

        request: dict[str, Value] = {"grant": str(grant_id)}
        return self._carried_out(by, tenant_id, ("approve", request, idempotency_key), judged, approve)

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
            before = _grant(act, grant_id)
            after = before.ended(actor_name(act.by), act.at)
            if after != before:
                act.work.break_glass.save(after)
                act.note("access.end_break_glass", f"grant:{grant_id}", {"staff": str(after.staff_id)})
            return grant_id

        return self._carried_out(by, tenant_id, ("end", {"grant": str(grant_id)}, idempotency_key), judged, end)

    def list_grants(
        self, *, by: Actor, tenant_id: TenantId, after: GrantId | None = None, limit: int = 50
    ) -> tuple[GrantView, ...]:
        """Return the client's grants, newest first, those made before the given one, at most 1,000.

        Open to owners, with or without a license, to users with `audit.read`, and to staff. Raises Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            if not _by_owner(act):
                act.require(JOURNAL_SEEN if isinstance(by, ClientUser) else BREAK_GLASS)
            return tuple(grant_view(each, act.at) for each in act.work.break_glass.page(after, page_size(limit)))

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
            return grant_view(_grant(act, kept.grant_id), act.at)


def _grant(act: Act, grant_id: GrantId) -> BreakGlassGrant:
    grant = act.work.break_glass.get(grant_id)
    if grant is None:
        raise GrantUnknown
    return grant


def _by_owner(act: Act) -> bool:
    """Return whether an owner of the client acts in person; raises Refused for anyone who is not a user of it."""
    if not isinstance(act.by, ClientUser) or act.by.scopes is not None:
        return False
    act.require(LICENSE_SEEN)
    return any(each.id == act.by.user_id for each in owners_of(act.work))
