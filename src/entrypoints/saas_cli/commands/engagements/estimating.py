"""What staff does with estimates at the shell: draft, edit, issue, withdraw, and record signed documents (4.1, 4.2)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.lookup import ident, tenant_of, user_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EngagementId, EstimateId
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from saas_cli.present import Screen
    from saas_cli.session import Desk
    from saas_core.engagements.estimates.commands import Line
    from saas_core.engagements.estimates.queries import DocumentView, EstimateView
    from saas_core.kernel.ids import TenantId

Engagement = Annotated[str, Parameter(name="ENGAGEMENT", help="The id of the request, as the list shows it.")]
Estimate = Annotated[str, Parameter(name="ESTIMATE", help="The id of the estimate.")]
Version = Annotated[int, Parameter(help="The version of the draft that you saw.")]
Lines = Annotated[
    list[str],
    Parameter(
        name="--line",
        help="What is done and its hours, as in 'Connect the register | 24 | 30 | No training': "
        "low, high, and what is left out. Once for each line; negative hours reduce.",
    ),
]
Through = Annotated[str, Parameter(help="The last day on which it stands, in the client's zone, as in 2026-12-31.")]
Notes = Annotated[str, Parameter(help="Notes for staff alone.")]
_FIELDS = (3, 4)
HEADS = ("NUMBER", "KIND", "REVISION", "STATE", "HOURS AT MOST", "TOTAL AT MOST", "ID")


def _hours(text: str) -> int:
    try:
        seconds = Decimal(text.strip()) * 3600
    except InvalidOperation:
        seconds = Decimal("0.5")
    if seconds != int(seconds):
        message = f"{text.strip()[:20]!a} is no number of hours."
        raise InvalidValue(message, field="line", remedy="Write hours as in 30 or 7.5.")
    return int(seconds)


def _line(text: str) -> Line:
    from saas_core.engagements.estimates.commands import Line

    parts = [each.strip() for each in text.split("|")]
    if len(parts) not in _FIELDS:
        message = "has not the form of a line."
        raise InvalidValue(
            message, field="line", remedy="Write it as in 'Connect the register | 24 | 30 | No training'."
        )
    said, low, high, *rest = parts
    return Line(text=said, exclusions="".join(rest), low_seconds=_hours(low), high_seconds=_hours(high))


def _done(common: Change, tenant: str, do: Callable[[Desk, TenantId], EstimateView], words: str) -> None:
    """Carry out a command on an estimate, mail what follows from it, and show it."""
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = do(at, tenant_id)
        mail_out(at, tenant_id)
        print_estimate(at.screen, view, f"{view.number} {words}.")


def estimate(
    tenant: Tenant,
    engagement: Engagement,
    /,
    *,
    line: Lines,
    through: Through,
    notes: Notes = "",
    common: Change = CHANGING,
) -> None:
    """Draft the next revision of what an engagement takes; it binds nobody before it is issued and approved (4.2)."""
    lines, about = list(map(_line, line)), EngagementId(ident(engagement, "engagement"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.draft(
            by=at.by,
            tenant_id=tenant_id,
            engagement_id=about,
            lines=lines,
            valid_through=through,
            notes=notes,
            idempotency_key=common.idempotency_key,
        ),
        "was drafted",
    )


def change_order(
    tenant: Tenant,
    engagement: Engagement,
    /,
    *,
    line: Lines,
    through: Through,
    again: Annotated[str | None, Parameter(help="The id of a change order that ended, to draft it anew.")] = None,
    notes: Notes = "",
    common: Change = CHANGING,
) -> None:
    """Draft a change to what was approved: hours to add, or negative ones to take away (4.2)."""
    lines, about = list(map(_line, line)), EngagementId(ident(engagement, "engagement"))
    former = None if again is None else EstimateId(ident(again, "again"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.change_order(
            by=at.by,
            tenant_id=tenant_id,
            engagement_id=about,
            estimate_id=former,
            lines=lines,
            valid_through=through,
            notes=notes,
            idempotency_key=common.idempotency_key,
        ),
        "was drafted",
    )


def edit(
    tenant: Tenant,
    estimate: Estimate,
    /,
    *,
    version: Version,
    line: Lines,
    through: Through,
    notes: Notes = "",
    common: Change = CHANGING,
) -> None:
    """Replace the whole of a draft, in the version that you saw."""
    lines, about = list(map(_line, line)), EstimateId(ident(estimate, "estimate"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.edit(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            version=version,
            lines=lines,
            valid_through=through,
            notes=notes,
            idempotency_key=common.idempotency_key,
        ),
        "was edited",
    )


def discard(tenant: Tenant, estimate: Estimate, /, *, version: Version, common: Change = CHANGING) -> None:
    """Discard a draft."""
    about = EstimateId(ident(estimate, "estimate"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.discard(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            version=version,
            idempotency_key=common.idempotency_key,
        ),
        "was discarded",
    )


def issue(tenant: Tenant, estimate: Estimate, /, *, version: Version, common: Change = CHANGING) -> None:
    """Issue a draft: its content is frozen, and those who may approve it get a link by mail (4.2)."""
    about = EstimateId(ident(estimate, "estimate"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.issue(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            version=version,
            idempotency_key=common.idempotency_key,
        ),
        "was issued",
    )


def withdraw(
    tenant: Tenant,
    estimate: Estimate,
    /,
    *,
    reason: Annotated[str, Parameter(help="Why; both sides are told.")],
    common: Change = CHANGING,
) -> None:
    """Withdraw what is issued; its links die."""
    about = EstimateId(ident(estimate, "estimate"))
    _done(
        common,
        tenant,
        lambda at, tenant_id: at.app.engagements.estimates.withdraw(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            reason=reason,
            idempotency_key=common.idempotency_key,
        ),
        "was withdrawn",
    )


def record_document(
    tenant: Tenant,
    estimate: Estimate,
    file: Annotated[Path, Parameter(name="FILE", help="The signed document, as a PDF or a picture.")],
    /,
    *,
    user: Annotated[str, Parameter(help="Who signed it: e-mail address or id.")],
    name: Annotated[str, Parameter(help="The name as it is signed.")],
    signed_at: Annotated[str, Parameter(help="When it was signed, as in 2026-11-23T09:00:00Z.")],
    common: Change = CHANGING,
) -> None:
    """Record a document signed by the client; a second member of staff checks it before it counts (4.2)."""
    about, signed = EstimateId(ident(estimate, "estimate")), parse_instant(signed_at, "signed_at")
    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.engagements.recording.record(
            by=at.by,
            tenant_id=tenant_id,
            estimate_id=about,
            user_id=user_of(at, tenant_id, user),
            typed_name=name,
            signed_at=signed,
            content=_bytes(file),
            idempotency_key=common.idempotency_key,
        )
        mail_out(at, tenant_id)
        _print_document(at.screen, view, "Recorded; it counts once a second member of staff has checked it.")


def check_document(
    tenant: Tenant,
    document: Annotated[str, Parameter(name="DOCUMENT", help="The id of the recorded document.")],
    /,
    *,
    refuse: Annotated[bool, Parameter(negative="", help="It does not approve the estimate.")] = False,
    reason: Annotated[str, Parameter(help="What you found.")] = "",
    common: Change = CHANGING,
) -> None:
    """Check a recorded document as another member of staff: it approves the estimate from now on, or not (4.2)."""
    from saas_core.engagements.estimates.values import RecordedDocumentId

    with desk(common) as at:
        tenant_id = tenant_of(at, tenant)
        view = at.app.engagements.recording.check(
            by=at.by,
            tenant_id=tenant_id,
            document_id=RecordedDocumentId(ident(document, "document")),
            agrees=not refuse,
            reason=reason,
            idempotency_key=common.idempotency_key,
        )
        mail_out(at, tenant_id)
        _print_document(at.screen, view, f"The document was {view.state}.")


def estimates(tenant: Tenant, engagement: Engagement, /, *, common: Common = READING) -> None:
    """List the estimates of an engagement: the base first, then its change orders."""
    with desk(common) as at:
        found = at.app.engagements.estimates.list_estimates(
            by=at.by,
            tenant_id=tenant_of(at, tenant),
            engagement_id=EngagementId(ident(engagement, "engagement")),
        )
        at.screen.table(found, HEADS, [_row(each) for each in found], empty="No estimates.")


def show_estimate(tenant: Tenant, estimate: Estimate, /, *, common: Common = READING) -> None:
    """Show an estimate."""
    with desk(common) as at:
        tenant_id: TenantId = tenant_of(at, tenant)
        view = at.app.engagements.estimates.show(
            by=at.by, tenant_id=tenant_id, estimate_id=EstimateId(ident(estimate, "estimate"))
        )
        print_estimate(at.screen, view, view.number)


def _row(view: EstimateView) -> tuple[object, ...]:
    hours, total = _totals(view)
    return (view.number, view.kind, view.revision, view.state, hours, total, view.estimate_id)


def _totals(view: EstimateView) -> tuple[str, str]:
    from saas_core.engagements.estimates.values import hours_text
    from saas_core.kernel.money import Money

    if not view.revisions:
        return "", ""
    last = view.revisions[-1]
    total = "" if last.maximum_minor is None else str(Money(last.maximum_minor, last.currency))
    return hours_text(last.cap_seconds), total


def print_estimate(screen: Screen, view: EstimateView, title: str) -> None:
    """Print an estimate."""
    hours, total = _totals(view)
    pairs: list[tuple[str, object]] = [
        ("state", view.state),
        ("revision", view.revision),
        ("version", view.version),
        ("hours at most", hours),
        ("total at most", total),
        ("approval", view.approval_id),
        ("engagement", view.engagement_id),
        ("id", view.estimate_id),
    ]
    if view.revisions:
        last = view.revisions[-1]
        pairs[3:3] = [(each.key, each.text) for each in last.lines]
        pairs += [("stands until", last.expires_at), ("content", last.content_hash), ("document", last.document_hash)]
    screen.card(view, title, pairs)


def _print_document(screen: Screen, view: DocumentView, title: str) -> None:
    pairs = [
        ("state", view.state),
        ("signed by", view.typed_name),
        ("signed at", view.signed_at),
        ("hash", view.paper_hash),
        ("approval", view.approval_id),
        ("id", view.document_id),
    ]
    screen.card(view, title, pairs)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as fault:
        message = f"{file} cannot be read."
        raise InvalidValue(message, field="file", remedy="Check the path.") from fault
