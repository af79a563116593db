"""Reading a license: who may, as of when, as known when, and what is to come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import InstanceId, StaffId, TenantId
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Refused

Desk = Any


@pytest.fixture
def paid(desk: Desk) -> Desk:
    desk.accept()
    until = desk.at + timedelta(days=30)
    desk.licensing.record_payment(by=desk.staff, tenant_id=desk.tenant, invoice="1", since=desk.at, until=until)
    return desk


def test_a_view_tells_the_facts_in_words(paid: Desk) -> None:
    """Each with its kind, both instants and what it says."""
    paid.licensing.cancel(by=paid.owner, tenant_id=paid.tenant)
    paid.licensing.place_hold(by=paid.staff, tenant_id=paid.tenant, kind=HoldKind.ABUSE, why="W", clause="1.2")
    view = paid.reader.show(by=paid.owner, tenant_id=paid.tenant)
    told = {fact.kind: fact.says for fact in view.facts}
    assert told["PeriodPaid"] == "invoice 1, since 2026-01-01T00:00:00+00:00, until 2026-01-31T00:00:00+00:00"
    assert told["CancellationAsked"] == "at period end yes"
    assert told["HoldPlaced"].startswith("hold 00000000-")
    assert "kind abuse" in told["HoldPlaced"]
    assert [(each.code, each.remedy) for each in view.reasons] == [("LICENSE_ON_HOLD", "CONTACT_PROVIDER")]


def test_staff_reads_in_the_history_no_user_of_the_client(paid: Desk) -> None:
    """Neither when it looks nor when it changes something; the client reads who accepted (1.5)."""
    user = str(paid.owner.user_id)
    hold = paid.licensing.place_hold(by=paid.staff, tenant_id=paid.tenant, kind=HoldKind.ABUSE, why="W", clause="1.2")
    for view in (hold, *(paid.reader.show(by=by, tenant_id=paid.tenant) for by in (paid.staff, paid.support))):
        told = {fact.kind: fact.says for fact in view.facts}
        assert told["TermsAccepted"].endswith(", by a user of the client")
        assert user not in repr(view)
        assert f"by {paid.staff.staff_id}" in told["HoldPlaced"]
    facts = paid.reader.show(by=paid.owner, tenant_id=paid.tenant).facts
    assert next(each for each in facts if each.kind == "TermsAccepted").says.endswith(f", by {user}")


def test_without_a_license_in_good_standing_it_is_still_read(paid: Desk) -> None:
    """By the client, and by staff that may read it."""
    paid.pass_days(40)
    for by in (paid.owner, paid.staff, paid.support):
        view = paid.reader.show(by=by, tenant_id=paid.tenant)
        assert (view.term, view.good_standing) == ("ended", False)
        assert view.open == ("appeal", "export", "pay", "read_license", "take_away")


def test_who_has_no_business_here_reads_nothing(paid: Desk) -> None:
    """Staff without any right and users of other clients."""
    stranger = evolve(paid.owner, tenant_id=TenantId(UUID(int=66)))
    for by in (Staff(StaffId(UUID(int=7))), stranger):
        with pytest.raises(Refused):
            paid.reader.show(by=by, tenant_id=paid.tenant)
        with pytest.raises(Refused):
            paid.reader.forecast(by=by, tenant_id=paid.tenant)


def test_an_unknown_client_has_no_license_to_read(desk: Desk) -> None:
    """It is not found, whoever asks."""
    with pytest.raises(LicenseUnknown):
        desk.reader.show(by=desk.staff, tenant_id=TenantId(UUID(int=77)))


def test_naive_and_absurd_instants_are_refused_by_field(paid: Desk) -> None:
    """For both readings and both instants."""
    naive, absurd = datetime(2026, 1, 1), datetime.fromisoformat("1970-01-01T00:00:00Z")  # noqa: DTZ001
    for field in ("at", "known_at"):
        for wrong in (naive, absurd):
            for reading in (paid.reader.show, paid.reader.forecast):
                with pytest.raises(InvalidValue) as fault:
                    reading(by=paid.owner, tenant_id=paid.tenant, **{field: wrong})
                assert fault.value.field == field


def test_the_forecast_tells_when_what_closes_and_why(paid: Desk) -> None:
    """As of now or another instant, as known now or then."""
    end = paid.at + timedelta(days=30)
    (change,) = paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant)
    assert (change.at, change.term, change.payment) == (end, "ended", "good")
    assert (change.closes, change.opens) == (("custom_work", "integrations", "platform", "support"), ())
    assert [each.code for each in change.reasons] == ["LICENSE_EXPIRED"]
    earlier = paid.at - timedelta(days=1)
    assert paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant, at=earlier, known_at=earlier) == ()
    assert len(paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant, at=earlier)) == 2
    assert paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant, at=end) == ()


def test_terms_missing_from_the_store_are_named(paid: Desk) -> None:
    """A license cannot be judged without its terms; nothing is guessed."""
    other = TenantId(UUID(int=4))
    with paid.store.begin(other) as work:
        license_ = evolve(paid.license(), tenant_id=other, instance_id=InstanceId(UUID(int=44)), terms_version="lost")
        work.licenses.open(evolve(license_, facts=()))
        work.commit()
    with paid.store.read(other) as work, pytest.raises(NotFound) as fault:
        paid.licensing.awaited(work, paid.at)
    assert fault.value.field == "terms"
