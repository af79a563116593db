"""The part of engagements."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.ports import EngagementsWork
from saas_core.engagements.queries import request_view
from saas_core.engagements.values import REQUEST, STAFF
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import ExportPart, Page, Part


def _export(work: EngagementsWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.engagements.page(None if begins is None else EngagementId(begins), limit)
    return [request_view(each) for each in page], str(page[-1].id) if len(page) == limit else None


PART: Final = Part[EngagementsWork](
    name="engagements",
    export=(ExportPart("engagement_requests", _export, (REQUEST,)),),
    actions=frozenset({REQUEST, STAFF}),
)
