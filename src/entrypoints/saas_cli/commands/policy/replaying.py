"""Replays as the shell shows them: with a bar while they go on, and as lines afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from saas_cli.progress import moving

if TYPE_CHECKING:
    from saas_cli.session import Desk
    from saas_core.gate.flips import ReplayedOutcomeView, ReplayView
    from saas_core.policy.outcomes import Outcome
    from saas_core.policy.terms import Terms


def replayed(seat: Desk, before: Terms, after: Terms, days: int) -> ReplayView:
    """Return the decisions of the last days asked again under two versions, with a bar on a terminal."""
    with moving("Asking again, percent of all journals", total=100) as move:
        return seat.app.oversight.replays.replay(
            by=seat.by, before=before.document.encode(), after=after.document.encode(), days=days, progress=move
        )


def replay_lines(view: ReplayView) -> Iterator[str]:
    """Yield what a replay found: from which verdict to which, with examples, and by clause."""
    yield (
        f"{view.decisions} decisions since {view.since:%Y-%m-%d}: {view.changed} would come out differently under "
        f"{view.after} than under {view.before}, {view.unchanged} would not."
    )
    if view.counted_in > 1:
        yield (
            f"  What clients' people asked is counted down to multiples of {view.counted_in}, and smaller groups are "
            "left out: only a grant of the client shows it (1.5)."
        )
    for flip in view.flips:
        yield f"  {flip.number}  {flip.before} -> {flip.after} ({', '.join(flip.aspects)})"
        for each in flip.examples:
            yield f"      {each.client} {each.decision} {each.action}: {said(each.before)} -> {said(each.after)}"
    for clause in view.clauses:
        yield f"  clause {clause.clause:<6} {clause.changed} changed, {clause.unchanged} unchanged"
    if view.not_reproduced:
        yield f"  {view.not_reproduced} come out otherwise than recorded, under the very version that bound them."
    if view.unanswerable:
        yield f"  {view.unanswerable} cannot be asked again."
    if not view.complete:
        yield "  There are more; not all were asked."


def said(outcome: ReplayedOutcomeView | Outcome) -> str:
    """Return what an answer says: its verdict, clauses, reasons, and price."""
    reasons = f" {', '.join(outcome.reasons)}" if outcome.reasons else ""
    price = f", {outcome.price}" if outcome.price else ""
    return f"{outcome.verdict} by {', '.join(outcome.clauses)}{reasons}{price}"
