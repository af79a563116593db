"""A right call of each use case of evidence, for the tests of every promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uuid_utils.compat import uuid7

import papers
from estimate_calls import approval_arguments
from saas_core.engagements.estimates.content import sha256_of
from saas_core.engagements.estimates.ports import Paper
from saas_core.engagements.evidence.values import SEALED, TIME_STAMP, place_of
from saas_core.kernel.ids import PaperId
from saas_local.signing import SigningKeys
from two_clients import Client, World

Arguments = Callable[[World, Client], dict[str, Any]]
KEYS = SigningKeys.create()


def _notarized(world: World, client: Client) -> dict[str, Any]:
    """Return what names an approval that was sealed and stamped."""
    found = approval_arguments(world, client)
    with world.application.store.begin(client.tenant_id) as work:
        for kind in (SEALED, TIME_STAMP):
            content = f"Canary-{kind}".encode()
            work.papers.put(
                Paper(
                    id=PaperId(uuid7()),
                    kind=kind,
                    of=place_of(found["approval_id"]),
                    sha256=sha256_of(content),
                    media_type="application/pdf",
                    content=content,
                )
            )
        work.commit()
    return found


ROWS: dict[str, tuple[str, int | None, Arguments]] = {
    "engagements.evidence.show": ("owner", None, approval_arguments),
    # The checkpoint that they may take is kept outside the database.
    "engagements.evidence.pack": ("owner", None, approval_arguments),
    "engagements.evidence.document": ("owner", None, approval_arguments),
    "engagements.evidence.sealed": ("owner", None, _notarized),
    "engagements.evidence.time_stamp": ("owner", None, _notarized),
}
"""Who calls, the entries that it makes in the journal, and its arguments besides the client's id."""
OPEN: dict[str, tuple[str, int | None, Arguments]] = {
    "engagements.evidence.script": ("nobody", None, lambda _w, _c: {}),
    "engagements.evidence.verify": (
        "nobody",
        None,
        lambda _w, _c: {"pack": papers.pack_of(KEYS, papers.parts(KEYS)), "known": (KEYS.published()[0].public_key,)},
    ),
}
"""The same for those that name no client."""
