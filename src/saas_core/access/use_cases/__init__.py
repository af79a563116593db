"""What is done with people, departments, roles, invitations and staff."""

from __future__ import annotations

from saas_core.access.use_cases.departments import Departments
from saas_core.access.use_cases.imports import Imports
from saas_core.access.use_cases.inquiries import Inquiries
from saas_core.access.use_cases.invitations import Invitations
from saas_core.access.use_cases.names import Names
from saas_core.access.use_cases.people import People
from saas_core.access.use_cases.rehearsal import Rehearsal
from saas_core.access.use_cases.roles import Roles
from saas_core.access.use_cases.staff import StaffDesk
from saas_core.kernel.arguments import checked

__all__ = ["Departments", "Imports", "Inquiries", "Invitations", "Names", "People", "Rehearsal", "Roles", "StaffDesk"]

for _desk in (Departments, Imports, Inquiries, Invitations, Names, People, Rehearsal, Roles, StaffDesk):
    checked(_desk)
