"""Estimates, revisions, approvals, links, documents and papers, as every store keeps them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve

from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.export import CHECKS
from saas_core.engagements.estimates.model.approval import Approval, Authority, Signing
from saas_core.engagements.estimates.model.estimate import Estimate, Issue, IssuedContent, Revision
from saas_core.engagements.estimates.model.links import ApprovalLink, Presentation
from saas_core.engagements.estimates.model.recorded import RecordedDocument
from saas_core.engagements.estimates.model.transitions import RevisionCommand
from saas_core.engagements.estimates.ports import Paper
from saas_core.engagements.estimates.values import (
    ApprovalKind,
    EstimateKind,
    Peer,
    Pricing,
    RevisionState,
    ScopeLine,
)
from saas_core.engagements.model.engagement import Engagement
from saas_core.kernel.errors import StoreFault
from saas_core.kernel.ids import TenantId
from saas_core.kernel.money import Money
from saas_sql import SqlStore

HASH, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
LINES = (ScopeLine(key="L1", text="Connect", exclusions="No training", low_seconds=3600, high_seconds=7200),)
USD = Money(6500, "USD")
CONTENT = b"\x00%PDF"


@pytest.fixture
def tenant(some: Any) -> TenantId:
    """Give a tenant of its own."""
    return TenantId(some.id())


def _engagement(some: Any) -> Engagement:
    return Engagement(
        id=some.id(),
        title="Connect",
        text="",
        department_id=None,
        ticket_id=None,
        terms_version="2026-02",
        requested_by="user:1",
        requested_at=some.at(),
        changed_at=some.at(),
    )


def _estimate(some: Any, engagement: Engagement, number: int = 1, kind: EstimateKind = EstimateKind.BASE) -> Estimate:
    return Estimate(
        id=some.id(),
        engagement_id=engagement.id,
        number=number,
        kind=kind,
        amends_id=None,
        made_by="staff:1",
        made_at=some.at(),
    )


def _draft(some: Any, estimate: Estimate, number: int = 1) -> Revision:
    return Revision(
        estimate_id=estimate.id,
        number=number,
        state=RevisionState.DRAFT,
        version=1,
        lines=LINES,
        valid_through="2026-12-31",
        pricing=Pricing.HOURLY,
        rate=USD,
        notes="for us",
        made_by="staff:1",
        made_at=some.at(),
        changed_at=some.at(),
    )


def _paper(some: Any) -> Paper:
    return Paper(
        id=some.id(), kind="estimate", of="x:1", sha256=HASH, media_type="application/pdf", content=b"\x00%PDF"
    )


def _issued(some: Any, draft: Revision, paper: Paper) -> Revision:
    return draft.issued(
        Issue(
            content_hash=HASH,
            document_hash=HASH,
            paper_id=paper.id,
            by="staff:1",
            at=some.at(1),
            expires_at=some.at(60),
        )
    )


def _kept(store: Any, some: Any, tenant: TenantId) -> tuple[Estimate, Revision]:
    """Keep an issued revision of an estimate."""
    engagement, paper = _engagement(some), _paper(some)
    estimate = _estimate(some, engagement)
    draft = _draft(some, estimate)
    with store.begin(tenant) as work:
        work.engagements.save(engagement)
        work.papers.put(paper)
        work.estimates.add(estimate)
        work.revisions.save(draft)
        work.commit()
    issued = _issued(some, draft, paper)
    with store.begin(tenant) as work:
        work.revisions.save(issued)
        work.revisions.freeze(IssuedContent(estimate_id=estimate.id, revision=1, content='{"a":1}', content_hash=HASH))
        work.commit()
    return estimate, issued


def _approval(some: Any, estimate: Estimate, **given: Any) -> Approval:
    fields: dict[str, Any] = {
        "approval_id": some.id(),
        "engagement_id": estimate.engagement_id,
        "estimate_id": estimate.id,
        "number": 1,
        "revision": 1,
        "kind": ApprovalKind.DOCUMENT,
        "content_hash": HASH,
        "document_hash": HASH,
        "terms_version": "2026-02",
        "terms_hash": HASH,
        "ownership_hash": HASH,
        "statement": "I approve.",
        "typed_name": "Olivia Hart",
        "approver_id": some.id(),
        "approver_address": "olivia@harbor.example",
        "verified_by": "document",
        "presented_at": None,
        "decided_at": some.at(2),
        "approved_at": some.at(3),
        "zone": "Europe/London",
        "peer": Peer(address="192.0.2.1", proxies=("10.0.0.1",), user_agent="x", request_id="r", session_id="s"),
        "link_id": some.id(),
        "authority": Authority(roles=("Owner",), limit_minor=None),
        "rate": USD,
        "unit_seconds": 180,
        "cap_seconds": 7200,
        "maximum_minor": 13_000,
        "lines": LINES,
        "amends": None,
        "signing": Signing(
            signed_at=some.at(2),
            paper_id=some.id(),
            paper_hash=HASH,
            recorded_by=some.id(),
            recorded_at=some.at(2),
            checked_by=some.id(),
        ),
    }
    return Approval(**{**fields, **given})


def test_an_estimate_is_kept_with_its_revisions_and_its_content(store: Any, some: Any, tenant: TenantId) -> None:
    """As it was issued, with the bytes of its document."""
    estimate, issued = _kept(store, some, tenant)

    with store.read(tenant) as work:
        assert work.estimates.get(estimate.id) == estimate
        assert work.estimates.of_engagement(estimate.engagement_id) == work.estimates.page(0, 9) == (estimate,)
        assert work.estimates.last_number() == 1
        assert work.revisions.of(estimate.id) == (issued,)
        assert work.revisions.content(estimate.id, 1).content == '{"a":1}'
        assert work.papers.get(issued.paper_id).content == CONTENT
        assert work.papers.of("estimate", "x:1") == (issued.paper_id,)


def test_an_approval_is_kept_as_it_was_hashed(store: Any, some: Any, tenant: TenantId) -> None:
    """What is read back still has its own hash, to the last field."""
    estimate, _issued_one = _kept(store, some, tenant)
    approval = _approval(some, estimate).chained(None)
    with store.begin(tenant) as work:
        work.approvals.add(approval)
        work.commit()

    with store.read(tenant) as work:
        (found,) = work.approvals.of_engagement(estimate.engagement_id)
        assert found == work.approvals.last() == work.approvals.get(approval.approval_id) == approval
        assert work.approvals.of_estimate(estimate.id) == approval
        assert work.approvals.page(0, 9) == (approval,)
        assert found.intact
        assert not evolve(found, cap_seconds=7201).intact


@pytest.mark.parametrize(
    ("content_hash", "minutes", "ended"),
    [(HASH, 59.999, True), (HASH, 60, False), (OTHER, 2, False)],
    ids=["in time", "at its very end", "other content"],
)
def test_a_revision_ends_only_as_expected(
    store: Any, some: Any, tenant: TenantId, content_hash: str, minutes: float, ended: bool
) -> None:
    """The hash that was seen and the instant stand in the one conditional write."""
    estimate, issued = _kept(store, some, tenant)
    after = issued.ended(RevisionCommand.APPROVE, "user:1", some.at(minutes))

    with store.begin(tenant) as work:
        assert work.revisions.end(after, content_hash, some.at(minutes)) is ended
        work.commit()
    with store.begin(tenant) as work:
        assert work.revisions.get(estimate.id, 1).state.value == ("approved" if ended else "issued")
        assert not work.revisions.end(after, content_hash if ended else OTHER, some.at(2))


def test_there_is_one_draft_and_one_issued_revision(store: Any, some: Any, tenant: TenantId) -> None:
    """The database refuses a second one of either, whatever the software says."""
    estimate, issued = _kept(store, some, tenant)
    second = _draft(some, estimate, 2)
    with store.begin(tenant) as work:
        work.revisions.save(second)
        work.commit()

    for other in (_draft(some, estimate, 3), evolve(issued, number=4)):
        with pytest.raises(StoreFault), store.begin(tenant) as work:
            work.revisions.save(other)
            work.commit()


def test_what_ended_stays_as_it_is(store: Any, some: Any, tenant: TenantId) -> None:
    """Not even its notes are changed."""
    estimate, issued = _kept(store, some, tenant)
    with store.begin(tenant) as work:
        work.revisions.end(issued.ended(RevisionCommand.WITHDRAW, "staff:1", some.at(2)), HASH, None)
        work.commit()

    with store.read(tenant) as work:
        ended = work.revisions.get(estimate.id, 1)
    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.revisions.save(evolve(ended, notes="other"))
        work.commit()


def test_numbers_and_places_are_given_once(store: Any, some: Any, tenant: TenantId) -> None:
    """A number of an estimate, a base of an engagement, and a place in the chain of approvals."""
    estimate, _one = _kept(store, some, tenant)
    approval = _approval(some, estimate).chained(None)
    with store.begin(tenant) as work:
        work.approvals.add(approval)
        work.commit()

    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.estimates.add(evolve(estimate, id=some.id(), kind=EstimateKind.CHANGE_ORDER))
        work.commit()
    with pytest.raises(StoreFault), store.begin(tenant) as work:
        work.approvals.add(evolve(approval, approval_id=some.id()))
        work.commit()


def test_links_presentations_and_documents_are_kept(store: Any, some: Any, tenant: TenantId) -> None:
    """With every change that they take."""
    estimate, issued = _kept(store, some, tenant)
    link = ApprovalLink(
        id=some.id(),
        estimate_id=estimate.id,
        revision=1,
        content_hash=HASH,
        approver_id=some.id(),
        address_digest="a" * 64,
        token_hash="t" * 64,
        made_at=some.at(),
    )
    shown = Presentation(
        estimate_id=estimate.id,
        revision=1,
        approver_id=link.approver_id,
        content_hash=HASH,
        link_id=link.id,
        presented_at=some.at(1),
    )
    document = RecordedDocument(
        id=some.id(),
        estimate_id=estimate.id,
        revision=1,
        content_hash=HASH,
        signer_id=some.id(),
        typed_name="Olivia Hart",
        signed_at=some.at(2),
        paper_id=issued.paper_id,
        paper_hash=HASH,
        recorded_by=some.id(),
        recorded_at=some.at(3),
    )
    with store.begin(tenant) as work:
        work.approval_links.save(link)
        work.approval_links.present(shown)
        work.recorded_documents.save(document)
        work.commit()
    changed = link.with_code("c", some.at(1)).tried().identified("s", some.at(2)).used(some.at(3))
    checked = document.checked(some.id(), some.at(4), agrees=True)
    with store.begin(tenant) as work:
        work.approval_links.save(changed)
        work.recorded_documents.save(checked)
        work.commit()

    with store.read(tenant) as work:
        assert work.approval_links.get(link.id) == work.approval_links.by_token_hash("t" * 64) == changed
        assert work.approval_links.of(estimate.id, 1) == (changed,)
        assert work.approval_links.presented(estimate.id, 1, link.approver_id) == shown
        assert work.recorded_documents.get(document.id) == checked
        assert work.recorded_documents.of(estimate.id) == (checked,)


@pytest.mark.parametrize("table", ["approvals", "papers", "estimate_contents", "estimates"])
@pytest.mark.parametrize("change", ["UPDATE {} SET tenant_id = tenant_id", "DELETE FROM {}"])
def test_no_statement_changes_what_was_approved(
    store: Any, some: Any, tenant: TenantId, table: str, change: str
) -> None:
    """Triggers refuse it on both databases, on PostgreSQL to the role that owns the tables too."""
    if hasattr(store, "committed"):
        pytest.skip("rows in process are reached through the ports alone")
    estimate, _one = _kept(store, some, tenant)
    with store.begin(tenant) as work:
        work.approvals.add(_approval(some, estimate).chained(None))
        work.commit()

    with store.begin(tenant) as work, pytest.raises(sa.exc.DBAPIError):
        work.session._connection.execute(sa.text(change.format(table)))


def test_the_content_of_what_is_issued_is_not_exchanged(store: Any, some: Any, tenant: TenantId) -> None:
    """Not by any statement: neither its lines nor its hash, nor back into a draft."""
    if hasattr(store, "committed"):
        pytest.skip("rows in process are reached through the ports alone")
    _kept(store, some, tenant)

    for change in ("lines = '[]'", f"content_hash = '{OTHER}'", "state = 'draft'", "expires_at = NULL"):
        with store.begin(tenant) as work, pytest.raises(sa.exc.DBAPIError, match=r"added|stay as they are"):
            work.session._connection.execute(sa.text(f"UPDATE estimate_revisions SET {change}"))


def test_papers_are_of_one_tenant(store: Any, some: Any, tenant: TenantId) -> None:
    """Another one finds nothing under the same id."""
    _one, issued = _kept(store, some, tenant)

    with store.read(TenantId(some.id())) as work:
        assert work.papers.get(issued.paper_id) is None
        assert work.estimates.page(0, 9) == ()


def test_the_doctor_finds_a_document_of_which_one_byte_was_flipped(store: Any, some: Any, tenant: TenantId) -> None:
    """Whatever its kind, over all pages; the others are what was kept."""
    (check,) = (each for each in CHECKS if each.name == "documents")
    content = b"%PDF-1.7 of an invoice"
    kept = [
        evolve(_paper(some), id=some.id(), kind="signed", content=content, sha256=sha256_of(content)) for _ in range(23)
    ]
    flipped = evolve(kept[11], content=bytes([content[0] ^ 1]) + content[1:])
    with store.begin(tenant) as work:
        for each in (*kept[:11], flipped, *kept[12:]):
            work.papers.put(each)
        work.commit()

    with store.read(tenant) as work:
        assert len(work.papers.page(None, 10)) == 10
        found = [each.sentence for each in check.look(work, "harbor")]
    assert found == [f"The document {flipped.id} (signed) is not what was kept."]


def test_what_is_issued_is_listed_newest_first_and_by_an_index(store: Any, some: Any, tenant: TenantId) -> None:
    """Page by page, without drafts and what ended; databases look at nothing that ended."""
    kept = []
    for number in range(1, 5):
        engagement, paper = _engagement(some), _paper(some)
        estimate = _estimate(some, engagement, number)
        issued = _issued(some, _draft(some, estimate), paper)
        issued = evolve(issued, issued_at=some.at(60 - number // 2))
        with store.begin(tenant) as work:
            work.engagements.save(engagement)
            work.papers.put(paper)
            work.estimates.add(estimate)
            work.revisions.save(issued)
            work.revisions.save(_draft(some, estimate, 2))
            work.commit()
        kept.append(issued)
    ended = kept.pop(0).ended(RevisionCommand.WITHDRAW, "staff:1", some.at(61))
    with store.begin(tenant) as work:
        assert work.revisions.end(ended, HASH, None)
        work.commit()

    with store.read(tenant) as work:
        first = work.revisions.issued(None, 2)
        rest = work.revisions.issued(first[-1], 2)
        assert work.revisions.issued(rest[-1], 2) == ()
    wanted = sorted(kept, key=lambda each: (each.issued_at, each.estimate_id), reverse=True)
    assert [each.estimate_id for each in (*first, *rest)] == [each.estimate_id for each in wanted]
    if isinstance(store, SqlStore) and (engine := store._engine).dialect.name == "sqlite":
        with engine.connect() as connection:
            plan = connection.exec_driver_sql(
                "EXPLAIN QUERY PLAN SELECT * FROM estimate_revisions WHERE tenant_id = x'00' AND state = 'issued'"
            )
            assert any("uq_estimate_revisions_issued" in row[3] for row in plan)
