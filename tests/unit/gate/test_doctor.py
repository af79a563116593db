"""The doctor: nothing is found in a healthy store, and everything that does not hold is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from attrs import evolve

from saas_core.gate import doctor as doctor_module
from saas_core.gate.doctor import Examination
from saas_core.kernel.actors import System
from saas_core.kernel.errors import StoreVersion
from saas_core.kernel.ids import PROVIDER, EntryId, InstanceId, TenantId
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.parts import Finding
from saas_core.kernel.signals import Signal
from saas_core.kernel.tasks import Task
from saas_core.licensing.policies.vouching import DETAIL
from saas_core.payments.model import Incident
from saas_core.payments.values import LOOK
from saas_core.policy.catalogue import Permission
from saas_core.policy.decision import Refused
from saas_core.policy.document import read_terms
from saas_core.work import checks as work_checks

EARLIER = datetime(2026, 5, 31, tzinfo=UTC)


@pytest.fixture
def found(house):
    """Return a way to examine, and to read the one finding."""

    def one():
        examination = house.application.oversight.doctor.examine(by=house.staff)
        assert not examination.healthy
        (finding,) = examination.findings
        return finding

    return one


def test_a_healthy_store_has_no_findings(house, client):
    """Every client and the provider were looked at."""
    house.added("second")
    examination = house.application.oversight.doctor.examine(by=house.staff)
    assert examination == Examination(tenants=2, checks=42, findings=())
    assert examination.healthy


def test_looking_changes_nothing(house, client, provider):
    """The journals are the same afterwards."""
    before = house.journal(client.tenant_id), house.journal(provider)
    house.application.oversight.doctor.examine(by=house.staff)
    assert (house.journal(client.tenant_id), house.journal(provider)) == before


@pytest.mark.parametrize("page", [1, 2, 500])
def test_every_client_is_looked_at_once_and_told_as_progress(house, monkeypatch, page):
    """Whatever the size of a page of the directory."""
    monkeypatch.setattr(doctor_module, "PAGE", page)
    for slug in ("one", "two", "three"):
        house.added(slug)
    seen = []
    examination = house.application.oversight.doctor.examine(by=house.staff, progress=seen.append)
    assert (examination.tenants, examination.findings, seen) == (3, (), [1, 2, 3])


def test_a_look_that_is_stopped_goes_on_where_it_ended(house, monkeypatch):
    """Between two clients; none is looked at twice or left out, and the whole system once."""
    monkeypatch.setattr(doctor_module, "PAGE", 1)
    for slug in ("one", "two", "three"):
        house.added(slug)
    doctor, seen = house.application.oversight.doctor, []
    assert doctor.count_tenants(by=house.staff) == 3
    whole = doctor.examine(by=house.staff)
    first = doctor.examine(by=house.staff, progress=seen.append, stopped=lambda: bool(seen))
    assert (first.tenants, first.stopped_after) == (1, "one")
    rest = doctor.examine(by=house.staff, after=first.stopped_after)
    assert (rest.tenants, rest.stopped_after) == (2, None)
    # It asks once more whether the store fits this code.
    assert first.checks + rest.checks == whole.checks + 1
    assert doctor.examine(by=house.staff, stopped=lambda: True).stopped_after == ""


def test_a_broken_chain_of_a_client_is_found(house, client, found):
    """The finding names the client and the first break."""
    house.tamper(client.tenant_id, 2)
    finding = found()
    assert (finding.check, finding.tenant) == ("journal", "acme")
    assert "Entry 2 was altered" in finding.sentence
    assert "backup" in finding.remedy


def test_a_broken_chain_of_the_provider_is_found(house, client, provider, found):
    """The provider's own journal is looked at first."""
    house.tamper(provider, 1)
    finding = found()
    assert (finding.check, finding.tenant) == ("journal", "provider")


