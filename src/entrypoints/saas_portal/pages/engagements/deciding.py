"""Deciding an estimate: it is read in full, the form is filled in and checked, then sent; the receipt stays."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from attrs import frozen

from saas_core.engagements.estimates.errors import ApprovalUnknown, EstimateUnknown, Undecided
from saas_core.engagements.estimates.queries import PaperView
from saas_core.engagements.estimates.queries.deciding import IssuedText, Receipt
from saas_core.kernel.bounds import Text
from saas_core.kernel.ids import ApprovalId, EstimateId
from saas_portal.forms import Said, filled
from saas_portal.kept import LONGEST_PROSE
from saas_portal.pages.engagements import walking
from saas_portal.pages.engagements.walking import by_link, get, post, shown
from saas_portal.pages.engagements.ways import ID, NUMBER, Way, peer_of
from saas_portal.presenting import file, page
from saas_portal.visits import Visit
from saas_web.answers import Whole


@frozen(kw_only=True)
class Shown:
    """What was shown, as the form brings it back."""

    nonce: Annotated[str, Text(0, 200)]
    content_hash: Annotated[str, Text(0, 100)]


@frozen(kw_only=True)
class Approval(Shown):
    """The form of an approval: a name, and two ticks."""

    typed_name: Annotated[str, Text(1, 200, form="name"), Said("Type your full name; it is your signature.")]
    accept_estimate: Annotated[bool, Said("Tick that you approve the estimate, or decline it.")]
    accept_ownership: Annotated[bool, Said("Tick that you accept the terms and what is said about ownership.")]


@frozen(kw_only=True)
class Refusal(Shown):
    """The form of a decline."""

    reason: Annotated[str, Text(1, LONGEST_PROSE), Said("Write why you decline it; a few words are enough.")]


@get("/estimate")
def read(visit: Visit, way: Way) -> Whole:
    """Show the whole estimate as text, and the form at its end."""
    return shown(visit, way, "estimate.html")


@post("/change", on="/estimate")
def change(visit: Visit, way: Way) -> Whole:
    """Show the form again, filled in as it was."""
    return shown(visit, way, "estimate.html")


@post("/check", on="/estimate")
def check(visit: Visit, way: Way) -> Whole:
    """Show what would be approved; nothing is decided yet."""
    filled_in = filled(visit.form, Approval)
    return shown(visit, way, "approval_check.html", typed_name=filled_in.typed_name)


@post("/approve", on="/estimate")
def approve(visit: Visit, way: Way) -> Whole:
    """Approve in writing exactly what was shown."""
    given = filled(visit.form, Approval)
    done = way.desk.approve(
        **way.given,
        nonce=given.nonce,
        content_hash=given.content_hash,
        typed_name=given.typed_name,
        accept_estimate=given.accept_estimate,
        accept_ownership=given.accept_ownership,
        peer=peer_of(visit),
    )
    return visit.redirect(f"{way.base}/receipt" if way.by_link else f"/approved/{done.approval_id}")


@get("/decline")
def declining(visit: Visit, way: Way) -> Whole:
    """Show the form that declines."""
    return shown(visit, way, "decline.html")


@post("/decline/change", on="/decline")
def change_reason(visit: Visit, way: Way) -> Whole:
    """Show the form again, filled in as it was."""
    return shown(visit, way, "decline.html")


@post("/decline/check", on="/decline")
def check_decline(visit: Visit, way: Way) -> Whole:
    """Show what would be declined; nothing is decided yet."""
    given = filled(visit.form, Refusal)
    return shown(visit, way, "decline_check.html", reason=given.reason)


@post("/decline", on="/decline")
def decline(visit: Visit, way: Way) -> Whole:
    """Decline exactly what was shown, with the reason."""
    given = filled(visit.form, Refusal)
    done = way.desk.decline(
        **way.given, nonce=given.nonce, content_hash=given.content_hash, reason=given.reason, peer=peer_of(visit)
    )
    return visit.redirect(f"{way.base}/receipt" if way.by_link else f"{way.base}/declined/{done.revision}")


@by_link("/receipt")
def receipt(visit: Visit, way: Way) -> Whole:
    """Show what was decided, by whom, what it said, and what happens next; again whenever it is asked for."""
    found = way.desk.receipt(**way.given)
    return _receipt_page(visit, found, way.desk.text(**way.given), f"{way.base}/document")


@by_link("/document")
def document_by_link(visit: Visit, way: Way) -> Whole:
    """Send the document as it was issued; that it was read in full is kept by the page alone."""
    found = way.desk.text(**way.given)
    return _document(visit, f"{found.number}-{found.revision}.pdf", way.desk.document(**way.given))


@walking.deciding.get("/estimates/{estimate_id}", signed=True)
def named(visit: Visit) -> Whole:
    """Lead to the estimate, or to the receipt of what was decided about it; letters name it so."""
    text = visit.names["estimate_id"]
    if not ID.fullmatch(text):
        raise EstimateUnknown
    found = visit.app.engagements.estimates.show(**visit.acting, estimate_id=EstimateId(UUID(text)))
    if found.approval_id is not None:
        return visit.redirect(f"/approved/{found.approval_id}")
    rest = f"declined/{found.revision}" if found.state == "declined" else "estimate"
    return visit.redirect(f"/estimates/{text}/{rest}")


@walking.deciding.get("/estimates/{estimate_id}/document/{revision}", signed=True)
def document(visit: Visit) -> Whole:
    """Send the document of an issued revision to whoever may approve there; raises EstimateUnknown, Refused."""
    text, revision = visit.names["estimate_id"], visit.names["revision"]
    if not ID.fullmatch(text) or not NUMBER.fullmatch(revision):
        raise EstimateUnknown
    which: dict[str, Any] = {"estimate_id": EstimateId(UUID(text)), "revision": int(revision)}
    found = visit.app.engagements.estimates.document(**visit.acting, **which)
    number = visit.app.engagements.deciding.text(**visit.acting, **which).number
    return _document(visit, f"{number}-{revision}.pdf", found)


@walking.deciding.get("/estimates/{estimate_id}/declined/{revision}", signed=True)
def declined(visit: Visit) -> Whole:
    """Show the receipt of a decline to whoever may approve there; raises Undecided, Refused."""
    text, revision = visit.names["estimate_id"], visit.names["revision"]
    if not ID.fullmatch(text) or not NUMBER.fullmatch(revision):
        raise Undecided
    return _signed_in(
        visit,
        visit.app.engagements.deciding.decided(
            **visit.acting, estimate_id=EstimateId(UUID(text)), revision=int(revision)
        ),
    )


@walking.deciding.get("/approved/{approval_id}", signed=True)
def approved(visit: Visit) -> Whole:
    """Show the receipt of an approval to whoever may approve there; raises ApprovalUnknown, Refused."""
    text = visit.names["approval_id"]
    if not ID.fullmatch(text):
        raise ApprovalUnknown
    return _signed_in(visit, visit.app.engagements.deciding.receipt(**visit.acting, approval_id=ApprovalId(UUID(text))))


def _signed_in(visit: Visit, receipt: Receipt) -> Whole:
    """Return the page of a receipt, with what was decided about in full."""
    which: dict[str, Any] = {"estimate_id": receipt.estimate_id, "revision": receipt.revision}
    text = visit.app.engagements.deciding.text(**visit.acting, **which)
    return _receipt_page(visit, receipt, text, f"/estimates/{receipt.estimate_id}/document/{receipt.revision}")


def _receipt_page(visit: Visit, receipt: Receipt, text: IssuedText, document: str) -> Whole:
    return page(visit, "receipt.html", receipt=receipt, content=text.content, kind=text.kind, document=document)


def _document(visit: Visit, name: str, paper: PaperView) -> Whole:
    return file(visit, name, paper.media_type, paper.content)
