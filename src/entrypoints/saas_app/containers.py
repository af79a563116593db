"""The wiring: which object gets which; the only place that knows dependency-injector."""

from __future__ import annotations

from dependency_injector import containers, providers

from saas_app.bridges import AcceptanceOfLicensing, OpeningOfLicensing, OwnersOfAccess, StatesOfLicensing
from saas_app.contexts import Access
from saas_core.access.queries import AccessReader
from saas_core.access.use_cases import Departments, Invitations, People, Ports, Roles, StaffDesk
from saas_core.gate.audit import Audit
from saas_core.gate.check import Gate
from saas_core.gate.doctor import Doctor
from saas_core.licensing.queries import LicenseReader
from saas_core.licensing.use_cases import Licensing
from saas_core.policy.use_cases import Policy
from saas_core.tenancy.use_cases import Tenancy


class Core(containers.DeclarativeContainer):
    """The core over whichever adapters it is given."""

    store = providers.Dependency()
    clock = providers.Dependency()
    ids = providers.Dependency()
    secrets = providers.Dependency()
    keys = providers.Dependency()
    mailer = providers.Dependency()
    checkpoints = providers.Dependency()