def test_an_altered_file_of_checkpoints_is_found_and_the_rest_still_looked_at(house, client):
    """It stops no other check of any client."""
    house.application.oversight.audit.checkpoint(by=client.owner, tenant_id=client.tenant_id)
    file = house.application.settings.checkpoints_file
    file.write_text(file.read_text().replace('"position": ', '"position": 1'))
    client.invite("ina")
    findings = house.application.oversight.doctor.examine(by=house.staff).findings
    assert [(each.check, each.tenant) for each in findings] == [
        ("journal", "provider"),
        ("journal", "acme"),
        ("outbox", "acme"),
    ]
    assert "line 1" in findings[0].sentence
    assert "checkpoints" in findings[0].remedy


def test_an_active_instance_without_an_active_owner_is_found(house, client, found):
    """No command leads there, so a person decides."""
    with house.application.store.begin(client.tenant_id) as work:
        work.users.save(work.users.get(client.owner.user_id).deactivated(), house.clock.now())
        work.commit()
    finding = found()
    assert (finding.check, finding.tenant) == ("owner", "acme")


def test_an_effect_that_waits_is_found_until_it_is_carried_out(house, client, found):
    """An unsent invitation is reported until it is sent."""
    client.invite("ina")
    finding = found()
    assert (finding.check, finding.tenant) == ("outbox", "acme")
    assert finding.sentence.startswith("1 ")
    house.application.work.worker.drain(tenant_id=client.tenant_id)
    assert house.application.oversight.doctor.examine(by=house.staff).healthy


def test_a_short_name_that_leads_nowhere_is_found(house, client, nobody, found):
    """It is one finding, not one of license and owner too."""
    house.application.store.directory.claim("ghost", TenantId(type(nobody.user_id)(int=6)))
    finding = found()
    assert (finding.check, finding.tenant) == ("tenant", "ghost")


def test_a_client_without_a_license_is_found(house, client):
    """Its rows were lost; the journal knows what they were."""
    house.shelf(client.tenant_id, "licenses").drop(client.tenant_id)
    *facts, finding = house.application.oversight.doctor.examine(by=house.staff).findings
    assert (finding.check, finding.tenant) == ("license", "acme")
    assert {(each.check, each.tenant) for each in facts} == {("facts", "acme")}


@pytest.mark.parametrize("field", ["tenant_id", "instance_id"])
def test_a_license_of_something_else_is_found(house, client, nobody, field):
    """The license must be that of the client's own instance."""
    rows = house.shelf(client.tenant_id, "licenses").rows
    strange = InstanceId(type(nobody.user_id)(int=8))
    rows[client.tenant_id] = evolve(rows[client.tenant_id], **{field: strange})
    findings = house.application.oversight.doctor.examine(by=house.staff).findings
    assert [each.check for each in findings if each.check != "facts"] == ["license"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda facts: (facts[0], evolve(facts[1], version="2020-01")), "Fact 2 of the license was changed"),
        (
            lambda facts: (evolve(facts[0], recorded_at=EARLIER), facts[1]),
            "Fact 1 of the license was",
        ),
        (lambda facts: facts[:1], "Fact 2 of the license was removed"),
        (lambda facts: (*facts, evolve(facts[0], invoice="9")), "Fact 3 of the license was added by hand"),
    ],
    ids=["changed", "learned earlier", "removed", "added"],
)
def test_a_fact_written_by_hand_is_found(house, client, found, change, sentence):
    """The chain holds a digest of each fact, in the entry of the command that recorded it."""
    rows = house.shelf(client.tenant_id, "licenses").rows
    rows[client.tenant_id] = evolve(rows[client.tenant_id], facts=change(rows[client.tenant_id].facts))
    finding = found()
    assert (finding.check, finding.tenant) == ("facts", "acme")
    assert finding.sentence.startswith(sentence)
    report = house.application.oversight.audit.verify(by=house.staff, tenant_id=client.tenant_id)
    assert (report.broken, report.faults, report.whole) == (None, (finding.sentence,), False)


