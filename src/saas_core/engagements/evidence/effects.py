"""Seals and time stamps of approvals: made after the commit, tried again until they stand, never the basis."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from attrs import frozen

from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.ports import EstimatesWork, Paper
from saas_core.engagements.evidence.errors import EvidenceIncomplete
from saas_core.engagements.evidence.ports import Marks, Notaries
from saas_core.engagements.evidence.queries import document_of, noted
from saas_core.engagements.evidence.values import SEALED, STAMP_TYPE, TIME_STAMP, place_of
from saas_core.kernel.actors import System
from saas_core.kernel.ids import ApprovalId, EntryId, Ids, PaperId, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.work import Effect, Transactions

SEALER: Final = System("notary")
_APPROVAL: Final = "The approval"
_DOCUMENT: Final = "The document of the approval"


@frozen(kw_only=True)
class Sealing:
    """Marks the journal, seals the document of an approval, and has the approval stamped, as far as configured."""

    transactions: Transactions[EstimatesWork]
    clock: Clock
    ids: Ids
    notaries: Notaries
    marks: Marks

    def carry_out(self, tenant_id: TenantId, effect: Effect) -> None:
        """Make what is missing, outside of any transaction, and store it.

        Raises ProviderFault, EvidenceIncomplete, ChainBroken.
        """
        approval_id = ApprovalId(UUID(str(effect.body["approval"])))
        with self.transactions.read(tenant_id) as work:
            approval = work.approvals.get(approval_id)
            if approval is None:
                raise EvidenceIncomplete(_APPROVAL)
            document, position = document_of(work, approval), noted(work, approval).position
            stands = {kind: bool(work.papers.of(kind, place_of(approval_id))) for kind in (SEALED, TIME_STAMP)}
        if document is None:
            raise EvidenceIncomplete(_DOCUMENT)
        # First of all, since nothing outside is needed for it.
        self.marks.of_entry(tenant_id, position)
        seals, stamps = self.notaries.seals, self.notaries.stamps
        # Each is stored once it is made, so that a failure of the second does not lose the first.
        if stamps is not None and not stands[TIME_STAMP]:
            self._keep(tenant_id, approval, TIME_STAMP, STAMP_TYPE, stamps.stamp(approval.own_hash.encode()))
        if seals is not None and not stands[SEALED]:
            sealed = seals.seal(document.content, f"Approved: {approval.own_hash}")
            self._keep(tenant_id, approval, SEALED, document.media_type, sealed)

    def _keep(self, tenant_id: TenantId, approval: Approval, kind: str, media_type: str, content: bytes) -> None:
        place, digest = place_of(approval.approval_id), sha256_of(content)
        with self.transactions.begin(tenant_id) as work:
            # Another worker may have been faster; one seal and one stamp are enough.
            if work.papers.of(kind, place):
                return
            paper = Paper(
                id=PaperId(self.ids.new()), kind=kind, of=place, sha256=digest, media_type=media_type, content=content
            )
            work.papers.put(paper)
            draft = JournalEntryDraft(
                id=EntryId(self.ids.new()),
                at=self.clock.now(),
                by=SEALER,
                action=f"engagements.{kind}",
                subject=place,
                details={"approval": approval.own_hash, "paper": digest},
            )
            work.journal.append(draft)
            work.commit()
