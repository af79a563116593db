"""The letter about a request for paid work that ended without an estimate (4.1, 5.1)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

REQUEST_WITHDRAWN: Final = LetterKind(
    name="request_withdrawn",
    occasion="a request for an estimate was withdrawn, since its ticket was found to be support",
    facts=("title", "link"),
    sample={
        "title": "Connect the cash register",
        "link": "https://portal.example/tickets/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    },
)

LETTERS: Final = (REQUEST_WITHDRAWN,)
