"""What staff does with estimates at the shell: draft, edit, issue, withdraw, and record signed documents (4.1, 4.2)."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.lookup import ident, tenant_of
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EngagementId, EstimateId

if TYPE_CHECKING:
    from collections.abc import Callable

    from saas_cli.present import Screen
    from saas_cli.session import Desk
    from saas_core.engagements.estimates.commands import Line
    from saas_core.engagements.estimates.queries import EstimateView
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
