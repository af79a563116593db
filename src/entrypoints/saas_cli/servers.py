"""The server of the HTTP entrance, as commands start it."""

from __future__ import annotations

import os
from pathlib import Path


def serve_at(home: Path, *, address: str, port: int, workers: int) -> None:
    """Serve what lies in a home folder until it is stopped (SIGTERM, Ctrl-C)."""
    from granian.constants import Interfaces
    from granian.server import Server

    # The processes that serve read the settings themselves.
    os.environ["SAAS_HOME"] = str(home)
    Server(
        "saas_http.serving:application",
        address=address,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        log_access=False,
    ).serve()
