"""Replay: recorded decisions are asked again under other terms, with the facts of their instants."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.values import GrantReason
from saas_core.gate import comparing, remembering
from saas_core.kernel.actors import ClientUser, Staff, System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, EntryId
from saas_core.kernel.journal import EntryKind, JournalEntryDraft
from saas_core.policy.decision import LicenseeKind, Question, Refused, Ruling, Verdict
from saas_core.policy.errors import TermsInvalid, TermsUnknown
from saas_core.policy.outcomes import Outcome, aspects
from saas_core.policy.reasons import ReasonCode, reason
from saas_core.policy.shipped import shipped_document
from saas_testing.kit import Kit
from staffing import settle

BEFORE = shipped_document()
DAY = timedelta(days=1)
EXCLUDED = Ruling(
    verdict=Verdict.CHARGEABLE,
    reasons=(reason(ReasonCode.NOT_INCLUDED, "3.1", "5.1", "4.1"),),
    clauses=("0.1", "1.3", "3.1", "5.1", "4.1"),
    overruled=(),
    terms_version="2026-02",
    valid_until=None,
)
"""How an exclusion is answered, written down apart from the judgement."""


def _terms(old: bytes, new: bytes) -> bytes:
    document = BEFORE.replace(b'version = "2026-02"', b'version = "2027-01"')
    assert old in document
    return document.replace(old, new)


def _record(saas: Kit, client, by, action: str, **more) -> object:
    """Ask, and record the answer."""
    return saas.application.gate.record(saas.application.gate.check(Question(client.tenant_id, by, action, **more))).id


def _replay(saas: Kit, after: bytes, **more):
    by = more.pop("by", System("test"))
    return saas.application.oversight.replays.replay(by=by, before=BEFORE, after=after, **more)


def test_the_same_terms_change_nothing(saas: Kit) -> None:
    client = saas.active_client()
    _record(saas, client, client.owner.by, "topic.feature_usage")
    _record(saas, client, client.owner.by, "exclusion.advanced_sms")
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.unchanged, view.changed, view.flips) == (2, 2, 0, ())
    assert (view.not_reproduced, view.unanswerable, view.complete) == (0, 0, True)
    assert {each.clause: each.unchanged for each in view.clauses}["3.1"] == 1


def test_a_setting_shows_in_the_decisions_that_it_flips(saas: Kit) -> None:
    """With grace an overdue license stays open: exactly the decisions in that time go from refused to allowed."""
    client = saas.active_client()
    first = _record(saas, client, client.owner.by, "topic.feature_usage")
    saas.clock.at = client.until
    saas.application.licensing.record_overdue(by=saas.staff, tenant_id=client.tenant_id, invoice="2")
    saas.clock.at += DAY
    second = _record(saas, client, client.owner.by, "topic.feature_usage")
    saas.clock.at += 20 * DAY
    third = _record(saas, client, client.owner.by, "topic.feature_usage")
    view = _replay(saas, _terms(b"grace_days = 0 ", b"grace_days = 7 "), days=90)
    (flip,) = view.flips
    assert (flip.before, flip.after, flip.number) == ("DENIED", "ALLOWED", 1)
    (example,) = flip.examples
    assert (example.decision, example.client, example.action) == (second, "harbor", "topic.feature_usage")
    assert "PAYMENT_OVERDUE" in example.before.reasons
    assert (view.decisions, view.unchanged) == (3, 2)
    assert {first, third}.isdisjoint({example.decision})
    assert view.not_reproduced == 0


def test_staff_without_a_grant_sees_no_example_of_what_a_clients_people_asked(saas: Kit) -> None:
    """Fewer than five of them are counted as none; of its own decisions it sees examples (1.5)."""
    client, later = saas.active_client(), _terms(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
    _record(saas, client, client.owner.by, "exclusion.advanced_sms")

    def seen(by: Staff) -> tuple[int, list[object]]:
        flips = _replay(saas, later, by=by).flips
        return sum(each.number for each in flips), [example.decision for each in flips for example in each.examples]

    assert seen(saas.staff) == (0, [])
    own = _record(saas, client, saas.staff, "exclusion.advanced_sms")
    assert seen(saas.staff) == (1, [own])


def test_no_difference_of_two_replays_is_one_persons_question(saas: Kit) -> None:
    """However many are asked, and whichever row a document changes, people's questions are counted in fives (1.5)."""
    client, later = saas.active_client(), _terms(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
    for _ in range(3):
        _record(saas, client, client.owner.by, "exclusion.advanced_sms")
        _record(saas, client, client.owner.by, "topic.feature_usage")
        _record(saas, client, client.owner.by, "exclusion.design_ui")
    views = [_replay(saas, later, by=saas.staff, most=most) for most in range(1, 10)]
    assert {each.counted_in for each in views} == {5}
    numbers = {
        number
        for view in views
        for number in (
            view.decisions,
            view.changed,
            view.unchanged,
            *(each.number for each in view.flips),
            *(number for each in view.clauses for number in (each.changed, each.unchanged)),
        )
    }
    assert numbers == {0, 5}
    exact = _replay(saas, later)
    assert (exact.decisions, exact.changed, exact.counted_in) == (9, 6, 1)


def test_under_a_grant_staff_sees_examples_of_what_it_covers_alone_and_that_is_journaled(saas: Kit) -> None:
    """Counts of it are exact; one that only reads suffices; without the right to journals a grant opens none."""
    harbor, marina = saas.active_client(), saas.active_client("marina")
    later = _terms(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"')
    asked = {each: _record(saas, each, each.owner.by, "exclusion.advanced_sms") for each in (harbor, marina)}
    ana = _granted(saas, harbor)

    def seen(by: Staff) -> tuple[int, list[object]]:
        flips = _replay(saas, later, by=by).flips
        return sum(each.number for each in flips), [example.decision for each in flips for example in each.examples]

    assert seen(ana) == (1, [asked[harbor]])
    with saas.application.store.read(harbor.tenant_id) as work:
        last = work.journal.entries()[-1]
    assert (last.action, last.by) == ("access.see_under_grant", f"staff:{ana.staff_id}")
    with saas.application.store.read(marina.tenant_id) as work:
        assert "access.see_under_grant" not in {each.action for each in work.journal.entries()}
    with pytest.raises(Refused):
        seen(evolve(ana, permissions=frozenset({"staff.legal"})))
    saas.clock.at += timedelta(hours=2)
    assert seen(ana) == (0, [])


def _granted(saas: Kit, client) -> Staff:
    """Return a member of staff that may see the client's users and roles for an hour, without changing them."""
    email, support = "ana@provider.example", "staff.support"
    added = saas.application.access.staff.add(by=saas.staff, name="Ana", email=email, permissions=[support])
    settle(saas.application, saas.clock.at)
    by, desk = Staff(added.staff_id, frozenset({support})), saas.application.access.break_glass
    about, until = {"tenant_id": client.tenant_id}, saas.clock.at + timedelta(hours=1)
    asked = desk.ask(by=by, **about, reason=GrantReason.SECURITY_INCIDENT, why="Ticket 7", until=until)
    desk.approve(by=saas.staff, **about, grant_id=asked.grant_id)
    return by


def test_a_row_that_cites_other_clauses_shows_with_the_decisions_that_rest_on_it(saas: Kit) -> None:
    client = saas.active_client()
    _record(saas, client, client.owner.by, "topic.feature_usage")
    asked = _record(saas, client, client.owner.by, "exclusion.call_systems")
    row = re.search(rb'name = "exclusion.call_systems".*?clauses = \[[^]]*\]', BEFORE, re.DOTALL)
    assert row is not None
    cited = row[0].replace(b'clauses = ["3.2"', b'clauses = ["3.2", "3.6"')
    assert cited != row[0]
    (flip,) = _replay(saas, _terms(row[0], cited)).flips
    assert (flip.aspects, flip.examples[0].decision) == (("clauses",), asked)


def test_a_price_shows_where_something_was_offered(saas: Kit) -> None:
    client = saas.active_client()
    asked = _record(saas, client, client.owner.by, "exclusion.advanced_sms")
    _record(saas, client, client.owner.by, "topic.feature_usage")
    view = _replay(saas, _terms(b'hourly_rate = "65.00"', b'hourly_rate = "70.00"'))
    (flip,) = view.flips
    assert (flip.before, flip.after, flip.aspects) == ("CHARGEABLE", "CHARGEABLE", ("price",))
    (example,) = flip.examples
    assert (example.decision, example.before.price, example.after.price) == (
        asked,
        "65.00 USD per hour",
        "70.00 USD per hour",
    )
    assert {each.clause: each.changed for each in view.clauses}["3.1"] == 1


def test_decisions_are_asked_with_the_roles_of_their_instants(saas: Kit) -> None:
    """A role that came later, a department and an amount, a program's scopes, and a user who was blocked since."""
    saas.register("invoices.approve", "orders.place")
    client = saas.active_client()
    mia = saas.joined(client, permissions=("orders.place",))
    app = saas.application
    saas.clock.at += DAY
    refused = _record(saas, client, mia.by, "invoices.approve")
    allowed = _record(saas, client, mia.by, "orders.place")
    saas.clock.at += DAY
    role = app.access.roles.create(
        by=client.owner.by, tenant_id=client.tenant_id, name="Later", permissions=["invoices.approve"]
    )
    app.access.roles.assign(by=client.owner.by, tenant_id=client.tenant_id, user_id=mia.user_id, role_id=role.role_id)
    saas.clock.at += DAY
    _record(saas, client, mia.by, "invoices.approve")
    program = ClientUser(client.tenant_id, mia.user_id, frozenset({"invoices.approve"}))
    _record(saas, client, program, "orders.place")
    _record(saas, client, saas.staff, "people.read")
    saas.clock.at += DAY
    app.access.people.deactivate(by=client.owner.by, tenant_id=client.tenant_id, user_id=mia.user_id)
    saas.clock.at += DAY
    _record(saas, client, mia.by, "orders.place")
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.unchanged, view.not_reproduced) == (6, 6, 0)
    assert refused != allowed


def test_a_license_that_lapsed_between_two_decisions_is_read_again(saas: Kit) -> None:
    """Nothing was written in between: time alone closed it."""
    client = saas.active_client(days=3)
    _record(saas, client, client.owner.by, "topic.feature_usage")
    saas.clock.at += 4 * DAY
    _record(saas, client, client.owner.by, "topic.feature_usage")
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.not_reproduced) == (2, 0)


