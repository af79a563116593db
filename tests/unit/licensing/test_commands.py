"""Every command alike: one fact, once, journaled, for those who may; what cannot be right changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import HoldId, TenantId
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Refused

Desk = Any
Given = dict[str, Any]

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 2, 1, tzinfo=UTC)
NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 - the very fault
ABSURD = datetime(1900, 1, 1, tzinfo=UTC)
PAID: Given = {"invoice": "7", "since": SINCE, "until": UNTIL}
HOLD: Given = {"kind": HoldKind.BREACH, "why": "Resold.", "clause": "0.2"}
STRANGER = TenantId(UUID(int=404))

COMMANDS: list[tuple[str, Given, str]] = [
    ("record_payment", PAID, "PeriodPaid"),
    ("record_overdue", {"invoice": "7"}, "InvoiceOverdue"),
    ("record_overdue", {"invoice": "7", "since": UNTIL}, "InvoiceOverdue"),
    ("settle_invoice", {"invoice": "7"}, "InvoiceSettled"),
    ("void_invoice", {"invoice": "7"}, "InvoiceVoided"),
    ("refund_invoice", {"invoice": "7", "full": True}, "InvoiceRefunded"),
    ("undo_refund", {"invoice": "7"}, "RefundUndone"),
    ("defer_invoice", {"invoice": "7"}, "InvoiceDeferred"),
    ("defer_invoice", {"invoice": "7", "until": UNTIL}, "InvoiceDeferred"),
    ("move_trial", {"since": SINCE, "until": UNTIL}, "TrialMoved"),
    ("open_dispute", {"dispute": "d", "invoice": "7"}, "DisputeOpened"),
    ("close_dispute", {"dispute": "d", "won": True}, "DisputeWon"),
    ("close_dispute", {"dispute": "d", "won": False}, "DisputeLost"),
    ("hear_provider", {"renews": True, "said": "active"}, "ProviderHeard"),
    ("grant_trial", {"since": SINCE, "until": UNTIL}, "TrialGranted"),
    ("place_hold", HOLD, "HoldPlaced"),
    ("cancel", {}, "CancellationAsked"),
    ("cancel", {"at_period_end": False}, "CancellationAsked"),
    ("end", {}, "Ended"),
]
NAMES = [f"{name} {fact}" for name, _, fact in COMMANDS]

TRIAL: Given = {"since": SINCE, "until": UNTIL}
BEFORE: dict[str, list[tuple[str, Given]]] = {
    "void_invoice": [("record_overdue", {"invoice": "7"})],
    "refund_invoice": [("record_payment", PAID)],
    "undo_refund": [("record_payment", PAID), ("refund_invoice", {"invoice": "7", "full": True})],
    "defer_invoice": [("record_overdue", {"invoice": "7"})],
    "move_trial": [("grant_trial", TRIAL)],
    "open_dispute": [("record_payment", PAID)],
    "close_dispute": [("record_payment", PAID), ("open_dispute", {"dispute": "d", "invoice": "7"})],
}
"""What must be known before a command can be right."""


def prepare(desk: Desk, name: str) -> int:
    """Record what a command presupposes, and return how many facts that took."""
    steps = BEFORE.get(name, [])
    for step, given in steps:
        command(desk, step, **given)
    return len(steps)


def command(desk: Desk, name: str, by: Any = None, **given: Any) -> Any:
    """Return a command on the desk's client."""
    return getattr(desk.licensing, name)(**{"by": by or desk.staff, "tenant_id": desk.tenant, **given})


@pytest.mark.parametrize(("name", "given", "fact"), COMMANDS, ids=NAMES)
def test_a_command_records_its_fact_and_one_entry(desk: Desk, name: str, given: Given, fact: str) -> None:
    """The fact is kept with when it was learned; the journal says who did what, without free text."""
    before = prepare(desk, name)
    view = command(desk, name, **given)
    kept = desk.license().facts[before:]
    assert [type(each).__name__ for each in kept] == [fact]
    assert kept[0].recorded_at == desk.at
    assert len(view.facts) == before + 1
    (note,) = desk.notes()[before:]
    assert note.action.removeprefix("licensing.") == name
    assert note.by == f"staff:{desk.staff.staff_id}"
    assert note.subject == f"license:{view.id}"
    assert not {"why", "said"} & set(note.details)


@pytest.mark.parametrize(("name", "given", "fact"), COMMANDS, ids=NAMES)
def test_a_repeat_with_the_same_key_gives_the_first_result(desk: Desk, name: str, given: Given, fact: str) -> None:
    """Asked again later with its key, a command does nothing more and answers as it did."""
    before = prepare(desk, name)
    first = command(desk, name, idempotency_key="k", **given)
    desk.pass_days(40)
    assert command(desk, name, idempotency_key="k", **given) == first
    assert len(desk.license().facts) == len(desk.notes()) == before + 1


