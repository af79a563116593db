"""Journals read, verified, and marked by checkpoints."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.access.values import GrantReason
from saas_core.gate import audit as audit_module
from saas_core.gate.audit import Audit
from saas_core.gate.errors import ChainBroken
from saas_core.gate.recorded import DecisionUnknown
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import DepartmentId
from saas_core.kernel.journal import digest_of
from saas_core.kernel.parts import Finding
from saas_core.policy.decision import Decision, LicenseeKind, Manner, Question, Refused, Ruling, Verdict
from saas_memory import MemoryStore
from staffing import hired, settle


@pytest.fixture
def audit(house) -> Audit:
    return house.application.oversight.audit


def test_entries_are_read_page_by_page_oldest_first(audit, client, house):
    """The pages one after the other are the whole journal."""
    whole, read = house.journal(client.tenant_id), []
    while page := audit.entries(by=client.owner, tenant_id=client.tenant_id, after=len(read), limit=2):
        assert len(page) <= 2
        read += page
    assert tuple(read) == whole
    assert [each.position for each in read] == list(range(1, len(whole) + 1))


def test_a_page_has_at_least_one_entry_and_at_most_the_largest_page(audit, client, monkeypatch):
    """A limit out of bounds is brought into them."""
    assert len(audit.entries(by=client.owner, tenant_id=client.tenant_id, limit=-5)) == 1
    monkeypatch.setattr(audit_module, "PAGE", 3)
    assert len(audit.entries(by=client.owner, tenant_id=client.tenant_id, limit=10**9)) == 3


@pytest.mark.parametrize("what", ["entries", "verify", "checkpoint"])
def test_without_the_right_to_read_it_a_user_is_refused_the_journal(audit, client, office, house, codes, what):
    """A role must allow it, for reading, verifying and marking alike."""
    call = getattr(audit, what)
    with pytest.raises(Refused) as caught:
        call(by=office.clerk, tenant_id=client.tenant_id)
    assert codes(caught.value.decision) == ["PERMISSION_MISSING"]
    house.application.access.roles.assign(
        by=client.owner,
        tenant_id=client.tenant_id,
        user_id=office.clerk.user_id,
        role_id=client.role("auditors", "audit.read"),
    )
    assert call(by=office.clerk, tenant_id=client.tenant_id)


@pytest.mark.parametrize("what", ["entries", "verify", "checkpoint"])
def test_a_user_of_another_client_is_refused_the_journal(audit, client, house, codes, what):
    """Owner there is stranger here, and stranger to the provider."""
    other = house.activated("other")
    with pytest.raises(Refused) as caught:
        getattr(audit, what)(by=other.owner, tenant_id=client.tenant_id)
    assert codes(caught.value.decision) == ["USER_UNKNOWN"]


def test_support_staff_may_read_every_journal_and_other_staff_none(audit, client, provider, staff_with, codes):
    """The right is that of staff, whoever's journal it is."""
    for tenant_id in (client.tenant_id, provider):
        assert audit.entries(by=staff_with("staff.support"), tenant_id=tenant_id)
        assert audit.verify(by=staff_with("staff.admin"), tenant_id=tenant_id).broken is None
        with pytest.raises(Refused) as caught:
            audit.entries(by=staff_with("staff.billing", "staff.licensing"), tenant_id=tenant_id)
        assert codes(caught.value.decision) == ["STAFF_MAY_NOT"]


def test_the_providers_journal_is_shut_to_every_client(audit, client, provider):
    """No role of a client opens it."""
    with pytest.raises(Refused) as caught:
        audit.entries(by=client.owner, tenant_id=provider)
    assert caught.value.decision.question.action == "provider.journal"
    assert caught.value.decision.reasons


def test_an_unknown_client_has_no_journal(audit, house, nobody):
    """It is not found, rather than empty."""
    with pytest.raises(NotFound):
        audit.entries(by=house.staff, tenant_id=type(nobody.tenant_id)(int=4))


