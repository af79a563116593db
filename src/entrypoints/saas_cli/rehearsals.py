"""Dry runs presented to people: rights gained and lost, by user and place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from saas_cli.session import Desk
    from saas_core.access.queries.views import ChangedRightView, DryRunView
    from saas_core.access.use_cases.rehearsal import Change
    from saas_core.kernel.ids import TenantId


def rehearse(at: Desk, tenant_id: TenantId, change: Change) -> None:
    """Print the effect of a change; raises whatever the change would raise."""
    seen = at.app.access.rehearsal.dry_run(by=at.by, tenant_id=tenant_id, change=change)
    at.screen.answer(seen, *_lines(seen))


def _lines(seen: DryRunView) -> Iterator[str]:
    yield f"A dry run: nothing was changed. It concerns {seen.concerned} users and changes {len(seen.effects)}."
    for each in seen.effects:
        yield f"  {each.name}"
        yield from (f"    gains {_where(right)}" for right in each.gains)
        yield from (f"    loses {_where(right)}" for right in each.loses)


def _where(right: ChangedRightView) -> str:
    return f"{right.permission} in {right.department or 'the whole instance'}"
