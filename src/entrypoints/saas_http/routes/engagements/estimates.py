"""Estimates: drafted, issued and withdrawn by staff, and shown to whoever may approve them (4.1, 4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from attrs import frozen

from saas_core.access.errors import StaffUnknown
from saas_core.engagements.errors import EngagementNotNow, ProfileMissing, RequestUnknown
from saas_core.engagements.estimates.commands import (
    CheckDocument,
    DiscardDraft,
    DraftChangeOrder,
    DraftEstimate,
    EditDraft,
    IssueEstimate,
    WithdrawEstimate,
)
from saas_core.engagements.estimates.errors import (
    AlreadyApproved,
    BelowWorked,
    ContentChanged,
    DocumentChecked,
    DocumentPending,
    DocumentsMissing,
    DocumentUnknown,
    DraftOpen,
    EstimateUnknown,
    LinkExpired,
    LinkUsed,
    LinkWithdrawn,
    NothingApproved,
    NotIssuable,
    NotReadable,
    RevisionFrozen,
    SamePerson,
    SignedAtWrong,
)
from saas_core.engagements.estimates.queries import DocumentView, EstimateView
from saas_core.engagements.estimates.values import LARGEST_DOCUMENT, RecordedDocumentId
from saas_core.kernel.bounds import Name
from saas_core.kernel.ids import EngagementId, EstimateId, UserId
from saas_core.kernel.revisions import RevisionStale
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import Call, Router, client, staff
from saas_http.files import BYTES
from saas_http.paging import Page
from saas_http.parsing.commands import fields_of
from saas_http.parsing.values import Number
from saas_web.streams import Upload

estimates = Router(
    "estimates", "Estimates of paid work; nothing is done or billed before one is approved in writing (4.2)."
)
staff_estimates = Router(
    "staff: estimates",
    "Estimates of a client's engagements: drafted, issued, withdrawn, changed by change orders; signed documents.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="staff_estimates",
)

LARGEST = 256 * 1024
"""In bytes: the largest body, with a hundred lines in any alphabet."""
UPLOAD_SECONDS = 120.0
SEEN = client("engagements.approve")
STAFF = staff("provider.estimates")
_HERE = (TenantUnknown, EstimateUnknown)


@frozen(kw_only=True)
class SignedBy:
    """Who signed the document, as whom, and when."""

    user_id: UserId
    typed_name: Name
    signed_at: datetime


@estimates.get("/engagements/{engagement_id}/estimates", SEEN, RequestUnknown, tagged=False)
def list_estimates(call: Call, engagement_id: EngagementId) -> Page[EstimateView]:
    """List the estimates of an engagement: the base first, then its change orders."""
    return Page(call.app.engagements.estimates.list_estimates(**call.acting, engagement_id=engagement_id), None)


@estimates.get("/estimates/{estimate_id}", SEEN, EstimateUnknown)
def show(call: Call, estimate_id: EstimateId) -> EstimateView:
    """Show an estimate with what was issued of it."""
    return call.app.engagements.estimates.show(**call.acting, estimate_id=estimate_id)


@frozen(kw_only=True)
class OfRevision:
    """The number of a revision."""

    revision: Annotated[int, Number(1, 10**6)] = 1


@estimates.get(
    "/estimates/{estimate_id}/document",
    SEEN,
    EstimateUnknown,
    tagged=False,
    streams=True,
    media=BYTES,
)
def document(call: Call, estimate_id: EstimateId, query: OfRevision) -> Iterator[bytes]:
    """Download the document of an issued revision, as it was rendered once."""
    paper = call.app.engagements.estimates.document(**call.acting, estimate_id=estimate_id, revision=query.revision)
    return iter((paper.content,))


staff_estimates.get("/engagements/{engagement_id}/estimates", STAFF, TenantUnknown, RequestUnknown, tagged=False)(
    list_estimates
)
staff_estimates.get("/estimates/{estimate_id}", STAFF, *_HERE)(show)


@staff_estimates.post(
    "/engagements/{engagement_id}/estimates",
    STAFF,
    TenantUnknown,
    RequestUnknown,
    EngagementNotNow,
    DraftOpen,
    AlreadyApproved,
    status=201,
    largest=LARGEST,
)
def draft(call: Call, body: DraftEstimate) -> EstimateView:
    """Draft the next revision of what an engagement takes; hours are in seconds, the day is in the client's zone."""
    return call.app.engagements.estimates.draft(**call.writing, **fields_of(body))