def test_a_whole_chain_is_told_with_its_length_and_its_checkpoints(audit, client, house):
    """Nothing is broken, and the report counts what was read."""
    mark = audit.checkpoint(by=client.owner, tenant_id=client.tenant_id)
    report = audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert report.tenant_id == client.tenant_id
    assert report.entries == mark.position == len(house.journal(client.tenant_id))
    assert (report.checkpoints, report.broken) == (1, None)


def test_a_client_is_told_that_guards_differ_and_only_staff_how(audit, client, house, staff_with, monkeypatch):
    """Names of tables, triggers and roles are the provider's; one sentence, however many differ."""
    found = [
        Finding("guards", "provider", f"The trigger journal_entries_{name} is missing.", "Put it back.")
        for name in ("kept", "chained")
    ]
    monkeypatch.setattr(type(house.application.store), "guard_findings", lambda _store, **_: found)
    report = audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert report.faults == ("What guards the journal in the database differs from its declaration; ask the provider.",)
    assert not report.whole
    told = audit.verify(by=staff_with("staff.support"), tenant_id=client.tenant_id).faults
    assert told == tuple(each.sentence for each in found)
    monkeypatch.setattr(type(house.application.store), "guard_findings", lambda _store, **_: [])
    assert audit.verify(by=client.owner, tenant_id=client.tenant_id).whole


@pytest.mark.parametrize("page", [1, 2, 1000])
def test_an_altered_entry_is_found_where_it_stands(audit, client, house, monkeypatch, page):
    """Whatever the size of a page."""
    monkeypatch.setattr(audit_module, "PAGE", page)
    house.tamper(client.tenant_id, 3)
    report = audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert (report.broken.kind, report.broken.position) == ("altered", 3)


def test_a_tail_cut_off_with_its_head_is_found_by_a_checkpoint(audit, client, house):
    """The mark outside the database knows of more than is left."""
    mark = audit.checkpoint(by=client.owner, tenant_id=client.tenant_id)
    whole = house.journal(client.tenant_id)
    house.shelf(client.tenant_id, "journal").drop(len(whole))
    house.shelf(client.tenant_id, "journal_head").rows["head"] = (whole[-2].position, whole[-2].hash)
    report = audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert (report.broken.kind, report.broken.position) == ("cut", mark.position)


def test_an_entry_that_claims_an_earlier_position_does_not_send_the_reading_in_circles(
    audit, client, house, monkeypatch
):
    """Reading continues from where it is, and the first break is reported."""
    monkeypatch.setattr(audit_module, "PAGE", 1)
    rows = house.shelf(client.tenant_id, "journal").rows
    rows[3] = evolve(rows[3], position=1)
    report = audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert report.broken.position == 3


def test_progress_is_told_page_by_page(audit, client, house, monkeypatch):
    """Each call names the position reached."""
    monkeypatch.setattr(audit_module, "PAGE", 4)
    length, seen = len(house.journal(client.tenant_id)), []
    audit.verify(by=client.owner, tenant_id=client.tenant_id, progress=seen.append)
    assert seen == [*range(4, length, 4), length]


def test_a_checkpoint_is_kept_and_tells_the_end_of_the_chain(audit, client, house, clock):
    """It names position, hash and instant, and lies in the file outside the database."""
    mark = audit.checkpoint(by=client.owner, tenant_id=client.tenant_id)
    last = house.journal(client.tenant_id)[-1]
    assert (mark.tenant_id, mark.position, mark.hash) == (client.tenant_id, last.position, last.hash)
    assert mark.at == clock.at
    assert len(house.application.settings.checkpoints_file.read_text().splitlines()) == 1


def test_no_checkpoint_is_taken_of_a_chain_that_an_earlier_one_contradicts(audit, client, house):
    """Else a chain written anew would be vouched for; a repeat of a command still gets its first result."""
    about = {"by": client.owner, "tenant_id": client.tenant_id}
    first = audit.checkpoint(**about, idempotency_key="k")
    assert audit.checkpoint(**about).hash == first.hash
    rows = house.shelf(client.tenant_id, "journal").rows
    last = evolve(rows[first.position], details={"forged": True})
    rows[first.position] = evolve(last, hash=digest_of(last))
    house.shelf(client.tenant_id, "journal_head").rows["head"] = (first.position, rows[first.position].hash)
    file = house.application.settings.checkpoints_file
    before = file.read_bytes()
    with pytest.raises(ChainBroken, match=f"Entry {first.position} is not the one"):
        audit.checkpoint(**about)
    assert file.read_bytes() == before
    report = audit.verify(**about)
    assert (report.broken.kind, report.broken.position) == ("rewritten", first.position)
    assert audit.checkpoint(**about, idempotency_key="k") == first


