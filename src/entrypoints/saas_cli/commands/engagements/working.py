"""Time on engagements at the shell: timers, entries, files of time, corrections (4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.engagements.subjects import Engagement, Line, Why, about, entry_ids
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.engagements.work.queries import OutcomeView, RecordedView, TimeView

HEADS = ("FROM", "TO", "HOURS", "LINE", "STATE", "UNBILLABLE", "WORKER", "ID")

Note = Annotated[str, Parameter(help="What was done.")]


def start(tenant: Tenant, engagement: Engagement, /, *, line: Line, note: Note = "", common: Change = CHANGING) -> None:
    """Start your timer on an approved scope line; refused without an approval and at the cap (4.2)."""
    with desk(common) as at:
        given = about(at, tenant, engagement)
        view = at.app.engagements.work.start(**given, line=line, note=note, idempotency_key=common.idempotency_key)
        at.screen.card(view, f"Started on {view.line}.", (("since", view.started_at), ("id", view.entry_id)))


def timer(
    tenant: Tenant,
    engagement: Engagement,
    /,
    *,
    stop: Annotated[bool, Parameter(negative="", show_default=False, help="Stop it, which always works.")] = False,
    common: Change = CHANGING,
) -> None:
    """Show the hours of an engagement and whether timers run, or stop your own.

    Time beyond the approved hours is recorded, and never billed (4.2).
    """
    with desk(common) as at:
        given = about(at, tenant, engagement)
        if stop:
            view = at.app.engagements.work.stop(**given, idempotency_key=common.idempotency_key)
            print_recorded(at.screen, view, "Stopped.")
            mail_out(at, given["tenant_id"])
            return
        hours = at.app.engagements.work.hours(**given)
        pairs = (
            ("state", hours.state),
            ("approved", hours_of(hours.approved_seconds)),
            ("used", hours_of(hours.used_seconds)),
            ("left", hours_of(hours.left_seconds)),
            ("timers that run", hours.running),
        )
        at.screen.card(hours, "Hours", pairs)


def log(
    tenant: Tenant,
    engagement: Engagement,
    /,
    *,
    line: Line,
    since: Annotated[str, Parameter(name="--from", help="When it began, such as 2026-11-23T09:00:00Z.")],
    until: Annotated[str, Parameter(name="--to", help="When it ended.")],
    note: Note = "",
    common: Change = CHANGING,
) -> None:
    """Record time that you worked; it is split at the approval and where the approved hours are used up (4.2)."""
    with desk(common) as at:
        given = about(at, tenant, engagement)
        view = at.app.engagements.work.log(
            **given,
            line=line,
            started_at=parse_instant(since, "from"),
            ended_at=parse_instant(until, "to"),
            note=note,
            idempotency_key=common.idempotency_key,
        )
        print_recorded(at.screen, view, "Recorded.")
        mail_out(at, given["tenant_id"])


def import_time(
    tenant: Tenant,
    engagement: Engagement,
    file: Annotated[Path, Parameter(name="FILE", help="CSV with the columns line, started_at, ended_at and note.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Record time from a CSV file, by the same guards as each entry alone; refused rows are named by their line."""
    with desk(common) as at:
        given = about(at, tenant, engagement)
        view = at.app.engagements.work.import_time(
            **given, rows=tuple(_rows(file)), idempotency_key=common.idempotency_key
        )
        refused = [f"line {each.line}: {each.sentence}" for each in view.refused]
        billable = hours_of(view.billable_seconds)
        said = f"Recorded {view.recorded} rows, {hours_of(view.seconds)}, of them {billable} billable."
        at.screen.answer(view, said, *refused)
        mail_out(at, given["tenant_id"])


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    import csv

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            for row in reader:
                found = {str(name): value for name, value in row.items() if value}
                if any(not isinstance(each, str) for each in found.values()):
                    message = f"line {reader.line_num} has more cells than the file has columns."
                    raise InvalidValue(message, field="file", remedy='Put cells that hold a comma into "quotes".')
                yield reader.line_num, found
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        message = f"cannot be read: {fault}."
        raise InvalidValue(message, field="file", remedy="Give a CSV file in UTF-8 with a line of headings.") from fault


def void(
    tenant: Tenant,
    entries: Annotated[list[str], Parameter(name="ENTRY", help="The ids of time entries.")],
    /,
    *,
    reason: Why,
    common: Change = CHANGING,
) -> None:
    """Void recorded time, each entry answered by itself; what was billed stays, and is corrected by a credit."""
    with desk(common) as at:
        outcomes = at.app.engagements.work.void(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            entry_ids=entry_ids(entries),
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        print_outcomes(at.screen, outcomes)


def close_period(
    tenant: Tenant,
    until: Annotated[str, Parameter(name="UNTIL", help="The first instant that stays open.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Close a client's time before an instant: nothing in it is recorded or voided any more."""
    with desk(common) as at:
        view = at.app.engagements.work.close_period(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            until=parse_instant(until, "until"),
            idempotency_key=common.idempotency_key,
        )
        at.screen.card(view, "Closed.", (("until", view.until),))


def list_time(tenant: Tenant, engagement: Engagement, /, *, common: Common = READING) -> None:
    """List the time on an engagement, in the order in which it was recorded."""
    with desk(common) as at:
        found = at.app.engagements.work.list_time(**about(at, tenant, engagement), limit=1000)
        at.screen.table(found, HEADS, map(_row, found), empty="No time.")


def hours_of(seconds: int) -> str:
    """Return seconds as hours, minutes and seconds."""
    sign, whole = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def _row(entry: TimeView) -> tuple[object, ...]:
    return (
        entry.started_at,
        entry.ended_at,
        hours_of(entry.seconds),
        entry.line,
        entry.state,
        entry.unbillable,
        entry.worker,
        entry.entry_id,
    )


def print_recorded(screen: Screen, view: RecordedView, title: str) -> None:
    """Print the pieces that time was recorded in."""
    lines = [
        f"{hours_of(each.seconds)} on {each.line}: {each.unbillable.replace('_', ' ') or 'billable'}  {each.entry_id}"
        for each in view.pieces
    ]
    screen.answer(view, title, *lines, f"Left under the cap: {hours_of(view.left_seconds)}")


def print_outcomes(screen: Screen, outcomes: Iterable[OutcomeView]) -> None:
    """Print what became of each entry of a bulk change."""
    found = tuple(outcomes)
    rows = [(each.entry_id, each.state, each.sentence) for each in found]
    screen.table(found, ("ENTRY", "STATE", "REFUSED"), rows, empty="No entries.")