def test_a_permission_that_was_registered_between_two_decisions_is_known_to_the_second_only(saas: Kit) -> None:
    """That stands in the provider's journal alone."""
    client = saas.active_client()
    _record(saas, client, client.owner.by, "invoices.approve")
    saas.clock.at += DAY
    saas.register("invoices.approve")
    saas.clock.at += DAY
    _record(saas, client, client.owner.by, "invoices.approve")
    _record(saas, client, client.owner.by, "topic.feature_usage")
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.not_reproduced) == (3, 0)


def test_a_decision_that_was_recorded_after_a_later_change_is_asked_as_of_its_own_instant(saas: Kit) -> None:
    """And what was known then does not serve the next one, nor does a later hour serve an earlier one."""
    saas.register("invoices.approve", "orders.place")
    client = saas.active_client(days=9)
    mia = saas.joined(client, permissions=("orders.place",))
    roles, about = saas.application.access.roles, {"by": client.owner.by, "tenant_id": client.tenant_id}
    saas.clock.at += DAY
    late = saas.application.gate.check(Question(client.tenant_id, mia.by, "invoices.approve"))
    saas.clock.at += DAY
    role = roles.create(**about, name="Later", permissions=["invoices.approve"])
    roles.assign(**about, user_id=mia.user_id, role_id=role.role_id)
    saas.application.gate.record(late)
    saas.clock.at += DAY
    _record(saas, client, mia.by, "invoices.approve")
    early = saas.application.gate.check(Question(client.tenant_id, mia.by, "invoices.approve"))
    saas.clock.at += 20 * DAY
    _record(saas, client, mia.by, "invoices.approve")
    saas.application.gate.record(early)
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.not_reproduced) == (4, 0)


