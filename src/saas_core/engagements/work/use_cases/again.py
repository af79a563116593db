"""Again: answers about time and the register, made anew from the ids that are kept of them; notes are not kept."""

from __future__ import annotations

from typing import Final

from attrs import frozen

from saas_core.engagements.use_cases.repeats import Anew
from saas_core.engagements.work.errors import EntryUnknown
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.queries import EnhancementView, RecordedView, TimeView, enhancement_view, time_view
from saas_core.engagements.work.use_cases.act import Act, Book, known
from saas_core.kernel.ids import EngagementId, EnhancementId, TimeEntryId


@frozen(kw_only=True)
class _One:
    entry_id: TimeEntryId


@frozen(kw_only=True)
class _Pieces:
    engagement_id: EngagementId
    entry_ids: tuple[TimeEntryId, ...]


@frozen(kw_only=True)
class _Row:
    engagement_id: EngagementId
    enhancement_id: EnhancementId


def _time(act: Act, entry_id: TimeEntryId) -> TimeView:
    found = act.work.time_entries.get(entry_id)
    if found is None:
        raise EntryUnknown
    return time_view(found)


def _pieces(act: Act, kept: _Pieces) -> RecordedView:
    left = Book.of(act, known(act, kept.engagement_id)).left
    return RecordedView(pieces=tuple(_time(act, each) for each in kept.entry_ids), left_seconds=left)


def _row(act: Act, kept: _Row) -> EnhancementView:
    rows = act.work.enhancements.of_engagement(kept.engagement_id)
    return enhancement_view(next(each for each in rows if each.id == kept.enhancement_id))


ONE: Final = Anew[TimeWork, _One, TimeView](
    kept=_One, of=lambda view: _One(entry_id=view.entry_id), made=lambda act, kept: _time(act, kept.entry_id)
)
PIECES: Final = Anew[TimeWork, _Pieces, RecordedView](
    kept=_Pieces,
    of=lambda view: _Pieces(
        engagement_id=view.pieces[0].engagement_id, entry_ids=tuple(each.entry_id for each in view.pieces)
    ),
    made=_pieces,
)
ROW: Final = Anew[TimeWork, _Row, EnhancementView](
    kept=_Row,
    of=lambda view: _Row(engagement_id=view.engagement_id, enhancement_id=view.enhancement_id),
    made=_row,
)
