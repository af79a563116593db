"""Importing time: rows of a file, each by the same guards as if it were recorded alone (4.2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from saas_core.engagements.work.commands import MOST_IMPORTED, ImportTime, LogTime
from saas_core.engagements.work.model.entry import TimeEntry
from saas_core.engagements.work.queries import RefusedTime, TimeImportView
from saas_core.engagements.work.use_cases.act import Act, Acts, Book, Licensed, known, may_perform
from saas_core.engagements.work.use_cases.recording import logged
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.instants import parse_instant
from saas_core.policy.acting import Caller

Row: TypeAlias = tuple[int, Mapping[str, str]]
"""The line of a row in its file, and its columns."""
NEEDED: Final = ("line", "started_at", "ended_at")
COLUMNS: Final = (*NEEDED, "note")


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
    book, licensed = Book.of(act, known(act, command.engagement_id)), Licensed(act)
    kept: list[TimeEntry] = []
    refused: list[RefusedTime] = []
    recorded = 0
    for number, columns in rows:
        try:
            kept += logged(act, book, _command(command.engagement_id, columns), licensed)
            recorded += 1
        except SaasError as fault:
            refused.append(RefusedTime(line=number, field=fault.field, code=fault.code, sentence=str(fault)))
    if recorded:
        book.close()
    view = TimeImportView(
        recorded=recorded,
        seconds=sum(each.seconds for each in kept),
        billable_seconds=sum(each.seconds for each in kept if each.counts),
        refused=tuple(refused),
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
