"""Use cases of access: people, departments, roles, invitations, staff, and the credentials that let them in."""

from __future__ import annotations

from saas_core.access.use_cases.api_keys import ApiKeys
from saas_core.access.use_cases.break_glass import BreakGlass
from saas_core.access.use_cases.departments import Departments
from saas_core.access.use_cases.imports import Imports
from saas_core.access.use_cases.inquiries import Inquiries
from saas_core.access.use_cases.invitations import Invitations
from saas_core.access.use_cases.myself import Myself
from saas_core.access.use_cases.names import Names
from saas_core.access.use_cases.people import People
from saas_core.access.use_cases.rehearsal import Rehearsal
from saas_core.access.use_cases.roles import Roles
from saas_core.access.use_cases.sign_in import SignIn
from saas_core.access.use_cases.staff import StaffDesk
from saas_core.kernel.arguments import checked

__all__ = [
    "ApiKeys",
    "BreakGlass",
    "Departments",
    "Imports",
    "Inquiries",
    "Invitations",
    "Myself",
    "Names",
    "People",
    "Rehearsal",
    "Roles",
    "SignIn",
    "StaffDesk",
]

for _desk in (
    *(ApiKeys, BreakGlass, SignIn, StaffDesk),
    *(Departments, Imports, Inquiries, Invitations, Myself, Names, People, Rehearsal, Roles),
):
    checked(_desk)
