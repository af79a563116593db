"""The gate's answer: now, as of an earlier instant, and as known at one."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.errors import DepartmentUnknown
from saas_core.gate.check import Gate
from saas_core.gate.standings import license_state
from saas_core.kernel.actors import ClientUser, System
from saas_core.kernel.errors import InvalidValue, NotFound, StoreUnavailable
from saas_core.kernel.ids import DepartmentId, TenantId
from saas_core.licensing.values import HoldKind
from saas_core.policy.actions import ALWAYS_OPEN
from saas_core.policy.decision import Question, Refused, Verdict
from saas_core.tenancy.errors import TenantUnknown

FAX = """
[[action]]
name = "exclusion.fax"
kind = "exclusion"
access = "custom_work"
clauses = ["3.1"]
title = "a fax machine"
"""


def test_who_holds_a_role_in_a_department_may_act_there_and_under_it(client, office, codes):
    """A role reaches down the tree of departments, and nowhere else."""
    assert client.check(office.clerk, place=office.sales).allowed
    assert client.check(office.clerk, place=office.europe).allowed
    assert codes(client.check(office.clerk, place=office.stores)) == ["DEPARTMENT_OUT_OF_SCOPE"]
    assert codes(client.check(office.clerk, "data.export")) == ["PERMISSION_MISSING"]


def test_the_answer_tells_when_it_was_given_and_by_which_terms(client, clock):
    """A decision carries its question, its instants and the version of the terms."""
    decision = client.check(client.owner)
    assert decision.allowed
    assert decision.question == client.question(client.owner)
    assert (decision.at, decision.known_at) == (clock.at, clock.at)
    assert decision.terms_version == "2026-02"
    assert decision.id is None


def test_asking_changes_nothing(client, house, nobody):
    """A check leaves no entry in the journal, whatever it answers."""
    before = house.journal(client.tenant_id)
    client.check(client.owner)
    client.check(nobody, "server.access")
    assert house.journal(client.tenant_id) == before


def test_a_role_taken_away_later_was_still_held_then(client, office, house, codes):
    """The assignments of the instant count, not those of today."""
    then = house.clock.move(hours=1)
    house.application.access.roles.unassign(
        by=client.owner,
        tenant_id=client.tenant_id,
        user_id=office.clerk.user_id,
        role_id=office.role,
        department_id=office.sales,
    )
    assert codes(client.check(office.clerk, place=office.sales)) == ["PERMISSION_MISSING"]
    assert client.check(office.clerk, place=office.sales, at=then).allowed


def test_a_role_narrowed_later_was_still_wide_then(client, office, house, codes):
    """The permissions that a role had at the instant count."""
    then = house.clock.move(hours=1)
    house.application.access.roles.edit(
        by=client.owner, tenant_id=client.tenant_id, role_id=office.role, permissions=("data.export",)
    )
    assert codes(client.check(office.clerk, place=office.sales)) == ["PERMISSION_MISSING"]
    assert client.check(office.clerk, place=office.sales, at=then).allowed


def test_a_user_deactivated_later_was_still_active_then(client, office, house, codes):
    """A person's state is that of the instant; it shuts from the very next action on."""
    then = house.clock.move(hours=1)
    house.application.access.people.deactivate(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id
    )
    assert "USER_DEACTIVATED" in codes(client.check(office.clerk, place=office.sales))
    assert client.check(office.clerk, place=office.sales, at=then).allowed


def test_a_department_moved_later_still_lay_there_then(client, office, house, codes):
    """The tree of departments is that of the instant."""
    then = house.clock.move(hours=1)
    house.application.access.departments.move(
        by=client.owner, tenant_id=client.tenant_id, department_id=office.europe, parent_id=office.stores
    )
    assert codes(client.check(office.clerk, place=office.europe)) == ["DEPARTMENT_OUT_OF_SCOPE"]
    assert client.check(office.clerk, place=office.europe, at=then).allowed


def test_a_department_made_later_was_unknown_then(client, house):
    """As of an instant before its making there is no such department."""
    then = house.clock.move(hours=1)
    made = client.department("new")
    assert client.check(client.owner, place=made).allowed
    with pytest.raises(DepartmentUnknown):
        client.check(client.owner, place=made, at=then)


