"""The processor time of commands that read one client's rows, compared with importing SQLAlchemy alone.

Fresh processes in turn, over an embedded database in a folder of its own. Byte code is kept, as on a user's machine.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.output import Figures, progressed

_BASE = ("-c", "import sqlalchemy")
_COMMANDS = {
    "tenant_show": ("tenant", "show", "harbor"),
    "license_show": ("license", "show", "harbor"),
    "users_list": ("users", "list", "harbor"),
    "journal_show": ("journal", "show", "harbor"),
    "help": ("--help",),
}


def measure(rounds: int) -> Figures:
    """Return medians in milliseconds of processor time, and the ratio of each command to importing SQLAlchemy.

    `ratio_sqlalchemy` is that of the slowest command that reads one client's rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder))
        for words in (("init", "--name", "Sam", "--email", "sam@provider.example"), ("tenant", "add", "harbor")):
            subprocess.run(_command(words), env=environ, check=True, capture_output=True)
        programs = {"sqlalchemy": (sys.executable, *_BASE)}
        programs |= {name: _command(words) for name, words in _COMMANDS.items()}
        for program in programs.values():
            # Writes the byte code, and warms the file cache.
            _run(program, environ)
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in progressed(range(rounds), "processes", total=rounds):
            for name, program in programs.items():
                taken[name].append(_run(program, environ))
    median = {name: statistics.median(times) for name, times in taken.items()}
    ratios = {name: round(median[name] / median["sqlalchemy"], 2) for name in _COMMANDS}
    return {
        "rounds": rounds,
        "ratio_sqlalchemy": max(ratio for name, ratio in ratios.items() if name != "help"),
        **{f"{name}_ms": round(each, 1) for name, each in median.items()},
        **{f"ratio_{name}": ratio for name, ratio in ratios.items()},
    }


def _environ(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAAS_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**kept, "HOME": str(folder), "SAAS_HOME": str(folder / "home"), "SAAS_CONFIG_HOME": str(folder / "config")}


def _command(words: tuple[str, ...]) -> tuple[str, ...]:
    return (sys.executable, "-c", "from saas_cli.__main__ import run; run()", *words)


def _run(program: tuple[str, ...], environ: dict[str, str]) -> float:
    """Return the processor time that a process took, in milliseconds."""
    process = subprocess.Popen(program, env=environ, stdout=subprocess.DEVNULL)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program)
    return (used.ru_utime + used.ru_stime) * 1000