def _appended(house, client, details):
    """Append an entry past the application, as whoever can write to the database and knows how it is chained."""
    with house.application.store.begin(client.tenant_id) as work:
        entry = EntryId(uuid4())
        work.journal.append(
            JournalEntryDraft(entry, house.clock.now(), System("eve"), "licensing.vouch", "license", details)
        )
        work.commit()


def test_a_fact_that_a_later_entry_vouches_for_anew_is_found(house, client, found):
    """A fact is stored once, so a second digest for its place is a fault, whether or not the row has it."""
    rows = house.shelf(client.tenant_id, "licenses").rows
    facts = rows[client.tenant_id].facts
    rows[client.tenant_id] = evolve(rows[client.tenant_id], facts=(facts[0], evolve(facts[1], version="2020-01")))
    with house.application.store.read(client.tenant_id) as work:
        forged = work.licenses.digests()["2"]
    _appended(house, client, {DETAIL: {"2": forged}})
    finding = found()
    assert (finding.check, finding.tenant) == ("facts", "acme")
    assert finding.sentence == "Fact 2 of the license has two different digests in the journal."
    report = house.application.oversight.audit.verify(by=house.staff, tenant_id=client.tenant_id)
    assert (report.broken, report.faults, report.whole) == (None, (finding.sentence,), False)


def test_a_fact_vouched_for_twice_alike_is_no_fault(house, client):
    """As an upgrade may do."""
    with house.application.store.read(client.tenant_id) as work:
        digests = dict(work.licenses.digests())
    _appended(house, client, {DETAIL: digests})
    assert house.application.oversight.doctor.examine(by=house.staff).healthy


def test_a_license_whose_terms_were_changed_by_hand_is_found(house, client, found):
    """The license itself stands in the chain since it was opened."""
    rows = house.shelf(client.tenant_id, "licenses").rows
    rows[client.tenant_id] = evolve(rows[client.tenant_id], terms_version="2020-01")
    assert found().sentence == "The license was changed after the journal noted it."


def test_a_broken_chain_vouches_for_nothing(house, client, found):
    """It is told once, and no fact is suspected for it."""
    house.tamper(client.tenant_id, 1)
    assert found().check == "journal"


def test_what_the_store_finds_about_its_guards_is_told(house, client, found, monkeypatch):
    """With the rest, as a finding of the provider; and to staff that verifies a journal."""
    missing = Finding("guards", "provider", "The trigger is missing.", "Put it back.")
    asked = []

    def guard_findings(_store, *, of_journal=False):
        asked.append(of_journal)
        return (missing,)

    monkeypatch.setattr(type(house.application.store), "guard_findings", guard_findings)
    assert found() == missing
    report = house.application.oversight.audit.verify(by=house.staff, tenant_id=client.tenant_id)
    assert (report.broken, report.faults) == (None, ("The trigger is missing.",))
    # A client is told to ask the provider, and not how the provider's database is guarded.
    told = house.application.oversight.audit.verify(by=client.owner, tenant_id=client.tenant_id)
    assert "ask the provider" in told.faults[0]
    assert asked == [False, True, True]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda terms: evolve(terms, settings=evolve(terms.settings, grace_days=300)), "its document and digest say"),
        (lambda terms: evolve(terms, document=terms.document + "\n"), "its document and digest say"),
        (lambda terms: evolve(terms, digest="0" * 64), "its document and digest say"),
        (lambda terms: read_terms(terms.document.replace("T00:00:00Z", "T01:00:00Z").encode()), "the journal noted"),
    ],
    ids=["settings", "document", "digest", "all of it"],
)
def test_terms_changed_by_hand_are_found(house, client, provider, found, change, said):
    """The document, its digest, what was read of it and the journal agree."""
    rows = house.shelf(provider, "terms").rows
    (version,) = rows
    rows[version] = change(rows[version])
    finding = found()
    assert (finding.check, finding.tenant) == ("terms", "provider")
    assert said in finding.sentence


