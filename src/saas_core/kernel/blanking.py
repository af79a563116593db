"""Blanking: what our letters hold that opens something is taken out of texts that others are to read.

People answer our letters, forward them, and paste from them. Whoever reads that must not be able to act in their name.
"""

from __future__ import annotations

import re
from typing import Final

BLANK: Final = "[secret removed]"
"""What stands in place of a link's token, a key, or what a code opened."""
BLANK_CODE: Final = "[code removed]"
"""What stands in place of a code of six digits."""

_BREAK: Final = r"(?:=?\r?\n[>|\t ]*)?"
"""A line that was broken within a token, by a program that quotes or encodes."""
_NUMBER: Final = rf"(?:{_BREAK}[0-9A-Fa-f]){{32}}{_BREAK}_"
_TOKEN: Final = re.compile(rf"[A-Za-z]{{3}}_{_NUMBER}(?:{_NUMBER})?(?:{_BREAK}[\w-]){{1,43}}", re.ASCII)
"""A kind, one or two ids, and 256 random bits: every token of ours is made so, whatever its kind."""
_CODE: Final = re.compile(r"(?<![\w.,:/#-])(?:[0-9]{6}|[0-9]{3}[ \u00a0-][0-9]{3})(?![\w/-]|[.,:][0-9])")
_SAID: Final = re.compile(r"\bc[o\u00f3]d|\bkod|passcode|one.time", re.IGNORECASE)
_BEFORE: Final = 300
_AFTER: Final = 150


def without_tokens(text: str) -> str:
    """Return a text without the tokens of links, keys, sessions and identified people."""
    return _TOKEN.sub(BLANK, text)


def without_secrets(text: str) -> str:
    """Return a text that may quote our letters without their tokens, and without codes of six digits.

    Six digits count as a code where the text also has a token, or speaks of a code nearby.
    """
    blanked = without_tokens(text)
    if blanked != text:
        return _CODE.sub(BLANK_CODE, blanked)
    return _CODE.sub(lambda found: BLANK_CODE if _spoken_of(text, found) else found[0], blanked)


def _spoken_of(text: str, found: re.Match[str]) -> bool:
    return _SAID.search(text, max(0, found.start() - _BEFORE), found.end() + _AFTER) is not None
