"""The catalogue of reasons: closed, each with a story in which it is given."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.actors import Staff
from saas_core.kernel.ids import StaffId
from saas_core.policy.circumstances import Authorization, LicenseState, Presence, Rights
from saas_core.policy.decision import Decision, LicenseeKind, Refused
from saas_core.policy.reasons import (
    CATALOGUE,
    RANK,
    ReasonCode,
    Remedy,
    most_fundamental_first,
    reason,
)

Asking = Any
STAFF = Staff(StaffId(UUID(int=3)), frozenset({"staff.support"}))


def _license(code: ReasonCode, **places: str) -> Callable[[Asking], Decision]:
    """Tell of a license that is shut for this reason; the licensing context says when it is."""
    return lambda ask: ask(
        "invoices.approve", license=LicenseState(frozenset(), (reason(code, remedy=None, **places),), None)
    )


STORIES: dict[ReasonCode, Callable[[Asking], Decision]] = {
    ReasonCode.NEVER_GRANTED: lambda ask: ask("root.access"),
    ReasonCode.LICENSEE_NOT_ELIGIBLE: lambda ask: ask("invoices.approve", licensee=LicenseeKind.AGENCY),
    ReasonCode.LICENSE_ON_HOLD: _license(ReasonCode.LICENSE_ON_HOLD, why="breach of 0.2"),
    ReasonCode.LICENSE_MISSING: _license(ReasonCode.LICENSE_MISSING),
    ReasonCode.TERMS_NOT_ACCEPTED: _license(ReasonCode.TERMS_NOT_ACCEPTED),
    ReasonCode.LICENSE_NOT_STARTED: _license(ReasonCode.LICENSE_NOT_STARTED, since="2026-07-01"),
    ReasonCode.FIRST_PAYMENT_PENDING: _license(ReasonCode.FIRST_PAYMENT_PENDING),
    ReasonCode.PAYMENT_REFUNDED: _license(ReasonCode.PAYMENT_REFUNDED),
    ReasonCode.PAYMENT_DISPUTED: _license(ReasonCode.PAYMENT_DISPUTED),
    ReasonCode.PAYMENT_OVERDUE: _license(ReasonCode.PAYMENT_OVERDUE, invoice="7"),
    ReasonCode.RENEWAL_UNCONFIRMED: _license(ReasonCode.RENEWAL_UNCONFIRMED),
    ReasonCode.LICENSE_CANCELED: _license(ReasonCode.LICENSE_CANCELED),
    ReasonCode.LICENSE_EXPIRED: _license(ReasonCode.LICENSE_EXPIRED, until="2026-05-01"),
    ReasonCode.SETUP_INCOMPLETE: lambda ask: ask("invoices.approve", activated=False, missing=("user setup",)),
    ReasonCode.NOT_INCLUDED: lambda ask: ask("exclusion.call_systems"),
    ReasonCode.PAID_WORK: lambda ask: ask("custom.development"),
    ReasonCode.NOT_APPROVED: lambda ask: ask("custom.perform", STAFF),
    ReasonCode.OVER_CAP: lambda ask: ask("custom.perform", STAFF, work=Authorization(60, 60)),
    ReasonCode.INTEGRATION_NOT_CONNECTED: lambda ask: ask("integration.payment_gateway.use"),
    ReasonCode.POLICY_SILENT: lambda ask: ask("fly.moon"),
    ReasonCode.STAFF_MAY_NOT: lambda ask: ask("people.manage", STAFF),
    ReasonCode.USER_UNKNOWN: lambda ask: ask("invoices.approve", rights=Rights(Presence.UNKNOWN)),
    ReasonCode.USER_DEACTIVATED: lambda ask: ask("invoices.approve", rights=Rights(Presence.DEACTIVATED, ask.through)),
    ReasonCode.PERMISSION_MISSING: lambda ask: ask("invoices.approve", rights=Rights(Presence.ACTIVE)),
    ReasonCode.DEPARTMENT_OUT_OF_SCOPE: lambda ask: ask(
        "invoices.approve", rights=Rights(Presence.ACTIVE, elsewhere=True)
    ),
    ReasonCode.OVER_LIMIT: lambda ask: ask("engagements.approve", rights=Rights(Presence.ACTIVE, limit_minor=10_000)),
    ReasonCode.KEY_OUT_OF_SCOPE: lambda ask: ask(
        "invoices.approve", evolve(ask.people["holder"][0], scopes=frozenset({"stock.*"}))
    ),
}


def test_codes_rows_and_stories_are_the_same_set() -> None:
    """A code without a row, a row without a code, and either without a story fails here."""
    assert set(ReasonCode) == set(CATALOGUE) == set(STORIES) == set(RANK)


def test_codes_say_their_own_name() -> None:
    """The name is what is stored and displayed."""
    assert all(code.value == code.name for code in ReasonCode)
    assert all(remedy.value == remedy.name for remedy in Remedy)


@pytest.mark.parametrize("code", ReasonCode)
def test_each_reason_is_given_in_its_story(ask: Asking, code: ReasonCode) -> None:
    """With a clause of the terms, a whole sentence, and the verdict that belongs to it; and it travels as Refused."""
    decision = STORIES[code](ask)
    assert [each.code for each in decision.reasons] == [code]
    given = decision.reasons[0]
    assert given.clauses
    assert all(ask.terms.clause(number) is not None for number in given.clauses)
    assert given.sentence.endswith(".")
    assert "{" not in given.sentence
    assert not decision.allowed
    refused = Refused(decision)
    assert str(refused).startswith(given.sentence)
    assert given.clauses[0] in str(refused)
    assert pickle.loads(pickle.dumps(refused)).decision == decision


def test_a_sentence_never_leaves_with_a_hole_in_it() -> None:
    """A place that is not filled is an error of the caller."""
    with pytest.raises(KeyError):
        reason(ReasonCode.PAYMENT_OVERDUE)


def test_what_fills_a_sentence_is_never_read_as_a_place() -> None:
    """Braces in a value stay braces."""
    assert "{why}" in reason(ReasonCode.LICENSE_ON_HOLD, why="{why}").sentence


def test_clauses_and_remedy_given_replace_those_of_the_row() -> None:
    """The row is the default."""
    mine = reason(ReasonCode.STAFF_MAY_NOT, "4.2", remedy=Remedy.NONE)
    assert (mine.clauses, mine.remedy) == (("4.2",), Remedy.NONE)


def test_reasons_are_ordered_and_never_repeated() -> None:
    """However they were gathered."""
    first, second = reason(ReasonCode.LICENSE_MISSING), reason(ReasonCode.POLICY_SILENT)
    assert most_fundamental_first((second, first, second)) == (first, second)


def test_a_license_is_shut_by_codes_that_stand_between_eligibility_and_setup() -> None:
    """The order of judgement is the order of the codes."""
    order = [code.name for code in ReasonCode]
    assert order.index("NEVER_GRANTED") == 0
    assert order.index("LICENSEE_NOT_ELIGIBLE") < order.index("LICENSE_ON_HOLD") < order.index("LICENSE_MISSING")
    assert order.index("LICENSE_EXPIRED") < order.index("NOT_INCLUDED") < order.index("PERMISSION_MISSING")


def test_work_that_ended_is_refused_by_what_is_so(ask: Asking) -> None:
    """Not as if nothing had ever been approved; more needs a request anew (4.2)."""
    decision = ask("custom.perform", STAFF, work=Authorization(0, 0, ended="closed"))
    (given,) = decision.reasons
    assert (given.code, given.clauses, given.remedy) == (ReasonCode.NOT_APPROVED, ("4.2",), Remedy.REQUEST_ESTIMATE)
    assert given.sentence.startswith("This work was closed, so its approval allows no more of it")
    assert ("work ended", "closed") in {(each.name, each.value) for each in decision.facts}
