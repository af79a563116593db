"""What tides bring to the house."""

from __future__ import annotations

from typing import Final

from example_signals.measuring import MEASURE
from saas_core.kernel.parts import Part
from saas_core.kernel.work import Work

PART: Final = Part[Work](name="tides", tasks=(MEASURE,))
