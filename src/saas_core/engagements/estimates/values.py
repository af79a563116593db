"""Small values of estimates: states, kinds, and the lines of what is estimated."""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import IdType

if TYPE_CHECKING:
    from typing import Self

    class RecordedDocumentId(UUID):
        """A signed document that staff recorded."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as an id of this type."""

        @classmethod
        def parse(cls, text: str) -> Self:
            """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
            ...

else:
    RecordedDocumentId = IdType("RecordedDocumentId", UUID)


class RevisionState(Enum):
    """The states of a revision; all but DRAFT and ISSUED are final."""

    DRAFT = "draft"
    ISSUED = "issued"
    APPROVED = "approved"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    DISCARDED = "discarded"


class EstimateKind(Enum):
    """The kinds of estimates: the base of an engagement, or a change order to what was approved."""

    BASE = "base"
    CHANGE_ORDER = "change_order"


class ApprovalKind(Enum):
    """The ways in which an approval was given in writing."""

    INTERFACE = "interface"
    KEYED_LINK = "keyed_link"
    DOCUMENT = "document"


class Pricing(Enum):
    """What a draft charges by; only hours at the rate of the terms can be issued (4.1)."""

    HOURLY = "hourly"
    FIXED = "fixed"


@frozen(kw_only=True)
class ScopeLine:
    """A line of what is to be done, by its key within the estimate (`L1`); hours are whole seconds."""

    key: str
    text: str
    exclusions: str = ""
    low_seconds: int
    high_seconds: int


class CheckState(Enum):
    """The states of a recorded document, until and after its second pair of eyes."""

    PENDING = "pending"
    AGREED = "agreed"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"


@frozen(kw_only=True)
class Peer:
    """Where a decision came from: its address with the proxies in between, the program, the request and the session."""

    address: str = ""
    proxies: tuple[str, ...] = ()
    user_agent: str = ""
    request_id: str = ""
    session_id: str = ""


FINAL: Final = frozenset(RevisionState) - {RevisionState.DRAFT, RevisionState.ISSUED}
"""States that a revision never leaves."""
LONGEST_PROSE: Final = 10_000
MOST_LINES: Final = 100
LARGEST_SECONDS: Final = 100_000 * 3600
"""The most hours of one line, in seconds."""
MOST_APPROVERS: Final = 50
"""The most people who get a link to one revision."""
LARGEST_DOCUMENT: Final = 10 * 1024 * 1024
"""In bytes: the largest document that staff records."""
CODE_LASTS: Final = timedelta(minutes=10)
"""The time for which a code opens the estimate."""
CODE_TRIES: Final = 5
"""The most tries of one code."""
CODES_AT_MOST: Final = 5
"""The most codes that one link sends within an hour."""
CODES_WITHIN: Final = timedelta(hours=1)
"""The time over which codes are counted."""
IDENTIFIED_LASTS: Final = timedelta(minutes=60)
"""The time for which the approver stays identified after a code was given."""


def day_text(value: object, field: str = "valid_through") -> str:
    """Return a day written as `2026-12-31`, between the years 2000 and 2199; raises InvalidValue."""
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not 2000 <= day.year < 2200:  # noqa: PLR2004 - as instants are
        message = f"{str(value)[:40]!a} is not a day."
        raise InvalidValue(message, field=field, remedy="Write it as in 2026-12-31.")
    return day.isoformat()


def number_text(number: int) -> str:
    """Return the number of an estimate as people read it: `E-7`."""
    return f"E-{number}"


def hours_text(seconds: int) -> str:
    """Return seconds as hours with two decimals, as in `30.00 h`; shown only, never calculated with."""
    sign, hundredths = "-" if seconds < 0 else "", (abs(seconds) * 100 + 1800) // 3600
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d} h"
