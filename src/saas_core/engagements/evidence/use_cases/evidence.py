"""Evidence of approvals: shown, exported for a court or an accountant, and verified (4.2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.errors import ApprovalUnknown
from saas_core.engagements.estimates.model.approval import Approval, evidence
from saas_core.engagements.estimates.ports import EstimatesWork, Paper
from saas_core.engagements.estimates.ports.asking import Documents
from saas_core.engagements.evidence.errors import EvidenceIncomplete, NotMade
from saas_core.engagements.evidence.policies.packing import pack_bytes, packed
from saas_core.engagements.evidence.policies.verifying import verified
from saas_core.engagements.evidence.ports import Marks, Notaries
from saas_core.engagements.evidence.queries import (
    EvidenceView,
    content_of,
    document_of,
    earlier,
    evidence_view,
    made,
    noted,
)
from saas_core.engagements.evidence.values import SEALED, TIME_STAMP, File, PackReport, Parts
from saas_core.engagements.values import APPROVE, STAFF
from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.ids import ApprovalId, Ids, TenantId
from saas_core.kernel.instants import Clock, parse_instant
from saas_core.kernel.journal import Checkpoint, PublicKey
from saas_core.kernel.work import Transactions
from saas_core.policy import acting
from saas_core.policy.ports import Judge

_DOCUMENT = "The document of the approval"
_SIGNED = "The signed document"
_TERMS = "The terms that the approval names"


@checked
class Evidence:
    """The evidence of a client's approvals.

    The client's people see it who may approve there, as they see estimates and receipts, and staff that sees requests.
    """

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[EstimatesWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        marks: Marks,
        documents: Documents,
        notaries: Notaries,
        script: Callable[[], bytes],
    ) -> None:
        """Take the ports; `script` returns the script that checks a pack without our software."""
        self._acts = acting.Acts[EstimatesWork](transactions, clock, ids, judge)
        self._marks = marks
        self._documents = documents
        self._notaries = notaries
        self._script = script

    def show(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> EvidenceView:
        """Return the evidence of an approval in brief; raises ApprovalUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            return evidence_view(act.work, _seen(act, approval_id), self._notaries)

    def pack(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> bytes:
        """Return a pack of everything about an approval, as JSON that others verify without us.

        A checkpoint of the journal is taken at the approval's entry if there is none. Raises ApprovalUnknown, Refused,
        EvidenceIncomplete, ChainBroken for a journal that does not verify, DocumentsMissing.
        """
        with self._acts.read(tenant_id, by) as act:
            approval = _seen(act, approval_id)
            # What work rests on first: of a changed approval the field is named, not that its entry is missing.
            content_of(act.work, approval)
            first = noted(act.work, approval)
        mark = self._marks.of_entry(tenant_id, first.position)
        with self._acts.read(tenant_id, by) as act:
            parts = self._parts(act, _seen(act, approval_id), mark)
        signed_by = next(each.key_id for each in parts.keys if each.current)
        by_keys: list[str] = []

        def sign(content: bytes) -> str:
            key_id, signature = self._marks.sign(content)
            by_keys.append(key_id)
            return signature

        made = pack_bytes(packed(parts, signed_by, sign))
        # The key was rotated in between: what names the former one is made anew.
        return made if by_keys == [signed_by] else self.pack(by=by, tenant_id=tenant_id, approval_id=approval_id)

    def document(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> bytes:
        """Return the evidence of an approval as PDF, with the pack inside; raises as `pack` does."""
        pack = self.pack(by=by, tenant_id=tenant_id, approval_id=approval_id)
        content: dict[str, object] = json.loads(pack)
        # Dated as the pack is, so that whoever verifies it makes the same bytes, and finds pages that were exchanged.
        return self._documents.render("evidence", content, parse_instant(str(content["made_at"]), "made_at"))

    def sealed(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> bytes:
        """Return the sealed document of an approval; raises ApprovalUnknown, Refused, and NotMade while it is not."""
        return self._made(by, tenant_id, approval_id, SEALED)

    def time_stamp(self, *, by: Actor, tenant_id: TenantId, approval_id: ApprovalId) -> bytes:
        """Return the time stamp over the hash of an approval; raises as `sealed` does."""
        return self._made(by, tenant_id, approval_id, TIME_STAMP)

    def script(self) -> bytes:
        """Return the script that checks a pack without our software; raises DocumentsMissing."""
        return self._script()

    def verify(self, *, pack: bytes, known: Iterable[str] = ()) -> PackReport:
        """Return what a whole pack shows; raises EvidenceBroken naming the first field that does not hold.

        `known` are public keys in base64; without them those that are published here count as the provider's. A time
        stamp is checked where an authority is configured. Nothing outside the pack is read.
        """
        stamps = self._notaries.stamps
        keys = tuple(known) or tuple(each.public_key for each in self._marks.keys())  # noqa: SIM118 - no mapping
        stamped = None if stamps is None else stamps.stamped
        return verified(pack, signs=self._marks.signs, stamped=stamped, known=keys)

    def _made(self, by: Actor, tenant_id: TenantId, approval_id: ApprovalId, kind: str) -> bytes:
        with self._acts.read(tenant_id, by) as act:
            found = made(act.work, _seen(act, approval_id), kind)
        if found is None:
            raise NotMade(kind)
        return found.content

    def _parts(self, act: acting.Act[EstimatesWork], approval: Approval, mark: Checkpoint) -> Parts:
        work = act.work
        document = _required(document_of(work, approval), _DOCUMENT)
        signing = approval.signing
        terms = work.terms.get(approval.terms_version)
        if terms is None:
            raise EvidenceIncomplete(_TERMS)
        sealed, stamp = made(work, approval, SEALED), made(work, approval, TIME_STAMP)
        return Parts(
            made_at=act.at,
            record=evidence(approval),
            record_hash=approval.own_hash,
            content=content_of(work, approval),
            document=_file(document),
            terms_text=terms.document,
            earlier=earlier(work, approval),
            # The approval's own entry alone: others tell of the client's people and roles, which are not the reader's.
            path=(noted(work, approval),),
            checkpoint=mark,
            keys=_used(self._marks.keys(), mark.signed_by),
            script_hash=sha256_of(self._script()),
            signed_paper=None if signing is None else _file(_required(work.papers.get(signing.paper_id), _SIGNED)),
            sealed=None if sealed is None else _file(sealed),
            time_stamp=None if stamp is None else stamp.content,
        )


def _seen(act: acting.Act[EstimatesWork], approval_id: ApprovalId) -> Approval:
    """Return an approval that the actor may see; raises ApprovalUnknown, Refused."""
    if isinstance(act.by, Staff):
        act.require(STAFF)
    found = act.work.approvals.get(approval_id)
    if not isinstance(act.by, Staff):
        engagement = None if found is None else act.work.engagements.get(found.engagement_id)
        department = None if engagement is None else engagement.department_id
        # Before anything is said of an approval: whoever may see none learns nothing of any.
        act.require(APPROVE, department)
    if found is None:
        raise ApprovalUnknown
    return found


def _used(keys: Iterable[PublicKey], signed_by: str) -> tuple[PublicKey, ...]:
    return tuple(each for each in keys if each.current or each.key_id == signed_by)


def _required(paper: Paper | None, what: str) -> Paper:
    if paper is None:
        raise EvidenceIncomplete(what)
    return paper


def _file(paper: Paper) -> File:
    return File(paper.media_type, paper.content)
