"""Bulletins as they are shown."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from example_context.model import Bulletin
from example_context.values import BulletinId


@frozen(kw_only=True)
class BulletinView:
    """A bulletin, and since when it is withdrawn."""

    bulletin_id: BulletinId
    text: str
    posted_at: datetime
    until: datetime
    withdrawn_at: datetime | None


def bulletin_view(bulletin: Bulletin) -> BulletinView:
    """Return the view of a bulletin."""
    return BulletinView(
        bulletin_id=bulletin.id,
        text=bulletin.text,
        posted_at=bulletin.posted_at,
        until=bulletin.until,
        withdrawn_at=bulletin.withdrawn_at,
    )
