"""Two rates on one engagement: each hour is billed at the rate that was approved for it, and no more than was (4.1)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from estimating import THIRTY, Estimating
from saas_core.engagements.billing.model.content import Account
from saas_core.engagements.billing.model.statement import Terms, stated
from saas_core.engagements.billing.policies import require_approved
from saas_core.engagements.estimates.errors import BelowWorked, NotIssuable
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.use_cases import drafting, issuing
from saas_core.engagements.work.errors import OverCap
from saas_core.kernel.money import Money

HOUR = 3600
DEAR = Money(8000, "USD")


def _bills(bench: Any, engagement_id: Any) -> list[str]:
    """Bill all that can be billed, and return the net amounts."""
    nets = []
    for _ in range(2):
        draft = bench.desks.billing.draft(**bench.acting(bench.biller), engagement_id=engagement_id)
        issued = bench.desks.billing.issue(**bench.acting(bench.biller), invoice_id=draft.invoice_id)
        nets.append(issued.net)
    return nets


def test_a_change_order_at_another_rate_reprices_no_approved_hour(bench: Any) -> None:
    """As solidtime#936 did; 30 hours at 65 and 5 at 80 are 2,350 in all, whenever they are worked."""
    engagement_id = bench.engaged(hours=30)
    bench.log(engagement_id, 10)
    bench.approve(engagement_id, 5, number=2, rate=DEAR)
    bench.log(engagement_id, 12)
    bench.log(engagement_id, 12, line="E-2.L1")
    view = bench.log(engagement_id, 2)
    assert [(each.seconds, each.unbillable) for each in view.pieces] == [(HOUR, ""), (HOUR, "over_cap")]
    assert _bills(bench, engagement_id) == ["1950.00 USD", "400.00 USD"]
    examined = bench.kit.application.oversight.doctor.examine(by=bench.kit.staff)
    assert {each.check for each in examined.findings} & {"time", "invoices"} == set()


def test_an_invoice_counts_the_hours_of_the_approvals_that_it_lists(bench: Any) -> None:
    """Hours at another rate stand on the invoice at that rate."""
    engagement_id = bench.engaged(hours=2)
    bench.approve(engagement_id, 3, number=2, rate=DEAR)
    bench.log(engagement_id, 4)
    _bills(bench, engagement_id)
    with bench.kit.application.store.read(bench.client.tenant_id) as work:
        first, second = (bench.content(each) for each in work.bills.of_engagement(engagement_id))
    assert (first["hours"]["approved"], first["hours"]["left"], first["change_orders"]) == (2 * HOUR, 0, [])
    assert (second["hours"]["approved"], second["hours"]["left"], second["rate_minor"]) == (3 * HOUR, HOUR, 8000)


def test_no_invoice_bills_more_money_than_was_approved() -> None:
    """The last guard: even where its hours are, the total of all invoices stays within the approved maximum."""
    terms = Terms(rate=DEAR, unit=180)
    statement = stated({"L1": HOUR}, terms)
    within = Account(approved=HOUR, billed_before=0, maximum=10_000, net_before=2_000)
    require_approved(statement, terms, within)
    for beyond in (evolve(within, net_before=2_001), evolve(within, billed_before=1)):
        with pytest.raises(OverCap):
            require_approved(statement, terms, beyond)


def test_work_on_a_change_orders_line_before_its_approval_is_evidence_only(bench: Any) -> None:
    """Also where hours of the base are left: the line itself was not approved yet (4.2)."""
    engagement_id, begins = bench.engaged(hours=30), bench.now
    bench.wait(2)
    bench.approve(engagement_id, 5, number=2)
    bench.wait(1)
    work = bench.desks.work
    given = {**bench.acting(), "engagement_id": engagement_id, "line": "E-2.L1"}
    pieces = work.log(**given, started_at=begins, ended_at=bench.now).pieces
    assert [(each.seconds, each.unbillable) for each in pieces] == [(2 * HOUR, "before_approval"), (HOUR, "")]
    assert work.hours(**bench.acting(), engagement_id=engagement_id).used_seconds == HOUR


def _approvals(desk: Estimating) -> tuple[Approval, ...]:
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        return tuple(work.approvals.of_engagement(desk.engagement_id))


def _changed(desk: Estimating, *hours: int, **more: Any) -> Any:
    lines = tuple(evolve(THIRTY, low_seconds=each * HOUR, high_seconds=each * HOUR) for each in hours)
    given = {"engagement_id": desk.engagement_id, "lines": lines, "valid_through": desk.through}
    return desk.desk.estimates.change_order(**desk.acting(), **given, **more)


@pytest.fixture
def dearer(desk: Estimating, monkeypatch: pytest.MonkeyPatch) -> Estimating:
    """Give a client with an estimate approved at 65, whose terms say 80 since."""
    desk.approved()
    for module in (drafting, issuing):
        found = module.terms_in
        monkeypatch.setattr(
            module, "terms_in", lambda act, version, found=found: evolve(found(act, version), hourly_rate=DEAR)
        )
    return desk


def test_a_reduction_takes_hours_away_at_the_rate_of_their_approval(dearer: Estimating) -> None:
    """And not at that of today's terms, so that the maximum total falls by what it rose."""
    order = _changed(dearer, -10)
    dearer.approve(dearer.issue(order))
    base, reduction = _approvals(dearer)
    assert (reduction.rate, reduction.maximum_minor) == (base.rate, -base.maximum_minor // 3)
    with pytest.raises(BelowWorked):
        dearer.issue(_changed(dearer, -21))


@pytest.mark.parametrize("hours", [(-10,), (5, -3)])
def test_hours_are_not_taken_away_at_a_rate_that_was_never_approved(dearer: Estimating, hours: tuple[int, ...]) -> None:
    """Neither by themselves nor beside hours that are added at the new rate."""
    with pytest.raises(
        NotIssuable, match=r"takes hours away at 80\.00 USD, which were approved at 65\.00 USD"
    ) as caught:
        dearer.issue(_changed(dearer, *hours, rate_minor=8000))
    assert caught.value.field == "rate"


def test_hours_are_added_at_the_rate_of_the_terms_alone(dearer: Estimating) -> None:
    """The rate of the base is no offer any more."""
    with pytest.raises(NotIssuable, match="is not the rate of the license's terms"):
        dearer.issue(_changed(dearer, 5, rate_minor=6500))
    assert dearer.issue(_changed(dearer, 5)).revisions[0].rate_minor == 8000
