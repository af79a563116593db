"""What can go wrong with evidence.

InvalidValue
└── EvidenceBroken       a pack is not what was approved: names the first field that is not
Conflict
├── EvidenceIncomplete   something that the evidence rests on is missing in the store
└── NotMade              the seal or the time stamp was not made, or not yet
"""

from __future__ import annotations

from saas_core.engagements.errors import Ruled
from saas_core.kernel.errors import Conflict, InvalidValue


class EvidenceBroken(Ruled, InvalidValue):
    """A pack of evidence is not what was approved; `field` is the first part that does not hold."""

    code = "EVIDENCE_BROKEN"

    def __init__(self, field: str, message: str) -> None:
        """Take the field as its path in the pack, and what is wrong with it."""
        super().__init__(
            message, field=field, remedy="Ask for the pack again, and compare it with a copy that was kept elsewhere."
        )

    def __reduce__(self) -> tuple[type[EvidenceBroken], tuple[str, str]]:
        """Support pickling with all arguments."""
        return EvidenceBroken, (self.field, self.message)


class EvidenceIncomplete(Ruled, Conflict):
    """Something that the evidence of an approval rests on is missing; nothing is made up in its place."""

    code = "EVIDENCE_INCOMPLETE"

    def __init__(self, what: str) -> None:
        """Say what is missing."""
        super().__init__(
            f"{what} is missing.", field="approval", remedy="Run saas doctor, and compare the store with a backup."
        )
        self.what = what

    def __reduce__(self) -> tuple[type[EvidenceIncomplete], tuple[str]]:
        """Support pickling with all arguments."""
        return EvidenceIncomplete, (self.what,)


class NotMade(Ruled, Conflict):
    """The seal or the time stamp of an approval was not made, or not yet; the approval holds without it."""

    code = "NOT_MADE"

    def __init__(self, kind: str) -> None:
        """Take what was not made."""
        super().__init__(
            f"the {kind.replace('_', ' ')} of this approval was not made.",
            field="approval",
            remedy="Look again later if one is configured; the approval holds without it.",
        )
        self.kind = kind

    def __reduce__(self) -> tuple[type[NotMade], tuple[str]]:
        """Support pickling with all arguments."""
        return NotMade, (self.kind,)