@pytest.mark.parametrize("name", ["people.take_away", "roles.take_away", "credentials.take_away", "audit.read"])
def test_a_stored_permission_that_collides_is_named_and_stops_no_decision(house, client, found, name):
    """Every client is answered as before; earlier it was answered by an error."""
    asked = [client.question(client.owner, each) for each in (name, "invoices.approve")]
    before = [house.application.gate.check(each).allowed for each in asked]
    with house.application.store.begin(PROVIDER) as work:
        work.permissions.put((Permission(name, "mine"),))
        work.commit()
    assert [house.application.gate.check(each).allowed for each in asked] == before == [True, True]
    finding = found()
    assert (finding.check, finding.tenant) == ("permissions", "provider")
    assert repr(name) in finding.sentence


def test_only_staff_that_read_journals_may_call_the_doctor(house, client, staff_with):
    """A client's owner and other staff are refused, support is not."""
    for by in (client.owner, staff_with("staff.billing"), staff_with()):
        with pytest.raises(Refused):
            house.application.oversight.doctor.examine(by=by)
    assert house.application.oversight.doctor.examine(by=staff_with("staff.support")).healthy


def test_a_store_of_another_version_is_not_looked_at(house, client, monkeypatch):
    """The store looks after itself first."""

    def check(_store):
        message = "The database is newer than this code."
        raise StoreVersion(message, remedy="Upgrade.")

    monkeypatch.setattr(type(house.application.store), "check", check)
    with pytest.raises(StoreVersion):
        house.application.oversight.doctor.examine(by=house.staff)


def test_what_a_person_should_look_at_is_found(house, client, found):
    """As long as it is open, with what it says."""
    incident = Incident(kind="invoice", subject="in_1", says="Its state is 'framed'.", raised_at=house.clock.now())
    with house.application.store.begin(client.tenant_id) as work:
        work.incidents.add(incident)
        work.commit()
    finding = found()
    assert (finding.check, finding.tenant) == ("incident", "acme")
    assert "in_1" in finding.sentence
    with house.application.store.begin(client.tenant_id) as work:
        work.incidents.end(incident, house.clock.now())
        work.commit()
    assert house.application.oversight.doctor.examine(by=house.staff).healthy


@pytest.mark.parametrize("page", [1, 500])
def test_what_is_parked_held_by_the_dead_or_not_looked_after_is_found(house, client, monkeypatch, page):
    """Each with what would help, however much there is besides; what only waits for its turn is in order."""
    monkeypatch.setattr(work_checks, "PAGE", page)
    store, at = house.application.store, house.clock.now()
    store.tasks.want_all("other", [(client.tenant_id, "a"), (client.tenant_id, "b")], at)
    occurred = Signal(
        endpoint="stripe", event="evt_1", kind="invoice.paid", subject="in_1", account="cus_1", occurred_at=at
    )
    store.signals.take(occurred, at, Task(LOOK, PROVIDER, "cus_1"))
    assert house.application.oversight.doctor.examine(by=house.staff).healthy
    leases = [
        store.tasks.claim(("other",), now=house.clock.now(), until=at + timedelta(minutes=5), token=uuid4())
        for _ in range(2)
    ]
    store.tasks.park(leases[0], at=at, fault="ODD")
    house.clock.at += timedelta(hours=2)
    store.signals.take(evolve(occurred, event="evt_2"), house.clock.now(), Task(LOOK, PROVIDER, "cus_1"))
    findings = house.application.oversight.doctor.examine(by=house.staff).findings
    assert [(each.check, each.tenant) for each in findings] == [
        ("tasks", "provider"),
        ("leases", "provider"),
        ("inbox", "provider"),
    ]
    assert all(each.remedy for each in findings)
