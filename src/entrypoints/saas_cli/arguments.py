"""Arguments shared by many commands, each with its help."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from cyclopts import Parameter

Tenant: TypeAlias = Annotated[str, Parameter(name="TENANT", help="The client: its short name or id.")]
User: TypeAlias = Annotated[str, Parameter(name="USER", help="The user: e-mail address or id.")]
Action: TypeAlias = Annotated[str, Parameter(name="ACTION", help="A catalogue name, such as invoices.approve.")]
Role: TypeAlias = Annotated[str, Parameter(name="ROLE", help="The role: its name or id.")]
Department: TypeAlias = Annotated[
    str, Parameter(name="DEPARTMENT", help="The department: name, path such as Finance/Accounts, or id.")
]
InDepartment: TypeAlias = Annotated[
    str | None,
    Parameter(name="--department", help="Name, path such as Finance/Accounts, or id; the whole instance if omitted."),
]
At: TypeAlias = Annotated[
    str | None, Parameter(name="--at", help="As of this instant, such as 2026-11-23T09:00:00Z; default: now.")
]
KnownAt: TypeAlias = Annotated[
    str | None, Parameter(name="--known-at", help="As known at this instant; default: everything known.")
]
After: TypeAlias = Annotated[str | None, Parameter(name="--after", help="Start after this one, as the last shown.")]
Limit: TypeAlias = Annotated[int, Parameter(name="--limit", help="The most to show.")]
DryRun: TypeAlias = Annotated[
    bool,
    Parameter(
        name="--dry-run",
        negative="",
        show_default=False,
        help="Preview the change without making it.",
    ),
]
