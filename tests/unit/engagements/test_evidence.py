"""Evidence of approvals as it is kept: exported and verified, sealed and stamped after the commit."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pypdf
import pytest
from attrs import define

from estimating import HOUR, PDF, THIRTY, Estimating, estimating
from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.errors import ApprovalUnknown
from saas_core.engagements.estimates.use_cases.act import SEAL
from saas_core.engagements.evidence.errors import EvidenceBroken, EvidenceIncomplete, NotMade
from saas_core.engagements.evidence.ports import Notaries
from saas_core.kernel.errors import ProviderUnavailable
from saas_core.kernel.ids import PROVIDER, ApprovalId, EffectId
from saas_core.kernel.work import Effect
from saas_core.policy.decision import Refused
from saas_documents import TypstDocuments, script
from staffing import settle


@define
class Notary:
    """Seals and stamps, unless it is away."""

    away: bool = False
    made: int = 0

    def seal(self, document: bytes, reason: str) -> bytes:
        self._here()
        return document + reason.encode()

    def stamp(self, content: bytes) -> bytes:
        self._here()
        return b"stamp of " + content

    def stamped(self, token: bytes, content: bytes) -> str:
        if token != b"stamp of " + content:
            field = "time_stamp"
            raise EvidenceBroken(field, "is of something else.")
        return "2026-01-06T09:00:00Z"

    def _here(self) -> None:
        self.made += 1
        if self.away:
            message = "is away."
            raise ProviderUnavailable(message)


@pytest.fixture
def notary() -> Notary:
    return Notary()


@pytest.fixture
def sealing(notary: Notary, monkeypatch: pytest.MonkeyPatch) -> Iterator[Estimating]:
    """A client whose provider has a seal and an authority for time stamps."""
    monkeypatch.setattr("saas_app.documents.notaries_of", lambda _settings: Notaries(seals=notary, stamps=notary))
    with estimating() as desk:
        yield desk


def approved(desk: Estimating) -> dict[str, Any]:
    """Return the arguments by which the owner sees the evidence of an approval."""
    return {**desk.acting(desk.owner.by), "approval_id": desk.approved().approval_id}


def test_an_approval_is_verified_from_its_pack_alone(desk: Estimating) -> None:
    """Content, document, terms, journal and checkpoint, all in it, with the approver's right."""
    asked = approved(desk)
    pack = desk.desk.evidence.pack(**asked)
    report = desk.desk.evidence.verify(pack=pack)
    found = json.loads(pack)
    assert (report.estimate, report.typed_name, report.cap_seconds) == ("E-1", "Olivia Hart", 30 * HOUR)
    assert report.keys_trusted is True
    assert found["approval"]["authority"] == {"roles": ["Owner"], "limit_minor": None}
    assert found["verifier"]["sha256"] == f"sha256:{hashlib.sha256(script()).hexdigest()}"
    terms = desk.kit.application.policy.show_terms(version=found["content"]["terms"]["version"])
    assert found["terms"]["text"] == terms.document
    with pytest.raises(EvidenceBroken) as caught:
        desk.desk.evidence.verify(pack=pack.replace(b'"Olivia Hart"', b'"Olivia Hard"'))
    assert caught.value.field == "approval"


def test_the_journal_is_marked_right_after_an_approval(desk: Estimating) -> None:
    """At its own entry, so that a pack holds no other, and a second pack rests on the same checkpoint."""
    asked = approved(desk)
    first = json.loads(desk.desk.evidence.pack(**asked))
    desk.desk.requests.request(**desk.acting(desk.owner.by), title="Another", text="Thing")
    later = json.loads(desk.desk.evidence.pack(**asked))
    assert first["journal"] == later["journal"]
    assert len(first["journal"]["entries"]) == 1
    audit = desk.kit.application.oversight.audit
    assert audit.verify(**desk.acting()).signed == 1


