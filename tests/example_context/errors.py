"""What can go wrong with bulletins.

NotFound
└── BulletinUnknown   no such bulletin of this client
Conflict
└── BulletinOver      it was withdrawn, or its time is over
"""

from __future__ import annotations

from saas_core.kernel.errors import Conflict, NotFound


class BulletinUnknown(NotFound):
    """There is no such bulletin."""

    code = "BULLETIN_UNKNOWN"

    def __init__(self) -> None:
        """Say what helps."""
        super().__init__(
            "there is no such bulletin.", field="bulletin", remedy="List the bulletins to see which exist."
        )

    def __reduce__(self) -> tuple[type[BulletinUnknown], tuple[()]]:
        """Travel between processes whole."""
        return BulletinUnknown, ()


class BulletinOver(Conflict):
    """The bulletin was withdrawn before, or its time is over."""

    code = "BULLETIN_OVER"

    def __init__(self) -> None:
        """Say what helps."""
        super().__init__("the bulletin is over.", field="bulletin", remedy="Post another one.")

    def __reduce__(self) -> tuple[type[BulletinOver], tuple[()]]:
        """Travel between processes whole."""
        return BulletinOver, ()
