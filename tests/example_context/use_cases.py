"""What is done with bulletins: posted and withdrawn by whoever manages the account, and listed."""

from __future__ import annotations

from datetime import datetime
from typing import TypeAlias

from example_context.commands import PostBulletin, WithdrawBulletin
from example_context.effects import EXPIRE
from example_context.errors import BulletinUnknown
from example_context.model import Bulletin
from example_context.ports import BulletinsWork
from example_context.queries import BulletinView, bulletin_view
from example_context.values import MANAGE, SEE, BulletinId
from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.pages import page_size
from saas_core.kernel.revisions import require_revision
from saas_core.kernel.tasks import CLIENT
from saas_core.kernel.work import Transactions
from saas_core.policy import acting
from saas_core.policy.acting import Acts, Caller
from saas_core.policy.ports import Judge

Act: TypeAlias = acting.Act[BulletinsWork]


@checked
class BulletinDesk:
    """The bulletins of a client."""

    def __init__(self, *, transactions: Transactions[BulletinsWork], clock: Clock, ids: Ids, judge: Judge) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)

    def post(
        self, *, by: Actor, tenant_id: TenantId, text: str, until: datetime, idempotency_key: str | None = None
    ) -> BulletinView:
        """Post a bulletin until an instant; raises InvalidValue for one that is over, Refused, KeyReused."""
        command = PostBulletin(text=text, until=until)
        caller = Caller(by, tenant_id, idempotency_key)
        return self._acts.carry_out(command, caller, BulletinView, _post, judged=_managed)

    def withdraw(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        bulletin_id: BulletinId,
        expected: str | None = None,
        idempotency_key: str | None = None,
    ) -> BulletinView:
        """Withdraw a bulletin; raises BulletinUnknown, BulletinOver, RevisionStale, Refused, KeyReused."""
        command = WithdrawBulletin(bulletin_id=bulletin_id)
        caller = Caller(by, tenant_id, idempotency_key, expected)
        return self._acts.carry_out(command, caller, BulletinView, _withdraw, judged=_managed)

    def list_bulletins(
        self, *, by: Actor, tenant_id: TenantId, after: BulletinId | None = None, limit: int = 50
    ) -> tuple[BulletinView, ...]:
        """Return bulletins by id, those after the given one, at most 1,000; raises Refused."""
        with self._acts.read(tenant_id, by) as act:
            act.require(SEE)
            return tuple(map(bulletin_view, act.work.bulletins.page(after, page_size(limit))))


def _managed(act: Act, _command: object) -> None:
    act.require(MANAGE)


def _post(act: Act, command: PostBulletin) -> BulletinView:
    if command.until <= act.at:
        message = "lies in the past."
        raise InvalidValue(message, field="until", remedy="Give an instant to come.")
    bulletin = Bulletin(id=BulletinId(act.ids.new()), text=command.text, posted_at=act.at, until=command.until)
    act.work.bulletins.save(bulletin)
    act.note(command.NAME, f"bulletin:{bulletin.id}", journal_form(command))
    act.want(SWEEP, CLIENT)
    act.work.tasks.want(EXPIRE, str(bulletin.id), bulletin.until)
    return bulletin_view(bulletin)


def _withdraw(act: Act, command: WithdrawBulletin) -> BulletinView:
    before = act.work.bulletins.get(command.bulletin_id)
    if before is None:
        raise BulletinUnknown
    require_revision(act.expected, bulletin_view(before))
    after = before.withdrawn(act.at)
    act.work.bulletins.save(after)
    act.note(command.NAME, f"bulletin:{after.id}", {})
    return bulletin_view(after)
