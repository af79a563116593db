"""Approval in writing: by people who are signed in, or through a mailed link and its code; no GET decides (4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from attrs import frozen

from saas_core.engagements.errors import EngagementNotNow
from saas_core.engagements.estimates.commands import ApproveEstimate, DeclineEstimate, Hash, Prose, TypedName
from saas_core.engagements.estimates.errors import (
    ApprovalUnknown,
    BelowWorked,
    CodeWrong,
    ContentChanged,
    EstimateUnknown,
    LinkExpired,
    LinkSuperseded,
    LinkUnknown,
    LinkUsed,
    LinkWithdrawn,
    NeedsSession,
    NotAccepted,
    NotPresented,
    TooManyCodes,
    Undecided,
)
from saas_core.engagements.estimates.queries.deciding import (
    Identified,
    IssuedText,
    LinkState,
    Presented,
    Receipt,
    WaitingEstimateView,
)
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import ApprovalId, EstimateId
from saas_core.kernel.secrets import Secret
from saas_http.endpoints import OPEN, Call, Router, client
from saas_http.files import BYTES
from saas_http.paging import Page, Paging
from saas_http.parsing.commands import fields_of
from saas_http.parsing.values import Token
from saas_http.routes.engagements.estimates import OfRevision
from saas_http.routes.incoming.files import SANDBOXED

deciding = Router("approval", "Approving or declining an estimate as a person who is signed in (4.2).", name="deciding")
approving = Router(
    "approval by link", "Approving or declining an estimate through a mailed link and its code (4.2).", name="approving"
)

APPROVE = client("engagements.approve")
_OVER = (LinkUsed, LinkSuperseded, LinkWithdrawn, LinkExpired)
_DECIDING = (NotPresented, ContentChanged, *_OVER)
SETTLES = 0.3
"""In seconds: longer than a code takes, so that timing tells nothing about a link."""

Code = Annotated[str, Text(1, 20, r"[ -~]+"), Secret]
Nonce = Annotated[str, Text(1, 200, r"[!-~]+"), Secret]


@frozen(kw_only=True)
class OpenLink:
    """The token from a mailed link."""

    token: Token


@frozen(kw_only=True)
class GiveCode:
    """The token from a mailed link, and the code from the letter that followed."""

    token: Token
    code: Code


@frozen(kw_only=True)
class AsIdentified:
    """The secret that was given for the code."""

    secret: Token


@frozen(kw_only=True)
class ApproveWith:
    """The approval of exactly what was shown."""

    secret: Token
    nonce: Nonce
    content_hash: Hash
    typed_name: TypedName
    accept_estimate: bool
    accept_ownership: bool


@frozen(kw_only=True)
class DeclineWith:
    """The refusal of exactly what was shown, and why."""

    secret: Token
    nonce: Nonce
    content_hash: Hash
    reason: Prose


def _signed_in(call: Call, estimate_id: EstimateId) -> dict[str, Any]:
    """Return who decides, and for which client; raises NeedsSession for a key, whoever holds it.

    Raises Refused first for whoever has no right to estimates at all.
    """
    if call.session_id is None:
        call.app.engagements.deciding.who_decides(**call.acting, estimate_id=estimate_id)
        raise NeedsSession
    return call.acting


@deciding.get("/estimates/{estimate_id}/approvers", client("engagements.request"), EstimateUnknown, tagged=False)
def who_decides(call: Call, estimate_id: EstimateId) -> tuple[str, ...]:
    """List the names of those who may approve what is issued; nothing of the estimate is told."""
    return call.app.engagements.deciding.who_decides(**call.acting, estimate_id=estimate_id)


@deciding.post("/estimates/{estimate_id}/present", APPROVE, EstimateUnknown, NeedsSession, *_OVER, keyed=False)
def present(call: Call, estimate_id: EstimateId) -> Presented:
    """Show what is issued in full, with a session and never with a key; that it was shown is kept."""
    return call.app.engagements.deciding.present(**_signed_in(call, estimate_id), estimate_id=estimate_id)


@deciding.post(
    "/estimates/{estimate_id}/approve",
    APPROVE,
    EstimateUnknown,
    NeedsSession,
    NotAccepted,
    BelowWorked,
    EngagementNotNow,
    *_DECIDING,
    keyed=False,
)
def approve(call: Call, body: ApproveEstimate) -> Receipt:
    """Approve exactly what was shown, with a session and never with a key; whoever comes second gets the receipt."""
    return call.app.engagements.deciding.approve(
        **_signed_in(call, body.estimate_id), peer=call.peer, **fields_of(body)
    )


@deciding.post("/estimates/{estimate_id}/decline", APPROVE, EstimateUnknown, NeedsSession, *_DECIDING, keyed=False)
def decline(call: Call, body: DeclineEstimate) -> Receipt:
    """Decline exactly what was shown, with a session and never with a key."""
    return call.app.engagements.deciding.decline(
        **_signed_in(call, body.estimate_id), peer=call.peer, **fields_of(body)
    )


@deciding.get("/approvals/{approval_id}/receipt", APPROVE, ApprovalUnknown, tagged=False)
def receipt(call: Call, approval_id: ApprovalId) -> Receipt:
    """Show the receipt of an approval."""
    return call.app.engagements.deciding.receipt(**call.acting, approval_id=approval_id)


@deciding.get("/estimates/{estimate_id}/receipt", APPROVE, Undecided, tagged=False)
def decided(call: Call, estimate_id: EstimateId, query: OfRevision) -> Receipt:
    """Show the receipt of what was decided about a revision, a decline too."""
    return call.app.engagements.deciding.decided(**call.acting, estimate_id=estimate_id, revision=query.revision)


@deciding.get("/estimates/{estimate_id}/text", APPROVE, EstimateUnknown, tagged=False)
def text(call: Call, estimate_id: EstimateId, query: OfRevision) -> IssuedText:
    """Show what was issued in full, as it was frozen, whatever became of it."""
    return call.app.engagements.deciding.text(**call.acting, estimate_id=estimate_id, revision=query.revision)


@deciding.get("/waiting-estimates", client(), EstimateUnknown, tagged=False)
def awaiting(call: Call, query: Paging) -> Page[WaitingEstimateView]:
    """List the estimates and change orders that wait for a decision of whoever asks, the newest first."""
    read = call.app.engagements.deciding.awaiting
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, after=after, limit=limit), lambda each: each.estimate_id
    )


@approving.ask("/approvals/by-link/open", OPEN, LinkUnknown)
def opened(call: Call, body: OpenLink) -> LinkState:
    """Say whether a link is genuine; changes nothing, and tells nothing of the estimate."""
    return call.app.engagements.approving.opened(token=body.token)


@approving.post("/approvals/by-link/code", OPEN, LinkUnknown, TooManyCodes, keyed=False, settles=SETTLES)
def send_code(call: Call, body: OpenLink) -> LinkState:
    """Mail a code to the approver of the link, whoever opened it."""
    return call.app.engagements.approving.send_code(token=body.token, peer=call.peer)


@approving.post("/approvals/by-link/identify", OPEN, LinkUnknown, CodeWrong, *_OVER, keyed=False)
def identify(call: Call, body: GiveCode) -> Identified:
    """Give the code; the secret in the answer opens the estimate for an hour."""
    return call.app.engagements.approving.identify(token=body.token, code=body.code, peer=call.peer)


@approving.post("/approvals/by-link/present", OPEN, LinkUnknown, *_OVER, keyed=False)
def present_by_link(call: Call, body: AsIdentified) -> Presented:
    """Show the estimate in full to its identified approver."""
    return call.app.engagements.approving.present(secret=body.secret)


@approving.post(
    "/approvals/by-link/approve", OPEN, LinkUnknown, NotAccepted, BelowWorked, EngagementNotNow, *_DECIDING, keyed=False
)
def approve_by_link(call: Call, body: ApproveWith) -> Receipt:
    """Approve exactly what was shown; whoever comes second gets the receipt."""
    return call.app.engagements.approving.approve(peer=call.peer, **fields_of(body))


@approving.post("/approvals/by-link/decline", OPEN, LinkUnknown, *_DECIDING, keyed=False)
def decline_by_link(call: Call, body: DeclineWith) -> Receipt:
    """Decline exactly what was shown, and say why."""
    return call.app.engagements.approving.decline(peer=call.peer, **fields_of(body))


@approving.ask("/approvals/by-link/receipt", OPEN, LinkUnknown)
def receipt_by_link(call: Call, body: AsIdentified) -> Receipt:
    """Show the receipt of the decision again."""
    return call.app.engagements.approving.receipt(secret=body.secret)


@approving.ask("/approvals/by-link/approvers", OPEN, LinkUnknown)
def who_decides_by_link(call: Call, body: AsIdentified) -> tuple[str, ...]:
    """List the names of those who may approve what the link is about."""
    return call.app.engagements.approving.who_decides(secret=body.secret)


@approving.ask("/approvals/by-link/text", OPEN, LinkUnknown)
def text_by_link(call: Call, body: AsIdentified) -> IssuedText:
    """Show what the link is about in full, also once it was decided."""
    return call.app.engagements.approving.text(secret=body.secret)


@approving.ask(
    "/approvals/by-link/document", OPEN, LinkUnknown, EstimateUnknown, streams=True, media=BYTES, headers=SANDBOXED
)
def document_by_link(call: Call, body: AsIdentified) -> Iterator[bytes]:
    """Download the document of what the link is about, as it was rendered once."""
    return iter((call.app.engagements.approving.document(secret=body.secret).content,))
