"""Caps: how much of the approved hours is used, and of what share the client is told."""

from __future__ import annotations

from saas_core.engagements.work.values import SHARES_TOLD


def shares_reached(used_seconds: int, cap_seconds: int) -> tuple[int, ...]:
    """Return the percentages of the approved hours, among 75, 90 and 100, that the used ones have reached."""
    if cap_seconds <= 0:
        return ()
    return tuple(share for share in SHARES_TOLD if used_seconds * 100 >= cap_seconds * share)
