"""An estimate and its revisions: a stable number, and what was drafted, issued and decided under it (4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from attrs import evolve, frozen

from saas_core.engagements.estimates.commands import Line
from saas_core.engagements.estimates.model.transitions import RevisionCommand, after
from saas_core.engagements.estimates.values import EstimateKind, Pricing, RevisionState, ScopeLine
from saas_core.kernel.ids import ApprovalId, EngagementId, EstimateId, PaperId
from saas_core.kernel.money import Money
from saas_core.kernel.revisions import RevisionStale


@frozen(kw_only=True)
class Estimate:
    """An estimate of an engagement by its number; a change order names the base approval that it amends."""

    id: EstimateId
    engagement_id: EngagementId
    number: int
    kind: EstimateKind
    amends_id: ApprovalId | None
    made_by: str
    made_at: datetime


@frozen(kw_only=True)
class Draft:
    """What a draft says, and what an edit replaces as a whole; `notes` are internal and never shown to the client."""

    lines: tuple[ScopeLine, ...]
    valid_through: str
    pricing: Pricing
    rate: Money
    notes: str


@frozen(kw_only=True)
class Revision:
    """One revision: its draft, and from its issue on the hashes of what was issued, until when it stands, and its end.

    `version` counts the edits of a draft. `reason` is why it was declined or withdrawn, `ended_by` who ended it.
    """

    estimate_id: EstimateId
    number: int
    state: RevisionState
    version: int
    lines: tuple[ScopeLine, ...]
    valid_through: str
    pricing: Pricing
    rate: Money
    notes: str
    made_by: str
    made_at: datetime
    changed_at: datetime
    content_hash: str | None = None
    document_hash: str | None = None
    paper_id: PaperId | None = None
    issued_by: str | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    reason: str | None = None

    def require_version(self, version: int) -> None:
        """Require that the draft is the one that the caller saw; raises RevisionStale."""
        if version != self.version:
            raise RevisionStale

    def edited(self, draft: Draft, version: int, at: datetime) -> Revision:
        """Return the draft with other content; raises RevisionFrozen, RevisionStale."""
        after(RevisionCommand.EDIT, self.state)
        self.require_version(version)
        return evolve(
            self,
            lines=draft.lines,
            valid_through=draft.valid_through,
            pricing=draft.pricing,
            rate=draft.rate,
            notes=draft.notes,
            version=self.version + 1,
            changed_at=at,
        )

    def issued(self, issue: Issue) -> Revision:
        """Return the draft issued: from here on its content stays as it is; raises RevisionFrozen."""
        return evolve(
            self,
            state=after(RevisionCommand.ISSUE, self.state),
            content_hash=issue.content_hash,
            document_hash=issue.document_hash,
            paper_id=issue.paper_id,
            issued_by=issue.by,
            issued_at=issue.at,
            expires_at=issue.expires_at,
            changed_at=issue.at,
        )

    def ended(self, command: RevisionCommand, by: str, at: datetime, reason: str | None = None) -> Revision:
        """Return the revision after a command that ends it; raises RevisionFrozen."""
        state = after(command, self.state)
        return evolve(self, state=state, ended_by=by, ended_at=at, reason=reason, changed_at=at)

    def open_at(self, at: datetime) -> bool:
        """Return whether the revision was issued, and neither expired nor ended, at an instant; ends are exclusive."""
        if self.issued_at is None or self.expires_at is None or not self.issued_at <= at < self.expires_at:
            return False
        return self.ended_at is None or at < self.ended_at

    @property
    def cap_seconds(self) -> int:
        """The hours that its approval would allow, or take away."""
        return sum(each.high_seconds for each in self.lines)

    @property
    def maximum(self) -> Money:
        """The price of all its hours, which the limit of an approver must reach; whole once it is issued."""
        return Money(self.cap_seconds * self.rate.minor // 3600, self.rate.currency)

    @property
    def day(self) -> date:
        """The last day, in the client's zone, on which it stands."""
        return date.fromisoformat(self.valid_through)


@frozen(kw_only=True)
class Issue:
    """What an issue adds to a draft."""

    content_hash: str
    document_hash: str
    paper_id: PaperId
    by: str
    at: datetime
    expires_at: datetime


@frozen(kw_only=True)
class IssuedContent:
    """The content of an issued revision as its canonical text; added once and never changed."""

    estimate_id: EstimateId
    revision: int
    content: str
    content_hash: str


def scope_lines(given: Iterable[Line]) -> tuple[ScopeLine, ...]:
    """Return lines with their keys, in their order: `L1`, `L2`, and so on."""
    return tuple(
        ScopeLine(
            key=f"L{place}",
            text=each.text,
            exclusions=each.exclusions,
            low_seconds=each.low_seconds,
            high_seconds=each.high_seconds,
        )
        for place, each in enumerate(given, 1)
    )