@pytest.mark.parametrize(
    ("name", "given", "changed"),
    [
        ("record_payment", PAID, {"invoice": "8"}),
        ("record_payment", PAID, {"paid_at": SINCE}),
        ("record_overdue", {"invoice": "7"}, {"since": UNTIL}),
        ("place_hold", HOLD, {"why": "Another reason."}),
        ("hear_provider", {"renews": True, "said": "active"}, {"said": "trialing"}),
        ("cancel", {}, {"at_period_end": False}),
    ],
)
def test_a_key_is_for_one_request(desk: Desk, name: str, given: Given, changed: Given) -> None:
    """The same key with another request is refused, and changes nothing."""
    command(desk, name, idempotency_key="k", **given)
    with pytest.raises(KeyReused):
        command(desk, name, idempotency_key="k", **{**given, **changed})
    assert len(desk.license().facts) == len(desk.notes()) == 1


BAD: list[tuple[str, Given, str]] = [
    ("record_payment", PAID | {"since": NAIVE}, "since"),
    ("record_payment", PAID | {"until": NAIVE}, "until"),
    ("record_payment", PAID | {"since": ABSURD}, "since"),
    ("record_payment", PAID | {"until": datetime.max.replace(tzinfo=UTC)}, "until"),
    ("record_payment", PAID | {"since": UNTIL, "until": SINCE}, "until"),
    ("record_payment", PAID | {"until": SINCE}, "until"),
    ("record_payment", PAID | {"paid_at": NAIVE}, "paid_at"),
    ("record_payment", PAID | {"paid_at": SINCE + timedelta(microseconds=1)}, "paid_at"),
    ("record_payment", PAID | {"invoice": "7" * 101}, "invoice"),
    ("record_payment", PAID | {"invoice": "7" * 10_000}, "invoice"),
    ("record_payment", PAID | {"invoice": " "}, "invoice"),
    ("record_payment", PAID | {"invoice": "7\u202e8"}, "invoice"),
    ("record_overdue", {"invoice": "7\x00"}, "invoice"),
    ("record_overdue", {"invoice": "7", "since": NAIVE}, "since"),
    ("settle_invoice", {"invoice": "7\n8"}, "invoice"),
    ("void_invoice", {"invoice": ""}, "invoice"),
    ("refund_invoice", {"invoice": "7" * 101, "full": True}, "invoice"),
    ("open_dispute", {"dispute": "d" * 101, "invoice": "7"}, "dispute"),
    ("open_dispute", {"dispute": "d", "invoice": "\x1b[2J"}, "invoice"),
    ("close_dispute", {"dispute": "", "won": True}, "dispute"),
    ("hear_provider", {"renews": True, "said": "\x07"}, "said"),
    ("grant_trial", {"since": UNTIL, "until": SINCE}, "until"),
    ("grant_trial", {"since": NAIVE, "until": UNTIL}, "since"),
    ("place_hold", HOLD | {"clause": "7.7"}, "clause"),
    ("place_hold", HOLD | {"clause": ""}, "clause"),
    ("place_hold", HOLD | {"why": "\x00"}, "why"),
    ("place_hold", HOLD | {"why": "w" * 201}, "why"),
    ("lift_hold", {"hold": HoldId(UUID(int=1)), "why": " "}, "why"),
]


@pytest.mark.parametrize(("name", "given", "field"), BAD)
def test_what_cannot_be_right_changes_nothing(desk: Desk, name: str, given: Given, field: str) -> None:
    """A naive, absurd, backwards or future time, and unfit text, are refused by field, with a remedy."""
    with pytest.raises(InvalidValue) as caught:
        command(desk, name, idempotency_key="k", **given)
    assert caught.value.field == field
    assert caught.value.remedy
    assert (desk.license().facts, desk.notes()) == ((), [])


PAY = ("record_payment", PAID)
OWED = ("record_overdue", {"invoice": "7"})
GRANTED = ("grant_trial", TRIAL)
REFUNDED = ("refund_invoice", {"invoice": "7", "full": True})


