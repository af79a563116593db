"""Access as the application shows it: several desks behind one attribute."""

from __future__ import annotations

from attrs import frozen

from saas_core.access.use_cases import (
    ApiKeys,
    BreakGlass,
    Departments,
    Imports,
    Inquiries,
    Invitations,
    Names,
    People,
    Rehearsal,
    Roles,
    SignIn,
    StaffDesk,
)


@frozen(kw_only=True)
class Access:
    """Users, departments, roles, invitations, API keys, sign-in, staff and what it is let see."""

    people: People
    departments: Departments
    roles: Roles
    invitations: Invitations
    imports: Imports
    api_keys: ApiKeys
    sign_in: SignIn
    break_glass: BreakGlass
    staff: StaffDesk
    names: Names
    queries: Inquiries
    rehearsal: Rehearsal
