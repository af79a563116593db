"""Estimates by staff: drafted, edited, issued, superseded, withdrawn and expired, each as the rules say (4.1, 4.2)."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from approving import RATE, approval_of
from documenting import UNSHOWN
from estimating import HOUR, THIRTY, Estimating
from saas_app.engagements import PartiesOfTenancy
from saas_core.engagements.errors import EngagementNotNow, ProfileMissing
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.content import Provider
from saas_core.engagements.estimates.errors import (
    AlreadyApproved,
    BelowWorked,
    DocumentsMissing,
    DraftOpen,
    EstimateUnknown,
    LinkExpired,
    LinkSuperseded,
    LinkWithdrawn,
    NothingApproved,
    NotIssuable,
    RevisionFrozen,
)
from saas_core.engagements.estimates.export import EXPORT
from saas_core.engagements.estimates.model.estimate import Revision
from saas_core.engagements.estimates.policies import Issuing, require_issuable
from saas_core.engagements.estimates.values import EstimateKind, Pricing, RevisionState, ScopeLine
from saas_core.engagements.model.transitions import allowed_in
from saas_core.engagements.values import EngagementState
from saas_core.kernel.actors import actor_name
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EstimateId
from saas_core.kernel.revisions import RevisionStale
from saas_core.kernel.zones import end_of_day
from saas_core.policy.decision import About, Question, Refused
from saas_testing.kit import open_kit


def test_a_draft_is_edited_in_the_version_that_was_seen(desk: Estimating) -> None:
    """The second of two edits from the same version is refused."""
    view = desk.draft()
    given = {"estimate_id": view.estimate_id, "version": 1, "lines": [THIRTY], "valid_through": desk.through}
    edited = desk.desk.estimates.edit(**desk.acting(), **given, notes="for us")

    assert (edited.version, edited.revisions[0].notes) == (2, "for us")
    with pytest.raises(RevisionStale):
        desk.desk.estimates.edit(**desk.acting(), **given)
    with pytest.raises(RevisionStale):
        desk.desk.estimates.issue(**desk.acting(), estimate_id=view.estimate_id, version=1)


def test_nothing_but_a_draft_is_edited(desk: Estimating) -> None:
    """Not even for a typo, in whatever state it is; in odoo#245198 what was signed was edited under its signature."""
    view = desk.issue()
    given = {"estimate_id": view.estimate_id, "version": 1, "lines": [THIRTY], "valid_through": desk.through}
    with pytest.raises(RevisionFrozen):
        desk.desk.estimates.edit(**desk.acting(), **given)
    desk.approve(view)
    with pytest.raises(RevisionFrozen):
        desk.desk.estimates.edit(**desk.acting(), **given)
    with pytest.raises(RevisionFrozen):
        desk.desk.estimates.discard(**desk.acting(), estimate_id=view.estimate_id, version=1)


def test_there_is_one_draft_at_a_time_and_a_discarded_one_keeps_its_number(desk: Estimating) -> None:
    """The next draft is another revision of the same estimate."""
    view = desk.draft()
    with pytest.raises(DraftOpen):
        desk.draft()
    desk.desk.estimates.discard(**desk.acting(), estimate_id=view.estimate_id, version=1)

    again = desk.draft()
    assert (again.number, again.revision) == ("E-1", 2)


def test_what_was_approved_takes_no_further_revision(desk: Estimating) -> None:
    """A change order instead."""
    desk.approved()
    with pytest.raises(AlreadyApproved):
        desk.draft()