def test_an_empty_chain_leaves_no_checkpoint(clock, nobody, house):
    """There is nothing yet whose end could be cut."""

    class Lenient:
        def decide(self, work, question, at):
            return Decision(question, Ruling(Verdict.ALLOWED, (), (), (), "2026-01", None), at)

    class Kept(list):
        def all(self, tenant_id):
            return tuple(self)

    marks, ids = Kept(), None
    store = MemoryStore()
    audit = Audit(transactions=store, clock=clock, ids=ids, judge=Lenient(), checkpoints=marks, store=store)
    mark = audit.checkpoint(by=nobody, tenant_id=nobody.tenant_id)
    assert (mark.position, marks) == (0, [])
    seen = []
    report = audit.verify(by=nobody, tenant_id=nobody.tenant_id, progress=seen.append)
    assert (report.entries, report.checkpoints, report.broken, seen) == (0, 0, None, [])


def test_an_altered_file_of_checkpoints_verifies_nothing(audit, client, house):
    """It is said so, instead of a report that rests on it."""
    audit.checkpoint(by=client.owner, tenant_id=client.tenant_id)
    file = house.application.settings.checkpoints_file
    file.write_text(file.read_text().replace('"position": ', '"position": 1'))
    with pytest.raises(InvalidValue):
        audit.verify(by=client.owner, tenant_id=client.tenant_id)


def test_a_recorded_decision_is_shown_by_its_id_with_all_that_was_asked(audit, client, house, ana):
    """As it was answered; to the owner, and to staff only under a grant, since it is about a user (1.5)."""
    program = ClientUser(client.tenant_id, client.owner.user_id, frozenset({"license.read"}))
    place = DepartmentId(UUID(int=5))
    asked = Question(
        client.tenant_id, program, "root.access", ("license.read",), place, Manner.AS_SUPPORT, LicenseeKind.AGENCY
    )
    decision = house.application.gate.ask(asked)
    entry = len(house.journal(client.tenant_id))
    with pytest.raises(Refused):
        audit.decision(by=house.staff, tenant_id=client.tenant_id, decision_id=decision.id)
    own = house.application.gate.ask(Question(client.tenant_id, house.staff, "root.access"))
    assert audit.decision(by=house.staff, tenant_id=client.tenant_id, decision_id=own.id).verdict == "DENIED"
    for reader in (client.owner, ana):
        view = audit.decision(by=reader, tenant_id=client.tenant_id, decision_id=decision.id)
        assert (view.decision, view.at, view.by) == (decision.id, decision.at, f"user:{client.owner.user_id}")
        assert (view.action, view.also, view.department_id) == ("root.access", ("license.read",), place)
        assert (view.manner, view.capacity, view.scopes) == ("as_support", "agency", ("license.read",))
        assert (view.verdict, view.reasons) == ("DENIED", tuple(each.code.value for each in decision.reasons))
        assert (view.clauses, view.overruled) == (decision.clauses, decision.overruled)
        assert (view.terms_version, view.position) == (decision.terms_version, entry)


def test_a_plain_decision_is_shown_too(audit, client, house):
    """With what was not said left empty."""
    decision = house.application.gate.record(
        house.application.gate.check(client.question(client.owner, "license.read"))
    )
    view = audit.decision(by=client.owner, tenant_id=client.tenant_id, decision_id=decision.id)
    assert (view.verdict, view.reasons, view.also) == ("ALLOWED", (), ())
    assert (view.department_id, view.capacity, view.scopes) == (None, None, None)


