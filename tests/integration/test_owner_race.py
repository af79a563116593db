"""Two owners who remove each other at the same moment: one of them stays."""

from __future__ import annotations

import threading
from typing import Any

from saas_core.access.values import UserState
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import SaasError

Anything = Any
ROUNDS = 5


def test_of_two_owners_who_deactivate_each_other_one_stays(company: Anything) -> None:
    """In every round exactly one command goes through and one active owner is left, on both databases."""
    people, tenant_id = company.application.access.people, company.tenant_id
    for _ in range(ROUNDS):
        start, refused = threading.Barrier(2), []

        def deactivate(
            by: ClientUser, other: ClientUser, *, start: threading.Barrier = start, refused: list[SaasError] = refused
        ) -> None:
            start.wait()
            try:
                people.deactivate(by=by, tenant_id=tenant_id, user_id=other.user_id)
            except SaasError as error:
                refused.append(error)

        first, second = company.owners
        racing = [
            threading.Thread(target=deactivate, args=(first, second)),
            threading.Thread(target=deactivate, args=(second, first)),
        ]
        for each in racing:
            each.start()
        for each in racing:
            each.join()
        assert len(refused) == 1
        with company.application.store.read(tenant_id) as work:
            left = [each for each in company.owners if work.users.get(each.user_id).state is UserState.ACTIVE]
        assert len(left) == 1
        (gone,) = set(company.owners) - set(left)
        people.reactivate(by=left[0], tenant_id=tenant_id, user_id=gone.user_id)
