"""The approved scope lines of an engagement, by the keys that time, the register and invoices name them by (4.2)."""

from __future__ import annotations

from collections.abc import Sequence

from saas_core.engagements.estimates.model.approval import Approval
from saas_core.engagements.estimates.values import ScopeLine, number_text


def lines_of(approvals: Sequence[Approval]) -> dict[str, tuple[Approval, ScopeLine]]:
    """Return the lines that may be worked on, with the approval of each, in their order.

    A line of the base has its own key (`L1`), one of a change order its number before that (`E-8.L1`), since each
    numbers its lines from 1 on. A reduction takes hours away, and has no line to work on.
    """
    found: dict[str, tuple[Approval, ScopeLine]] = {}
    for place, approval in enumerate(approvals):
        for line in approval.lines:
            if line.high_seconds >= 0:
                key = line.key if place == 0 else f"{number_text(approval.number)}.{line.key}"
                found[key] = (approval, line)
    return found
