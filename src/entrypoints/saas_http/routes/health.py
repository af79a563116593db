"""Health: whether the service is live, and whether it is ready."""

from __future__ import annotations

from attrs import frozen

from saas_http.endpoints import OPEN, Call, Router

health = Router("health", "Health checks for monitoring.", prefix="/health")

SECONDS = 2.0
"""Seconds in which the store must answer; monitoring does not wait forever."""


@frozen
class Health:
    """The health of the service: `live`, or `ready`."""

    state: str


def _live(_call: Call) -> Health:
    return Health("live")


@health.get("/live", OPEN, tagged=False, warm=_live)
def live(call: Call) -> Health:
    """Report that the process answers."""
    return _live(call)


@health.get("/ready", OPEN, tagged=False, within=SECONDS, beside=True)
def ready(call: Call) -> Health:
    """Report that the store answers too; 503 if it does not answer in time."""
    call.app.policy.versions()
    return Health("ready")
