"""Users, departments, roles, keys and sessions, and the provider's people."""

from __future__ import annotations

from saas_http.routes.access.api_keys import api_keys
from saas_http.routes.access.assignments import assignments
from saas_http.routes.access.break_glass import break_glass
from saas_http.routes.access.departments import departments
from saas_http.routes.access.first_users import first_users
from saas_http.routes.access.grants import grants
from saas_http.routes.access.imports import imports
from saas_http.routes.access.inquiries import inquiries
from saas_http.routes.access.invitations import invitations
from saas_http.routes.access.members import members
from saas_http.routes.access.opened import opened
from saas_http.routes.access.rehearsals import rehearsals
from saas_http.routes.access.roles import roles
from saas_http.routes.access.signing_in import signing_in
from saas_http.routes.access.users import users

ROUTERS = (
    users,
    invitations,
    departments,
    roles,
    assignments,
    inquiries,
    rehearsals,
    api_keys,
    signing_in,
    break_glass,
    imports,
    first_users,
    opened,
    members,
    grants,
)
