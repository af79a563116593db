"""Letters and journal entries about estimates, put into the unit of work of whatever they are about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from saas_core.engagements.estimates.model.estimate import Estimate
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.values import LETTER
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import EffectId, EntryId, EstimateId, Ids
from saas_core.kernel.journal import JournalEntryDraft, Value
from saas_core.kernel.work import Effect


def tell_in(  # noqa: PLR0913, PLR0917 - where, when, what is told, of what, to whom
    work: EstimatesWork,
    ids: Ids,
    at: datetime,
    letter: str,
    estimate: Estimate,
    revision: int,
    to: Iterable[str],
    **more: Value,
) -> None:
    """Have people told by mail in a unit of work that another context opened; see `tell`."""
    for each in dict.fromkeys(to):
        body: dict[str, Value] = {"letter": letter, "estimate": str(estimate.id), "revision": revision, "to": each}
        work.outbox.put(Effect(EffectId(ids.new()), at, LETTER, f"estimate:{estimate.id}", {**body, **more}))


def note_in(  # noqa: PLR0913, PLR0917 - where, who, when, what, about which
    work: EstimatesWork, ids: Ids, by: Actor, at: datetime, action: str, estimate_id: EstimateId, **details: Value
) -> None:
    """Write a journal entry about an estimate in a unit of work that another context opened."""
    subject = f"estimate:{estimate_id}"
    draft = JournalEntryDraft(id=EntryId(ids.new()), at=at, by=by, action=action, subject=subject, details=details)
    work.journal.append(draft)
