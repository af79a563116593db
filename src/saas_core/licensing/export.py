"""The facts of a license as a part of the client's export (0.1)."""

from __future__ import annotations

from datetime import datetime

from saas_core.kernel.pages import position_after
from saas_core.kernel.parts import ExportPart, Page
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import fact_view


def _facts(work: LicensingWork, after: str, limit: int, at: datetime) -> Page:
    license_ = work.licenses.get()
    if license_ is None:
        raise LicenseUnknown
    facts, begins = license_.known(at), position_after(after)
    ends = begins + limit
    return [fact_view(each) for each in facts[begins:ends]], str(ends) if ends < len(facts) else None


LICENSE = ExportPart("license", _facts)
