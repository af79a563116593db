"""The cost of importing the gate, compared with importing attrs and cattrs alone, in alternating fresh processes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from attrs import frozen

from benchmarks.output import Figures, progressed

_PROGRAMS = {
    "nothing": "pass",
    "attrs_cattrs": "import attrs, cattrs",
    "gate": "import saas_core.gate.check",
    "gate_attrs_cattrs": "import attrs, cattrs, saas_core.gate.check",
}


@frozen
class _Taken:
    """The time of one process, in milliseconds: wall-clock and processor time."""

    wall: float
    processor: float


def measure(rounds: int) -> Figures:
    """Return medians in milliseconds, minus an empty interpreter, and the ratios of the gate to attrs and cattrs.

    `ratio_attrs_cattrs` is by wall-clock time, `ratio_attrs_cattrs_processor` by processor time, which is less
    sensitive to other load on the machine. `gate_beyond_ms` is the time the gate adds to a program that already imports
    attrs and cattrs.
    """
    taken: dict[str, list[_Taken]] = {name: [] for name in _PROGRAMS}
    # Warms the file cache too.
    modules = _modules(_PROGRAMS["gate_attrs_cattrs"]) - _modules(_PROGRAMS["attrs_cattrs"])
    for _ in progressed(range(rounds), "processes", total=rounds):
        for name, program in _PROGRAMS.items():
            taken[name].append(_run(program))
    wall = _beyond_nothing({name: [each.wall for each in times] for name, times in taken.items()})
    processor = _beyond_nothing({name: [each.processor for each in times] for name, times in taken.items()})
    return {
        "rounds": rounds,
        "gate_ms": round(wall["gate"], 1),
        "attrs_cattrs_ms": round(wall["attrs_cattrs"], 1),
        "gate_beyond_ms": round(wall["gate_attrs_cattrs"] - wall["attrs_cattrs"], 1),
        "ratio_attrs_cattrs": round(wall["gate"] / wall["attrs_cattrs"], 2),
        "ratio_attrs_cattrs_processor": round(processor["gate"] / processor["attrs_cattrs"], 2),
        "modules_beyond": modules,
    }


def _beyond_nothing(taken: dict[str, list[float]]) -> dict[str, float]:
    median = {name: statistics.median(times) for name, times in taken.items()}
    return {name: each - median["nothing"] for name, each in median.items()}


def _run(program: str) -> _Taken:
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", program])
    _pid, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program)
    return _Taken(wall * 1000, (used.ru_utime + used.ru_stime) * 1000)


def _modules(program: str) -> int:
    counted = f"{program}\nimport sys\nprint(len(sys.modules))"
    return int(subprocess.run([sys.executable, "-c", counted], check=True, capture_output=True, text=True).stdout)
