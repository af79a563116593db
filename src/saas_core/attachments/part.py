"""The part of attachments."""

from __future__ import annotations

from typing import Final

from saas_core.attachments.ports import AttachmentsWork
from saas_core.attachments.use_cases import UNUSED
from saas_core.kernel.parts import Part

PART: Final = Part[AttachmentsWork](name="attachments", tasks=(UNUSED,))
