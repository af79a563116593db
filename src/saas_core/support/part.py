"""The part of support."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.support.ports import SupportWork
from saas_core.support.values import APPEAL, OPEN, REQUEST, SEE, STAFF, STAFF_APPEALS

PART: Final = Part[SupportWork](
    name="support",
    actions=frozenset({APPEAL, OPEN, REQUEST, SEE, STAFF, STAFF_APPEALS}),
)
