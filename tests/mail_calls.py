"""A right call of each use case of files and of mails that came in, for the tests of every promise."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from saas_core.incoming.message import Envelope
from saas_core.incoming.model import Arrival
from saas_core.incoming.values import State
from saas_core.kernel.ids import PROVIDER

Row = tuple[str, int | None, Callable[..., dict[str, Any]]]
MAIL = b"From: canary@elsewhere.example\r\nSubject: Canary-subject\r\n\r\nCanary-text\r\n"


def sent(world: Any, client: Any) -> dict[str, Any]:
    """Send a file."""
    view = world.application.support.files.send(
        by=client.owner, tenant_id=client.tenant_id, name="Canary-name.txt", content=[b"Canary-content"]
    )
    return {"attachment_id": view.attachment_id}


def sent_mail(world: Any, client: Any) -> dict[str, Any]:
    """Send a mail as it came."""
    view = world.application.support.files.send_mail(by=client.owner, tenant_id=client.tenant_id, content=[MAIL])
    return {"attachment_id": view.attachment_id}


def came(world: Any, client: Any) -> dict[str, Any]:
    """Take a mail in."""
    raw = MAIL + str(client.tenant_id).encode()
    arrival = Arrival(source="folder", key=hashlib.sha256(raw).hexdigest(), envelope=Envelope(), raw=raw)
    world.application.gathered.wirings["incoming"].intake().take_in(arrival)
    return {"incoming_id": arrival.id}


def read(world: Any, client: Any) -> dict[str, Any]:
    """Take a mail in, and have it read: it answers nothing."""
    made = came(world, client)
    world.application.work.worker.drain(tenant_id=PROVIDER)
    return made


FILES: Mapping[str, Row] = {
    "support.files.send": ("owner", 1, lambda _w, _c: {"name": "Canary-name.txt", "content": [b"Canary-content"]}),
    "support.files.send_mail": ("owner", 1, lambda _w, _c: {"content": [MAIL]}),
    "support.files.open": ("owner", None, sent),
    "support.files.show_mail": ("owner", None, sent_mail),
}
"""Rows of one client."""

MAILS: Mapping[str, Row] = {
    "incoming.list_incoming": (
        "staff",
        None,
        lambda w, c: {"state": State.WAITING, "after": came(w, c)["incoming_id"], "limit": 5},
    ),
    "incoming.show_incoming": ("staff", None, came),
    "incoming.open_incoming": ("staff", None, read),
}
"""Rows of the provider."""
