"""Reading a license: as of any instant, as known at any instant, and what is to come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.actors import ClientUser
from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.ids import PROVIDER, TenantId, UserId
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.values import HoldKind
from saas_core.policy.decision import Refused

Desk = Any

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.fixture
def paid(desk: Desk) -> Desk:
    """Give the desk with a license accepted and paid."""
    desk.accept()
    desk.licensing.record_payment(by=desk.staff, tenant_id=desk.tenant, invoice="7", since=SINCE, until=UNTIL)
    return desk


def test_the_license_is_shown_as_it_stands(paid: Desk) -> None:
    """Axes, open classes, end, and every fact with when it was true and learned."""
    view = paid.reader.show(by=paid.owner, tenant_id=paid.tenant)
    assert (view.term, view.payment, view.good_standing) == ("running", "good", True)
    assert (view.at, view.valid_until) == (paid.at, UNTIL)
    assert view.open == tuple(sorted(view.open))
    assert "platform" in view.open
    assert [each.kind for each in view.facts] == ["TermsAccepted", "PeriodPaid"]
    assert (view.facts[1].effective_at, view.facts[1].recorded_at) == (paid.at, paid.at)
    assert "invoice 7" in view.facts[1].says


def test_the_own_license_is_read_without_good_standing(desk: Desk) -> None:
    """Nothing paid and a hold in force, the client still reads why."""
    desk.licensing.place_hold(
        by=desk.staff, tenant_id=desk.tenant, kind=HoldKind.REQUEST, why="Asked for.", clause="1.3"
    )
    view = desk.reader.show(by=desk.owner, tenant_id=desk.tenant)
    assert [each.code for each in view.reasons] == ["LICENSE_ON_HOLD", "TERMS_NOT_ACCEPTED", "FIRST_PAYMENT_PENDING"]
    assert view.reasons[0].sentence == "The provider placed a hold on the license: Asked for."
    assert view.reasons[0].remedy == "CONTACT_PROVIDER"
    assert view.open == ("appeal", "export", "pay", "read_license")
    assert view.holds[0].kind == "request"


def test_a_license_is_shown_as_of_and_as_known_at_any_instant(paid: Desk) -> None:
    """An instant to come is foreseen; what was not known then is not counted."""
    late = paid.reader.show(by=paid.owner, tenant_id=paid.tenant, at=UNTIL)
    assert [each.code for each in late.reasons] == ["LICENSE_EXPIRED"]
    paid.pass_days(3)
    paid.licensing.refund_invoice(by=paid.staff, tenant_id=paid.tenant, invoice="7", full=True)
    now = paid.at
    assert not paid.reader.show(by=paid.owner, tenant_id=paid.tenant).good_standing
    before = paid.reader.show(by=paid.owner, tenant_id=paid.tenant, at=now, known_at=SINCE)
    assert before.good_standing
    assert len(before.facts) == 2


def test_the_forecast_tells_what_closes(paid: Desk) -> None:
    """If nothing more is paid, the end of the period is the one change, with its reason."""
    (change,) = paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant)
    assert (change.at, change.term, change.opens) == (UNTIL, "ended", ())
    assert change.closes == ("custom_work", "integrations", "platform", "support")
    assert [each.code for each in change.reasons] == ["LICENSE_EXPIRED"]
    assert paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant, at=UNTIL) == ()


@pytest.mark.parametrize("field", ["at", "known_at"])
def test_an_instant_without_a_zone_is_refused(paid: Desk, field: str) -> None:
    """A naive instant is told by field; nothing is guessed."""
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the very fault
    with pytest.raises(InvalidValue) as caught:
        paid.reader.show(by=paid.owner, tenant_id=paid.tenant, **{field: naive})
    assert caught.value.field == field
    with pytest.raises(InvalidValue):
        paid.reader.forecast(by=paid.owner, tenant_id=paid.tenant, at=naive)


def test_another_clients_user_reads_nothing(paid: Desk) -> None:
    """The license of one client is not read by a user of another."""
    stranger = ClientUser(TenantId(UUID(int=404)), UserId(UUID(int=5)))
    with pytest.raises(Refused):
        paid.reader.show(by=stranger, tenant_id=paid.tenant)
    with pytest.raises(Refused):
        paid.reader.forecast(by=stranger, tenant_id=paid.tenant)


def test_an_unknown_client_has_no_license_to_read(paid: Desk) -> None:
    """A client that is not there, and one without a license, answer alike."""
    with pytest.raises(LicenseUnknown) as caught:
        paid.reader.show(by=paid.staff, tenant_id=TenantId(UUID(int=404)))
    assert caught.value.field == "tenant"


def test_terms_lost_from_the_store_are_told(desk: Desk) -> None:
    """A license whose terms cannot be read is not judged by others."""
    with desk.store.begin(TenantId(UUID(int=405))) as work:
        license_ = desk.license()
        work.licenses.open(type(license_)(**_moved(license_, TenantId(UUID(int=405)))))
        work.commit()
    with pytest.raises(NotFound) as caught:
        desk.reader.show(by=desk.staff, tenant_id=TenantId(UUID(int=405)))
    assert "gone" in str(caught.value)
    assert caught.value.remedy
    with desk.store.read(PROVIDER) as work:
        assert work.terms.get("gone") is None


def _moved(license_: Any, tenant_id: TenantId) -> dict[str, Any]:
    return {
        "id": license_.id,
        "tenant_id": tenant_id,
        "instance_id": license_.instance_id,
        "terms_version": "gone",
        "opened_at": license_.opened_at,
    }


def test_the_error_of_a_missing_license_travels_whole() -> None:
    """Between processes it stays what it is."""
    import pickle

    again = pickle.loads(pickle.dumps(LicenseUnknown()))
    assert (again.code, str(again)) == (LicenseUnknown().code, str(LicenseUnknown()))
