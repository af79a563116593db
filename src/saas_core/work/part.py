"""The part of work: effects of all contexts are carried out, and data that is over is removed."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.kernel.tasks import EFFECTS
from saas_core.kernel.work import Work
from saas_core.work.retention import RETENTION

PART: Final = Part[Work](
    name="work", tasks=(EFFECTS, RETENTION), actions=frozenset({"people.read", "provider.journal", "provider.tenants"})
)