@pytest.mark.parametrize(
    ("before", "name", "given", "field"),
    [
        ([GRANTED], "move_trial", {"since": UNTIL, "until": SINCE}, "until"),
        ([GRANTED], "move_trial", {"since": SINCE, "until": SINCE - timedelta(microseconds=1)}, "until"),
        ([GRANTED], "move_trial", {"since": SINCE + timedelta(seconds=1), "until": UNTIL}, "since"),
        ([], "move_trial", TRIAL, "since"),
        ([PAY], "undo_refund", {"invoice": "7"}, "invoice"),
        ([PAY, ("refund_invoice", {"invoice": "7", "full": False})], "undo_refund", {"invoice": "7"}, "invoice"),
        ([PAY, REFUNDED, ("undo_refund", {"invoice": "7"})], "undo_refund", {"invoice": "7"}, "invoice"),
        ([], "undo_refund", {"invoice": "7"}, "invoice"),
        ([OWED, PAY], "defer_invoice", {"invoice": "7"}, "invoice"),
        ([OWED, ("void_invoice", {"invoice": "7"})], "defer_invoice", {"invoice": "7"}, "invoice"),
        ([OWED], "defer_invoice", {"invoice": "8"}, "invoice"),
        ([OWED], "defer_invoice", {"invoice": "7", "until": SINCE}, "until"),
        ([PAY], "void_invoice", {"invoice": "8"}, "invoice"),
        ([OWED], "refund_invoice", {"invoice": "7", "full": True}, "invoice"),
        ([PAY], "refund_invoice", {"invoice": "8", "full": False}, "invoice"),
        ([OWED], "open_dispute", {"dispute": "d", "invoice": "7"}, "invoice"),
        ([PAY], "close_dispute", {"dispute": "d", "won": True}, "dispute"),
    ],
)
def test_what_presupposes_something_is_recorded_after_it(
    desk: Desk, before: list[tuple[str, Given]], name: str, given: Given, field: str
) -> None:
    """A correction of what is not known, or no longer so, would count silently once it came true; it is refused."""
    for step, arguments in before:
        command(desk, step, **arguments)
    with pytest.raises(InvalidValue) as caught:
        command(desk, name, **given)
    assert (caught.value.field, bool(caught.value.remedy)) == (field, True)
    assert len(desk.license().facts) == len(desk.notes()) == len(before)


def test_an_invoice_may_be_deferred_again_and_a_trial_moved_back(desk: Desk) -> None:
    """Both are still known; an end at the beginning takes a trial back whole."""
    for step in (OWED, GRANTED):
        command(desk, step[0], **step[1])
    for days in (5, 9):
        command(desk, "defer_invoice", invoice="7", until=desk.at + timedelta(days=days))
    for until in (SINCE, UNTIL):
        command(desk, "move_trial", since=SINCE, until=until)
    assert len(desk.license().facts) == 6


def test_a_mistake_corrected_may_keep_its_key(desk: Desk) -> None:
    """A command never carried out does not bind its key."""
    with pytest.raises(InvalidValue):
        command(desk, "place_hold", idempotency_key="k", **HOLD | {"clause": "7.7"})
    assert command(desk, "place_hold", idempotency_key="k", **HOLD).holds


@pytest.mark.parametrize(("name", "given", "fact"), COMMANDS, ids=NAMES)
def test_support_staff_records_nothing(desk: Desk, name: str, given: Given, fact: str) -> None:
    """Support staff cannot record payments, holds or endings, and nothing changes."""
    with pytest.raises(Refused):
        command(desk, name, desk.support, **given)
    assert (desk.license().facts, desk.notes()) == ((), [])


@pytest.mark.parametrize(("name", "given", "fact"), COMMANDS, ids=NAMES)
def test_the_client_only_cancels(desk: Desk, name: str, given: Given, fact: str) -> None:
    """The client cancels its license without one in good standing; all else is the provider's."""
    if name == "cancel":
        assert command(desk, name, desk.owner, **given).facts[0].kind == fact
        return
    with pytest.raises(Refused):
        command(desk, name, desk.owner, **given)
    assert (desk.license().facts, desk.notes()) == ((), [])


def test_a_client_without_the_permission_cancels_nothing(desk: Desk) -> None:
    """Canceling is for who may pay."""
    desk.through = ()
    with pytest.raises(Refused):
        command(desk, "cancel", desk.owner)
    assert desk.license().facts == ()


@pytest.mark.parametrize(("name", "given", "fact"), COMMANDS, ids=NAMES)
def test_an_unknown_client_has_no_license(desk: Desk, name: str, given: Given, fact: str) -> None:
    """A client that is not there is told from one without a license by nothing."""
    with pytest.raises(LicenseUnknown):
        command(desk, name, tenant_id=STRANGER, **given)


@pytest.mark.parametrize("who", ["owner", "support"])
def test_nobody_else_lifts_a_hold(desk: Desk, who: str) -> None:
    """Neither the client nor support staff lifts what the provider's licensing staff placed."""
    (hold,) = command(desk, "place_hold", **HOLD).holds
    with pytest.raises(Refused):
        command(desk, "lift_hold", getattr(desk, who), hold=hold.id, why="Please.")
    assert len(desk.license().facts) == 1


@pytest.mark.parametrize(
    ("name", "given"), [("place_hold", HOLD), ("lift_hold", {"hold": HoldId(UUID(int=1)), "why": "Settled."})]
)
def test_the_software_itself_holds_nothing(desk: Desk, name: str, given: Given) -> None:
    """A hold names a person of the staff; the software is none."""
    command(desk, "place_hold", **HOLD)
    held = desk.license().facts[0].hold
    with pytest.raises(InvalidValue) as caught:
        command(desk, name, desk.software, **given | ({"hold": held} if name == "lift_hold" else {}))
    assert caught.value.field == "by"
    assert len(desk.license().facts) == 1
