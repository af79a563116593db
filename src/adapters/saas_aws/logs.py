"""What botocore must not log at DEBUG: whole mails with the links in them, and keys."""

from __future__ import annotations

import logging


class Withheld(logging.Filter):
    """Lets every record through except those that hold one of some words."""

    def __init__(self, *words: str) -> None:
        """Take the words by which a record is known that must not be logged."""
        super().__init__()
        self._words = words

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record may be logged."""
        message = record.getMessage()
        return not any(each in message for each in self._words)
