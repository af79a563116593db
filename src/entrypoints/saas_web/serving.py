"""The server: worker processes that each create the application they serve."""

from __future__ import annotations

import os
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saas_web.beside import MakesBeside

PAGES = "saas_portal:portal"
"""The entrance of pages. Entrances do not import each other; what serves finds both by name."""
LEAVING_SECONDS = 5
"""Seconds in which a worker process must have ended after it was told to."""


def pages() -> MakesBeside:
    """Return what makes the entrance of pages."""
    found: MakesBeside = resolve_name(PAGES)
    return found


def serve_at(home: Path, factory: str, *, address: str, port: int, workers: int) -> None:
    """Serve a home folder until stopped (SIGTERM, Ctrl-C).

    `factory` names the function that creates the ASGI application in each worker process, as `module:function`.
    """
    from granian.constants import Interfaces  # noqa: PLC0415 - the server is an optional dependency
    from granian.server import Server  # noqa: PLC0415

    # The worker processes read the settings themselves.
    os.environ["SAAS_HOME"] = str(home)
    Server(
        factory,
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        log_access=False,
        # What is still under way is cut off then: its transaction is undone, and its caller repeats it with its key.
        workers_kill_timeout=LEAVING_SECONDS,
    ).serve()
