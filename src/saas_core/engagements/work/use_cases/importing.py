"""Importing time: rows of a file, each by the same guards as if it were recorded alone (4.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Final, TypeAlias

from attrs import define, field

from saas_core.engagements.work.commands import MOST_IMPORTED, ImportTime, LogTime
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.model.intervals import Interval, Taken, joined
from saas_core.engagements.work.queries import RefusedTime, TimeImportView
from saas_core.engagements.work.use_cases.act import Act, Acts, Book, Licensed, known, may_perform
from saas_core.engagements.work.use_cases.recording import recordable, worked_pieces, worker_of
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.instants import parse_instant
from saas_core.policy.acting import Caller

Row: TypeAlias = tuple[int, Mapping[str, str]]
"""The line of a row in its file, and its columns."""
NEEDED: Final = ("line", "started_at", "ended_at")
COLUMNS: Final = (*NEEDED, "note")
READ_AT_ONCE: Final = timedelta(days=7)
"""Rows that lie no farther apart are held against the worker's time in one reading."""


def import_rows(acts: Acts, caller: Caller, engagement_id: EngagementId, rows: Iterable[Row]) -> TimeImportView:
    """Record rows of time; raises Refused, KeyReused, InvalidValue for too many rows."""
    given: list[Row] = []
    for row in rows:
        if any(not isinstance(each, str) for pair in row[1].items() for each in pair):
            message = f"the columns of row {row[0]} are not text."
            raise InvalidValue(message, field="rows", remedy=f"Give {', '.join(COLUMNS)} as text.")
        given.append(row)
        if len(given) > MOST_IMPORTED:
            message = f"more than {MOST_IMPORTED} rows."
            raise InvalidValue(message, field="rows", remedy="Import the rest with another command.")
    command = ImportTime(engagement_id=engagement_id, content=_digest(given))

    def do(act: Act, command: ImportTime) -> TimeImportView:
        return _imported(act, command, given)

    return acts.carry_out(command, caller, TimeImportView, do, judged=_may_import)


def _digest(rows: list[Row]) -> str:
    content = [[number, sorted(columns.items())] for number, columns in rows]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _may_import(act: Act, command: ImportTime) -> None:
    may_perform(act, command.engagement_id, beyond_cap=True)


def _imported(act: Act, command: ImportTime, rows: list[Row]) -> TimeImportView:
    book = Book.of(act, known(act, command.engagement_id))
    taking = _Taking(act, book)
    for place, (number, columns) in enumerate(rows):
        with taking.refusing(place, number):
            given = _command(command.engagement_id, columns)
            taking.fit.append((place, number, given, recordable(act, book, given)))
    recorded = taking.recorded()
    if recorded:
        act.work.time_entries.add(taking.kept)
        book.close()
    refused = tuple(taking.refused[place] for place in sorted(taking.refused))
    view = TimeImportView(
        recorded=recorded,
        seconds=sum(each.seconds for each in taking.kept),
        billable_seconds=sum(each.seconds for each in taking.kept if each.counts),
        refused=refused,
    )
    details = {
        **journal_form(command),
        "recorded": view.recorded,
        "refused": len(refused),
        "seconds": view.seconds,
        "billable": view.billable_seconds,
    }
    act.note(command.NAME, f"engagement:{command.engagement_id}", details)
    return view


@define
class _Taking:
    """The rows of an import that are being recorded: those fit for it, what is kept of them, and what was refused.

    A row's place is its number among those given, by which refusals are told in order.
    """

    act: Act
    book: Book
    fit: list[tuple[int, int, LogTime, Interval]] = field(factory=list)
    kept: list[TimeEntry] = field(factory=list)
    refused: dict[int, RefusedTime] = field(factory=dict)

    def recorded(self) -> int:
        """Take the rows that are fit, in their order, and return how many were recorded."""
        taken, licensed, recorded = self._taken(), Licensed(self.act), 0
        for place, number, command, interval in self.fit:
            with self.refusing(place, number):
                taken.require_free(interval)
                licensed.require(interval)
                self.kept += worked_pieces(self.act, self.book, command, interval)
                taken.take(interval)
                recorded += 1
        return recorded

    def _taken(self) -> Taken:
        """Return the worker's time around the rows, read at once for all that lie close together."""
        entries, worker_id = self.act.work.time_entries, worker_of(self.act)
        windows = joined((interval for *_row, interval in self.fit), gap=READ_AT_ONCE)
        return Taken.of(each for window in windows for each in entries.taken(worker_id, window))

    @contextmanager
    def refusing(self, place: int, number: int) -> Iterator[None]:
        """Keep what a row is refused for."""
        try:
            yield
        except SaasError as fault:
            found = RefusedTime(line=number, field=fault.field, code=fault.code, sentence=str(fault))
            self.refused[place] = found


def _command(engagement_id: EngagementId, columns: Mapping[str, str]) -> LogTime:
    for each in NEEDED:
        if not columns.get(each):
            message = "is missing."
            raise InvalidValue(message, field=each, remedy=f"Each row has {', '.join(NEEDED)}.")
    unknown = next((each for each in columns if each not in COLUMNS), None)
    if unknown is not None:
        message = "is not a column of time."
        raise InvalidValue(message, field=unknown[:40], remedy=f"Columns are {', '.join(COLUMNS)}.")
    return LogTime(
        engagement_id=engagement_id,
        line=columns["line"],
        started_at=parse_instant(columns["started_at"], "started_at"),
        ended_at=parse_instant(columns["ended_at"], "ended_at"),
        note=columns.get("note", ""),
    )
