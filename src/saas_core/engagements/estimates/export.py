"""Estimates and approvals in a client's export, and what must hold of them (4.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from saas_core.engagements.estimates.content import content_hash, sha256_of
from saas_core.engagements.estimates.model.approval import GENESIS, Approval, evidence, unlike
from saas_core.engagements.estimates.model.estimate import Revision
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.queries import estimate_view
from saas_core.engagements.estimates.values import RevisionState, number_text
from saas_core.engagements.values import APPROVE
from saas_core.kernel.pages import LARGEST_PAGE, all_of
from saas_core.kernel.parts import Check, ExportPart, Finding, Page

_PAGE: Final = 10
"""How many documents are read at once; each may have some megabytes."""
_RESTORE: Final = "Restore it from a backup; nothing in the software changes it."


def _estimates(work: EstimatesWork, after: str, limit: int, _at: datetime) -> Page:
    page = work.estimates.page(int(after or 0), limit)
    views = [estimate_view(each, work.revisions.of(each.id), to_staff=False) for each in page]
    # An estimate of which nothing was issued yet is not shown either.
    return [each for each in views if each.revisions], str(page[-1].number) if len(page) == limit else None


def _approvals(work: EstimatesWork, after: str, limit: int, _at: datetime) -> Page:
    page = work.approvals.page(int(after or 0), limit)
    return [evidence(each) for each in page], str(page[-1].position) if len(page) == limit else None


def _contents(work: EstimatesWork, slug: str) -> Iterator[Finding]:
    """Find issued revisions whose content is not what its hash was made of."""
    for estimate in all_of(lambda last: work.estimates.page(0 if last is None else last.number, LARGEST_PAGE)):
        for revision in work.revisions.of(estimate.id):
            if revision.issued_at is not None and not _is_frozen(work, revision):
                sentence = f"{number_text(estimate.number)}, revision {revision.number}, is not what was issued."
                yield Finding("estimates", slug, sentence, _RESTORE)


def _is_frozen(work: EstimatesWork, revision: Revision) -> bool:
    found = work.revisions.content(revision.estimate_id, revision.number)
    paper = None if revision.paper_id is None else work.papers.get(revision.paper_id)
    if found is None or paper is None:
        return False
    made_of = content_hash(json.loads(found.content))
    return found.content_hash == revision.content_hash == made_of and paper.sha256 == revision.document_hash


def _chain(work: EstimatesWork, slug: str) -> Iterator[Finding]:
    """Find approvals that were changed, are missing from their chain, or approve something else than was issued."""
    previous: Approval | None = None
    for each in all_of(lambda last: work.approvals.page(0 if last is None else last.position, LARGEST_PAGE)):
        expected = (1, GENESIS) if previous is None else (previous.position + 1, previous.own_hash)
        revision = work.revisions.get(each.estimate_id, each.revision)
        approved = revision is not None and revision.state is RevisionState.APPROVED
        if not each.intact or (each.position, each.previous_hash) != expected:
            yield Finding(
                "approvals", slug, f"The approval {each.approval_id} is not the one that was given.", _RESTORE
            )
        elif revision is None or not approved or revision.content_hash != each.content_hash:
            yield Finding("approvals", slug, f"The approval {each.approval_id} is not of what was issued.", _RESTORE)
        else:
            frozen = work.revisions.content(each.estimate_id, each.revision)
            field = None if frozen is None else unlike(each, json.loads(frozen.content))
            if field is not None:
                sentence = f"The {field} of the approval {each.approval_id} is not what the approved content says."
                yield Finding("approvals", slug, sentence, _RESTORE)
        previous = each


def _papers(work: EstimatesWork, slug: str) -> Iterator[Finding]:
    """Find documents whose bytes are not those that were kept."""
    for each in all_of(lambda last: work.papers.page(None if last is None else last.id, _PAGE)):
        if sha256_of(each.content) != each.sha256:
            kind = each.kind.replace("_", " ")
            yield Finding("documents", slug, f"The document {each.id} ({kind}) is not what was kept.", _RESTORE)


EXPORT: Final = (ExportPart("estimates", _estimates, (APPROVE,)), ExportPart("approvals", _approvals, (APPROVE,)))
CHECKS: Final = (Check("estimates", _contents), Check("approvals", _chain), Check("documents", _papers))
