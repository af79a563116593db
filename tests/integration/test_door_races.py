"""Two at the same door at the same moment, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mailed import newest_token
from saas_core.access.errors import LinkUnknown
from saas_core.access.errors.keys_and_sessions import GrantOver
from saas_core.access.values import GrantReason
from saas_core.kernel.errors import SaasError
from saas_local import SystemClock
from staffing import hired, settle

Anything = Any
ROUNDS = 4


def _at_once(*acts: Callable[[], object]) -> list[object]:
    """Let all of it happen at once; gives what each answered, or was refused with."""
    start, answers = threading.Barrier(len(acts)), list[Any]([None] * len(acts))

    def carry_out(place: int) -> None:
        start.wait()
        try:
            answers[place] = acts[place]()
        except SaasError as fault:
            answers[place] = fault

    racing = [threading.Thread(target=carry_out, args=(place,)) for place in range(len(acts))]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    return answers


def test_of_two_who_use_a_link_at_once_one_signs_in(company: Anything) -> None:
    """The other one gets the answer for a used link, and there is one session."""
    sign_in, tenant_id = company.application.access.sign_in, company.tenant_id
    for number in range(ROUNDS):
        sign_in.ask(client="acme", email="ada@acme.example")
        company.application.work.worker.drain(tenant_id=tenant_id)
        token = newest_token(company.application.settings.mail_folder, "sin")
        answers = _at_once(*[lambda token=token: sign_in.complete(token=token)] * 2)
        assert sum(isinstance(each, LinkUnknown) for each in answers) == 1
        assert len(sign_in.list_sessions(by=company.owners[0], tenant_id=tenant_id)) == number + 1


def test_a_grant_that_is_ended_while_it_is_approved_opens_nothing(company: Anything) -> None:
    """Whichever comes first: approved and then ended, or ended and then not approved any more."""
    access, tenant_id = company.application.access, company.tenant_id
    _id, key = hired(company.application, company.staff, "Ana", "ana@provider.example", "staff.support")
    settle(company.application, SystemClock().now())
    ana = access.staff.authenticate(key)
    for _round in range(ROUNDS):
        until = SystemClock().now() + timedelta(hours=1)
        asked = access.break_glass.ask(
            by=ana, tenant_id=tenant_id, reason=GrantReason.CLIENT_WISH, why="w", until=until
        )
        about = {"tenant_id": tenant_id, "grant_id": asked.grant_id}
        approved, _ended = _at_once(
            lambda about=about: access.break_glass.approve(by=company.staff, **about),
            lambda about=about: access.break_glass.end(by=company.owners[0], **about),
        )
        assert isinstance(approved, GrantOver) or approved.state == "open"
        (newest, *_older) = access.break_glass.list_grants(by=ana, tenant_id=tenant_id)
        assert newest.state == "ended"
        with company.application.store.read(tenant_id) as work:
            assert work.break_glass.in_force(SystemClock().now()) == ()
