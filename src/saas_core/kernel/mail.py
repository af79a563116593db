"""Mail to people, behind one port."""

from __future__ import annotations

from typing import Protocol

from attrs import field, frozen

from saas_core.kernel import text
from saas_core.kernel.addresses import canonical
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import EffectId, TenantId

LONGEST_SUBJECT = 200
MARK = "X-Saas-Core-Mail"
"""The header that every mail of ours has, so that one that comes back is known."""


def _subject(value: str) -> str:
    """Return a subject of one line; a line break in it would start a header of its own."""
    subject = text.name(value, "subject")
    if len(subject) > LONGEST_SUBJECT:
        message = f"has {len(subject)} characters; {LONGEST_SUBJECT} are allowed."
        raise InvalidValue(message, field="subject", remedy="Shorten it.")
    return subject


def _address(value: str) -> str:
    return canonical(text.email(value, "to"))


@frozen(kw_only=True)
class From:
    """Whom a mail comes from: an address, and the name that is shown with it."""

    address: str
    name: str = ""


@frozen(kw_only=True)
class Mail:
    """One mail to one address, as plain text and optionally as HTML; `id` is that of the effect that sends it.

    The address is in its canonical form, in which it is suppressed too. Answers go to `reply_to`, or to the sender.
    `client` is the client whose person it goes to, where it may come from that client's own address; `sender` is that
    address, and None for the provider's own.

    Raises InvalidValue for text that is not an address, and for a subject that is empty, too long or not one line.
    """

    id: EffectId
    to: str = field(converter=_address)
    subject: str = field(converter=_subject)
    text: str
    html: str = ""
    reply_to: str = ""
    client: TenantId | None = None
    sender: From | None = None


class Mailer(Protocol):
    """Sends mail."""

    def send(self, mail: Mail) -> None:
        """Hand the mail over; the same id again means the same mail.

        Raises StoreUnavailable or ProviderUnavailable when it cannot be accepted now, ProviderRefused when it never
        will be, OutcomeUnknown when no answer came.
        """
        ...
