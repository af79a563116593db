"""Asking and recording: what is never granted leaves a trace."""

from __future__ import annotations

from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import DepartmentId, TenantId
from saas_core.kernel.journal import EntryKind
from saas_core.policy.decision import LicenseeKind, Manner, Question, Verdict


@pytest.mark.parametrize("action", ["server.access", "source.access", "enhancement.ownership", "enhancement.export"])
def test_what_is_never_granted_is_refused_and_recorded(client, house, action):
    """The refusal stands in the client's journal under the id that the decision carries."""
    decision = house.application.gate.ask(client.question(client.owner, action))
    entry = house.journal(client.tenant_id)[-1]
    assert decision.verdict is Verdict.DENIED
    assert entry.id == decision.id is not None
    assert (entry.kind, entry.action, entry.subject) == (EntryKind.REFUSAL, "gate.decision", f"action:{action}")
    assert (entry.by, entry.at) == (f"user:{client.owner.user_id}", decision.at)
    assert entry.details["verdict"] == "DENIED"
    assert entry.details["reasons"] == ["NEVER_GRANTED"]
    assert entry.details["clauses"] == list(decision.clauses)
    assert entry.details["terms"] == decision.terms_version


def test_what_is_never_granted_is_recorded_beside_an_ordinary_wish_too(client, house):
    """It does not hide behind something that would be allowed."""
    question = Question(client.tenant_id, client.owner, "license.read", also=("root.access",))
    decision = house.application.gate.ask(question)
    assert decision.id == house.journal(client.tenant_id)[-1].id


def test_what_is_never_granted_is_recorded_also_for_a_department_that_is_not_there(client, house):
    """No place is needed to refuse it, so naming a wrong one hides nothing."""
    nowhere = DepartmentId(UUID(int=5))
    decision = house.application.gate.ask(Question(client.tenant_id, client.owner, "root.access", (), nowhere))
    assert [each.code.value for each in decision.reasons] == ["NEVER_GRANTED"]
    assert decision.id == house.journal(client.tenant_id)[-1].id


def test_the_entry_tells_all_that_was_asked(client, house):
    """So that the decision can be made again from it."""
    question = Question(
        client.tenant_id,
        client.owner,
        "root.access",
        also=("license.read",),
        department_id=DepartmentId(UUID(int=5)),
        manner=Manner.AS_SUPPORT,
        capacity=LicenseeKind.AGENCY,
    )
    house.application.gate.ask(question)
    details = house.journal(client.tenant_id)[-1].details
    assert details["also"] == ["license.read"]
    assert details["department"] == str(UUID(int=5))
    assert (details["manner"], details["capacity"]) == ("as_support", "agency")


def test_another_clients_user_cannot_fill_the_journal(client, house):
    """The wish is refused, but leaves no trace with a client it has nothing to do with."""
    other = house.activated("other")
    before = house.journal(client.tenant_id)
    decision = house.application.gate.ask(client.question(other.owner, "root.access"))
    assert decision.verdict is Verdict.DENIED
    assert decision.id is None
    assert house.journal(client.tenant_id) == before


def test_nothing_is_recorded_for_a_client_that_is_not_there(client, house):
    """A decision about nobody makes no journal."""
    unknown = TenantId(UUID(int=77))
    decision = client.check(client.owner)
    with pytest.raises(NotFound):
        house.application.gate.record(evolve(decision, question=evolve(decision.question, tenant_id=unknown)))
    with house.application.store.read(unknown) as work:
        assert work.journal.head()[0] == 0


def test_ordinary_answers_are_not_recorded(client, office, house, nobody):
    """Whether allowed, refused, chargeable or unknown, an answer is only given."""
    before = house.journal(client.tenant_id)
    ask = house.application.gate.ask
    asked = [
        client.question(client.owner),
        client.question(office.clerk, "data.export"),
        client.question(client.owner, "exclusion.advanced_sms"),
        client.question(client.owner, "nobody.knows"),
        client.question(nobody),
    ]
    decisions = [ask(each) for each in asked]
    assert [each.id for each in decisions] == [None] * 5
    assert [each.allowed for each in decisions] == [True, False, False, False, False]
    assert house.journal(client.tenant_id) == before


def test_a_decision_that_is_allowed_may_be_kept(client, house):
    """Recorded on demand, it is no refusal; apart from its id it stays the same."""
    decision = client.check(client.owner)
    recorded = house.application.gate.record(decision)
    entry = house.journal(client.tenant_id)[-1]
    assert (entry.id, entry.kind, entry.details["verdict"]) == (recorded.id, EntryKind.CHANGE, "ALLOWED")
    assert decision.id is None
    assert recorded.question == decision.question
    assert recorded.reasons == decision.reasons


def test_a_refusal_that_is_kept_is_kept_as_one(client, office, house):
    """An ordinary refusal is recorded only on request."""
    decision = client.check(office.clerk, "data.export")
    recorded = house.application.gate.record(decision)
    entry = house.journal(client.tenant_id)[-1]
    assert (entry.id, entry.kind) == (recorded.id, EntryKind.REFUSAL)
    assert entry.details["reasons"] == ["PERMISSION_MISSING"]


def test_asking_about_an_unknown_client_is_not_found_and_leaves_nothing(house, nobody):
    """There is no journal to write into; a user of a client is not told that there is none."""
    unknown = Question(type(nobody.tenant_id)(int=4), house.staff, "server.access")
    with pytest.raises(NotFound):
        house.application.gate.ask(unknown)
    told = house.application.gate.ask(evolve(unknown, by=nobody))
    assert told.verdict is Verdict.DENIED
    assert told.id is None
    assert house.journal(unknown.tenant_id) == ()


def test_the_journal_stays_whole_after_what_was_recorded(client, house):
    """Entries of decisions are links of the chain like all others."""
    house.application.gate.ask(client.question(client.owner, "server.access"))
    report = house.application.oversight.audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert report.broken is None
