"""Logs: a line of JSON for each request, without any submitted data or secrets."""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any, TextIO

import structlog

from saas_web.trail import Trail

_DEEPEST = 20


class RequestLog:
    """Logs the outcome of requests.

    The line goes through its few steps directly: a bound logger would take as long as answering the shortest request.
    """

    def __init__(self, out: TextIO | None) -> None:
        """Take the stream for the lines; standard error if omitted."""
        self._log = structlog.WriteLogger(out or sys.stderr)
        self._stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")

    def answered(self, trail: Trail, method: str, status: int, milliseconds: float) -> None:
        """Log an answered request."""
        line: dict[str, Any] = {
            "request_id": trail.request_id,
            "method": method,
            "route": trail.route,
            "status": status,
            "duration_ms": round(milliseconds, 3),
        }
        if trail.tenant_id:
            line["tenant_id"] = trail.tenant_id
        if trail.actor:
            line["actor"] = trail.actor
        if trail.fault:
            line["fault"] = trail.fault
        line["event"] = "request"
        self._log.msg(_written(self._stamp(self._log, "msg", line)))


# Made once: `json.dumps` makes one for each line that is not written as by default.
_written = json.JSONEncoder(ensure_ascii=True, default=str).encode


def fault_place(fault: BaseException) -> str:
    """Return the type and source lines of an internal error, without its message, which may contain anything."""
    frames = traceback.extract_tb(fault.__traceback__)[-_DEEPEST:]
    where = " < ".join(f"{each.name} ({each.filename.rsplit('/', 1)[-1]}:{each.lineno})" for each in reversed(frames))
    return f"{type(fault).__module__}.{type(fault).__qualname__}: {where}"
