"""Automatic mails: bounces (RFC 3464), replies of machines (RFC 3834), lists, and letters of ours that come back.

None of them is an answer, and none is ever answered.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from saas_core.incoming.message import Envelope, ReadMail
from saas_core.incoming.values import Reason
from saas_core.kernel.mail import MARK

_NO_PERSON: Final = re.compile(
    r"(?:mailer-daemon|postmaster|mail-daemon|bounces?|no-?reply|do-?not-?reply)(?:[+=-].*)?@.*"
)
_BOUNCED: Final = re.compile(
    r"undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|notification)|failure notice|"
    r"mail delivery (?:failed|sub)|returned mail|unzustellbar",
    re.IGNORECASE,
)
_BULK: Final = frozenset({"auto_reply", "bulk", "junk", "list"})
_LISTS: Final = ("list-id", "list-post", "list-unsubscribe")
_UNANSWERED: Final = ("x-auto-response-suppress", "x-loop")
_NOTHING: Final = frozenset({"", "none"})
_MACHINES: Final = ("x-autoreply", "x-autorespond")


def automatic(mail: ReadMail, envelope: Envelope) -> Reason | None:
    """Return why a mail was not written by a person; None for one that was, as far as its marks tell."""
    headers = mail.headers
    if mail.report or _from_nobody(mail, envelope):
        return Reason.BOUNCE
    if headers.get(MARK.lower()):
        return Reason.OWN_MARK
    if any(headers.get(name) for name in _LISTS):
        return Reason.LIST
    if _by_machine(headers) or (mail.sender is not None and _NO_PERSON.fullmatch(mail.sender)):
        return Reason.AUTOMATIC
    return None


def may_be_answered(mail: ReadMail, envelope: Envelope) -> bool:
    """Return whether an answer cannot start a loop: for a person's mail that carries no letter of ours inside.

    A mark against loops, or one that wants no automatic answers, is heeded.
    """
    if any(any(each.strip().lower() not in _NOTHING for each in mail.headers.get(name, ())) for name in _UNANSWERED):
        return False
    return automatic(mail, envelope) is None and not mail.echoes and not _BOUNCED.search(mail.subject)


def _from_nobody(mail: ReadMail, envelope: Envelope) -> bool:
    """Return whether the return path is null, by what the server says, else by what the mail says."""
    if envelope.source is not None:
        return envelope.source.strip("<> ") == ""
    return any(each.strip() == "<>" for each in mail.headers.get("return-path", ()))


def _by_machine(headers: Mapping[str, tuple[str, ...]]) -> bool:
    submitted = any(_first_word(each) not in {"", "no"} for each in headers.get("auto-submitted", ()))
    precedence = any(_first_word(each) in _BULK for each in headers.get("precedence", ()))
    return submitted or precedence or any(headers.get(name) for name in _MACHINES)


def _first_word(value: str) -> str:
    return value.split(";", 1)[0].split("(", 1)[0].strip().lower()
