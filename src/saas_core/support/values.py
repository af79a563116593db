"""Small values of support: ids, states, scopes, and the times for which things are kept or may be reopened."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias
from uuid import UUID

from attrs import frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import UNSAID, Text
from saas_core.kernel.ids import IdType

if TYPE_CHECKING:
    from typing import Self

    class _Id(UUID):
        """A type of id of this context, as type checkers see it."""

        def __init__(self, value: UUID) -> None:
            """Take a UUID as an id of this type."""

        @classmethod
        def parse(cls, text: str) -> Self:
            """Read an id from the 36 characters of a UUID; raises InvalidValue, naming the field by the type."""
            ...

    class MessageId(_Id):
        """A message of a ticket."""

    class NoteId(_Id):
        """An internal note on a ticket."""

    class QuestionId(_Id):
        """A question on which the terms are silent."""

    class PrecedentId(_Id):
        """What the provider answered to such a question before."""

else:
    MessageId = IdType("MessageId", UUID)
    NoteId = IdType("NoteId", UUID)
    QuestionId = IdType("QuestionId", UUID)
    PrecedentId = IdType("PrecedentId", UUID)


class TicketKind(Enum):
    """The kinds of tickets: a request for support, or an appeal about the license itself, which carries no support."""

    SUPPORT = "support"
    APPEAL = "appeal"


class TicketState(Enum):
    """The states of a ticket; CLOSED and MERGED are final."""

    NEW = "new"
    OPEN = "open"
    WAITING_ON_CLIENT = "waiting_on_client"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"


class Resolution(Enum):
    """The ways in which a ticket is resolved."""

    ANSWERED = "answered"
    DECLINED_OUT_OF_SCOPE = "declined_out_of_scope"
    CONVERTED_TO_ENGAGEMENT = "converted_to_engagement"
    DEFECT_REPAIRED = "defect_repaired"
    DUPLICATE = "duplicate"
    NO_REPLY = "no_reply"


class ScopeKind(Enum):
    """What a ticket is about, seen from the terms; an axis of its own beside the state."""

    UNCLASSIFIED = "unclassified"
    IN_SCOPE = "in_scope"
    OUT_OF_SCOPE = "out_of_scope"
    PAID_WORK = "paid_work"
    NEVER_GRANTED = "never_granted"
    ABOUT_LICENSE = "about_license"
    CLIENTS_OWN = "clients_own"
    NEEDS_DECISION = "needs_decision"
    MIXED = "mixed"


class QuestionState(Enum):
    """The states of a question on which the terms are silent."""

    OPEN = "open"
    ANSWERED = "answered"


class DisputeState(Enum):
    """The states of a dispute about a ticket that was found to be out of scope."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class Queue(Enum):
    """What a ticket waits for, as the work-list of staff shows it."""

    CLASSIFICATION = "classification"
    US = "us"
    THEM = "them"
    DISPUTE = "dispute"


class Side(Enum):
    """Who wrote something, or whom a ticket waits for."""

    CLIENT = "client"
    STAFF = "staff"


LONGEST_SUBJECT: Final = 200
LONGEST_MESSAGE: Final = 50_000
LONGEST_REASON: Final = 2_000
MOST_ATTACHMENTS: Final = 10
"""The most files of one message."""
LARGEST_PAGE_OF_TEXT: Final = 1024 * 1024
"""In bytes: the text of a page of messages or notes; a page holds at least one, however long."""
FEWEST_PARTS: Final = 2
MOST_PARTS: Final = 10
"""The fewest and the most parts into which one ticket is split."""

Subject: TypeAlias = Annotated[str, Text(1, LONGEST_SUBJECT, form="name"), UNSAID]
"""What a ticket is called; free text, which stands in no journal."""
Message: TypeAlias = Annotated[
    str,
    Text(1, LONGEST_MESSAGE, form="prose", fit=text.prose, remedy="Shorten it, or attach a file."),
    UNSAID,
]
"""What somebody writes, in lines; free text, which stands in no journal."""
Reason: TypeAlias = Annotated[str, Text(1, LONGEST_REASON, form="prose", fit=text.prose), UNSAID]
"""Why somebody decided; free text, which stands in no journal."""
ClauseNumber: TypeAlias = Annotated[
    str, Text(1, 10, r"[0-9]{1,2}\.[0-9]{1,2}(\.[a-z0-9]{1,2})?", remedy="Write it as in 2.1 or 1.4.a.")
]
"""The number of a clause."""
RowName: TypeAlias = Annotated[
    str, Text(1, 200, r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+", remedy="Write it as in topic.feature_usage.")
]
"""The name of a row of the terms, such as a topic or an exclusion."""
AskedAction: TypeAlias = RowName
"""The name of an action that is asked about; never a sentence, since it is kept with the provider's precedents."""

MOST_OPEN_QUESTIONS: Final = 20
"""The most open questions that the users of one client have at a time; tickets that need a decision come on top."""
MOST_OPEN_OF_ONE: Final = 5
"""The most open questions that one user has at a time, so that nobody takes up those of the client alone."""
MOST_PRECEDENTS: Final = 20
"""The most precedents that are offered for a question, and that an answer cites."""
LARGEST_FILE: Final = 20 * 1024 * 1024
"""In bytes: the largest file that is sent to a ticket."""

FINAL: Final = frozenset({TicketState.CLOSED, TicketState.MERGED})
"""States that a ticket never leaves."""
LIVE: Final = frozenset({TicketState.NEW, TicketState.OPEN, TicketState.WAITING_ON_CLIENT})
"""States in which a ticket is worked on."""

REOPEN_WINDOW: Final = timedelta(days=14)
"""The usual time from `resolved_at`, its last instant included, in which a client takes up a resolved ticket again."""
TICKETS_KEPT: Final = timedelta(days=3 * 365)
"""The usual time for which a ticket is kept after it was closed or merged, and that for which a question is kept."""

OPEN: Final = "support.open"
"""What opening a ticket and writing to it asks about."""
SEE: Final = "support.read"
"""What seeing other people's tickets of a department asks about."""
APPEAL: Final = "appeal.open"
"""What opening an appeal asks about."""
REQUEST: Final = "engagements.request"
"""What turning a ticket into a request for an estimate asks about, when the client does it."""
OF_PEOPLE: Final = ("people.read", "roles.read")
"""What knowing somebody's roles asks about (1.4.b)."""
STAFF: Final = "provider.support"
"""What staff asks about for everything it does with tickets."""
STAFF_APPEALS: Final = "provider.appeals"
"""What staff asks about for everything it does with appeals."""


@frozen(kw_only=True)
class ShownMail:
    """A mail as it is shown: its text, where quotes begin in it, its HTML cleaned, and what could not be read."""

    subject: str
    text: str
    folded_at: int
    html: str
    faults: tuple[str, ...]
