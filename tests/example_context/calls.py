"""A right call of each use case of bulletins, for the tests of every promise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from calls import Call, of_client
from two_clients import Client, World


def _bulletin(world: World, _client: Client) -> dict[str, Any]:
    return {"text": "Canary-bulletin", "until": world.clock.now() + timedelta(days=9)}


def _posted(world: World, client: Client) -> dict[str, Any]:
    given = _bulletin(world, client)
    posted = world.application.desk("bulletins").post(by=client.owner, tenant_id=client.tenant_id, **given)
    return {"bulletin_id": posted.bulletin_id}


CALLS: Mapping[str, Call] = {
    "bulletins.post": of_client("owner", 1, _bulletin),
    "bulletins.withdraw": of_client("owner", 1, _posted),
    "bulletins.list_bulletins": of_client("owner", None, lambda _w, _c: {"after": UUID(int=0), "limit": 10}),
}
