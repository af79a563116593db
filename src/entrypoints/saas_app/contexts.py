"""Access as the application shows it: several desks behind one attribute."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.use_cases import (
    Departments,
    Imports,
    Inquiries,
    Invitations,
    Names,
    People,
    Rehearsal,
    Roles,
    StaffDesk,
)


@frozen(kw_only=True)
class Access:
    """Users, departments, roles, invitations and staff."""

    people: People
    departments: Departments
    roles: Roles
    invitations: Invitations
    imports: Imports
    staff: StaffDesk
    names: Names
    queries: Inquiries
    rehearsal: Rehearsal
