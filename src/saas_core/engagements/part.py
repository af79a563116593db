"""The part of engagements."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.estimates.export import CHECKS, EXPORT
from saas_core.engagements.estimates.letters import LETTERS
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.use_cases.act import CODE_MAIL, EXPIRE, LETTER, LINK_MAIL
from saas_core.engagements.queries import request_view
from saas_core.engagements.values import APPROVE, REQUEST, STAFF, WORK
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import ExportPart, Page, Part


def _export(work: EstimatesWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.engagements.page(None if begins is None else EngagementId(begins), limit)
    return [request_view(each) for each in page], str(page[-1].id) if len(page) == limit else None


PART: Final = Part[EstimatesWork](
    name="engagements",
    tasks=(EXPIRE,),
    effects=(LETTER, LINK_MAIL, CODE_MAIL),
    letters=LETTERS,
    export=(ExportPart("engagement_requests", _export, (REQUEST,)), *EXPORT),
    checks=CHECKS,
    actions=frozenset({REQUEST, APPROVE, STAFF, WORK}),
)
