"""Correcting: recorded time is voided, and periods are closed, in which nothing is recorded or voided (4.2)."""

from __future__ import annotations

from uuid import UUID

from saas_core.engagements.work.commands import MOST_VOIDED, ClosePeriod, VoidTime
from saas_core.engagements.work.errors import EntryUnknown
from saas_core.engagements.work.policies import require_closable
from saas_core.engagements.work.queries import ClosedView, OutcomeView
from saas_core.engagements.work.use_cases.act import Act, Book, known, require_open_period
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import TimeEntryId
from saas_core.kernel.journal import Value


def void(act: Act, command: VoidTime) -> tuple[OutcomeView, ...]:
    """Void recorded entries, and answer entry by entry; raises InvalidValue for too many."""
    if len(command.entry_ids) > MOST_VOIDED:
        message = f"names {len(command.entry_ids)} entries; {MOST_VOIDED} are allowed."
        raise InvalidValue(message, field="entry_ids", remedy="Void the rest with another command.")
    books: dict[UUID, Book] = {}
    outcomes = tuple(_voided(act, each, command.reason, books) for each in command.entry_ids)
    done = [str(each.entry_id) for each in outcomes if not each.refused]
    for book in books.values():
        book.close(started=False)
    if done:
        act.note(command.NAME, "time", {"entries": list[Value](done)})
    return outcomes


def _voided(act: Act, entry_id: TimeEntryId, reason: str, books: dict[UUID, Book]) -> OutcomeView:
    entry = act.work.time_entries.get(entry_id)
    try:
        if entry is None:
            raise EntryUnknown
        if entry.interval is not None:
            require_open_period(act, entry.interval)
        voided = entry.voided(reason, act.at)
    except SaasError as fault:
        state = "" if entry is None else entry.state.value
        return OutcomeView(entry_id=entry_id, state=state, refused=fault.code, sentence=str(fault))
    if entry.counts:
        if entry.engagement_id not in books:
            books[entry.engagement_id] = Book.of(act, known(act, entry.engagement_id))
        books[entry.engagement_id].count(entry, -entry.seconds)
    act.work.time_entries.save(voided)
    return OutcomeView(entry_id=entry_id, state=voided.state.value)


def close_period(act: Act, command: ClosePeriod) -> ClosedView:
    """Close the time of a client before an instant; raises TimeUnfit."""
    require_closable(command.until, act.work.closed_periods.until(), act.at)
    act.work.closed_periods.close(command.until, act.at)
    act.note(command.NAME, "time", journal_form(command))
    return ClosedView(until=command.until)
