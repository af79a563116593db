"""The part of the kernel itself: effects, and the check that none waits for long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.kernel.parts import Check, Finding, Part
from saas_core.kernel.work import Work

_MANY: Final = 500


def _waiting_effects(work: Work, slug: str) -> Iterator[Finding]:
    waiting = len(work.outbox.pending(limit=_MANY))
    if not waiting:
        return
    many = f"{_MANY} or more effects wait" if waiting == _MANY else f"{waiting} effects wait"
    yield Finding(
        "outbox",
        slug,
        f"{'1 effect waits' if waiting == 1 else many} to be carried out.",
        "Run `saas worker --once`; `saas outbox list` shows why they wait.",
    )


PART: Final = Part[Work](name="kernel", checks=(Check("outbox", _waiting_effects),))