def test_a_user_added_later_was_unknown_then(client, office, house, codes):
    """As of an instant before they were added, a user is a stranger."""
    then = house.clock.move(hours=1)
    late = client.joined("lena")
    assert codes(client.check(late)) == ["PERMISSION_MISSING"]
    assert codes(client.check(late, at=then)) == ["USER_UNKNOWN"]


def test_a_user_only_invited_may_do_nothing_yet(client, codes):
    """An invitation is not enough to act."""
    decision = client.check(client.invite("ina"), "license.read")
    assert codes(decision) == ["USER_DEACTIVATED"]
    assert decision.reasons[0].sentence


def test_a_hold_placed_later_did_not_shut_then(client, house, codes):
    """The license's facts are those of the instant."""
    then = house.clock.move(hours=1)
    house.application.licensing.place_hold(
        by=house.staff, tenant_id=client.tenant_id, kind=HoldKind.BREACH, why="an agency", clause="0.2"
    )
    assert codes(client.check(client.owner)) == ["LICENSE_ON_HOLD"]
    assert client.check(client.owner, at=then).allowed


def test_terms_accepted_later_did_not_bind_then(client, house):
    """An answer as of an instant rests on the version that bound then."""
    house.publish("2026-06", house.clock.at + timedelta(hours=1))
    then = house.clock.move(hours=2)
    accepted = house.application.policy.offered_terms().digest
    assert client.check(client.owner).terms_version == "2026-02"
    house.application.licensing.accept_offered_terms(by=client.owner, tenant_id=client.tenant_id, digest=accepted)
    assert client.check(client.owner).terms_version == "2026-06"
    assert client.check(client.owner, at=then).terms_version == "2026-02"


def test_a_payment_recorded_late_was_not_known_before(client, house, end):
    """Knowledge at an instant is distinguished from present knowledge of the same instant."""
    asked = end + timedelta(hours=5)
    house.clock.at = end + timedelta(days=2)
    unknowing = house.clock.at
    client.pay("2", end, end + timedelta(days=30), paid_at=end - timedelta(days=1))
    assert client.check(client.owner, at=asked).allowed
    before = client.check(client.owner, at=asked, known_at=unknowing)
    assert before.verdict is Verdict.DENIED
    assert (before.at, before.known_at) == (asked, unknowing)


def test_roles_given_later_are_not_known_before(client, office, house, codes):
    """As known at an earlier instant, people hold what they held then."""
    then = house.clock.move(hours=1)
    house.application.access.roles.assign(
        by=client.owner,
        tenant_id=client.tenant_id,
        user_id=office.clerk.user_id,
        role_id=office.role,
        department_id=office.stores,
    )
    assert client.check(office.clerk, place=office.stores).allowed
    assert codes(client.check(office.clerk, place=office.stores, known_at=then)) == ["DEPARTMENT_OUT_OF_SCOPE"]


def test_an_answer_holds_until_exactly_the_instant_it_names(client, end, codes):
    """Just before `valid_until` it is open, at it it is shut."""
    until = client.check(client.owner).valid_until
    assert until == end
    assert client.check(client.owner, at=until - timedelta(microseconds=1)).allowed
    assert codes(client.check(client.owner, at=until)) == ["LICENSE_EXPIRED"]