def test_a_pack_tells_nothing_that_was_done_besides(desk: Estimating) -> None:
    """Roles and assignments are the client's alone, also while nobody has marked the journal yet (1.5)."""
    view = desk.issue()
    receipt = desk.approve(view)
    acting = desk.acting(desk.owner.by)
    role = desk.kit.application.access.roles.create(**acting, name="Layoffs", permissions=["engagements.approve"])
    for by in (desk.kit.staff, desk.owner.by):
        pack = desk.desk.evidence.pack(**desk.acting(by), approval_id=receipt.approval_id)
        assert str(role.role_id).encode() not in pack
        assert b'"action":"access.' not in pack
        assert desk.desk.evidence.verify(pack=pack).estimate == "E-1"
    assert desk.kit.application.oversight.audit.verify(**desk.acting()).signed == 1


def test_a_change_order_shows_what_it_amends(desk: Estimating) -> None:
    """The base approval is in its pack in full, one of another engagement as its hash alone."""
    approved(desk)
    acting = desk.acting(desk.owner.by)
    other = desk.desk.requests.request(**acting, title="Another", text="Thing")
    desk.approve(desk.issue(desk.draft(engagement_id=other.engagement_id)))
    more = Line(text="More", exclusions="", low_seconds=HOUR, high_seconds=2 * HOUR)
    order = desk.issue(
        desk.desk.estimates.change_order(
            **desk.acting(), engagement_id=desk.engagement_id, lines=(more,), valid_through=desk.through
        )
    )
    desk.approve(order)
    desk.drain()
    pack = desk.desk.evidence.pack(**acting, approval_id=desk.show(order.estimate_id).approval_id)
    assert desk.desk.evidence.verify(pack=pack).estimate == "E-3"
    found = json.loads(pack)
    assert [each["record"] is None for each in found["earlier"]] == [False, True]
    assert found["approval"]["amends"] == found["earlier"][0]["hash"]


def test_evidence_is_for_those_who_ask_or_approve_and_for_staff(desk: Estimating) -> None:
    """A stranger and an unknown approval are told nothing."""
    asked = approved(desk)
    assert desk.desk.evidence.pack(**{**asked, "by": desk.kit.staff})
    clerk = desk.kit.joined(desk.client)
    nobody = ApprovalId(UUID(int=7))
    for method in ("show", "pack", "document", "sealed", "time_stamp"):
        with pytest.raises(Refused):
            getattr(desk.desk.evidence, method)(**{**asked, "by": clerk.by})
        with pytest.raises(ApprovalUnknown):
            getattr(desk.desk.evidence, method)(**{**asked, "approval_id": nobody})


def test_without_a_seal_an_approval_says_so_and_holds(desk: Estimating) -> None:
    """Nothing is pending, and asking for what was not made says that it was not."""
    asked = approved(desk)
    view = desk.desk.evidence.show(**asked)
    assert (view.seal, view.time_stamp, view.sealed_hash) == ("not_configured", "not_configured", None)
    for method in ("sealed", "time_stamp"):
        with pytest.raises(NotMade):
            getattr(desk.desk.evidence, method)(**asked)


def test_a_seal_and_a_stamp_are_made_after_the_commit_and_have_hashes_of_their_own(sealing: Estimating) -> None:
    """They stand in the pack beside the unsealed document, which stays as it was issued."""
    asked = approved(sealing)
    evidence = sealing.desk.evidence
    view, pack = evidence.show(**asked), evidence.pack(**asked)
    assert (view.seal, view.time_stamp) == ("made", "made")
    assert view.sealed_hash != view.document_hash
    assert evidence.verify(pack=pack).time_stamped_at == "2026-01-06T09:00:00Z"
    assert evidence.time_stamp(**asked) == b"stamp of " + view.approval_hash.encode()
    found = json.loads(pack)
    assert found["sealed_document"]["sha256"] == view.sealed_hash
    assert found["document"]["sha256"] == view.document_hash == found["approval"]["document_hash"]
    assert {"engagements.sealed", "engagements.time_stamp"} <= set(sealing.entries())


