"""Bulk import of users."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from saas_core.access.errors import RowsUnreadable
from saas_core.access.import_rows import LONGEST_LINE, Row, csv_rows, json_rows
from saas_core.access.queries.views import ImportView
from saas_core.kernel.errors import InvalidValue
from saas_http.endpoints import Call, Router, client
from saas_http.files import BYTES, CSV, LINES, FileKind
from saas_web.pool import AT_ONCE, let_others_go_first
from saas_web.streams import Upload

imports = Router(
    "import and export",
    "Bulk import of users, and export of all your data, with or without a license.",
    name="transfer",
)

IMPORT_SECONDS = 3600.0


@frozen(kw_only=True)
class ImportUsers:
    """Options of an import: whether each new user is mailed an invitation, and the format of a file sent as bytes."""

    invite: bool = False
    format: FileKind | None = None


@imports.post(
    "/users/import",
    client("people.manage"),
    RowsUnreadable,
    uploads=(CSV, LINES, "application/x-ndjson", BYTES),
    within=IMPORT_SECONDS,
)
def import_users(call: Call, upload: Upload, query: ImportUsers) -> ImportView:
    """Add a user for every row of a file: CSV with a header line, or one JSON object per line.

    The columns are `email` and `name`, and optionally `roles` (names separated by |, in JSON a list), `department` (a
    path) and `approval_limit_minor` (cents) for these roles, and `deactivated` (yes, in JSON true). Rows of one user
    for several places follow each other. The file is read completely before any row is processed. An invalid row is
    reported with its line number and does not stop other users; existing users are skipped, so a repeat continues where
    an interrupted attempt ended. An idempotency key covers the whole file: once all of it has been processed, a repeat
    returns the first report.

    A file sent as `application/octet-stream`, as generated clients do, names its `format`.
    """
    kind = _format(upload, query)
    for number, _row in _rows(upload, kind):
        # A file that cannot be read to the end changes nothing.
        if number % AT_ONCE == 0:
            let_others_go_first()
    return call.app.access.imports.import_users(
        **call.writing, rows=_rows(upload, kind), invite=query.invite, content=f"{upload.digest} {kind.value}"
    )


def _format(upload: Upload, query: ImportUsers) -> FileKind:
    if upload.kind == BYTES:
        if query.format is None:
            message = "is missing."
            raise InvalidValue(message, field="format", remedy="Give csv or jsonl, since the media type does not say.")
        return query.format
    said = FileKind.CSV if upload.kind == CSV else FileKind.LINES
    if query.format not in {None, said}:
        message = f"is not the format of {upload.kind}."
        raise InvalidValue(message, field="format", remedy=f"Leave it out, or give {said.value}.")
    return said


def _rows(upload: Upload, kind: FileKind) -> Iterator[Row]:
    return (csv_rows if kind is FileKind.CSV else json_rows)(upload.lines(LONGEST_LINE))
