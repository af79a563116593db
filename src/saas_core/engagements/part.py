"""The part of engagements."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from saas_core.engagements.billing.export import EXPORT as EXPORT_OF_BILLING
from saas_core.engagements.billing.letters import LETTERS as LETTERS_OF_BILLING
from saas_core.engagements.billing.occasions import occasions
from saas_core.engagements.billing.ports import BillingWork
from saas_core.engagements.billing.queries.checking import CHECKS as CHECKS_OF_BILLING
from saas_core.engagements.billing.values import BILLS, CREDIT, DISCARD, FINALIZE, ORDER, READS
from saas_core.engagements.estimates.export import CHECKS, EXPORT
from saas_core.engagements.estimates.letters import LETTERS
from saas_core.engagements.estimates.ports import EstimatesWork
from saas_core.engagements.estimates.use_cases.act import CODE_MAIL, EXPIRE, LINK_MAIL, SEAL
from saas_core.engagements.letters import LETTERS as LETTERS_OF_REQUESTS
from saas_core.engagements.queries import request_view
from saas_core.engagements.values import APPROVE, LETTER, REQUEST, STAFF, WORK, WORKS
from saas_core.engagements.work.export import EXPORT as EXPORT_OF_WORK
from saas_core.engagements.work.letters import LETTERS as LETTERS_OF_WORK
from saas_core.engagements.work.queries.checking import CHECKS as CHECKS_OF_WORK
from saas_core.engagements.work.values import STOP
from saas_core.kernel.ids import EngagementId
from saas_core.kernel.pages import id_after
from saas_core.kernel.parts import ExportPart, Page, Part


def _export(work: EstimatesWork, after: str, limit: int, _at: datetime) -> Page:
    begins = id_after(after)
    page = work.engagements.page(None if begins is None else EngagementId(begins), limit)
    return [request_view(each) for each in page], str(page[-1].id) if len(page) == limit else None


PART: Final = Part[BillingWork](
    name="engagements",
    tasks=(EXPIRE, STOP),
    effects=(LETTER, LINK_MAIL, CODE_MAIL, SEAL, ORDER, FINALIZE, CREDIT, DISCARD),
    letters=(*LETTERS_OF_REQUESTS, *LETTERS, *LETTERS_OF_WORK, *LETTERS_OF_BILLING),
    export=(ExportPart("engagement_requests", _export, (REQUEST,)), *EXPORT, *EXPORT_OF_WORK, *EXPORT_OF_BILLING),
    checks=(*CHECKS, *CHECKS_OF_WORK, *CHECKS_OF_BILLING),
    occasions=occasions,
    actions=frozenset({REQUEST, APPROVE, STAFF, WORK, WORKS, BILLS, READS}),
)
