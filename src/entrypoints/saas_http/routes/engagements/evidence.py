"""Evidence of approvals: shown, and downloaded for a court or an accountant (4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from saas_core.engagements.estimates.errors import ApprovalUnknown, DocumentsMissing
from saas_core.engagements.evidence.errors import EvidenceBroken, EvidenceIncomplete, NotMade
from saas_core.engagements.evidence.queries import EvidenceView
from saas_core.engagements.evidence.values import PackReport
from saas_core.gate.errors import ChainBroken
from saas_core.kernel.ids import ApprovalId
from saas_core.tenancy.errors import TenantUnknown
from saas_http.endpoints import OPEN, Call, Router, client, staff
from saas_http.files import BYTES
from saas_web.streams import Download, Upload

evidence = Router("evidence", "What shows to others, without our software, what was approved.", name="evidence")
staff_evidence = Router(
    "staff: evidence",
    "Evidence of a client's approvals.",
    prefix="/v1/staff/tenants/{tenant_id}",
    name="staff_evidence",
)

LARGEST = 16 * 1024 * 1024
"""In bytes: the largest pack that is verified here; a larger one is verified by the shell or by the script."""
SECONDS = 60.0
"""A pack may take a checkpoint, for which the journal is read from its start."""
SEEN = client("engagements.approve")
STAFF = staff("provider.estimates")
WHOLE = (ApprovalUnknown, EvidenceIncomplete, ChainBroken, DocumentsMissing)
FILE = {"tagged": False, "streams": True, "media": BYTES, "within": SECONDS}


@evidence.get("/approvals/{approval_id}/evidence", SEEN, ApprovalUnknown, tagged=False)
def show(call: Call, approval_id: ApprovalId) -> EvidenceView:
    """Show the hashes of an approval with its whole record, and whether its seal and time stamp stand."""
    return call.app.engagements.evidence.show(**call.acting, approval_id=approval_id)


@evidence.get("/approvals/{approval_id}/evidence/pack", SEEN, *WHOLE, **FILE)
def pack(call: Call, approval_id: ApprovalId) -> Iterator[bytes]:
    """Download everything about an approval as JSON, which others verify without us."""
    found = call.app.engagements.evidence.pack(**call.acting, approval_id=approval_id)
    return _download(found, "evidence.json")


@evidence.get("/approvals/{approval_id}/evidence/document", SEEN, *WHOLE, **FILE)
def document(call: Call, approval_id: ApprovalId) -> Iterator[bytes]:
    """Download the same as PDF, with the JSON inside."""
    found = call.app.engagements.evidence.document(**call.acting, approval_id=approval_id)
    return _download(found, "evidence.pdf")


@evidence.get("/approvals/{approval_id}/evidence/sealed", SEEN, ApprovalUnknown, NotMade, **FILE)
def sealed(call: Call, approval_id: ApprovalId) -> Iterator[bytes]:
    """Download the sealed document of an approval."""
    found = call.app.engagements.evidence.sealed(**call.acting, approval_id=approval_id)
    return _download(found, "estimate-sealed.pdf")


@evidence.get("/approvals/{approval_id}/evidence/time-stamp", SEEN, ApprovalUnknown, NotMade, **FILE)
def time_stamp(call: Call, approval_id: ApprovalId) -> Iterator[bytes]:
    """Download the time stamp over the hash of an approval."""
    found = call.app.engagements.evidence.time_stamp(**call.acting, approval_id=approval_id)
    return _download(found, "approval.tsr")


@evidence.get("/evidence/script", OPEN, DocumentsMissing, tagged=False, media="text/plain")
def script(call: Call) -> str:
    """Return the script that verifies a pack without our software; packs name its hash."""
    return call.app.engagements.evidence.script().decode()


@evidence.ask("/evidence/verification", client(), EvidenceBroken, uploads=(BYTES,), largest=LARGEST, within=SECONDS)
def verify(call: Call, upload: Upload) -> PackReport:
    """Verify a pack; what does not hold is EVIDENCE_BROKEN, naming the field. Nothing outside the pack is read."""
    return call.app.engagements.evidence.verify(pack=b"".join(upload.pieces()))


staff_evidence.get("/approvals/{approval_id}/evidence", STAFF, TenantUnknown, ApprovalUnknown, tagged=False)(show)
staff_evidence.get("/approvals/{approval_id}/evidence/pack", STAFF, TenantUnknown, *WHOLE, **FILE)(pack)
staff_evidence.get("/approvals/{approval_id}/evidence/document", STAFF, TenantUnknown, *WHOLE, **FILE)(document)
staff_evidence.get("/approvals/{approval_id}/evidence/sealed", STAFF, TenantUnknown, ApprovalUnknown, NotMade, **FILE)(
    sealed
)
staff_evidence.get(
    "/approvals/{approval_id}/evidence/time-stamp", STAFF, TenantUnknown, ApprovalUnknown, NotMade, **FILE
)(time_stamp)


def _download(content: bytes, name: str) -> Download:
    return Download(iter((content,)), ((b"content-disposition", f'attachment; filename="{name}"'.encode()),))
