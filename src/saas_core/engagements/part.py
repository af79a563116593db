"""The part of engagements."""

from __future__ import annotations

from typing import Final

from saas_core.engagements.ports import EngagementsWork
from saas_core.engagements.values import REQUEST, STAFF
from saas_core.kernel.parts import Part

PART: Final = Part[EngagementsWork](name="engagements", actions=frozenset({REQUEST, STAFF}))
