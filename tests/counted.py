"""Work counted in steps of the interpreter, so that growth is measured without a clock."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from saas_core.kernel.errors import SaasError


def steps_of(call: Callable[[], object]) -> int:
    """Return how many instructions of Python a call takes; a refusal is an answer."""
    count = 0

    def traced(frame: FrameType, event: str, _more: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        with suppress(SaasError):
            call()
    finally:
        sys.settrace(before)
    return count


def growth(make: Callable[[int], Callable[[], object]], size: int) -> float:
    """Return by how much the work grows when the input is twice as large; about 2 when it is in proportion.

    What a call does once in a process, such as filling a cache, is done before anything is counted.
    """
    for each in (size, 2 * size):
        with suppress(SaasError):
            make(each)()
    return steps_of(make(2 * size)) / max(steps_of(make(size)), 1)
