"""The visible state of an application, read from its store whatever entrance the scenario uses.

So an entrance that shows less than there is, or keeps an old answer, hides no change from a scenario that compares.
"""

from __future__ import annotations

from collections.abc import Mapping

from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.kernel.journal import EntryKind, JournalEntry
from saas_core.licensing.queries import LicenseView
from saas_core.support.model.seeing import EVERYBODYS
from saas_core.support.ports import TicketFilter

PAGE = 1000
ABOUT_TICKETS = ("ticket:", "question:")
"""What a change of a ticket is a change of: the ticket, and the question that it opens where the terms are silent."""


def journal(application: Application, tenant_id: TenantId) -> tuple[JournalEntry, ...]:
    """Return the client's journal, or the provider's own, whole: staff would see it without the client's people."""
    entries: list[JournalEntry] = []
    with application.store.read(tenant_id) as work:
        while page := work.journal.entries(after=len(entries), limit=PAGE):
            entries += page
            assert page[-1].position == len(entries)
    return tuple(entries)


def state(application: Application, tenant_id: TenantId, user_id: UserId) -> str:
    """Return the state of a user, which the interface shows only while a license is open."""
    with application.store.read(tenant_id) as work:
        user = work.users.get(user_id)
    assert user is not None
    return user.state.value


def picture(application: Application, admin: Actor, tenant_id: TenantId) -> Mapping[str, object]:
    """Return all that can be seen of a client, or of the provider, to be compared."""
    entries = journal(application, tenant_id)
    changed = tuple(entry for entry in entries if entry.kind is EntryKind.CHANGE)
    changes = tuple(entry.id for entry in changed)
    if tenant_id == PROVIDER:
        return {
            "changes": changes,
            "staff": application.access.staff.list_staff(by=admin),
            "terms": application.policy.versions(),
            "operations": application.policy.permissions(),
            "clients": application.tenancy.list_tenants(by=admin, limit=PAGE),
        }
    with application.store.read(tenant_id) as work:
        people = {
            "users": work.users.page(None, PAGE),
            "roles": work.roles.all(),
            "departments": work.departments.all(),
            "assignments": work.holders.page(None, PAGE),
        }
        written = {
            "tickets": work.tickets.page(TicketFilter(), EVERYBODYS, None, PAGE),
            "requests": work.engagements.page(None, PAGE, None),
        }
    return {
        "changes": changes,
        "changes beside tickets": tuple(each.id for each in changed if not each.subject.startswith(ABOUT_TICKETS)),
        **written,
        "client": application.tenancy.show(by=admin, tenant_id=tenant_id),
        "license": _lasting(application.licensing.show(by=admin, tenant_id=tenant_id)),
        **people,
    }


def _lasting(view: LicenseView) -> tuple[object, ...]:
    """Return what of a license does not depend on the instant at which it is looked at."""
    return view.id, view.terms_version, view.holds, view.facts
