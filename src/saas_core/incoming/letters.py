"""The letters of mail in: why a mail was refused, and that mails wait for a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saas_core.incoming.values import Reason
from saas_core.kernel.letters import LetterKind

MAIL_REFUSED: Final = LetterKind(
    name="mail_refused",
    occasion="a person's mail was not added to a ticket; at most once a day",
    facts=("reason", "about", "link"),
    sample={
        "reason": "It reached no address that belongs to a ticket.",
        "about": "Where do I find the export?",
        "link": "https://portal.example/tickets",
    },
    optional=("about",),
)
MAIL_PARKED: Final = LetterKind(
    name="mail_parked",
    occasion="mails of one sender, or for one ticket, come so often that a machine may be writing",
    facts=("reason", "mail"),
    sample={
        "reason": "It reached no address that belongs to a ticket.",
        "mail": "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f",
    },
)
LETTERS: Final = (MAIL_REFUSED, MAIL_PARKED)

SENTENCES: Final[Mapping[Reason, str]] = {
    Reason.AUTOMATIC: "A machine wrote it.",
    Reason.BOUNCE: "It says that a mail could not be delivered.",
    Reason.LIST: "A mailing list sent it.",
    Reason.OWN_MARK: "It is a letter of ours that came back.",
    Reason.VIRUS: "A virus was found in it.",
    Reason.TOO_LARGE: "It is larger than 25 MB.",
    Reason.CONTENT_MISSING: "Its content was not there when it was fetched.",
    Reason.FROM_UNCLEAR: "It names no sender, or several.",
    Reason.NOT_ALIGNED: "Nothing shows that it comes from the sender that it names.",
    Reason.NO_TOKEN: "It reached no address that belongs to a ticket.",
    Reason.TOKEN_UNKNOWN: "The address that it was sent to belongs to no ticket.",
    Reason.TOKEN_EXPIRED: "The address that it was sent to is too old.",
    Reason.SENDER_IS_ANOTHER: "The address that it was sent to was given to somebody else.",
    Reason.EMPTY: "It holds neither text nor a file.",
    Reason.UNREADABLE: "It holds signs that no ticket can take.",
    Reason.REOPEN_WINDOW_OVER: "The ticket was resolved too long ago to be reopened.",
    Reason.REOPENED_TOO_OFTEN: "The ticket was reopened by mail as often as it may be.",
    Reason.TOO_MANY: "Too many mails came for one ticket within an hour.",
    Reason.TOO_MANY_FILES: "Its sender has sent too many files that stand in no message yet.",
    Reason.NOT_PERMITTED: "Its sender cannot answer there any more.",
    Reason.TICKET_CLOSED: "The ticket takes no more messages.",
}
"""Why a mail was refused, in a sentence."""
