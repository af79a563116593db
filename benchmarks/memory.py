"""What something holds in memory: what Python allocated for it and still has, and how far the process grew."""

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
    """Call, and tell how many bytes Python allocated in it that are still held; what the call gave is held by you."""
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
    """Call, and tell by how many bytes the process grew: coarse, but counts what is not allocated by Python.

    None where the system does not tell.
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