@pytest.mark.parametrize(
    ("field", "lines", "more"),
    [
        ("lines", (), {}),
        ("lines", (evolve(THIRTY, low_seconds=0, high_seconds=0),), {}),
        ("lines", (evolve(THIRTY, high_seconds=30 * HOUR + 60),), {}),
        ("lines", (evolve(THIRTY, low_seconds=61),), {}),
        ("lines", (evolve(THIRTY, low_seconds=31 * HOUR),), {}),
        ("lines", (evolve(THIRTY, low_seconds=-HOUR, high_seconds=-HOUR),), {}),
        ("lines", (evolve(THIRTY, text=f"A snowman {UNSHOWN}"),), {}),
        ("rate", (THIRTY,), {"rate_minor": 6000}),
        ("pricing", (THIRTY,), {"pricing": Pricing.FIXED}),
        ("valid_through", (THIRTY,), {"valid_through": "2026-01-14"}),
    ],
)
def test_what_cannot_stand_is_not_issued(desk: Estimating, field: str, lines: tuple[Line, ...], more: Any) -> None:
    """The refusal names the field, and nothing is rendered, frozen or mailed."""
    given = {"engagement_id": desk.engagement_id, "valid_through": desk.through, **more}
    view = desk.desk.estimates.draft(**desk.acting(), lines=lines, **given)
    with pytest.raises(NotIssuable) as refused:
        desk.desk.estimates.issue(**desk.acting(), estimate_id=view.estimate_id, version=1)

    assert refused.value.field == field
    assert desk.show(view.estimate_id).state == "draft"
    assert desk.documents.rendered == 0


@pytest.mark.parametrize(
    ("kind", "low", "high", "says"),
    [
        (EstimateKind.BASE, -HOUR, -HOUR, "nothing was approved yet that it could take away"),
        (EstimateKind.BASE, -HOUR, HOUR, "nothing was approved yet that it could take away"),
        (EstimateKind.BASE, 2 * HOUR, HOUR, "is above its high one"),
        (EstimateKind.BASE, 0, 0, "L1 has no hours"),
        (EstimateKind.CHANGE_ORDER, -HOUR, -2 * HOUR, "takes away exactly what it says"),
        (EstimateKind.CHANGE_ORDER, -HOUR, HOUR, "both takes hours away and adds some"),
    ],
)
def test_each_refusal_of_hours_says_what_is_wrong_with_them(
    desk: Estimating, kind: EstimateKind, low: int, high: int, says: str
) -> None:
    """Three mistakes are three sentences."""
    at = desk.kit.clock.at
    draft = Revision(
        estimate_id=EstimateId(UUID(int=1)),
        number=1,
        state=RevisionState.DRAFT,
        version=1,
        lines=(ScopeLine(key="L1", text="Connect", low_seconds=low, high_seconds=high),),
        valid_through=desk.through,
        pricing=Pricing.HOURLY,
        rate=RATE,
        notes="",
        made_by="staff:1",
        made_at=at,
        changed_at=at,
    )
    base = approval_of(desk.engagement_id, at)
    issuing = Issuing(kind=kind, rate=RATE, approvals=(base,), expires_at=at + timedelta(days=1), at=at)
    with pytest.raises(NotIssuable, match=says):
        require_issuable(draft, issuing)


def test_without_anybody_who_may_approve_nothing_is_issued(desk: Estimating) -> None:
    """A lapsed license lets nobody approve; staff learns that there is nobody, and never who."""
    view = desk.draft(valid_through="2026-12-31")
    desk.kit.lapse(desk.client)
    with pytest.raises(NotIssuable) as refused:
        desk.desk.estimates.issue(**desk.acting(), estimate_id=view.estimate_id, version=1)
    assert refused.value.field == "approver"


def test_without_documents_nothing_is_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the remedy names the extra to install."""
    for name in [each for each in sys.modules if each.partition(".")[0] == "saas_documents"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "typst", None)
    with open_kit() as kit:
        client = kit.active_client()
        acting = {"by": kit.staff, "tenant_id": client.tenant_id}
        desk = kit.application.engagements
        made = desk.requests.request(by=client.owner.by, tenant_id=client.tenant_id, title="x", text="y")
        view = desk.estimates.draft(
            **acting, engagement_id=made.engagement_id, lines=[THIRTY], valid_through="2026-01-28"
        )
        with pytest.raises(DocumentsMissing, match="documents"):
            desk.estimates.issue(**acting, estimate_id=view.estimate_id, version=1)


def test_issuing_freezes_hashes_and_renders_once(desk: Estimating) -> None:
    """However often the document is read; in invoiceninja#9463 the signature was printed on what was edited since."""
    view = desk.issue()
    revision = view.revisions[0]
    kept = [desk.desk.estimates.document(**desk.acting(), estimate_id=view.estimate_id, revision=1) for _ in range(2)]

    assert desk.documents.rendered == 1
    assert {each.sha256 for each in kept} == {revision.document_hash}
    assert (revision.cap_seconds, revision.maximum_minor, revision.low_seconds) == (30 * HOUR, 195_000, 24 * HOUR)


