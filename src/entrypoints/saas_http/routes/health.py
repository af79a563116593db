"""Whether the service lives, and whether it can do its work."""

from __future__ import annotations

from attrs import frozen

from saas_http.endpoints import OPEN, Call, Router

health = Router("health", "For what watches over the service.", prefix="/health")

SECONDS = 2.0
"""In which the store must answer; what watches does not wait for ever."""


@frozen
class Health:
    """How the service is: `live`, or `ready`."""

    state: str


def _live(_call: Call) -> Health:
    return Health("live")


@health.get("/live", OPEN, tagged=False, warm=_live)
def live(call: Call) -> Health:
    """Tell that the process answers."""
    return _live(call)


@health.get("/ready", OPEN, tagged=False, within=SECONDS)
def ready(call: Call) -> Health:
    """Tell that the store answers too; 503 when it does not in time."""
    call.app.policy.versions()
    return Health("ready")