def test_onboarding_that_was_refused_comes_out_otherwise_where_the_kind_is_taken_on(saas: Kit) -> None:
    """It stands in the provider's own journal (0.2)."""
    with pytest.raises(Refused):
        saas.application.tenancy.add_tenant(by=saas.staff, slug="agents", kind=LicenseeKind.AGENCY)
    eligible = b'eligible = ["end_user", "business_operator"]'
    view = _replay(saas, _terms(eligible, eligible.replace(b"]", b', "agency"]')))
    assert (view.decisions, view.not_reproduced) == (1, 0)
    (flip,) = view.flips
    (example,) = flip.examples
    assert (flip.before, flip.after, example.client, example.action) == (
        "DENIED",
        "ALLOWED",
        "provider",
        "tenancy.add_tenant",
    )
    assert {each.clause: each.changed for each in view.clauses}["0.2"] == 1


def test_sign_ins_and_looks_leave_what_is_known_as_it_is(saas: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else nearly every decision would read all of it again; a change to a role alone leaves the license."""
    read: list[str] = []
    for name in ("premises_under", "holdings"):
        known = getattr(remembering, name)
        monkeypatch.setattr(remembering, name, lambda *a, _n=name, _k=known, **k: (read.append(_n), _k(*a, **k))[1])
    client, app = saas.active_client(), saas.application
    looked = (("access.sign_in", EntryKind.CHANGE), ("orders.count", EntryKind.USE), ("keys.try", EntryKind.REFUSAL))
    for number, (action, kind) in enumerate(looked):
        with app.store.begin(client.tenant_id) as work:
            by, at = client.owner.by, saas.clock.at
            draft = JournalEntryDraft(EntryId(UUID(int=number)), at, by, action, f"user:{by.user_id}", {}, kind)
            work.journal.append(draft)
            work.commit()
        _record(saas, client, client.owner.by, "topic.feature_usage")
        saas.clock.at += DAY
    assert (_replay(saas, BEFORE).decisions, read) == (3, ["premises_under", "holdings"])
    app.access.roles.create(
        by=client.owner.by, tenant_id=client.tenant_id, name="Empty", permissions=["account.manage"]
    )
    _record(saas, client, client.owner.by, "topic.feature_usage")
    read.clear()
    assert (_replay(saas, BEFORE).decisions, read) == (4, ["premises_under", "holdings", "holdings"])


def test_no_more_entries_are_read_than_is_wanted(saas: Kit) -> None:
    """Of the journals of all clients together, however few decisions stand in them; each client counts as some."""
    client = saas.active_client()
    _record(saas, client, client.owner.by, "topic.feature_usage")
    saas.active_client("marina")
    seen: list[int] = []
    view = _replay(saas, BEFORE, most_entries=comparing.OPENED + 1, progress=seen.append)
    assert (view.decisions, view.complete, seen[-1]) == (0, False, 33)
    assert _replay(saas, BEFORE, most_entries=10_000).complete
    entries = 0
    for scope in (PROVIDER, client.tenant_id):
        with saas.application.store.read(scope) as work:
            entries += work.journal.head()[0]
    few = _replay(saas, BEFORE, most_entries=2 * comparing.OPENED + entries)
    assert (few.decisions, few.complete) == (1, False)


def test_a_recorded_exclusion_is_reproduced(saas: Kit) -> None:
    """A judgement that would answer otherwise than it did shows with the very decision."""
    client = saas.active_client()
    asked = saas.application.gate.check(Question(client.tenant_id, client.owner.by, "exclusion.advanced_sms"))
    saas.application.gate.record(evolve(asked, ruling=EXCLUDED))
    view = _replay(saas, BEFORE)
    assert (view.decisions, view.not_reproduced) == (1, 0)


def test_only_the_last_days_and_the_most_that_is_wanted_are_asked(saas: Kit) -> None:
    client = saas.active_client(days=90)
    _record(saas, client, client.owner.by, "topic.feature_usage")
    saas.clock.at += 10 * DAY
    for _time in range(3):
        _record(saas, client, client.owner.by, "topic.feature_usage")
    seen = []
    assert _replay(saas, BEFORE, days=5, progress=seen.append).decisions == 3
    assert seen == [50, 100, 100]
    assert _replay(saas, BEFORE, days=30).decisions == 4
    view = _replay(saas, BEFORE, most=2)
    assert (view.decisions, view.complete) == (2, False)
    for days in (0, 4000):
        with pytest.raises(InvalidValue, match="out of range"):
            _replay(saas, BEFORE, days=days)


def test_whoever_may_read_journals_compares(saas: Kit) -> None:
    client = saas.active_client()
    replays = saas.application.oversight.replays
    with pytest.raises(Refused):
        replays.replay(by=client.owner.by, before=BEFORE, after=BEFORE)
    with pytest.raises(TermsInvalid):
        replays.replay(by=saas.staff, before=BEFORE, after=b"")
    with pytest.raises(TermsUnknown):
        replays.compare(by=saas.staff, before="2099-01", document=BEFORE)
    found = replays.compare(by=saas.staff, before="2026-02", document=_terms(b"grace_days = 0 ", b"grace_days = 7 "))
    assert [(each.name, each.before, each.after) for each in found.differences] == [("grace_days", "0", "7")]


def test_the_order_of_clauses_is_no_difference() -> None:
    one = Outcome("DENIED", ("0.1", "1.3"), ("2.1",), ("A",))
    assert aspects(one, Outcome("DENIED", ("1.3", "0.1"), ("2.1",), ("A",))) == ()
    assert aspects(one, Outcome("ALLOWED", ("0.1",), (), (), "1 per hour")) == (
        "verdict",
        "clauses",
        "reasons",
        "price",
    )
