"""The epilogue: the HTTP interface keeps running on the story's data, for further questions by program."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from saas_web.serving import serve_at

if TYPE_CHECKING:
    from saas_cli.demo.stage import Stage

ADDRESS = "127.0.0.1"
SERVED = "saas_http.serving:application"
_PAID = timedelta(days=30)


def served(stage: Stage, key: str, port: int) -> None:
    """Pay for thirty days by the real clock, print the owner's key, and serve until stopped."""
    from saas_app import open_application

    settings = stage.app.settings
    with open_application(settings) as app:
        sam = app.access.staff.authenticate(key)
        now = app.licensing.show(by=sam, tenant_id=stage.tenant).at
        app.licensing.record_payment(by=sam, tenant_id=stage.tenant, invoice="INV-TODAY", since=now, until=now + _PAID)
    lines = (
        "",
        f"The HTTP interface runs at http://{ADDRESS}:{port}, described at http://{ADDRESS}:{port}/docs.",
        "In another shell, as Olivia, the owner:",
        f"  export KEY={stage.keys['olivia']}",
        f'  curl -s -H "Authorization: Bearer $KEY" http://{ADDRESS}:{port}/v1/license',
        "Ctrl-C ends it.",
    )
    print(*lines, sep="\n", file=sys.stderr)
    serve_at(settings.home, SERVED, address=ADDRESS, port=port, workers=1)
