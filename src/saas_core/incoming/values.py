"""What can become of a mail that came in, and why it was refused."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import Final


class State(Enum):
    """What became of a mail."""

    WAITING = "waiting"
    """It is stored and not yet read."""
    TAKEN = "taken"
    """It was added to a ticket."""
    REPEATED = "repeated"
    """It is a further copy of a message that was added before."""
    REFUSED = "refused"
    """It is kept for a while, and its sender was told why, or nobody was."""
    PARKED = "parked"
    """As refused; its sender writes again so soon that it may be a machine, so staff was told instead."""


class Reason(Enum):
    """Why a mail is not an answer."""

    AUTOMATIC = "automatic"
    """A machine wrote it."""
    BOUNCE = "bounce"
    """It says that a mail could not be delivered, or has a null return path."""
    LIST = "list"
    """A mailing list sent it."""
    OWN_MARK = "own_mark"
    """It is a letter of ours that came back."""
    VIRUS = "virus"
    """The mail service found a virus in it."""
    TOO_LARGE = "too_large"
    """It is larger than a mail may be."""
    CONTENT_MISSING = "content_missing"
    """What was announced was not there when it was fetched."""
    FROM_UNCLEAR = "from_unclear"
    """It says that it is from nobody, or from several."""
    NOT_ALIGNED = "not_aligned"
    """Neither SPF nor DKIM shows that it is from whom it says, or nobody who is trusted looked."""
    NO_TOKEN = "no_token"  # noqa: S105 - the name of a reason
    """It reached no address that belongs to a ticket."""
    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105
    """The address belongs to no ticket."""
    TOKEN_EXPIRED = "token_expired"  # noqa: S105
    """The address belonged to a ticket, and is too old."""
    SENDER_IS_ANOTHER = "sender_is_another"
    """The address was given to somebody else."""
    EMPTY = "empty"
    """It says nothing, and brings no file."""
    UNREADABLE = "unreadable"
    """It holds what no ticket can take."""
    REOPEN_WINDOW_OVER = "reopen_window_over"
    """The ticket was resolved too long ago to be reopened."""
    REOPENED_TOO_OFTEN = "reopened_too_often"
    """The ticket was reopened by mail as often as it may be."""
    TOO_MANY = "too_many"
    """So many came for this ticket within an hour that a machine may be writing."""
    TOO_MANY_FILES = "too_many_files"
    """Its writer sent more files within a day than are taken without a message."""
    NOT_PERMITTED = "not_permitted"
    """Its writer may not answer there any more."""
    TICKET_CLOSED = "ticket_closed"
    """The ticket takes no more messages."""


EXPLAINED: Final = frozenset(
    {
        Reason.NO_TOKEN,
        Reason.TOKEN_UNKNOWN,
        Reason.TOKEN_EXPIRED,
        Reason.SENDER_IS_ANOTHER,
        Reason.EMPTY,
        Reason.UNREADABLE,
        Reason.TOO_MANY_FILES,
        Reason.TOO_LARGE,
        Reason.REOPEN_WINDOW_OVER,
        Reason.REOPENED_TOO_OFTEN,
        Reason.NOT_PERMITTED,
        Reason.TICKET_CLOSED,
    }
)
"""The reasons that an aligned sender is told, at most once a day."""

REFUSED_KEPT: Final = timedelta(days=30)
"""The time for which refused mails are kept."""
WAITING_KEPT: Final = timedelta(days=90)
"""The time for which mails are kept that could not be read, for want of their storage, say."""
ANSWERED_AGAIN: Final = timedelta(days=1)
"""The time in which an address gets at most one answer."""
MOST_REFUSED: Final = 5_000
"""The number of refused mails that are kept; of more, the oldest goes."""
MOST_REFUSED_BYTES: Final = 1024 * 1024 * 1024
"""In bytes: what refused mails may take; of more, only what became of them is kept."""
MOST_OF_ONE_SENDER: Final = 50
"""The number of refused mails of one sender whose bytes are kept."""
LARGEST_REFUSED: Final = 1024 * 1024
"""In bytes: of a refused mail that is larger only the beginning is kept."""
MOST_REOPENED: Final = 3
"""How often a ticket is reopened by mail."""
MOST_AN_HOUR: Final = 20
"""The number of mails that one ticket takes within an hour."""
