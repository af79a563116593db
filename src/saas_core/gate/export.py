"""The export of a client's own data, page by page; it stays open without a license (0.1).

Each page is read from one state and judged again, so an export of any size holds little in memory and ends when the
rights of its reader end. A part is withheld from users whose roles do not let them read it, even if the license fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Generic, TypeVar

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntry
from saas_core.kernel.pages import page_size
from saas_core.kernel.parts import ExportPart
from saas_core.kernel.sight import Sight, Unhindered
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge
from saas_core.policy.reasons import ReasonCode

W = TypeVar("W", bound=Work)

EXPORT = "data.export"

# Reasons of the license or the setup alone do not keep a client from its own data (0.1); any other reason, including
# one that is added some day, does.
_IN_SPITE_OF = frozenset(
    {
        ReasonCode.LICENSE_ON_HOLD,
        ReasonCode.LICENSE_MISSING,
        ReasonCode.TERMS_NOT_ACCEPTED,
        ReasonCode.LICENSE_NOT_STARTED,
        ReasonCode.FIRST_PAYMENT_PENDING,
        ReasonCode.PAYMENT_REFUNDED,
        ReasonCode.PAYMENT_DISPUTED,
        ReasonCode.PAYMENT_OVERDUE,
        ReasonCode.RENEWAL_UNCONFIRMED,
        ReasonCode.LICENSE_CANCELED,
        ReasonCode.LICENSE_EXPIRED,
        ReasonCode.SETUP_INCOMPLETE,
    }
)


@frozen
class ExportPage:
    """A page of one part: its records, and the mark after which the next page begins; None after the last page.

    `withheld` is true if the user's roles do not allow reading this part, which is then empty.
    """

    part: str
    records: tuple[object, ...]
    after: str | None
    withheld: bool = False


@checked
class Exports(Generic[W]):
    """Exports everything that belongs to a client, except for secrets, which are never revealed."""

    def __init__(
        self,
        *,
        transactions: Transactions[W],
        clock: Clock,
        judge: Judge,
        parts: Mapping[str, ExportPart[W]],
        sight: Sight | None = None,
    ) -> None:
        """Take the ports, and the parts by name, in their order; without `sight` entries show all of what they hold."""
        self._sight = sight or Unhindered()
        self._export = dict(parts)
        self._transactions = transactions
        self._clock = clock
        self._judge = judge

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts that an export is made of, in their order."""
        return tuple(self._export)

    def page(self, *, by: Actor, tenant_id: TenantId, part: str, after: str = "", limit: int = 500) -> ExportPage:
        """Return a page of a part, beginning after the mark of the previous page; at most 1,000 records.

        Raises Refused without `data.export`, NotFound, InvalidValue for an unknown part and for an `after` that came
        from no page.
        """
        wanted = self._export.get(part)
        if wanted is None:
            message = f"{part[:40]!r} is not a part of an export."
            raise InvalidValue(message, field="part", remedy=f"Name one of {', '.join(self.parts)}.")
        with self._transactions.read(tenant_id) as work:
            at = self._clock.now()
            self._judge.require(work, Question(tenant_id, by, EXPORT), at)
            if wanted.readers and not any(self._reads(work, by, each, at) for each in wanted.readers):
                return ExportPage(part, (), None, withheld=True)
            size = page_size(limit)
            found, last = wanted.read(work, after, size, at)
            records = tuple(found)
            entries = tuple(each for each in records if isinstance(each, JournalEntry))
            # The journal is a part that holds entries and nothing else.
            return ExportPage(part, self._sight.shown(work, by, at, entries) if entries else records, last)

    def _reads(self, work: Work, by: Actor, action: str, at: datetime) -> bool:
        decision = self._judge.decide(work, Question(work.tenant_id, by, action), at)
        return all(each.code in _IN_SPITE_OF for each in decision.reasons)
