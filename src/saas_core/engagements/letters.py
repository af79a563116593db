"""The letters about paid work as a whole: a request that was support, and work that was canceled (4.1, 5.1)."""

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

ENGAGEMENT_CANCELED: Final = LetterKind(
    name="engagement_canceled",
    occasion="paid work was canceled, before or after its estimate was approved",
    facts=("title",),
    sample={"title": "Connect the cash register"},
)

LETTERS: Final = (REQUEST_WITHDRAWN, ENGAGEMENT_CANCELED)
"""The letters about engagements as a whole."""
