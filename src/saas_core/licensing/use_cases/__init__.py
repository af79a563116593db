"""What is done with licenses: opened, accepted, paid, held, canceled, ended; every command records one fact."""

from __future__ import annotations

from saas_core.kernel.arguments import checked
from saas_core.licensing.use_cases.acceptance import Acceptance
from saas_core.licensing.use_cases.holds import Holds
from saas_core.licensing.use_cases.payments import Payments
from saas_core.licensing.use_cases.term import Course


@checked
class Licensing(Payments, Holds, Course, Acceptance):
    """Records what becomes true of a license; every command answers with the license as it then stands."""


__all__ = ["Licensing"]
