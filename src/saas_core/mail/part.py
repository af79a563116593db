"""The part of mail."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.parts import Part
from saas_core.kernel.work import Work
from saas_core.mail.feedback import FEEDBACK

PART: Final = Part[Work](name="mail", tasks=(FEEDBACK,), actions=frozenset({"provider.journal", "provider.tenants"}))
