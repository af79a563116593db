"""The register of enhancements, and how an engagement ends, at the shell (5.2, 5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from saas_cli.arguments import Tenant
from saas_cli.commands.engagements.subjects import Engagement, Line, Why, about
from saas_cli.options import CHANGING, READING, Change, Common
from saas_cli.session import desk, mail_out
from saas_core.kernel.instants import parse_instant

if TYPE_CHECKING:
    from saas_cli.present import Screen
    from saas_core.engagements.work.queries import CourseView

HEADS = ("DELIVERED", "LINE", "KIND", "RELEASE", "WHAT", "OWNER", "ID")


def register(
    tenant: Tenant,
    engagement: Engagement,
    description: Annotated[str, Parameter(name="WHAT", help="What was delivered.")],
    /,
    *,
    line: Line,
    release: Annotated[str, Parameter(help="The release it came with.")],
    delivered: Annotated[str, Parameter(help="When, such as 2026-11-23T09:00:00Z.")],
    common: Change = CHANGING,
) -> None:
    """Register a delivered change; it stays the provider's, and part of the hosted environment (5.2, 5.3)."""
    with desk(common) as at:
        view = at.app.engagements.enhancements.register(
            **about(at, tenant, engagement),
            line=line,
            description=description,
            release=release,
            delivered_at=parse_instant(delivered, "delivered"),
            idempotency_key=common.idempotency_key,
        )
        pairs = (("owner", view.owner), ("hosted only", view.hosted_only), ("id", view.enhancement_id))
        at.screen.card(view, f"Registered {view.line}.", pairs)


def leave_out(tenant: Tenant, engagement: Engagement, /, *, line: Line, reason: Why, common: Change = CHANGING) -> None:
    """Say why an approved scope line is not delivered."""
    with desk(common) as at:
        view = at.app.engagements.enhancements.leave_out(
            **about(at, tenant, engagement), line=line, reason=reason, idempotency_key=common.idempotency_key
        )
        at.screen.card(view, f"Left out {view.line}.", (("id", view.enhancement_id),))


def enhancements(tenant: Tenant, engagement: Engagement, /, *, common: Common = READING) -> None:
    """List what was delivered, and what was left out."""
    with desk(common) as at:
        found = at.app.engagements.enhancements.list_enhancements(**about(at, tenant, engagement))
        rows = [
            (
                each.delivered_at,
                each.line,
                each.kind,
                each.release,
                each.description,
                each.owner,
                each.enhancement_id,
            )
            for each in found
        ]
        at.screen.table(found, HEADS, rows, empty="Nothing was delivered.")


def deliver(tenant: Tenant, engagement: Engagement, /, *, common: Change = CHANGING) -> None:
    """Mark an engagement as delivered, once every approved line is in the register."""
    with desk(common) as at:
        given = about(at, tenant, engagement)
        view = at.app.engagements.enhancements.deliver(**given, idempotency_key=common.idempotency_key)
        _print(at.screen, view, "Delivered.")
        mail_out(at, given["tenant_id"])


def cancel(tenant: Tenant, engagement: Engagement, /, *, reason: Why, common: Change = CHANGING) -> None:
    """End an engagement before it is delivered; time worked inside the cap stays billable (4.2)."""
    with desk(common) as at:
        given = about(at, tenant, engagement)
        view = at.app.engagements.enhancements.cancel(**given, reason=reason, idempotency_key=common.idempotency_key)
        _print(at.screen, view, "Canceled.")
        mail_out(at, given["tenant_id"])


def close(tenant: Tenant, engagement: Engagement, /, *, common: Change = CHANGING) -> None:
    """Close a delivered engagement whose time is billed or written off."""
    with desk(common) as at:
        view = at.app.engagements.billing.close(**about(at, tenant, engagement), idempotency_key=common.idempotency_key)
        _print(at.screen, view, "Closed.")


def _print(screen: Screen, view: CourseView, title: str) -> None:
    screen.card(view, title, (("state", view.state), ("since", view.changed_at), ("id", view.engagement_id)))