def test_while_nobody_seals_the_approval_stands_and_it_is_tried_again(sealing: Estimating, notary: Notary) -> None:
    """Pending until it stands; work goes on meanwhile, and what was made once is not made again."""
    notary.away = True
    asked = approved(sealing)
    view = sealing.desk.evidence.show(**asked)
    assert (view.seal, view.time_stamp) == ("pending", "pending")
    assert sealing.engagement() == "authorized"
    assert sealing.desk.evidence.verify(pack=sealing.desk.evidence.pack(**asked))
    notary.away = False
    sealing.kit.clock.move(hours=2)
    sealing.drain()
    assert sealing.desk.evidence.show(**asked).seal == "made"
    made = notary.made
    sealing.drain()
    assert notary.made == made


def test_a_seal_that_stands_is_not_made_again(sealing: Estimating, notary: Notary) -> None:
    """A worker that died after it was stored is followed by one that carries the effect out again."""
    asked = approved(sealing)
    before, tenant_id = notary.made, sealing.client.tenant_id
    effect = Effect(EffectId(UUID(int=9)), sealing.kit.clock.at, SEAL, "x", {"approval": str(asked["approval_id"])})
    sealing.kit.application.gathered.carriers[SEAL].carry_out(tenant_id, effect)
    assert notary.made == before
    with sealing.kit.application.store.read(tenant_id) as work:
        assert len(work.papers.of("sealed", f"approval:{asked['approval_id']}")) == 1


def test_a_recorded_document_is_part_of_its_evidence(desk: Estimating) -> None:
    """With the bytes that were signed, and both members of staff."""
    app, kit = desk.kit.application, desk.kit
    app.access.staff.add(by=kit.staff, name="Ben Ortiz", email="ben@provider.example", permissions=["staff.support"])
    app.work.worker.drain(tenant_id=PROVIDER)
    second = app.sign_in(app.access.staff.fetch_key(token=kit.mailbox.token("ben@provider.example", "stk")).key or "")
    settle(app, kit.clock.at)
    issued = desk.issue()
    kit.clock.move(days=1)
    recorded = desk.desk.recording.record(
        **desk.acting(),
        estimate_id=issued.estimate_id,
        user_id=desk.owner.user_id,
        typed_name="Olivia Hart",
        signed_at=kit.clock.at,
        content=PDF,
    )
    read = {"document_id": recorded.document_id, "paper_hash": recorded.paper_hash}
    desk.desk.recording.check(**desk.acting(second), **read, agrees=True)
    desk.drain()
    pack = desk.desk.evidence.pack(**desk.acting(), approval_id=desk.show(issued.estimate_id).approval_id)
    assert desk.desk.evidence.verify(pack=pack).typed_name == "Olivia Hart"
    found = json.loads(pack)
    assert base64.b64decode(found["signed_paper"]["base64"]) == PDF
    assert found["approval"]["signing"]["checked_by"] == str(second.staff_id)


def test_what_evidence_rests_on_is_never_made_up(desk: Estimating, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document that is gone is named as missing."""
    asked = approved(desk)
    module = "saas_memory.engagements.approvals.MemoryPapers.get"
    monkeypatch.setattr(module, lambda _papers, _id: None)
    with pytest.raises(EvidenceIncomplete, match="document"):
        desk.desk.evidence.pack(**asked)


def test_evidence_as_a_document_holds_its_pack() -> None:
    """Made by the typesetter that ships, of an approval that was given by link."""
    with estimating() as desk:
        real = TypstDocuments()
        desk.documents.render = real.render  # type: ignore[method-assign]
        desk.issue(desk.draft(THIRTY))
        receipt = desk.approve_by_link()
        desk.drain()
        asked = {**desk.acting(desk.owner.by), "approval_id": receipt.approval_id}
        document = desk.desk.evidence.document(**asked)
        reader = pypdf.PdfReader(io.BytesIO(document))
        ((inside,),) = reader.attachments.values()
        assert desk.desk.evidence.verify(pack=inside).typed_name == "Olivia Hart"
        text = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
        assert "Identified by a code mailed to that address" in text
        assert "Roles at that instant Owner" in text
