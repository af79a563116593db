"""The arguments that many commands share, each with its help."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from cyclopts import Parameter

Tenant: TypeAlias = Annotated[str, Parameter(name="TENANT", help="The client: its short name or id.")]
User: TypeAlias = Annotated[str, Parameter(name="USER", help="The user: e-mail address or id.")]
Action: TypeAlias = Annotated[str, Parameter(name="ACTION", help="A name of the catalogue, as invoices.approve.")]
Role: TypeAlias = Annotated[str, Parameter(name="ROLE", help="The role: its name or id.")]
Department: TypeAlias = Annotated[
    str, Parameter(name="DEPARTMENT", help="The department: name, path as Finance/Accounts, or id.")
]
InDepartment: TypeAlias = Annotated[
    str | None,
    Parameter(name="--department", help="Name, path as Finance/Accounts, or id; none is the whole instance."),
]
At: TypeAlias = Annotated[
    str | None, Parameter(name="--at", help="As of this instant, as 2026-11-23T09:00:00Z; now when left out.")
]
KnownAt: TypeAlias = Annotated[
    str | None, Parameter(name="--known-at", help="As known at this instant; everything known when left out.")
]
After: TypeAlias = Annotated[str | None, Parameter(name="--after", help="Begin after this one; the last shown.")]
Limit: TypeAlias = Annotated[int, Parameter(name="--limit", help="Show at most so many.")]
DryRun: TypeAlias = Annotated[
    bool,
    Parameter(
        name="--dry-run", negative="", show_default=False, help="Show what it would give or take; change nothing."
    ),
]