def test_the_next_issue_supersedes_the_one_before(desk: Estimating) -> None:
    """Its links die, and say after the code that there is a newer one."""
    first = desk.issue()
    old = desk.token()
    second = desk.issue(desk.draft())

    assert [each.state for each in second.revisions] == ["superseded", "issued"]
    with pytest.raises(LinkSuperseded, match="revision 2"):
        desk.desk.approving.identify(token=old, code=desk.code(old))
    assert desk.approve(first).revision == 2


def test_the_end_of_a_day_is_exact_in_every_zone() -> None:
    """East and west of the date line, and in the night in which the clocks go forward."""
    day = datetime(2026, 3, 28, tzinfo=UTC).date()
    assert end_of_day(day, "Pacific/Kiritimati") == datetime(2026, 3, 28, 10, tzinfo=UTC)
    assert end_of_day(day, "Pacific/Pago_Pago") == datetime(2026, 3, 29, 11, tzinfo=UTC)
    assert end_of_day(day, "Europe/Berlin") == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end_of_day(day + timedelta(days=1), "Europe/Berlin") == datetime(2026, 3, 29, 22, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "ends"), [("Pacific/Kiritimati", 14), ("Pacific/Pago_Pago", -11)])
def test_an_estimate_expires_at_the_end_of_its_day_whether_or_not_anybody_looks(
    desk: Estimating, zone: str, ends: int
) -> None:
    """A microsecond before, it is approved; at the instant itself it has expired."""
    account = {"legal_name": "Harbor", "country": "GB", "language": "en", "contact_email": "office@harbor.example"}
    desk.kit.application.tenancy.configure_account(**desk.acting(desk.owner.by), time_zone=zone, **account)
    view = desk.issue()
    over = datetime(2026, 1, 29, tzinfo=UTC) - timedelta(hours=ends)
    assert view.revisions[0].expires_at == over

    shown = desk.present(view)
    desk.kit.clock.at = over
    with pytest.raises(LinkExpired):
        desk.approve_shown(view, shown)
    desk.kit.clock.at = over - timedelta(microseconds=1)
    assert desk.approve_shown(view, shown).decision == "approved"


def test_what_expired_is_told_and_issued_again_as_the_next_revision(desk: Estimating) -> None:
    """Both sides are told, never that it was done; the estimate keeps its number."""
    view = desk.issue()
    desk.kit.clock.at = datetime(2026, 1, 29, tzinfo=UTC)
    desk.drain()

    assert desk.show(view.estimate_id).state == "expired"
    assert desk.engagement() == "estimating"
    for address in (desk.owner.email, "sam@provider.example"):
        assert "Estimate E-1 for Harbor Ltd has expired" in desk.letters(address)
    again = desk.issue(desk.draft(valid_through="2026-02-10"))
    assert (again.number, again.revision, again.state) == ("E-1", 2, "issued")


def _by(desk: Estimating, action: str) -> list[str]:
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        return [each.by for each in work.journal.entries() if each.action == action]


def test_an_end_that_is_found_when_issuing_anew_is_told_and_noted(desk: Estimating) -> None:
    """The software ended what had expired, and not whoever issued the next revision; nobody is told of it twice."""
    view = desk.issue()
    desk.kit.clock.at = datetime(2026, 1, 29, tzinfo=UTC)
    again = desk.issue(desk.draft(valid_through="2026-02-10"))

    assert [each.state for each in again.revisions] == ["expired", "issued"]
    assert _by(desk, "engagements.expire_estimate") == ["system:estimates"]
    for address in (desk.owner.email, "sam@provider.example"):
        assert desk.letters(address).count("Estimate E-1 for Harbor Ltd has expired") == 1
    assert desk.show(view.estimate_id).state == "issued"


