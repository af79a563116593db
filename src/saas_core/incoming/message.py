"""A mail as it came and as it was read; nothing in it is trusted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from attrs import field, frozen

from saas_core.kernel.addresses import canonical
from saas_core.kernel.mail import MARK

LARGEST: Final = 25 * 1024 * 1024
"""In bytes: a larger mail is refused, and only its beginning is kept."""
BEGINNING: Final = 64 * 1024
"""In bytes: what is kept of a mail that is too large."""
LARGEST_TEXT: Final = 1_000_000
"""In characters: the part of a text that is shown; the file has the rest."""


@frozen(kw_only=True)
class Verdicts:
    """What a mail service that is trusted found about a mail: `PASS`, `FAIL` or another word for each look."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    virus: str = ""


@frozen(kw_only=True)
class Envelope:
    """How a mail was delivered: from where to which addresses, as the server that took it in says.

    `source` is the return path, empty for a bounce, None where it is unknown; `verdicts` are None without a service
    that is trusted.
    """

    source: str | None = None
    recipients: tuple[str, ...] = ()
    verdicts: Verdicts | None = None


@frozen(kw_only=True)
class Attached:
    """A file in a mail, with the name and the type that its sender declared."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@frozen(kw_only=True)
class ReadMail:
    """A mail as far as it can be read.

    `senders` are the addresses of its From; `headers` the values of headers that decide something, by name in
    lowercase, topmost first. `echoes` says that it carries a letter of ours inside. `fingerprint` is the same for all
    copies of one message. `faults` name what could not be read.
    """

    senders: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    message_id: str
    references: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]] = field(repr=False)
    attachments: tuple[Attached, ...] = ()
    report: bool = False
    echoes: bool = False
    fingerprint: str
    faults: tuple[str, ...] = ()

    @property
    def sender(self) -> str | None:
        """The one address it says it is from, in its canonical form; None for none, and for several."""
        return canonical(self.senders[0]) if len(self.senders) == 1 else None


class MailParser(Protocol):
    """Reads mails."""

    def read(self, raw: bytes) -> ReadMail:
        """Return a mail as far as it can be read; never raises, whatever the bytes are."""
        ...


class Cleaner(Protocol):
    """Makes what came from outside fit to be shown."""

    def html(self, given: str) -> str:
        """Return HTML without scripts, styles, forms and anything that is loaded from elsewhere."""
        ...

    def fold(self, text: str) -> int:
        """Return where the quoted part of a text begins; its length where nothing is quoted, or all of it would be."""
        ...


DECIDING: Final = (
    "authentication-results",
    "auto-submitted",
    "content-type",
    "delivered-to",
    "dkim-signature",
    "list-id",
    "list-post",
    "list-unsubscribe",
    "precedence",
    "return-path",
    "x-auto-response-suppress",
    "x-autoreply",
    "x-autorespond",
    "x-loop",
    "x-original-to",
    MARK.lower(),
)
"""The headers that decide something, in lowercase."""
