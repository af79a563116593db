"""Pages of an export: bounded, in order, and begun again only after what a page said."""

from __future__ import annotations

from typing import Any

import pytest

from api import Api
from integration_calls import settled
from saas_core.access.export import ExportedUser
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.gathered import parts_of
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Refused
from ticket_calls import asked, opened, requested
from work_calls import issued as billed

PARTS = tuple(parts_of().export)


def _all(api: Api, part: str, limit: int) -> list[Any]:
    acme, found, after = api.world.told.acme, [], ""
    while after is not None:
        page = api.world.application.oversight.exports.page(
            by=acme.owner, tenant_id=acme.tenant_id, part=part, after=after, limit=limit
        )
        found += page.records
        after = page.after
    return found


def _write(api: Api) -> None:
    """Have the client write something of everything that a client writes."""
    for _ in range(2):
        opened(api.world, api.world.told.acme)
        asked(api.world, api.world.told.acme)
        requested(api.world, api.world.told.acme)
        billed(api.world, api.world.told.acme)
    acme = api.world.told.acme
    settled(api.world, acme)
    for action in ("stock.auction", "stock.lottery"):
        api.world.application.support.questions.ask(by=acme.owner, tenant_id=acme.tenant_id, action=action)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_the_same_by_pages_of_any_size(api: Api, part: str) -> None:
    """Each record once, in one order."""
    _write(api)
    whole = _all(api, part, 1000)
    assert whole
    assert _all(api, part, 1) == whole
    assert _all(api, part, len(whole)) == whole


def test_users_come_with_the_roles_they_hold(api: Api) -> None:
    """With names of roles and paths of departments, so that the file can be read without the others."""
    users = {each.name: each for each in _all(api, "users", 2) if isinstance(each, ExportedUser)}
    assert [(each.role, each.department) for each in users["Kim Canary-user"].assignments] == [("Clerk", "Sales")]


def test_what_no_page_said_is_refused(api: Api) -> None:
    """An unknown part, and a place that is none."""
    acme, exports = api.world.told.acme, api.world.application.oversight.exports
    acting = {"by": acme.owner, "tenant_id": acme.tenant_id}
    for part, after in [("keys", ""), ("tenant", "1"), ("users", "x"), ("license", "-1"), ("journal", "9" * 30)]:
        with pytest.raises(InvalidValue):
            exports.page(**acting, part=part, after=after)


def test_neither_staff_nor_another_client_takes_it_out(api: Api) -> None:
    """The right to export is a role's of the client."""
    told, exports = api.world.told, api.world.application.oversight.exports
    for by in (told.staff, told.bolt.owner, told.acme.clerk):
        with pytest.raises(Refused):
            exports.page(by=by, tenant_id=told.acme.tenant_id, part="tenant")
    with pytest.raises(Refused):
        exports.page(by=told.acme.owner, tenant_id=PROVIDER, part="tenant")