@pytest.mark.parametrize("over", [False, True])
def test_every_end_by_a_cancellation_is_noted(desk: Estimating, *, over: bool) -> None:
    """By whoever canceled; what had expired by then was ended by the software."""
    view = desk.issue()
    desk.draft(valid_through="2026-02-10")
    if over:
        desk.kit.clock.at = view.revisions[0].expires_at
    desk.desk.enhancements.cancel(**desk.acting(desk.owner.by), engagement_id=desk.engagement_id, reason="Otherwise.")
    owner = actor_name(desk.owner.by)
    assert _by(desk, "engagements.discard_draft") == [owner]
    assert _by(desk, "engagements.withdraw_estimate") == ([] if over else [owner])
    assert _by(desk, "engagements.expire_estimate") == (["system:estimates"] if over else [])
    ended = [each.state for each in desk.show(view.estimate_id).revisions]
    assert ended == ["expired" if over else "withdrawn", "discarded"]


def test_a_draft_that_is_open_is_discarded_by_the_approval(desk: Estimating) -> None:
    """It could never be issued any more; the software discards it, and the journal says so."""
    view = desk.issue()
    draft = desk.draft(valid_through="2026-02-10")
    desk.approve(view)
    assert [each.state for each in desk.show(view.estimate_id).revisions] == ["approved", "discarded"]
    assert _by(desk, "engagements.discard_draft") == ["system:estimates"]
    with pytest.raises(RevisionFrozen):
        desk.desk.estimates.edit(
            **desk.acting(),
            estimate_id=draft.estimate_id,
            version=draft.version,
            lines=[THIRTY],
            valid_through=desk.through,
        )


def test_a_withdrawn_estimate_dies_with_its_links(desk: Estimating) -> None:
    """Both sides are told why."""
    view = desk.issue()
    shown = desk.present(view)
    desk.desk.estimates.withdraw(**desk.acting(), estimate_id=view.estimate_id, reason="The register was replaced.")
    desk.drain()

    assert desk.engagement() == "estimating"
    assert "Estimate E-1 for Harbor Ltd was withdrawn" in desk.letters(desk.owner.email)
    with pytest.raises(Exception, match="withdrew"):
        desk.approve_shown(view, shown)
    with pytest.raises(RevisionFrozen):
        desk.desk.estimates.withdraw(**desk.acting(), estimate_id=view.estimate_id, reason="Again.")


def test_nothing_is_issued_by_a_provider_without_a_name(desk: Estimating, monkeypatch: pytest.MonkeyPatch) -> None:
    """A contract names both its sides; the remedy is the setting."""
    monkeypatch.setattr(PartiesOfTenancy, "provider", lambda _self, _work: Provider(name=""))
    with pytest.raises(ProfileMissing, match=r"nothing was issued \(clause 4\.1\)\. Set SAAS_PROVIDER_NAME"):
        desk.issue()


@pytest.mark.parametrize("issued", [True, False])
def test_canceling_ends_what_nobody_decided(desk: Estimating, *, issued: bool) -> None:
    """What is issued is withdrawn and both sides are told, a draft is discarded; no link approves any more."""
    view = desk.issue() if issued else desk.draft()
    reason = "We did it otherwise."
    desk.desk.enhancements.cancel(**desk.acting(desk.owner.by), engagement_id=desk.engagement_id, reason=reason)
    desk.drain()

    assert desk.engagement() == "canceled"
    (revision,) = desk.show(view.estimate_id).revisions
    assert (revision.state, revision.reason) == ("withdrawn" if issued else "discarded", reason)
    subject = "Estimate E-1 for Harbor Ltd was withdrawn"
    assert (subject in desk.letters(desk.owner.email)) is issued
    if issued:
        with pytest.raises(LinkWithdrawn):
            desk.present(view)


