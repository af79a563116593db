"""The part of the gate: the journal's export, and the checks that need several contexts at once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.gate.checks import CHECKS
from saas_core.gate.ports import GateWork
from saas_core.kernel.pages import position_after
from saas_core.kernel.parts import ExportPart, Page, Part
from saas_core.kernel.work import Work


def _journal(work: Work, after: str, limit: int, _at: datetime) -> Page:
    entries = work.journal.entries(after=position_after(after), limit=limit)
    return entries, str(entries[-1].position) if len(entries) == limit else None


PART: Final = Part[GateWork](
    name="gate",
    export=(ExportPart("journal", _journal, readers=("audit.read",)),),
    checks=CHECKS,
    actions=frozenset({"audit.read", "data.export", "provider.journal", "provider.staff"}),
)
