"""The desk of licensing: every command records one fact, judged, journaled, answered once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.errors import InvalidValue, KeyReused, NotFound
from saas_core.kernel.ids import HoldId, InstanceId, TenantId
from saas_core.kernel.journal import EntryKind
from saas_core.licensing.errors import HoldUnknown, LicenseExists, LicenseUnknown, NotCanceled, TermsMismatch
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Refused
from saas_core.policy.shipped import shipped_terms

Desk = Any
View = Any


def _pay(desk: Desk, invoice: str = "1", days: float = 30, **more: Any) -> View:
    given = {"by": desk.staff, "tenant_id": desk.tenant, "invoice": invoice, "since": desk.at}
    return desk.licensing.record_payment(**{**given, "until": desk.at + timedelta(days=days), **more})


def _codes(view: View) -> list[str]:
    return [each.code for each in view.reasons]


@pytest.fixture
def paid(desk: Desk) -> Desk:
    desk.accept()
    _pay(desk)
    desk.pass_days(1)
    return desk


def test_accepting_and_paying_open_a_new_license(desk: Desk) -> None:
    """Each removes its own reason; the last view tells until when."""
    assert _codes(_pay(desk)) == ["TERMS_NOT_ACCEPTED"]
    desk.accept()
    view = desk.reader.show(by=desk.owner, tenant_id=desk.tenant)
    assert (view.term, view.payment, view.good_standing) == ("running", "good", True)
    assert view.valid_until == desk.at + timedelta(days=30)
    assert view.open == (
        "appeal", "custom_work", "export", "integrations", "pay", "platform", "read_license", "support", "take_away",
    )  # fmt: skip


COMMANDS: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "record_overdue": ({"invoice": " 2 "}, "InvoiceOverdue", {"invoice": "2", "since": None}),
    "settle_invoice": ({"invoice": "2"}, "InvoiceSettled", {"invoice": "2"}),
    "void_invoice": ({"invoice": "1"}, "InvoiceVoided", {"invoice": "1"}),
    "refund_invoice": ({"invoice": "1", "full": True}, "InvoiceRefunded", {"invoice": "1", "full": True}),
    "open_dispute": ({"dispute": "d", "invoice": "1"}, "DisputeOpened", {"dispute": "d", "invoice": "1"}),
    "hear_provider": ({"renews": True, "said": "It renews"}, "ProviderHeard", {"renews": True}),
    "cancel": ({}, "CancellationAsked", {"at_period_end": True}),
    "end": ({}, "Ended", {}),
    "place_hold": (
        {"kind": HoldKind.ABUSE, "why": "Mail of Ada Lovelace", "clause": "1.2"},
        "HoldPlaced",
        {"kind": "abuse", "clause": "1.2"},
    ),
}


def _vouched(desk: Desk, place: int) -> dict[str, dict[str, str]]:
    """Return the detail by which an entry vouches for the fact in a place."""
    with desk.store.read(desk.tenant) as work:
        return {"license_digests": {str(place): work.licenses.digests()[str(place)]}}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_records_its_fact_and_writes_it_into_the_journal(paid: Desk, name: str) -> None:
    """The fact stands since now, learned now; the journal has numbers and ids, never what people wrote."""
    given, kind, details = COMMANDS[name]
    view = getattr(paid.licensing, name)(by=paid.staff, tenant_id=paid.tenant, **given)
    assert [(fact.kind, fact.effective_at, fact.recorded_at) for fact in view.facts][-1] == (kind, paid.at, paid.at)
    note = paid.notes()[-1]
    assert (note.action, note.subject) == (f"licensing.{name}", f"license:{view.id}")
    assert (note.kind, note.by) == (EntryKind.CHANGE, f"staff:{paid.staff.staff_id}")
    assert dict(note.details) == {**details, **_vouched(paid, len(view.facts))}
    assert paid.reader.show(by=paid.staff, tenant_id=paid.tenant) == view


@pytest.mark.parametrize("name", COMMANDS)
def test_a_repeat_is_answered_with_the_first_result_and_changes_nothing(paid: Desk, name: str) -> None:
    """Even later; the same key for another request is refused."""
    given, _, _ = COMMANDS[name]
    command = getattr(paid.licensing, name)
    first = command(by=paid.staff, tenant_id=paid.tenant, idempotency_key="k", **given)
    before = (paid.license(), len(paid.notes()))
    paid.pass_days(3)
    assert command(by=paid.staff, tenant_id=paid.tenant, idempotency_key="k", **given) == first
    assert (paid.license(), len(paid.notes())) == before
    with pytest.raises(KeyReused):
        _pay(paid, "9", idempotency_key="k")


def test_free_text_tells_one_request_from_another_though_no_journal_keeps_it(paid: Desk) -> None:
    """A key used for a hold with one reason is not good for a hold with another."""
    given = {"by": paid.staff, "tenant_id": paid.tenant, "kind": HoldKind.BREACH, "clause": "0.2"}
    paid.licensing.place_hold(**given, why="One", idempotency_key="k")
    with pytest.raises(KeyReused):
        paid.licensing.place_hold(**given, why="Two", idempotency_key="k")


@pytest.mark.parametrize("name", [*COMMANDS, "record_payment", "grant_trial", "lift_hold", "close_dispute", "resume"])
def test_who_may_not_changes_nothing(paid: Desk, name: str) -> None:
    """Support staff does none of it; a client records no money, holds nothing, and cancels only by right."""
    later = {"since": paid.at, "until": paid.at + timedelta(days=1)}
    others = {
        "record_payment": {"invoice": "9", **later},
        "grant_trial": later,
        "lift_hold": {"hold": HoldId(UUID(int=1)), "why": "why"},
        "close_dispute": {"dispute": "d", "won": True},
        "resume": {},
    }
    given = COMMANDS[name][0] if name in COMMANDS else others[name]
    paid.through = ()
    before = (paid.license(), len(paid.notes()))
    for by in (paid.support, paid.owner):
        with pytest.raises(Refused) as refused:
            getattr(paid.licensing, name)(by=by, tenant_id=paid.tenant, **given)
        codes = {each.code.value for each in refused.value.decision.reasons}
        assert codes <= {"STAFF_MAY_NOT", "PERMISSION_MISSING"}
    assert (paid.license(), len(paid.notes())) == before


def test_an_unknown_client_is_named_as_such(desk: Desk) -> None:
    """With the field and what would help; and so is a client of whom no license was opened."""
    with pytest.raises(LicenseUnknown) as fault:
        _pay(desk, tenant_id=TenantId(UUID(int=77)))
    assert isinstance(fault.value, NotFound)
    assert (fault.value.field, bool(fault.value.remedy)) == ("tenant", True)
    kind, arguments = fault.value.__reduce__()
    assert str(kind(*arguments)) == str(fault.value)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"invoice": ""}, "invoice"),
        ({"invoice": "x" * 101}, "invoice"),
        ({"invoice": "7\n8"}, "invoice"),
        ({"until": datetime(2026, 2, 1)}, "until"),  # noqa: DTZ001 - a naive time is what is refused
        ({"since": datetime(2026, 1, 1)}, "since"),  # noqa: DTZ001
        ({"until": datetime.fromisoformat("2026-01-01T00:00:00Z")}, "until"),
        ({"until": datetime.fromisoformat("2025-12-01T00:00:00Z")}, "until"),
        ({"until": datetime.fromisoformat("2999-12-01T00:00:00Z")}, "until"),
        ({"paid_at": datetime.fromisoformat("2026-01-01T00:00:01Z")}, "paid_at"),
        ({"paid_at": datetime(2025, 1, 1)}, "paid_at"),  # noqa: DTZ001
    ],
)
def test_a_payment_that_cannot_be_right_is_refused_by_field(desk: Desk, wrong: dict[str, Any], field: str) -> None:
    """Empty or long numbers, naive or absurd instants, periods that run backwards, payments of tomorrow."""
    with pytest.raises(InvalidValue) as fault:
        _pay(desk, **wrong)
    assert (fault.value.field, bool(fault.value.remedy)) == (field, True)
    assert desk.license().facts == ()


def test_a_payment_may_be_recorded_after_it_was_made(desk: Desk) -> None:
    """It counts since it was paid; asked as known before, it is not there."""
    desk.accept()
    began = desk.at
    desk.pass_days(10)
    view = _pay(desk, since=began, paid_at=began, until=began + timedelta(days=30))
    assert view.good_standing
    moment = began + timedelta(days=5)
    assert desk.reader.show(by=desk.owner, tenant_id=desk.tenant, at=moment).good_standing
    then = desk.reader.show(by=desk.owner, tenant_id=desk.tenant, at=moment, known_at=moment)
    assert _codes(then) == ["FIRST_PAYMENT_PENDING"]
    assert [fact.kind for fact in then.facts] == ["TermsAccepted"]


def test_the_same_news_twice_is_one_fact_and_one_entry(desk: Desk) -> None:
    """Without a key, repeating the same payment adds nothing and is not an error."""
    desk.accept()
    since = desk.at
    given = {"since": since, "until": since + timedelta(days=30), "paid_at": since}
    _pay(desk, **given)
    before = (desk.license(), len(desk.notes()))
    desk.pass_days(1)
    assert _pay(desk, **given).good_standing
    assert (desk.license(), len(desk.notes())) == before


def test_a_debt_may_be_dated_ahead(paid: Desk) -> None:
    """It shuts from its instant, unless a paid period still runs."""
    due = paid.at + timedelta(days=5)
    view = paid.licensing.record_overdue(by=paid.staff, tenant_id=paid.tenant, invoice="2", since=due)
    assert view.good_standing
    assert paid.notes()[-1].details["since"] == due.isoformat()
    paid.pass_days(29)
    assert _codes(paid.reader.show(by=paid.owner, tenant_id=paid.tenant)) == ["PAYMENT_OVERDUE"]


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_shuts_and_its_outcome_decides(paid: Desk, won: bool) -> None:
    """Won it restores, lost it does not."""
    view = paid.licensing.open_dispute(by=paid.staff, tenant_id=paid.tenant, dispute="d", invoice="1")
    assert _codes(view) == ["PAYMENT_DISPUTED"]
    paid.pass_days(1)
    view = paid.licensing.close_dispute(by=paid.staff, tenant_id=paid.tenant, dispute="d", won=won)
    assert view.good_standing is won


def test_a_trial_opens_and_ends_by_itself(desk: Desk) -> None:
    """Granted by who licenses."""
    desk.accept()
    until = desk.at + timedelta(days=14)
    view = desk.licensing.grant_trial(by=desk.staff, tenant_id=desk.tenant, since=desk.at, until=until)
    assert (view.term, view.good_standing, view.valid_until) == ("trial", True, until)
    desk.pass_days(14)
    assert not desk.reader.show(by=desk.owner, tenant_id=desk.tenant).good_standing
    with pytest.raises(InvalidValue):
        desk.licensing.grant_trial(by=desk.staff, tenant_id=desk.tenant, since=until, until=until)


def test_a_renewal_that_the_provider_announced_may_be_late(paid: Desk) -> None:
    """Within the day the license is good; after it the renewal is unconfirmed."""
    paid.licensing.hear_provider(by=paid.software, tenant_id=paid.tenant, renews=True, said="It renews")
    end = paid.at + timedelta(days=29)
    look = paid.reader.show
    assert look(by=paid.owner, tenant_id=paid.tenant, at=end).payment == "grace"
    assert _codes(look(by=paid.owner, tenant_id=paid.tenant, at=end + timedelta(days=1))) == ["RENEWAL_UNCONFIRMED"]


def test_a_hold_is_placed_by_staff_on_a_clause_and_lifted_by_its_id(paid: Desk) -> None:
    """The client reads kind, reason and clause; no payment lifts it."""
    view = paid.licensing.place_hold(
        by=paid.staff, tenant_id=paid.tenant, kind=HoldKind.BREACH, why="Resold", clause=" 0.2 "
    )
    (hold,) = view.holds
    assert (hold.kind, hold.why, hold.clause) == ("breach", "Resold", "0.2")
    assert _codes(_pay(paid, "2")) == ["LICENSE_ON_HOLD"]
    paid.pass_days(1)
    lifted = paid.licensing.lift_hold(by=paid.staff, tenant_id=paid.tenant, hold=hold.id, why="Settled")
    assert (lifted.holds, lifted.good_standing) == ((), True)
    assert dict(paid.notes()[-1].details) == {"hold": str(hold.id), **_vouched(paid, 5)}


def test_a_hold_not_in_force_cannot_be_lifted(paid: Desk) -> None:
    """Neither an unknown one nor one lifted already."""
    given = {"by": paid.staff, "tenant_id": paid.tenant, "why": "why"}
    with pytest.raises(HoldUnknown) as fault:
        paid.licensing.lift_hold(**given, hold=HoldId(UUID(int=1)))
    assert (fault.value.field, bool(fault.value.remedy)) == ("hold", True)
    view = paid.licensing.place_hold(**given, kind=HoldKind.REQUEST, clause="0.1")
    paid.licensing.lift_hold(**given, hold=view.holds[0].id)
    with pytest.raises(HoldUnknown):
        paid.licensing.lift_hold(**given, hold=view.holds[0].id)


@pytest.mark.parametrize(("wrong", "field"), [({"clause": "7.7"}, "clause"), ({"why": " "}, "why")])
def test_a_hold_needs_a_clause_of_the_terms_and_a_reason(paid: Desk, wrong: dict[str, Any], field: str) -> None:
    """Nobody is held for nothing."""
    given = {"kind": HoldKind.ABUSE, "why": "why", "clause": "0.2", **wrong}
    with pytest.raises(InvalidValue) as fault:
        paid.licensing.place_hold(by=paid.staff, tenant_id=paid.tenant, **given)
    assert fault.value.field == field


def test_only_people_hold_and_lift(paid: Desk) -> None:
    """A hold names the member of staff who placed it, so the software places none."""
    with pytest.raises(InvalidValue) as fault:
        paid.licensing.place_hold(by=paid.software, tenant_id=paid.tenant, kind=HoldKind.ABUSE, why="why", clause="0.2")
    assert fault.value.field == "by"


@pytest.mark.parametrize("at_period_end", [True, False])
@pytest.mark.parametrize("who", ["owner", "staff"])
def test_the_client_and_staff_cancel_and_resume(paid: Desk, who: str, at_period_end: bool) -> None:
    """To the last paid instant or at once; resumed, the license is what it was."""
    by = getattr(paid, who)
    view = paid.licensing.cancel(by=by, tenant_id=paid.tenant, at_period_end=at_period_end)
    assert (view.term, _codes(view)) == (("ending", []) if at_period_end else ("ended", ["LICENSE_CANCELED"]))
    paid.pass_days(1)
    resumed = paid.licensing.resume(by=by, tenant_id=paid.tenant)
    assert (resumed.term, resumed.good_standing) == ("running", True)


def test_what_was_not_canceled_cannot_be_resumed(paid: Desk) -> None:
    """Nor what the provider ended: that begins again with a later period that is paid."""
    with pytest.raises(NotCanceled) as fault:
        paid.licensing.resume(by=paid.owner, tenant_id=paid.tenant)
    assert bool(fault.value.remedy)
    assert _codes(paid.licensing.end(by=paid.staff, tenant_id=paid.tenant)) == ["LICENSE_CANCELED"]
    paid.pass_days(1)
    with pytest.raises(NotCanceled):
        paid.licensing.resume(by=paid.owner, tenant_id=paid.tenant)
    assert _pay(paid, "2").good_standing


def test_a_tenant_has_one_license(desk: Desk) -> None:
    """A second one is refused, and so are terms that were never published."""
    given = {"tenant_id": desk.tenant, "instance_id": InstanceId(UUID(int=4)), "at": desk.at}
    with desk.store.begin(desk.tenant) as work, pytest.raises(LicenseExists):
        desk.licensing.open_license(work, **given, terms_version=shipped_terms().version)
    with desk.store.begin(desk.tenant) as work, pytest.raises(NotFound) as fault:
        desk.licensing.open_license(work, **given, terms_version="1999-01")
    assert fault.value.field == "terms"


def test_only_the_exact_document_offered_is_accepted(desk: Desk) -> None:
    """Another digest is a mismatch and changes nothing; what is awaited is told until then."""
    with desk.store.read(desk.tenant) as work:
        assert desk.licensing.awaited(work, desk.at) == shipped_terms().digest
    with pytest.raises(TermsMismatch) as fault:
        desk.accept("0" * 64)
    assert fault.value.field == "accept_terms"
    assert desk.license().facts == ()
    desk.accept()
    with desk.store.read(desk.tenant) as work:
        assert desk.licensing.awaited(work, desk.at) is None


def test_the_license_is_first_accepted_on_the_version_of_its_opening(desk: Desk) -> None:
    """A version published since does not slip in between."""
    newer = desk.offer("2026-07", desk.at + timedelta(days=1))
    desk.pass_days(2)
    with pytest.raises(TermsMismatch):
        desk.accept(newer)
    desk.accept()
    assert desk.license().pinned(at=desk.at, known_at=desk.at) == shipped_terms().version


def test_new_terms_bind_from_their_acceptance_on(paid: Desk) -> None:
    """Until then the old ones run on; people of the client accept them, nobody else, and only once they are offered."""
    newer = paid.offer("2026-07", paid.at + timedelta(days=1), grace_days=7)
    with pytest.raises(TermsMismatch):
        paid.licensing.accept_offered_terms(by=paid.owner, tenant_id=paid.tenant, digest=newer)
    moment = paid.pass_days(2)
    look: Callable[..., View] = paid.reader.show
    assert look(by=paid.owner, tenant_id=paid.tenant).terms_version == shipped_terms().version
    for nobody in (paid.staff, evolve(paid.owner, scopes=frozenset({"account.*"}))):
        with pytest.raises(InvalidValue) as fault:
            paid.licensing.accept_offered_terms(by=nobody, tenant_id=paid.tenant, digest=newer)
        assert fault.value.field == "by"
    view = paid.licensing.accept_offered_terms(by=paid.owner, tenant_id=paid.tenant, digest=newer)
    assert view.terms_version == "2026-07"
    assert paid.notes()[-1].action == "licensing.accept_terms"
    before = look(by=paid.owner, tenant_id=paid.tenant, at=moment - timedelta(microseconds=1))
    assert before.terms_version == shipped_terms().version