def test_canceling_is_told_to_both_sides(desk: Estimating) -> None:
    """Whoever asked and approved, and whoever issued what was approved."""
    desk.approved()
    desk.desk.enhancements.cancel(**desk.acting(), engagement_id=desk.engagement_id, reason="We did it otherwise.")
    desk.drain()
    for address in (desk.owner.email, "sam@provider.example"):
        assert "Work for Harbor Ltd was canceled: “Connect the register”" in desk.letters(address)


@pytest.mark.parametrize("state", [EngagementState.DELIVERED, EngagementState.CLOSED, EngagementState.CANCELED])
def test_no_change_order_is_approved_once_the_work_has_ended(desk: Estimating, state: EngagementState) -> None:
    """The transition table refuses it even where its revision was left open; nothing of it is stored."""
    desk.approved()
    order = _change(desk, evolve(THIRTY, low_seconds=5 * HOUR, high_seconds=5 * HOUR))
    desk.issue(order)
    shown = desk.present(order)
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        work.engagements.save(evolve(work.engagements.get(desk.engagement_id), state=state))
        work.commit()
    with pytest.raises(EngagementNotNow) as caught:
        desk.approve_shown(order, shown)
    assert caught.value.allowed == tuple(each.value for each in allowed_in(state))
    assert len(_approvals(desk)) == 1
    assert desk.show(order.estimate_id).state == "issued"


def test_a_change_order_counts_only_after_its_own_approval(desk: Estimating) -> None:
    """It has a number of its own, and binds to the hash of what it amends."""
    desk.approved()
    (base,) = _approvals(desk)
    five = evolve(THIRTY, low_seconds=5 * HOUR, high_seconds=5 * HOUR)
    order = _change(desk, five)
    assert (order.number, order.kind, _approved_hours(desk)) == ("E-2", "change_order", 30)

    desk.issue(order)
    assert desk.engagement() == "authorized"
    shown = desk.present(order)
    assert shown.content["amends"] == base.own_hash
    desk.approve(order)

    assert _approved_hours(desk) == 35
    assert base.own_hash == _approvals(desk)[1].previous_hash


def test_a_reduction_takes_hours_away_but_none_that_were_worked(desk: Estimating) -> None:
    """More than was approved cannot be taken away either."""
    desk.approved()
    desk.approve(desk.issue(_change(desk, evolve(THIRTY, low_seconds=-10 * HOUR, high_seconds=-10 * HOUR))))
    assert _approved_hours(desk) == 20
    too_much = _change(desk, evolve(THIRTY, low_seconds=-21 * HOUR, high_seconds=-21 * HOUR))
    with pytest.raises(BelowWorked):
        desk.issue(too_much)


def test_nothing_is_changed_that_was_not_approved(desk: Estimating) -> None:
    """A change order needs an approval, and so does whatever is worked."""
    with pytest.raises(NothingApproved):
        _change(desk, THIRTY)


def test_staff_may_work_only_once_it_is_approved(desk: Estimating) -> None:
    """The gate answers about the one engagement, from memory too."""
    engagement = About.engagement(desk.engagement_id)
    question = Question(desk.client.tenant_id, desk.kit.staff, "custom.perform", about=engagement)
    gate = desk.kit.application.gate

    assert [each.code.value for each in gate.check(question).reasons] == ["NOT_APPROVED"]
    view = desk.issue()
    assert not gate.check(question).allowed
    desk.approve(view)
    assert gate.check(question).allowed
    assert gate.peek(question) is not None


def test_the_license_lapses_and_the_approval_stands(desk: Estimating) -> None:
    """No new estimate is approved meanwhile."""
    view = desk.approved()
    desk.kit.lapse(desk.client)
    assert desk.show(view.estimate_id).state == "approved"
    assert _approved_hours(desk) == 30


