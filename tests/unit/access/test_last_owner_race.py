"""Two commands at once that would each leave the other's owner: one of them is refused (1.5)."""

from __future__ import annotations

import threading

import pytest

from saas_core.access.errors import LastOwner
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Refused


@pytest.mark.parametrize("kind", ["deactivate", "demote"])
def test_of_two_owners_who_remove_each_other_at_once_one_stays(company, tenant, kind: str) -> None:
    """The count is taken under the tenant's lock."""
    role = company.owner_role
    for round_ in range(20):
        ben = company.joined(f"Ben{round_}", owner=True)
        start = threading.Barrier(2)
        outcomes: list[str] = []

        def remove(by: ClientUser, whom: ClientUser, start: threading.Barrier, outcomes: list[str]) -> None:
            start.wait()
            about = {"by": by, "tenant_id": tenant, "user_id": whom.user_id}
            try:
                if kind == "deactivate":
                    company.people.deactivate(**about)
                else:
                    company.roles.unassign(**about, role_id=role)
            except (LastOwner, Refused):
                outcomes.append("refused")
            else:
                outcomes.append("done")

        pairs = ((company.owner, ben), (ben, company.owner))
        threads = [threading.Thread(target=remove, args=(*each, start, outcomes)) for each in pairs]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(outcomes) == ["done", "refused"]
        company.owner = next(each for each in (company.owner, ben) if company.may(each, "roles.manage"))
