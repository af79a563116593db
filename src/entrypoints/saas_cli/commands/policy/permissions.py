"""`saas permissions`: the platform's registered operations (1.4.b)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saas_cli.files import read_file
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.root import branch, examples
from saas_cli.session import desk

app = branch(
    "permissions",
    "The platform's own permissions: register, list.",
    "saas permissions register permissions.toml",
    "saas permissions list",
)


@app.command(help_epilogue=examples("saas permissions register permissions.toml"))
def register(
    file: Annotated[Path, Parameter(help="TOML with `[[permission]]` tables of name and title.")],
    /,
    *,
    common: Change = CHANGING,
) -> None:
    """Register the platform's operations, so that roles can include them.

    A known name gets the new title; none is ever removed. Names under server,
    root, backend and source are refused (clauses 1.2, 0.3).
    """
    with desk(common) as at:
        view = at.app.policy.register_permissions(
            by=at.by, document=read_file(file), idempotency_key=common.idempotency_key
        )
        pairs = (("added", view.added), ("new title", view.retitled), ("as before", view.unchanged))
        added = "1 permission" if len(view.added) == 1 else f"{len(view.added)} permissions"
        at.screen.card(view, f"{added} added.", pairs)


@app.command(name="list", help_epilogue=examples("saas permissions list", "saas permissions list --json"))
def list_(*, common: Common = READING) -> None:
    """List the registered operations."""
    with desk(common) as at:
        rows = at.app.policy.permissions()
        cells = [(each.name, each.title) for each in rows]
        at.screen.table(rows, ("PERMISSION", "TITLE"), cells, empty="None yet; see `saas permissions register --help`.")
