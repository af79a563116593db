"""The middle chapters: people and roles, included services, paid work, and what is never granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_cli.demo import cast
from saas_cli.demo.beginning import invites
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import LicenseeKind, Manner

if TYPE_CHECKING:
    from saas_cli.demo.stage import Stage
    from saas_core.kernel.ids import DepartmentId


def people(stage: Stage) -> None:
    """Create departments and roles, and ask what they allow."""
    stage.clock.move_to(2026, 2, 10)
    tell, access = stage.teller, stage.app.access
    tell.chapter(
        "People, departments, roles", "10 February. From activation on, users and roles are the client's alone."
    )
    stage.asks("Olivia manages users and departments", stage.olivia, "people.manage")
    by, tenant = stage.olivia, stage.tenant
    stage.finance = access.departments.create(by=by, tenant_id=tenant, name="Finance").department_id
    stage.accounts = access.departments.create(
        by=by, tenant_id=tenant, name="Accounts", parent_id=stage.finance
    ).department_id
    stage.warehouse = access.departments.create(by=by, tenant_id=tenant, name="Warehouse").department_id
    stage.mia = _joined(stage, "mia", cast.CLERK)
    stage.jon = _joined(stage, "jon", cast.KEEPER)
    _holds(stage, stage.mia, "Approver", "invoices.*", stage.finance)
    _holds(stage, stage.jon, "Stock keeper", "stock.adjust", stage.warehouse)
    tell.say("Mia approves invoices in Finance, Jon adjusts stock in the Warehouse.")
    _approves(stage, "Mia approves an invoice of Accounts, which lies under Finance", stage.accounts)
    _approves(stage, "Mia approves one of the Warehouse", stage.warehouse)
    stage.asks("Jon approves an invoice of the Warehouse", stage.jon, "invoices.approve", department=stage.warehouse)
    stage.asks("Sam, for the client's convenience, wants to edit a role", stage.sam, "roles.manage")


def _holds(stage: Stage, user: ClientUser, name: str, permission: str, department: DepartmentId) -> None:
    by, tenant, roles = stage.olivia, stage.tenant, stage.app.access.roles
    role = roles.create(by=by, tenant_id=tenant, name=name, permissions=(permission,))
    roles.assign(by=by, tenant_id=tenant, user_id=user.user_id, role_id=role.role_id, department_id=department)


def _approves(stage: Stage, text: str, department: DepartmentId) -> None:
    stage.asks(text, stage.mia, "invoices.approve", department=department)


def _joined(stage: Stage, key: str, who: tuple[str, str]) -> ClientUser:
    name, email = who
    added = stage.app.access.people.add_user(by=stage.olivia, tenant_id=stage.tenant, name=name, email=email)
    user = ClientUser(stage.tenant, added.user_id)
    invites(stage, stage.olivia, added.user_id)
    stage.joins(key, user)
    return user


def requests(stage: Stage) -> None:
    """Ask for things that are included, things that are not, and things no clause mentions."""
    stage.clock.move_to(2026, 2, 16)
    tell = stage.teller
    tell.chapter(
        "Included, sold, or decided by a person", "16 February. Support is guidance; everything else is asked for."
    )
    for text, action in cast.INCLUDED:
        stage.asks(text, stage.olivia, action)
    for text, action in cast.EXCLUDED:
        stage.asks(text, stage.olivia, action)
    stage.asks(
        "A question on a feature that contains a new design",
        stage.olivia,
        "topic.feature_usage",
        also=("exclusion.design_ui",),
    )
    stage.asks(
        "The same, tried as support",
        stage.olivia,
        "topic.feature_usage",
        also=("exclusion.design_ui",),
        manner=Manner.AS_SUPPORT,
    )
    stage.asks("Sam begins custom work without an approved estimate", stage.sam, "custom.perform")
    stage.asks(*_silent(stage))
    stage.asks("Olivia's agency asks in her place", stage.olivia, "topic.feature_usage", capacity=LicenseeKind.AGENCY)


def _silent(stage: Stage) -> tuple[str, ClientUser, str]:
    text, action = cast.SILENT
    return text, stage.olivia, action


def never(stage: Stage) -> None:
    """Ask for things that no license, payment or role opens."""
    stage.clock.move_to(2026, 2, 20)
    stage.teller.chapter("Never granted", "20 February. No license, payment or role opens these.")
    for text, action in cast.NEVER:
        stage.asks(text, stage.olivia, action)