def test_a_refused_wish_for_a_client_is_shown_in_the_providers_scope(audit, house, provider, staff_with):
    """By the id that the refusal carries."""
    with pytest.raises(Refused) as caught:
        house.application.tenancy.add_tenant(by=house.staff, slug="agents", kind=LicenseeKind.AGENCY)
    view = audit.decision(by=house.staff, tenant_id=provider, decision_id=caught.value.decision.id)
    assert (view.action, view.verdict) == ("tenancy.add_tenant", "DENIED")
    assert view.clauses == caught.value.decision.clauses


def test_what_is_no_recorded_decision_here_is_unknown(audit, client, house):
    """An entry of another kind, another client's decision and an id that nobody has, all alike."""
    other = house.activated("other")
    theirs = house.application.gate.ask(other.question(other.owner, "root.access"))
    told = set()
    for wrong in (house.journal(client.tenant_id)[0].id, theirs.id, type(theirs.id)(int=9)):
        with pytest.raises(DecisionUnknown) as caught:
            audit.decision(by=client.owner, tenant_id=client.tenant_id, decision_id=wrong)
        told.add(str(caught.value))
    assert len(told) == 1


def test_a_recorded_decision_is_shut_to_who_may_not_read_the_journal(audit, client, office, house, codes):
    """Also to whoever asked."""
    decision = house.application.gate.ask(client.question(office.clerk, "root.access"))
    with pytest.raises(Refused) as caught:
        audit.decision(by=office.clerk, tenant_id=client.tenant_id, decision_id=decision.id)
    assert codes(caught.value.decision) == ["PERMISSION_MISSING"]


@pytest.fixture
def ana(house, client):
    """Return a member of staff with a grant to see the client's users and roles."""
    _id, key = hired(house.application, house.staff, "Ana", "ana@provider.example", "staff.support")
    settle(house.application, house.clock.at)
    ana = house.application.access.staff.authenticate(key)
    desk, until = house.application.access.break_glass, house.clock.at + timedelta(hours=1)
    about = {"tenant_id": client.tenant_id}
    asked = desk.ask(by=ana, **about, reason=GrantReason.SECURITY_INCIDENT, why="Ticket 7", until=until)
    desk.approve(by=house.staff, **about, grant_id=asked.grant_id)
    return ana


def test_staff_without_a_grant_sees_nothing_of_the_clients_people_in_its_journal(audit, client, house, office):
    """No ids of users, no roles, no scopes, nor a hash by which they could be tried out; the rest stays (1.5)."""
    house.application.gate.ask(client.question(evolve(client.owner, scopes=frozenset({"stock.*"})), "root.access"))
    seen = audit.entries(by=house.staff, tenant_id=client.tenant_id, limit=1000)
    whole = house.journal(client.tenant_id)
    assert [(each.position, each.action, each.at) for each in seen] == [
        (each.position, each.action, each.at) for each in whole
    ]
    newest = house.application.oversight.trail.newest(by=house.staff, tenant_id=client.tenant_id, limit=500)
    assert "license_digests" in repr(whole)
    assert "license_digests" not in repr((seen, newest))
    assert {text for each in (*seen, *newest) for text in (each.previous, each.hash)} == {"withheld"}
    assert audit.verify(by=house.staff, tenant_id=client.tenant_id).whole
    with house.application.store.read(client.tenant_id) as work:
        users = work.users.page(None, 1000)
        theirs = {str(each.id) for each in (*users, *work.roles.all(), *work.departments.all())}
        theirs |= {str(each.id) for user in users for each in work.assignments.of_user(user.id)}
    assert len(theirs) > 4
    shown = repr(seen)
    assert [each for each in theirs if each in shown] == []
    assert "stock." not in shown
    assert "root.access" not in shown
    assert {each.by for each in seen} >= {"user", f"staff:{house.staff.staff_id}"}


def test_under_a_grant_staff_sees_the_journal_and_the_client_sees_that(audit, client, house, ana):
    """The look is in the journal before it is told."""
    before = house.journal(client.tenant_id)
    assert audit.entries(by=ana, tenant_id=client.tenant_id, limit=1000) == before
    entry = house.journal(client.tenant_id)[-1]
    assert (entry.action, entry.by) == ("access.see_under_grant", f"staff:{ana.staff_id}")
