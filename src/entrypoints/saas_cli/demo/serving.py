"""The epilogue: the HTTP interface and a worker keep running on the story's data, for further questions by program."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from saas_web.serving import serve_at

if TYPE_CHECKING:
    from pathlib import Path

    from saas_app import Settings
    from saas_cli.demo.stage import Stage

ADDRESS = "127.0.0.1"
SERVED = "saas_http.serving:application"
WAIT_SECONDS = 0.5
LEAVE_SECONDS = 20.0
_PAID = timedelta(days=30)


def require_server() -> None:
    """Raise ExtraMissing if there is nothing to serve with, before a story is told that ends in it."""
    from saas_core.kernel.extras import needing

    with needing("saas demo --serve", "http"):
        import granian  # noqa: F401
        import litestar  # noqa: F401


def served(stage: Stage, key: str, port: int) -> None:
    """Pay for thirty days by the real clock, print the owner's key, and serve with a worker beside it until stopped."""
    from saas_app import open_application

    settings = stage.app.settings
    with open_application(settings) as app:
        sam = app.access.staff.authenticate(key)
        now = app.licensing.show(by=sam, tenant_id=stage.tenant).at
        app.licensing.record_payment(by=sam, tenant_id=stage.tenant, invoice="INV-TODAY", since=now, until=now + _PAID)
    _say(
        "",
        f"The HTTP interface runs at http://{ADDRESS}:{port}, described at http://{ADDRESS}:{port}/docs.",
        "In another shell, as Olivia, the owner:",
        f"  export KEY={stage.keys['olivia']}",
        f'  curl -s -H "Authorization: Bearer $KEY" http://{ADDRESS}:{port}/v1/license',
        f"A worker runs beside it: mail arrives in {settings.mail_folder}, and is named here.",
        "Ctrl-C ends both.",
    )
    with _working(settings):
        serve_at(settings.home, SERVED, address=ADDRESS, port=port, workers=1)
    _say("The server and the worker have ended.")


@contextmanager
def _working(settings: Settings) -> Iterator[None]:
    """Carry out what the served interface decides, in a process that ends with the block, and name the mails.

    The server forks, and a process with an open SQLite database must not, so the worker is a process of its own.
    """
    words = (sys.executable, "-m", "saas_cli", "worker", "--home", str(settings.home))
    ended = threading.Event()
    watch = threading.Thread(target=_name_arrivals, args=(settings.mail_folder, ended), daemon=True)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as worker:  # noqa: S603 - this program itself
        watch.start()
        try:
            yield
        finally:
            ended.set()
            # Ctrl-C has reached it already; whoever stopped the server in another way has not. It finishes its task.
            worker.terminate()
            try:
                worker.wait(LEAVE_SECONDS)
            except subprocess.TimeoutExpired:
                worker.kill()
            watch.join()


def _name_arrivals(folder: Path, ended: threading.Event) -> None:
    """Say the name of each file that comes into the folder of mail."""
    known = set(folder.glob("*.eml"))
    while not ended.wait(WAIT_SECONDS):
        for each in sorted(set(folder.glob("*.eml")) - known):
            known.add(each)
            _say(f"Mail arrived: {each}")


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr, flush=True)
