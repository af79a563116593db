"""The part of integrations."""

from __future__ import annotations

from typing import Final

from saas_core.integrations.ports import IntegrationsWork
from saas_core.kernel.parts import Part

PART: Final = Part[IntegrationsWork](name="integrations")
