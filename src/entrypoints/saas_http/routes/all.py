"""Every router there is; a new one is served, described and tested once it stands here."""

from __future__ import annotations

from saas_http.endpoints import Endpoint, Router
from saas_http.openapi.serving import description
from saas_http.routes.api_keys import api_keys
from saas_http.routes.assignments import assignments
from saas_http.routes.billing import billing
from saas_http.routes.break_glass import break_glass
from saas_http.routes.decisions import decisions
from saas_http.routes.departments import departments
from saas_http.routes.health import health
from saas_http.routes.inquiries import inquiries
from saas_http.routes.invitations import invitations
from saas_http.routes.journal import journal
from saas_http.routes.license import license_
from saas_http.routes.rehearsals import rehearsals
from saas_http.routes.roles import roles
from saas_http.routes.signing_in import signing_in
from saas_http.routes.staff.deliveries import deliveries
from saas_http.routes.staff.grants import grants
from saas_http.routes.staff.journals import journals
from saas_http.routes.staff.licenses import licenses
from saas_http.routes.staff.mail import mail
from saas_http.routes.staff.members import members
from saas_http.routes.staff.payments import payments
from saas_http.routes.staff.policy import policy
from saas_http.routes.staff.tenants import tenants
from saas_http.routes.tenant import tenant
from saas_http.routes.terms import terms
from saas_http.routes.transfer import transfer
from saas_http.routes.users import users

_SERVING: tuple[Router, ...] = (
    decisions,
    tenant,
    license_,
    billing,
    terms,
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
    journal,
    transfer,
    tenants,
    licenses,
    payments,
    policy,
    members,
    grants,
    journals,
    deliveries,
    mail,
    health,
)

ROUTERS: tuple[Router, ...] = (*_SERVING, description(_SERVING))
"""In the order in which they are described."""

ENDPOINTS: tuple[Endpoint, ...] = tuple(each for router in ROUTERS for each in router.endpoints)