def test_a_request_that_was_withdrawn_takes_no_estimate(desk: Estimating) -> None:
    """The refusal says what the engagement takes instead."""
    with desk.kit.application.store.begin(desk.client.tenant_id) as work:
        work.engagements.save(work.engagements.get(desk.engagement_id).withdrawn(desk.kit.clock.at))
        work.commit()
    with pytest.raises(EngagementNotNow, match="renew"):
        desk.draft()


def test_clients_see_what_was_issued_and_no_notes(desk: Estimating) -> None:
    """Drafts are staff's alone; whoever may not approve sees nothing of an estimate."""
    view = desk.draft(notes="two of us")
    assert desk.desk.estimates.list_estimates(**desk.acting(desk.owner.by), engagement_id=desk.engagement_id) == ()
    with pytest.raises(EstimateUnknown):
        desk.show(view.estimate_id, desk.owner.by)
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        assert EXPORT[0].read(work, "", 10, desk.kit.clock.at) == ([], None)
    desk.issue(view)
    (seen,) = desk.desk.estimates.list_estimates(**desk.acting(desk.owner.by), engagement_id=desk.engagement_id)
    assert (seen.revisions[0].notes, seen.approver) == ("", False)

    mia = desk.kit.joined(desk.client, permissions=["engagements.request"])
    with pytest.raises(Refused):
        desk.show(view.estimate_id, mia.by)
    assert desk.desk.deciding.who_decides(**desk.acting(mia.by), estimate_id=view.estimate_id) == ("Olivia Hart",)


def test_too_many_lines_and_days_that_are_none_are_refused(desk: Estimating) -> None:
    """By the name of the field."""
    with pytest.raises(InvalidValue, match="lines"):
        desk.draft(*[THIRTY] * 101)
    with pytest.raises(InvalidValue, match="valid_through"):
        desk.draft(valid_through="2026-02-30")


def _change(desk: Estimating, line: Line) -> Any:
    return desk.desk.estimates.change_order(
        **desk.acting(), engagement_id=desk.engagement_id, lines=[line], valid_through=desk.through
    )


def _approvals(desk: Estimating) -> Any:
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        return work.approvals.of_engagement(desk.engagement_id)


def _approved_hours(desk: Estimating) -> int:
    return sum(each.cap_seconds for each in _approvals(desk)) // HOUR


def test_listing_estimates_looks_for_each_approval_by_itself(desk: Estimating, monkeypatch: pytest.MonkeyPatch) -> None:
    """And never through all of the engagement, so that the list costs no more than it is long."""
    view = desk.issue()
    desk.approve(view)

    def never(*_given: object) -> None:
        message = "all approvals of the engagement were read"
        raise AssertionError(message)

    monkeypatch.setattr("saas_memory.engagements.approvals.MemoryApprovals.of_engagement", never)
    (shown,) = desk.desk.estimates.list_estimates(**desk.acting(), engagement_id=desk.engagement_id)
    assert shown.approval_id is not None


def test_of_a_first_result_ids_alone_are_kept(desk: Estimating) -> None:
    """A repeat by its key is answered as things stand; no line and no word of a request outlives itself there."""
    words = {"title": "Copper kettle", "text": "Kettles of copper."}
    asked = desk.desk.requests.request(**desk.acting(desk.owner.by), **words, idempotency_key="ask")
    assert desk.desk.requests.request(**desk.acting(desk.owner.by), **words, idempotency_key="ask") == asked
    given = {"engagement_id": asked.engagement_id, "lines": [evolve(THIRTY, text="Copper")], "notes": "copper"}
    acting = {**desk.acting(), "valid_through": desk.through, "idempotency_key": "draft"}
    drafted = desk.desk.estimates.draft(**acting, **given)
    assert desk.desk.estimates.draft(**acting, **given) == drafted
    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        kept = [work.replies.get(f"{whose}\n{key}") for whose, key in _whose(desk)]
    assert all(each is not None and "opper" not in each.result for each in kept)


def _whose(desk: Estimating) -> tuple[tuple[str, str], ...]:
    return ((actor_name(desk.owner.by), "ask"), (actor_name(desk.acting()["by"]), "draft"))