@staff_estimates.post(
    "/engagements/{engagement_id}/change-orders",
    STAFF,
    *_HERE,
    RequestUnknown,
    EngagementNotNow,
    DraftOpen,
    NothingApproved,
    AlreadyApproved,
    status=201,
    largest=LARGEST,
)
def change_order(call: Call, body: DraftChangeOrder) -> EstimateView:
    """Draft a change to what was approved; hours to take away are negative."""
    return call.app.engagements.estimates.change_order(**call.writing, **fields_of(body))


@staff_estimates.post("/estimates/{estimate_id}/edit", STAFF, *_HERE, RevisionFrozen, RevisionStale, largest=LARGEST)
def edit(call: Call, body: EditDraft) -> EstimateView:
    """Replace the whole of a draft, in the version that was seen."""
    return call.app.engagements.estimates.edit(**call.writing, **fields_of(body))


@staff_estimates.post("/estimates/{estimate_id}/discard", STAFF, *_HERE, RevisionFrozen, RevisionStale)
def discard(call: Call, body: DiscardDraft) -> EstimateView:
    """Discard a draft."""
    return call.app.engagements.estimates.discard(**call.writing, **fields_of(body))


@staff_estimates.post(
    "/estimates/{estimate_id}/issue",
    STAFF,
    *_HERE,
    AlreadyApproved,
    RevisionFrozen,
    RevisionStale,
    EngagementNotNow,
    NotIssuable,
    BelowWorked,
    DocumentPending,
    DocumentsMissing,
    ProfileMissing,
)
def issue(call: Call, body: IssueEstimate) -> EstimateView:
    """Issue a draft: its content is frozen, and those who may approve it get a link by mail."""
    return call.app.engagements.estimates.issue(**call.writing, **fields_of(body))


@staff_estimates.post("/estimates/{estimate_id}/withdraw", STAFF, *_HERE, RevisionFrozen, DocumentPending)
def withdraw(call: Call, body: WithdrawEstimate) -> EstimateView:
    """Withdraw what is issued; its links die, and both sides are told."""
    return call.app.engagements.estimates.withdraw(**call.writing, **fields_of(body))


@staff_estimates.get("/estimates/{estimate_id}/documents", STAFF, *_HERE, tagged=False)
def list_documents(call: Call, estimate_id: EstimateId) -> Page[DocumentView]:
    """List the signed documents that were recorded on an estimate."""
    return Page(call.app.engagements.recording.list_documents(**call.acting, estimate_id=estimate_id), None)


@staff_estimates.post(
    "/estimates/{estimate_id}/documents",
    STAFF,
    *_HERE,
    DocumentPending,
    SignedAtWrong,
    NotReadable,
    LinkUsed,
    LinkWithdrawn,
    LinkExpired,
    uploads=(BYTES,),
    largest=LARGEST_DOCUMENT + 1,
    within=UPLOAD_SECONDS,
)
def record_document(call: Call, estimate_id: EstimateId, upload: Upload, query: SignedBy) -> DocumentView:
    """Record a document, signed by an authorized person of the client; a second member of staff checks it."""
    return call.app.engagements.recording.record(
        **call.writing,
        estimate_id=estimate_id,
        user_id=query.user_id,
        typed_name=query.typed_name,
        signed_at=query.signed_at,
        content=b"".join(upload.pieces()),
    )


@estimates.get("/recorded-documents/{document_id}", SEEN, DocumentUnknown, tagged=False, streams=True, media=BYTES)
def recorded_document(call: Call, document_id: RecordedDocumentId) -> Iterator[bytes]:
    """Download a recorded document as it came: to check it, or to see what somebody is said to have signed."""
    paper = call.app.engagements.recording.document(**call.acting, document_id=document_id)
    return iter((paper.content,))


staff_estimates.get(
    "/recorded-documents/{document_id}",
    STAFF,
    TenantUnknown,
    DocumentUnknown,
    tagged=False,
    streams=True,
    media=BYTES,
)(recorded_document)


@staff_estimates.post(
    "/recorded-documents/{document_id}/check",
    STAFF,
    TenantUnknown,
    DocumentUnknown,
    DocumentChecked,
    SamePerson,
    StaffUnknown,
    RevisionFrozen,
    BelowWorked,
    ContentChanged,
    EngagementNotNow,
)
def check_document(call: Call, body: CheckDocument) -> DocumentView:
    """Check a recorded document as another member of staff, who names the hash of what was read; it counts, or not."""
    return call.app.engagements.recording.check(**call.writing, **fields_of(body))
