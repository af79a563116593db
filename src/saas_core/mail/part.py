"""What mail brings to the house."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.kernel.work import Work
from saas_core.mail.feedback import FEEDBACK, apply_again

SES: Final = "ses"
"""The endpoint over which SES sends what became of mails."""

PART: Final = Part[Work](
    name="mail",
    tasks=(FEEDBACK,),
    follow_ups={SES: apply_again},
    actions=frozenset({"provider.journal", "provider.tenants"}),
)
