"""What importing the gate costs, against importing attrs and cattrs alone, in fresh processes in turn."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

_GATE = "import saas_core.gate.check"
_LIBRARIES = "import attrs, cattrs, cattrs.preconf.json"
_NOTHING = "pass"


def measure(rounds: int) -> dict[str, float | int]:
    """Give the medians in milliseconds, an empty interpreter subtracted, and their ratio."""
    taken: dict[str, list[float]] = {_GATE: [], _LIBRARIES: [], _NOTHING: []}
    for program in (*taken, *(tuple(taken) * rounds)):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        taken[program].append(time.perf_counter() - begun)
    # The first of each kind warmed the file cache.
    median = {program: statistics.median(times[1:]) * 1000 for program, times in taken.items()}
    gate, libraries = (median[each] - median[_NOTHING] for each in (_GATE, _LIBRARIES))
    return {
        "rounds": rounds,
        "gate_ms": round(gate, 1),
        "attrs_cattrs_ms": round(libraries, 1),
        "ratio_attrs_cattrs": round(gate / libraries, 2),
    }
