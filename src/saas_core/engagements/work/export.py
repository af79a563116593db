"""A client's time as a part of its export (0.1); the register of enhancements is the provider's, and in none (5.2)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.values import REQUEST
from saas_core.engagements.work.ports import TimeWork
from saas_core.engagements.work.queries import time_view
from saas_core.kernel.ids import TimeEntryId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import ExportPart, Page


def _time(work: TimeWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.time_entries.page(None, None if begins is None else TimeEntryId(begins), limit)
    return [time_view(each, to_staff=False) for each in page], str(page[-1].id) if len(page) == limit else None


EXPORT: Final = (ExportPart("engagement_time", _time, (REQUEST,)),)
