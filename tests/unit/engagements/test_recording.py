"""Signed documents: recorded by one member of staff, checked by another, and judged as of the signing (4.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from estimating import PDF, Estimating
from saas_core.engagements.estimates.errors import (
    ContentChanged,
    DocumentChecked,
    DocumentPending,
    DocumentUnknown,
    LinkExpired,
    NotReadable,
    SamePerson,
    SignedAtWrong,
)
from saas_core.engagements.estimates.values import RecordedDocumentId
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER
from saas_core.policy.decision import Refused
from staffing import settle


def _hired(desk: Estimating) -> Actor:
    """Hire a second member of staff today."""
    staff = desk.kit.application.access.staff
    staff.add(by=desk.kit.staff, name="Ann", email="ann@provider.example", permissions=["staff.support"])
    desk.kit.application.work.worker.drain(tenant_id=PROVIDER)
    key = staff.fetch_key(token=desk.kit.mailbox.token("ann@provider.example", "stk")).key
    return desk.kit.application.sign_in(str(key))


def _second(desk: Estimating) -> Actor:
    """Hire a second member of staff, who has been there for long."""
    found = _hired(desk)
    settle(desk.kit.application, desk.kit.clock.at)
    return found


def _record(desk: Estimating, view: Any, **more: Any) -> Any:
    given = {
        "estimate_id": view.estimate_id,
        "user_id": desk.owner.user_id,
        "typed_name": "Olivia Hart",
        "signed_at": desk.kit.clock.at,
        "content": PDF,
    }
    return desk.desk.recording.record(**desk.acting(), **{**given, **more})


def _read(document: Any) -> dict[str, Any]:
    return {"document_id": document.document_id, "paper_hash": document.paper_hash}


def test_a_document_counts_from_its_check_by_a_second_person(desk: Estimating) -> None:
    """Until then no hours are authorized; the client is told at once, and both sides can read the bytes."""
    second, view = _second(desk), desk.issue()
    document = _record(desk, view)
    desk.drain()
    assert desk.engagement() == "awaiting_approval"
    asked = {"document_id": document.document_id}
    for by in (second, desk.owner.by):
        paper = desk.desk.recording.document(**desk.acting(by), **asked)
        assert (paper.content, paper.sha256) == (PDF, document.paper_hash)
    with pytest.raises(Refused):
        desk.desk.recording.document(**desk.acting(desk.kit.joined(desk.client).by), **asked)
    with pytest.raises(DocumentUnknown):
        desk.desk.recording.document(**desk.acting(second), document_id=RecordedDocumentId(UUID(int=7)))
    with pytest.raises(InvalidValue, match="paper_hash"):
        desk.desk.recording.check(**desk.acting(second), **asked, agrees=True)
    with pytest.raises(ContentChanged):
        desk.desk.recording.check(**desk.acting(second), **asked, agrees=True, paper_hash=f"sha256:{'0' * 64}")
    assert "A signed approval of estimate E-1 was recorded for Harbor Ltd" in desk.letters(desk.owner.email)

    desk.kit.clock.at += timedelta(hours=3)
    checked = desk.desk.recording.check(**desk.acting(second), **_read(document), agrees=True)

    with desk.kit.application.store.read(desk.client.tenant_id) as work:
        (approval,) = work.approvals.of_engagement(desk.engagement_id)
        assert work.papers.get(document.paper_id).content == PDF
    assert checked.approval_id == approval.approval_id
    assert (approval.kind.value, approval.verified_by) == ("document", "document")
    assert approval.decided_at == document.signed_at
    assert approval.approved_at == desk.kit.clock.at
    assert approval.authority.roles == ("Owner",)
    assert desk.engagement() == "authorized"
    with pytest.raises(DocumentChecked):
        desk.desk.recording.check(**desk.acting(second), **_read(document), agrees=True)


def test_whoever_recorded_a_document_does_not_check_it(desk: Estimating) -> None:
    """Nor does anybody who came from the same hand lately."""
    settle(desk.kit.application, desk.kit.clock.at)
    document = _record(desk, desk.issue())
    with pytest.raises(SamePerson, match=r"recorded themselves \(clause 4\.2\)") as caught:
        desk.desk.recording.check(**desk.acting(), **_read(document), agrees=True)
    assert caught.value.clauses == ("4.2",)
    colleague = _hired(desk)
    with pytest.raises(SamePerson, match=r"24 hours before it was recorded \(clause 4\.2\)"):
        desk.desk.recording.check(**desk.acting(colleague), **_read(document), agrees=True)
    assert desk.engagement() == "awaiting_approval"


def test_the_check_may_come_after_the_end_of_validity(desk: Estimating) -> None:
    """Expiry waits for it; one that is refused expires then."""
    second, view = _second(desk), desk.issue()
    document = _record(desk, view)
    with pytest.raises(DocumentPending):
        desk.desk.estimates.withdraw(**desk.acting(), estimate_id=view.estimate_id, reason="Changed.")
    desk.kit.clock.at = view.revisions[0].expires_at + timedelta(hours=1)
    desk.drain()
    assert desk.show(view.estimate_id).state == "issued"

    desk.desk.recording.check(
        **desk.acting(second), document_id=document.document_id, agrees=False, reason="No signature."
    )
    desk.drain()
    assert desk.show(view.estimate_id).state == "expired"
    assert "A signed approval of estimate E-1 for Harbor Ltd was not accepted" in desk.letters(desk.owner.email)


def test_a_document_signed_outside_of_its_time_is_refused(desk: Estimating) -> None:
    """Before the issue, in the future, and recorded once it has expired."""
    view = desk.issue()
    for wrong in (-1, 1):
        with pytest.raises(SignedAtWrong):
            _record(desk, view, signed_at=desk.kit.clock.at + timedelta(hours=wrong))
    signed = desk.kit.clock.at
    desk.kit.clock.at = view.revisions[0].expires_at
    with pytest.raises(LinkExpired):
        _record(desk, view, signed_at=signed)


def test_whoever_signed_must_have_had_the_authority_then(desk: Estimating) -> None:
    """Somebody without the right is refused, whatever the document says."""
    mia = desk.kit.joined(desk.client)
    with pytest.raises(Refused):
        _record(desk, desk.issue(), user_id=mia.user_id)


@pytest.mark.parametrize("content", [b"ID3 speech", b"RIFF0000WAVE", b"I approve this.", b""])
def test_speech_and_plain_words_are_no_document(desk: Estimating, content: bytes) -> None:
    """Whatever their name says."""
    with pytest.raises(NotReadable):
        _record(desk, desk.issue(), content=content)


@pytest.mark.parametrize("how", ["approves", "cancels"])
def test_a_document_that_lost_to_the_client_is_overtaken(desk: Estimating, how: str) -> None:
    """It needs no check, nobody is told that it was not accepted, and there is one approval at most."""
    second, view = _second(desk), desk.issue()
    document = _record(desk, view)
    if how == "approves":
        desk.approve(view)
    else:
        acting = desk.acting(desk.owner.by)
        desk.desk.enhancements.cancel(**acting, engagement_id=desk.engagement_id, reason="Otherwise.")
    (found,) = desk.desk.recording.list_documents(**desk.acting(), estimate_id=view.estimate_id)
    assert (found.state, found.checked_at, found.approval_id) == ("overtaken", None, None)
    for agrees in (True, False):
        with pytest.raises(DocumentChecked):
            desk.desk.recording.check(
                **desk.acting(second),
                document_id=document.document_id,
                agrees=agrees,
                paper_hash=document.paper_hash,
                reason="No signature.",
            )
    desk.drain()
    assert "engagements.overtake_document" in desk.entries()
    assert not any("was not accepted" in each for each in desk.letters(desk.owner.email))
