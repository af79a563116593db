"""The part of notices."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.notices import SWEEP
from saas_core.kernel.parts import Part
from saas_core.notices.effects import NOTICE_MAIL
from saas_core.notices.ports import NoticesWork

PART: Final = Part[NoticesWork](name="notices", tasks=(SWEEP,), effects=(NOTICE_MAIL,))
