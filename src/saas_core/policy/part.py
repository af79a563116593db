"""The part of the policy."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.policy.ports import PolicyWork

PART: Final = Part[PolicyWork](name="policy", actions=frozenset({"provider.terms", "provider.permissions"}))
