"""What becomes of estimates when a ticket that was converted turns out to be support after all (5.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

from saas_core.engagements.estimates.ports import Whole
from saas_core.engagements.estimates.use_cases.ending import end_open
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import EngagementId, Ids
from saas_core.kernel.work import Work

REASON: Final = "The request was found to be included in support."


@frozen
class EstimatesOfTickets:
    """Ends what is open of an estimate that nobody approved, in the unit of work that found it to be support."""

    whole: Whole
    ids: Ids

    def undo(self, work: Work, engagement_id: EngagementId, by: Actor, at: datetime) -> None:
        """Discard drafts and withdraw what is issued; what was approved stays as it is."""
        end_open(self.whole(work), self.ids, engagement_id, by, at, REASON)
