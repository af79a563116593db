"""Exporting a client's own data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from attrs import frozen

from saas_core.access.export import ExportedUser, user_rows
from saas_core.access.import_rows import COLUMNS, csv_cells, json_line
from saas_core.gate.export import ExportPage
from saas_core.tenancy.errors import TenantUnknown
from saas_http.encoding import encoded
from saas_http.endpoints import Call, Router, client
from saas_http.files import CSV, LINES, FileKind
from saas_views.presenting import as_json

exports = Router("import and export", name="transfer")

EXPORT = client("data.export")


@frozen(kw_only=True)
class UsersAs:
    """The format to write the file in."""

    format: FileKind = FileKind.CSV

    @property
    def media(self) -> str | None:
        """The media type of the answer, if not the default."""
        return LINES if self.format is FileKind.LINES else None


@exports.get("/export", EXPORT, TenantUnknown, tagged=False, streams=True, media=LINES)
def export(call: Call) -> Iterator[bytes]:
    """Export all your data as JSON lines: client, license, departments, roles, users, journal.

    Each line has a `part` and a `record`; data that your roles do not let you read is omitted, and the last line says
    so. An export without that last line is incomplete.
    """
    count, withheld = 0, []
    for part in call.app.oversight.exports.parts:
        for page in _pages(call, part):
            count += len(page.records)
            if page.withheld:
                withheld.append(part)
            yield b"".join(_line(part, each) for each in page.records)
    yield encoded({"part": "end", "record": {"records": count, "withheld": withheld}}) + b"\n"


@exports.get("/export/users", EXPORT, TenantUnknown, tagged=False, streams=True, media=CSV, medias=(LINES,))
def export_users(call: Call, query: UsersAs) -> Iterator[bytes]:
    """Export the users in the columns of an import: one row for each place and limit with which a user holds roles.

    What is exported can be imported as it is: a separator inside a name has a backslash before it, and in CSV a cell
    that a spreadsheet would take for a formula is prefixed with an apostrophe, which an import takes off.
    """
    as_lines = query.format is FileKind.LINES
    heads = b"" if as_lines else _csv([COLUMNS])
    for page in _pages(call, "users"):
        if page.withheld:
            # This export has no other part, and an empty file would look like an instance without users.
            call.require("people.read")
        rows = [row for user in page.records if isinstance(user, ExportedUser) for row in user_rows(user)]
        yield heads + (b"".join(map(json_line, rows)) if as_lines else _csv(map(csv_cells, rows)))
        heads = b""


def _pages(call: Call, part: str) -> Iterator[ExportPage]:
    after: str | None = ""
    while after is not None:
        page = call.app.oversight.exports.page(**call.acting, part=part, after=after)
        yield page
        after = page.after


def _line(part: str, record: object) -> bytes:
    return encoded({"part": part, "record": as_json(record)}) + b"\n"


def _csv(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
