"""Ports of files: who tells their types, makes their names fit to be shown, and shows mails."""

from __future__ import annotations

from typing import IO, Protocol

from saas_core.support.model.files import FileKind
from saas_core.support.values import ShownMail


class TypeSniffer(Protocol):
    """Tells the type of a file by its bytes."""

    def kind(self, content: IO[bytes], name: str) -> FileKind:
        """Return the type; raises InvalidValue for a file that is not accepted, with the reason."""
        ...


class NameCleaner(Protocol):
    """Makes names of files fit to be shown."""

    def __call__(self, given: str) -> str:
        """Return a name without paths, control characters and signs of markup; never empty."""
        ...


class MailShower(Protocol):
    """Shows mails."""

    def __call__(self, raw: bytes) -> ShownMail:
        """Return a mail as far as it can be shown; never raises, whatever the bytes are."""
        ...
