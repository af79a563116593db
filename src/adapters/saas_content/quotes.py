"""Folding of quotes for display, with mail-parser-reply; the text itself is never changed."""

from __future__ import annotations

import re
from typing import Final

from mailparser_reply import EmailReplyParser

LARGEST: Final = 20_000
"""In characters; longer texts are shown whole, since looking for quotes takes time that grows with the square."""
_LONGEST_LINE: Final = 160
_BEGINNING: Final = 40
_MOST_BLANK: Final = 20
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")


def fold(text: str) -> int:
    """Return where the quoted part of a text begins; its length where nothing is quoted, or all of it would be."""
    lines = text.splitlines(keepends=True)
    # Of a long line its beginning is enough, and its length would cost the most.
    short = [line.rstrip("\r\n") for line in lines]
    short = [line if len(line) <= _LONGEST_LINE else line[:_BEGINNING] for line in short]
    looked_at = "\n".join(short)
    if len(looked_at) > LARGEST or _too_blank(short):
        return len(text)
    try:
        reply = EmailReplyParser(languages=list(_LANGUAGES)).parse_reply(looked_at) or ""
    except Exception:  # noqa: BLE001 - whatever it stumbles over, all is shown
        return len(text)
    # What it returns may have been put in order; only a beginning that stands in the text is one.
    own = reply.strip()
    start = len(looked_at) - len(looked_at.lstrip())
    if not own or not looked_at.startswith(own, start):
        return len(text)
    count = looked_at[: start + len(own)].count("\n") + 1
    rest = "\n".join(short[count:]).strip()
    return sum(map(len, lines[:count])) if rest and _quoted(rest) else len(text)


def _too_blank(lines: list[str]) -> bool:
    run = longest = 0
    for line in lines:
        run = 0 if line.strip() else run + 1
        longest = max(longest, run)
    return longest > _MOST_BLANK


def _quoted(rest: str) -> bool:
    """Return whether what was left out holds a quote: a signature alone is not folded."""
    return ">" in rest or re.search(r":\s*$|^(?:-{2,}|_{5,})|^\S{2,20}:\s", rest, re.MULTILINE) is not None
