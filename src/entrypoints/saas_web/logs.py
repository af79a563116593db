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
    """Logs the outcome of requests."""

    def __init__(self, out: TextIO | None) -> None:
        """Take the stream for the lines; standard error if omitted."""
        self._log = structlog.wrap_logger(
            structlog.WriteLogger(out or sys.stderr),
            processors=[
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
                structlog.processors.JSONRenderer(serializer=_written),
            ],
            wrapper_class=structlog.make_filtering_bound_logger(0),
            cache_logger_on_first_use=True,
        )

    def answered(self, trail: Trail, method: str, status: int, milliseconds: float) -> None:
        """Log an answered request."""
        line = {
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
        (self._log.error if trail.fault else self._log.info)("request", **line)


def fault_place(fault: BaseException) -> str:
    """Return the type and source lines of an internal error, without its message, which may contain anything."""
    frames = traceback.extract_tb(fault.__traceback__)[-_DEEPEST:]
    where = " < ".join(f"{each.name} ({each.filename.rsplit('/', 1)[-1]}:{each.lineno})" for each in reversed(frames))
    return f"{type(fault).__module__}.{type(fault).__qualname__}: {where}"


def _written(event: Any, **_settings: Any) -> str:  # noqa: ANN401
    return json.dumps(event, ensure_ascii=True, default=str)