@pytest.mark.parametrize("name", ["at", "known_at"])
@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 6, 1),  # noqa: DTZ001 - naive on purpose
        datetime(1999, 12, 31, tzinfo=UTC),
        datetime(2200, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_a_naive_or_absurd_instant_is_no_question(client, name, value):
    """Both instants are looked at, and the one at fault is named."""
    with pytest.raises(InvalidValue) as caught:
        client.check(client.owner, **{name: value})
    assert caught.value.field == name


def test_an_unknown_client_is_not_found(house):
    """Nothing is answered about a client that there is not."""
    with pytest.raises(TenantUnknown) as caught:
        house.application.gate.check(Question(TenantId(UUID(int=5)), house.staff, "license.read"))
    assert isinstance(caught.value, NotFound)


def test_an_unknown_department_is_not_found(client, house):
    """A client's own user, staff and the software are told that there is no such department."""
    for by in (client.owner, house.staff, System("worker")):
        with pytest.raises(DepartmentUnknown):
            client.check(by, place=DepartmentId(UUID(int=5)))


def test_a_stranger_learns_nothing_of_the_departments(client, office, house, nobody, codes):
    """Known or not, a department gives a stranger and another client's user the same answer."""
    other = house.activated("other")
    for by in (nobody, other.owner, ClientUser(other.tenant_id, office.clerk.user_id)):
        known = client.check(by, place=office.sales)
        unknown = client.check(by, place=DepartmentId(UUID(int=5)))
        assert codes(known) == codes(unknown) == ["USER_UNKNOWN"]
        assert known.reasons == unknown.reasons
        assert known.facts == unknown.facts
        assert known.clauses == unknown.clauses


def test_an_operation_registered_later_is_unknown_to_an_earlier_question(client, house, codes):
    """As of then, and as known then, no clause spoke of it; from its registration on it is the owner's (1.4, 9.3)."""
    then = house.clock.move(hours=1)
    house.application.policy.register_permissions(
        by=house.staff, document=b'[[permission]]\nname = "stock.count"\ntitle = "counting stock"\n'
    )
    assert client.check(client.owner, "stock.count").allowed
    for earlier in ({"at": then}, {"known_at": then}):
        decision = client.check(client.owner, "stock.count", **earlier)
        assert (decision.verdict, codes(decision)) == (Verdict.NEEDS_PERSON, ["POLICY_SILENT"])


@pytest.mark.parametrize(
    "action", ["invoices.approve", "support.open", "exclusion.design_ui", "license.read", "fly.moon"]
)
@pytest.mark.parametrize("days", [0, 60])
def test_a_stranger_learns_nothing_of_the_license(client, office, house, nobody, codes, action, days):
    """Paid or lapsed, the answer is the same: no reason of the license, no fact of it, no end."""
    other = house.activated("other")
    house.clock.move(days=days)
    for by in (nobody, other.owner):
        decision = client.check(by, action)
        assert codes(decision) == ["USER_UNKNOWN"]
        assert decision.valid_until is None
        assert decision.overruled == ()
        assert [(each.name, each.value) for each in decision.facts] == [("terms", "2026-02"), ("user", "unknown")]


def test_staff_may_ask_about_a_department_that_there_is(client, office, house):
    """Staff help in a department without a role of the client's."""
    assert client.check(house.staff, "topic.feature_usage", office.sales).allowed


def test_what_else_a_request_contains_needs_its_own_permission(client, office, house, codes):
    """Each of the actions asked for together is judged by the permission it needs."""
    both = Question(client.tenant_id, office.clerk, "invoices.approve", ("data.export",), office.sales)
    gate = house.application.gate
    decision = gate.check(both)
    assert codes(decision) == ["PERMISSION_MISSING"]
    assert "data.export" in decision.reasons[0].sentence
    assert gate.check(evolve(both, by=client.owner)).allowed
    assert gate.check(evolve(both, also=("license.read", "invoices.approve"))).allowed
    assert "POLICY_SILENT" in codes(gate.check(evolve(both, also=("nobody.knows",))))
    role = client.role("exporters", "data.export")
    house.application.access.roles.assign(
        by=client.owner, tenant_id=client.tenant_id, user_id=office.clerk.user_id, role_id=role
    )
    assert gate.check(both).allowed


def test_before_activation_the_platform_is_shut_and_says_what_is_missing(house, codes):
    """Missing setup tasks are reported until the instance is active."""
    fresh = house.added("fresh")
    decision = fresh.check(house.staff, "invoices.approve")
    assert "SETUP_INCOMPLETE" in codes(decision)
    told = {each.name: each.value for each in decision.facts}
    assert told["instance"] == "in setup"
    assert told["setup still to do"]
    done = house.activated("done")
    told = {each.name: each.value for each in done.check(done.owner).facts}
    assert told["instance"] == "activated"
    assert "setup still to do" not in told


def test_as_of_an_instant_before_activation_the_instance_was_in_setup(client, house):
    """An activation says nothing of the time before it."""
    with house.application.store.read(client.tenant_id) as work:
        since = work.tenants.get().instance.activated_at
    before = client.check(client.owner, at=since - timedelta(microseconds=1))
    assert {each.name: each.value for each in before.facts}["instance"] == "in setup"
    assert client.check(client.owner, at=since).allowed


def test_of_the_providers_own_scope_no_license_is_asked(house, provider, staff_with, codes):
    """Staff act for the provider by their own permissions alone."""
    check = house.application.gate.check
    allowed = check(Question(provider, staff_with("staff.support"), "provider.tenants"))
    assert allowed.allowed
    assert allowed.valid_until is None
    assert codes(check(Question(provider, staff_with(), "provider.tenants"))) == ["STAFF_MAY_NOT"]


def test_of_the_providers_own_scope_an_answer_holds_until_other_terms_are_offered(house, provider, staff_with, clock):
    """No license pins a version there, so the terms of the day decide."""
    check, begins = house.application.gate.check, clock.at + timedelta(days=3)
    house.publish("2026-06", begins)
    question = Question(provider, staff_with("staff.support"), "provider.tenants")
    assert check(question).valid_until == begins
    later = check(question, at=begins)
    assert (later.terms_version, later.valid_until) == ("2026-06", None)


def test_a_permission_registered_now_is_seen_at_once(client, house):
    """No cache keeps an answer of before."""
    assert client.check(client.owner, "stock.adjust").verdict is Verdict.NEEDS_PERSON
    house.register("stock.adjust")
    assert client.check(client.owner, "stock.adjust").allowed


def test_new_terms_are_seen_at_once_by_a_fresh_client_only(client, house, codes):
    """Two clients on two versions are each judged by the actions of their own, turn by turn."""
    house.publish("2026-06", house.clock.at + timedelta(hours=1), extra=FAX)
    house.clock.move(hours=2)
    fresh = house.activated("fresh")
    for _turn in range(2):
        new, old = fresh.check(fresh.owner, "exclusion.fax"), client.check(client.owner, "exclusion.fax")
        assert (new.terms_version, codes(new)) == ("2026-06", ["NOT_INCLUDED"])
        assert (old.terms_version, codes(old)) == ("2026-02", ["POLICY_SILENT"])


def test_a_client_whose_license_is_lost_may_do_nothing_licensed(client, house, codes):
    """Without a license the offered terms speak, and the platform is shut."""
    house.shelf(client.tenant_id, "licenses").drop(client.tenant_id)
    decision = client.check(client.owner)
    assert codes(decision) == ["LICENSE_MISSING"]
    assert decision.terms_version == "2026-02"
    with house.application.store.read(client.tenant_id) as work:
        state = license_state(work, at=house.clock.at, known_at=house.clock.at)
    assert state.open == ALWAYS_OPEN


def test_a_license_on_terms_that_are_lost_is_judged_by_those_offered(client, house):
    """A version that cannot be read is replaced by the one on offer then."""
    kept = house.shelf(client.tenant_id, "licenses")
    license_ = kept.rows[client.tenant_id]
    gone = tuple(evolve(each, version="gone") if hasattr(each, "version") else each for each in license_.facts)
    kept.rows[client.tenant_id] = evolve(license_, terms_version="gone", facts=gone)
    assert client.check(client.owner).terms_version == "2026-02"


def test_the_license_state_is_told_for_an_instant(client, house, end):
    """The license stays open until the end of the paid period."""
    with house.application.store.read(client.tenant_id) as work:
        paid = license_state(work, at=house.clock.at, known_at=house.clock.at)
        ended = license_state(work, at=end, known_at=house.clock.at)
    assert paid.valid_until == end
    assert paid.open > ended.open


def test_a_store_that_cannot_answer_allows_nothing(client, clock):
    """The caller gets the fault, not an answer in its place."""

    class Away:
        @contextmanager
        def read(self, _tenant_id):
            message = "The store is away."
            raise StoreUnavailable(message, remedy="Try again.")
            yield

        basis = read

        def news(self, _since, _most):
            message = "The store is away."
            raise StoreUnavailable(message, remedy="Try again.")

        def watch(self, _told):
            pass

    gate = Gate(store=Away(), clock=clock, ids=None)
    with pytest.raises(StoreUnavailable):
        gate.check(client.question(client.owner))


def test_inside_a_unit_of_work_its_own_changes_count(client, office, house, codes):
    """A decision in a work sees what it did and has not committed; nobody else does."""
    gate, question = house.application.gate, client.question(office.clerk, place=office.sales)
    with house.application.store.begin(client.tenant_id) as work:
        assert gate.require(work, question, house.clock.now()).allowed
        user = work.users.get(office.clerk.user_id)
        at = house.clock.now()
        work.users.save(user.deactivated(), at)
        decision = gate.decide(work, question, at)
        assert (codes(decision), decision.at, decision.known_at) == (["USER_DEACTIVATED"], at, at)
        with pytest.raises(Refused) as caught:
            gate.require(work, question, at)
        assert caught.value.decision == decision
    assert gate.check(question).allowed
