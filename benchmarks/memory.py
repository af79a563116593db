"""Memory measurements: bytes allocated by Python and still held, and the growth of the process."""

from __future__ import annotations

import gc
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

_STATM = Path("/proc/self/statm")


def traced(make: Callable[[], T]) -> tuple[T, int]:
    """Call a function, and return its result and the bytes Python allocated in it that are still held."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        gc.collect()
        held, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return made, held


def grown(make: Callable[[], T]) -> tuple[T, int | None]:
    """Call a function, and return its result and the growth of the process in bytes: coarse, but not limited to Python.

    None if the system does not report it.
    """
    gc.collect()
    before = _resident()
    made = make()
    gc.collect()
    after = _resident()
    return made, None if before is None or after is None else after - before


def _resident() -> int | None:
    if not _STATM.exists():
        return None
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
