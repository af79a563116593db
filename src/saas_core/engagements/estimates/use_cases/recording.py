"""Recording: a signed document as an approval, by one member of staff and checked by another (4.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import evolve, frozen

from saas_core.engagements.estimates.commands import CheckDocument, RecordDocument
from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.errors import (
    ContentChanged,
    DocumentUnknown,
    EstimateUnknown,
    NotReadable,
    SignedAtWrong,
)
from saas_core.engagements.estimates.letters import DOCUMENT_RECORDED, DOCUMENT_REFUSED
from saas_core.engagements.estimates.model.approval import Signing
from saas_core.engagements.estimates.model.recorded import RecordedDocument, document_type
from saas_core.engagements.estimates.ports import EstimatesWork, Paper
from saas_core.engagements.estimates.ports.asking import Person
from saas_core.engagements.estimates.queries import DocumentView, PaperView, document_view
from saas_core.engagements.estimates.use_cases.act import (
    EXPIRE,
    Act,
    Acts,
    Desk,
    approval_of,
    approving,
    client_side,
    engagement_in,
    estimate_in,
    in_state,
    provider_side,
    staff_id_of,
    tell,
)
from saas_core.engagements.estimates.use_cases.approving import NOWHERE
from saas_core.engagements.estimates.use_cases.authorizing import Matter, Proof, authorize
from saas_core.engagements.estimates.use_cases.ending import newest_of, over, require_no_pending
from saas_core.engagements.estimates.use_cases.signed_in import require_seeing
from saas_core.engagements.estimates.values import (
    LARGEST_DOCUMENT,
    ApprovalKind,
    CheckState,
    RecordedDocumentId,
    RevisionState,
)
from saas_core.engagements.use_cases.repeats import Anew, carried_out
from saas_core.engagements.values import STAFF
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import journal_form
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EstimateId, Ids, PaperId, TenantId, UserId
from saas_core.kernel.instants import Clock
from saas_core.kernel.journal import Value
from saas_core.kernel.work import Transactions
from saas_core.policy.acting import Caller
from saas_core.policy.decision import Decision, Refused
from saas_core.policy.ports import Judge


@checked
class Recording:
    """Signed documents that staff records as approvals; until a second person checked one, it authorizes nothing."""

    def __init__(
        self, *, transactions: Transactions[EstimatesWork], clock: Clock, ids: Ids, judge: Judge, desk: Desk
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._desk = desk

    def record(  # noqa: PLR0913 - who, on what, signed by whom, as whom, when, with which bytes
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        estimate_id: EstimateId,
        user_id: UserId,
        typed_name: str,
        signed_at: datetime,
        content: bytes,
        idempotency_key: str | None = None,
    ) -> DocumentView:
        """Record a document, signed by an authorized person of the client on what is issued; the client is told.

        It is a PDF or a picture of at most 10 MB. The person must have had the authority, and the revision must have
        been open, at the instant of signing. Raises EstimateUnknown, LinkOver, DocumentPending, SignedAtWrong,
        NotReadable, Refused, InvalidValue, KeyReused. Clause 4.2.
        """
        kind = document_type(content)
        if len(content) > LARGEST_DOCUMENT:
            message = f"has {len(content)} bytes; {LARGEST_DOCUMENT} are allowed."
            raise InvalidValue(message, field="content", remedy="Record it with fewer or smaller pictures.")
        if kind is None:
            raise NotReadable
        command = RecordDocument(
            estimate_id=estimate_id,
            user_id=user_id,
            typed_name=typed_name,
            signed_at=signed_at,
            paper_hash=sha256_of(content),
        )

        def record(act: Act, command: RecordDocument) -> DocumentView:
            return _record(act, self._desk, command, content, kind)

        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, _ANEW, record, judged=_staff, digests=self._desk.digests)

    def check(  # noqa: PLR0913 - who, which, with what outcome
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        document_id: RecordedDocumentId,
        agrees: bool,
        paper_hash: str | None = None,
        reason: str = "",
        idempotency_key: str | None = None,
    ) -> DocumentView:
        """Check a document as another, independent member of staff: it approves the revision from now on, or not.

        `paper_hash` is that of the bytes that were read; nobody agrees to a document without naming it. Raises
        ContentChanged for another one, DocumentUnknown, DocumentChecked, SamePerson, StaffUnknown, RevisionFrozen,
        BelowWorked, Refused, InvalidValue, KeyReused. Clause 4.2.
        """
        command = CheckDocument(document_id=document_id, agrees=agrees, paper_hash=paper_hash, reason=reason)
        caller = Caller(by, tenant_id, idempotency_key)
        return carried_out(self._acts, command, caller, _ANEW, self._check, judged=_staff)

    def document(self, *, by: Actor, tenant_id: TenantId, document_id: RecordedDocumentId) -> PaperView:
        """Return a recorded document as it came, for staff and for the client's people who may approve there.

        Raises DocumentUnknown, Refused.
        """
        with self._acts.read(tenant_id, by) as act:
            found = act.work.recorded_documents.get(document_id)
            engagement_id = None if found is None else estimate_in(act, found.estimate_id).engagement_id
            require_seeing(act, None if engagement_id is None else engagement_in(act, engagement_id).department_id)
            paper = None if found is None else act.work.papers.get(found.paper_id)
            if paper is None:
                raise DocumentUnknown
            return PaperView(
                paper_id=paper.id,
                kind=paper.kind,
                media_type=paper.media_type,
                sha256=paper.sha256,
                content=paper.content,
            )

    def list_documents(self, *, by: Actor, tenant_id: TenantId, estimate_id: EstimateId) -> tuple[DocumentView, ...]:
        """Return the documents recorded on an estimate, for staff; raises EstimateUnknown, Refused."""
        with self._acts.read(tenant_id, by) as act:
            act.require(STAFF)
            estimate = estimate_in(act, estimate_id)
            approval = approval_of(act, estimate)
            agreed = None if approval is None or approval.signing is None else approval
            return tuple(
                document_view(each, agreed if each.state is CheckState.AGREED else None)
                for each in act.work.recorded_documents.of(estimate_id)
            )

    def _check(self, act: Act, command: CheckDocument) -> DocumentView:
        document = act.work.recorded_documents.get(command.document_id)
        if document is None:
            raise DocumentUnknown
        second = staff_id_of(act)
        _require_read(document, command)
        checked_now = document.checked(second, act.at, agrees=command.agrees, reason=command.reason)
        self._desk.colleagues.require_second(document.recorded_by, second, document.recorded_at)
        act.work.recorded_documents.save(checked_now)
        if command.agrees:
            return self._agreed(act, command, checked_now)
        matter = _matter(act, self._desk, checked_now)
        told = (f"user:{document.signer_id}", *provider_side(matter.revision), f"staff:{document.recorded_by}")
        tell(act, DOCUMENT_REFUSED.name, matter.estimate, document.revision, told, document=str(document.id))
        if matter.revision.state is RevisionState.ISSUED and matter.revision.expires_at is not None:
            # Its expiry waited for the check.
            act.work.tasks.want(EXPIRE, f"{matter.estimate.id}:{document.revision}", matter.revision.expires_at)
        act.note(command.NAME, f"estimate:{document.estimate_id}", journal_form(command))
        return document_view(checked_now)

    def _agreed(self, act: Act, command: CheckDocument, document: RecordedDocument) -> DocumentView:
        matter = _matter(act, self._desk, document)
        decision = _authority(act, matter, document.signed_at)
        signing = Signing(
            signed_at=document.signed_at,
            paper_id=document.paper_id,
            paper_hash=document.paper_hash,
            recorded_by=document.recorded_by,
            recorded_at=document.recorded_at,
            checked_by=staff_id_of(act),
        )
        proof = Proof(
            kind=ApprovalKind.DOCUMENT,
            typed_name=document.typed_name,
            content_hash=document.content_hash,
            presented_at=None,
            decision=decision,
            decided_at=document.signed_at,
            signing=signing,
        )
        approval = authorize(act, self._desk, matter, proof)
        details = {"approval": str(approval.approval_id), "evidence": approval.own_hash}
        act.note(command.NAME, f"estimate:{document.estimate_id}", {**journal_form(command), **details})
        return document_view(document, approval)


def _require_read(document: RecordedDocument, command: CheckDocument) -> None:
    """Require that the bytes that were read are those that were recorded; raises InvalidValue, ContentChanged."""
    if command.agrees and command.paper_hash is None:
        message = "is missing: nobody agrees to a document that was not read (clause 4.2)."
        raise InvalidValue(message, field="paper_hash", remedy="Read the document, and give the hash of its bytes.")
    if command.paper_hash not in {None, document.paper_hash}:
        raise ContentChanged


@frozen(kw_only=True)
class _Kept:
    """What is kept of a command on a recorded document; who signed it is not."""

    document_id: RecordedDocumentId


def _document(act: Act, kept: _Kept) -> DocumentView:
    found = act.work.recorded_documents.get(kept.document_id)
    if found is None:
        raise DocumentUnknown
    approval = approval_of(act, estimate_in(act, found.estimate_id)) if found.state is CheckState.AGREED else None
    return document_view(found, approval)


_ANEW: Final = Anew[EstimatesWork, _Kept, DocumentView](
    kept=_Kept, of=lambda view: _Kept(document_id=view.document_id), made=_document
)


def _staff(act: Act, _command: RecordDocument | CheckDocument) -> None:
    act.require(STAFF)


def _record(act: Act, desk: Desk, command: RecordDocument, content: bytes, kind: str) -> DocumentView:
    recorder = staff_id_of(act)
    estimate = estimate_in(act, command.estimate_id)
    revisions = act.work.revisions.of(estimate.id)
    issued = in_state(revisions, RevisionState.ISSUED)
    last = issued or next((each for each in reversed(revisions) if each.issued_at is not None), None)
    if last is None:
        raise EstimateUnknown
    ended = over(last, newest_of(revisions), act.at, approval_of(act, estimate))
    if ended is not None:
        raise ended
    require_no_pending(act.work, last)
    if command.signed_at > act.at or not last.open_at(command.signed_at):
        raise SignedAtWrong
    document = RecordedDocument(
        id=RecordedDocumentId(act.ids.new()),
        estimate_id=estimate.id,
        revision=last.number,
        content_hash=last.content_hash or "",
        signer_id=command.user_id,
        typed_name=command.typed_name,
        signed_at=command.signed_at,
        paper_id=PaperId(act.ids.new()),
        paper_hash=command.paper_hash,
        recorded_by=recorder,
        recorded_at=act.at,
    )
    matter = _matter(act, desk, document)
    _authority(act, matter, document.signed_at)
    paper = Paper(
        id=document.paper_id,
        kind="signed",
        of=f"{estimate.id}:{last.number}",
        sha256=command.paper_hash,
        media_type=kind,
        content=content,
    )
    act.work.papers.put(paper)
    act.work.recorded_documents.save(document)
    told = (f"user:{document.signer_id}", *client_side(act, estimate, last.number))
    tell(act, DOCUMENT_RECORDED.name, estimate, last.number, told, document=str(document.id))
    details: dict[str, Value] = {"document": str(document.id), "revision": last.number}
    act.note(command.NAME, f"estimate:{estimate.id}", {**journal_form(command, desk.digests), **details})
    return document_view(document)


def _matter(act: Act, desk: Desk, document: RecordedDocument) -> Matter:
    revision = act.work.revisions.get(document.estimate_id, document.revision)
    if revision is None:
        raise EstimateUnknown
    # Whoever left the client meanwhile had the authority at the instant of signing, and is named by the document.
    person = desk.people.person(act.work, document.signer_id)
    named = person or Person(user_id=document.signer_id, name=document.typed_name, address="")
    return Matter(estimate=estimate_in(act, document.estimate_id), revision=revision, person=named, peer=NOWHERE)


def _authority(act: Act, matter: Matter, signed_at: datetime) -> Decision:
    """Return the decision that let the person approve this total at the instant of signing; raises Refused (4.2)."""
    engagement = engagement_in(act, matter.estimate.engagement_id)
    signer = ClientUser(act.work.tenant_id, matter.person.user_id)
    question = approving(act.work.tenant_id, signer, matter.maximum, engagement.department_id)
    decision = evolve(act, at=signed_at).answer(question)
    if not decision.allowed:
        raise Refused(decision)
    return decision
