"""The letter of bulletins, and when it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from attrs import frozen

from example_context.model import Bulletin
from example_context.ports import BulletinsWork
from saas_core.kernel.letters import LetterKind
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import written_out

POSTED: Final = LetterKind(
    name="bulletin_posted",
    occasion="a bulletin was posted",
    facts=("text", "until"),
    sample={"text": "The archive moves on Friday.", "until": "December 1, 2026, 00:00 (UTC)"},
)


@frozen
class BulletinOccasions:
    """The bulletins in force."""

    bulletins: tuple[Bulletin, ...]

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return a notice of each bulletin in force."""
        return tuple(
            Notice(kind=POSTED.name, cause=f"bulletin:{each.id}", facts={"until": written_out(each.until, reader.zone)})
            for each in self.bulletins
        )

    def look_again(self, _reader: Reader) -> datetime | None:
        """Return None: nothing is posted by time alone."""
        return None

    def facts(self, notice: Notice, _reader: Reader) -> Mapping[str, str] | None:
        """Return the facts with the text as it is now; None once the bulletin is over."""
        found = next((each for each in self.bulletins if notice.cause == f"bulletin:{each.id}"), None)
        return None if found is None else {**notice.facts, "text": found.text}


def occasions(work: BulletinsWork, reader: Reader) -> BulletinOccasions:
    """Read the bulletins in force."""
    return BulletinOccasions(tuple(each for each in work.bulletins.page(None, 1000) if each.in_force(reader.at)))
