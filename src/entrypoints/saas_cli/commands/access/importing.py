"""Bulk import of users from a file (1.4.a)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.lookup import tenant_of
from saas_cli.options import CHANGING, Change
from saas_cli.progress import moving
from saas_cli.session import desk, mail_out
from saas_cli.user_files import digest_of, reported, rows_in, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_core.access.queries.views import ImportView, RefusedRow

ROWS_REFUSED = 2


def import_users(
    tenant: Tenant,
    file: Annotated[Path, Parameter(help="CSV with a header line, or .jsonl with one object per line.")],
    /,
    *,
    invite: Annotated[
        bool, Parameter(negative="", show_default=False, help="Mail each new user an invitation.")
    ] = False,
    report: Annotated[
        Path | None, Parameter(help="Write every refused row to this CSV file, with line, field, reason and remedy.")
    ] = None,
    common: Change = CHANGING,
) -> int:
    """Add a user for every row of a file; run it again after an interruption to continue.

    Columns: name, email, and optionally roles (names separated by |),
    department (a path) in which the roles apply, approval_limit_minor (cents)
    that limits them, and deactivated (yes). A user with roles in several places
    has one row after the other for them. A file that cannot be read to
    the end is refused before any user is added. An invalid row is reported with
    its line number and does not stop the others; the exit code is then 2. The
    answer lists the first thousand invalid rows, --report saves all of them.
    Repeating a finished import with the same key returns the first answer, with
    the same thousand rows.
    """
    key, in_report = common.idempotency_key, 0
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        with moving("Reading the file") as move:
            total = rows_in(file, move)
        with reported(report, file) as tell, moving("Importing users", total) as move:

            def refused(row: RefusedRow) -> None:
                nonlocal in_report
                in_report += 1
                tell(row)

            view = at.app.access.imports.import_users(
                by=at.by,
                tenant_id=tenant_id,
                rows=rows_of(file),
                invite=invite,
                content=None if key is None else digest_of(file),
                idempotency_key=key,
                on_progress=move,
                on_refused=refused,
            )
        if invite:
            mail_out(at, tenant_id)
        at.screen.answer(view, *_imported(view, report, in_report))
    return ROWS_REFUSED if view.refused else 0


def _imported(view: ImportView, report: Path | None, in_report: int) -> Iterator[str]:
    refused = len(view.refused) + view.more_refused
    yield f"{view.added} users added, {view.already} there already, {refused} rows refused."
    for each in view.refused:
        yield f"  line {each.line}: {each.field}: {each.reason} {each.remedy}"
    if view.more_refused:
        whole = report is not None and in_report == refused
        place = f"all of them are in {report}" if whole else "--report FILE keeps all of them"
        yield f"  and {view.more_refused} more; {place}."
