"""Commands of time on engagements as values (4.2, 5.2, 5.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Final, TypeAlias

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, Text, fitting
from saas_core.kernel.ids import EngagementId, TimeEntryId

LONGEST_NOTE: Final = 2_000
MOST_VOIDED: Final = 1_000
"""The most entries of one bulk change."""
MOST_IMPORTED: Final = 2_000
"""The most rows of one import."""

LineKey: TypeAlias = Annotated[str, Text(1, 40, r"[A-Z][A-Z0-9.-]*", remedy="Write it as the estimate does.")]
"""The key of an approved scope line."""
Note: TypeAlias = Annotated[str, Text(0, LONGEST_NOTE, form="prose", fit=text.prose), UNSAID]
"""What was done; free text, which stands in no journal."""
Reason: TypeAlias = Annotated[str, Text(1, LONGEST_NOTE, form="prose", fit=text.prose), UNSAID]
"""Why; free text, which stands in no journal."""
Described: TypeAlias = Annotated[str, Text(1, LONGEST_NOTE, form="prose", fit=text.prose), UNSAID]
"""What was delivered; free text, which stands in no journal."""
Release: TypeAlias = Annotated[str, Text(1, 100, form="reference")]
"""The release in which something was delivered."""


@frozen(field_transformer=fitting, kw_only=True)
class StartTimer:
    """A timer to start for the acting member of staff, on an approved scope line."""

    NAME: ClassVar[str] = "engagements.start_timer"

    engagement_id: EngagementId
    line: LineKey
    note: Note = ""


@frozen(field_transformer=fitting, kw_only=True)
class StopTimer:
    """The own timer on an engagement to stop."""

    NAME: ClassVar[str] = "engagements.stop_timer"

    engagement_id: EngagementId


@frozen(field_transformer=fitting, kw_only=True)
class LogTime:
    """Time that the acting member of staff worked on an approved scope line."""

    NAME: ClassVar[str] = "engagements.log_time"

    engagement_id: EngagementId
    line: LineKey
    started_at: datetime
    ended_at: datetime
    note: Note = ""


@frozen(field_transformer=fitting, kw_only=True)
class ImportTime:
    """Rows of time that the acting member of staff worked; `content` is the digest of all of them."""

    NAME: ClassVar[str] = "engagements.import_time"

    engagement_id: EngagementId
    content: str


@frozen(field_transformer=fitting, kw_only=True)
class VoidTime:
    """Entries to void, and why; what was right is recorded anew."""

    NAME: ClassVar[str] = "engagements.void_time"

    entry_ids: tuple[TimeEntryId, ...]
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class ClosePeriod:
    """The instant before which no time of the client is recorded or voided any more."""

    NAME: ClassVar[str] = "engagements.close_period"

    until: datetime


@frozen(field_transformer=fitting, kw_only=True)
class RegisterEnhancement:
    """A delivered change for the register of enhancements."""

    NAME: ClassVar[str] = "engagements.register_enhancement"

    engagement_id: EngagementId
    line: LineKey
    description: Described
    release: Release
    delivered_at: datetime


@frozen(field_transformer=fitting, kw_only=True)
class LeaveOut:
    """An approved scope line that is not delivered, and why."""

    NAME: ClassVar[str] = "engagements.leave_out"

    engagement_id: EngagementId
    line: LineKey
    reason: Reason


@frozen(field_transformer=fitting, kw_only=True)
class Deliver:
    """An engagement whose approved lines are all delivered or left out."""

    NAME: ClassVar[str] = "engagements.deliver"

    engagement_id: EngagementId


@frozen(field_transformer=fitting, kw_only=True)
class CancelEngagement:
    """An engagement to end before it is delivered, and why; time worked inside the cap stays billable."""

    NAME: ClassVar[str] = "engagements.cancel"

    engagement_id: EngagementId
    reason: Reason
