"""Users taken in by the million."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.access.errors import RowsUnreadable
from saas_core.access.import_rows import LONGEST_LINE, Row, csv_rows, json_rows
from saas_core.access.queries.views import ImportView
from saas_http.endpoints import Call, Router, client
from saas_web.streams import Upload

imports = Router(
    "import and export",
    "Users in by the million, and all of your data out, with or without a license.",
    name="transfer",
)

CSV, LINES = "text/csv", "application/jsonl"
IMPORT_SECONDS = 3600.0


@frozen(kw_only=True)
class ImportUsers:
    """Whether every new user is mailed an invitation."""

    invite: bool = False


@imports.post(
    "/users/import",
    client("people.manage"),
    RowsUnreadable,
    uploads=(CSV, LINES, "application/x-ndjson"),
    within=IMPORT_SECONDS,
)
def import_users(call: Call, upload: Upload, query: ImportUsers) -> ImportView:
    """Add a user for every row of a file: CSV with a line of headings, or one JSON object a line.

    Columns are `email` and `name`, and maybe `roles` (names, separated by |) and `department` (a path). The file is
    read whole before anything is done with it. A row that cannot be is told with its line and stops no other; whoever
    is there already is passed over, so a repeat goes on where a broken first attempt ended. A key is of the whole file:
    once all of it was dealt with, the repeat gets the first report.
    """
    for _row in _rows(upload):
        # A file that cannot be read to its end changes nothing.
        pass
    return call.app.access.imports.import_users(
        **call.writing, rows=_rows(upload), invite=query.invite, content=upload.digest
    )


def _rows(upload: Upload) -> Iterator[Row]:
    return (csv_rows if upload.kind == CSV else json_rows)(upload.lines(LONGEST_LINE))
