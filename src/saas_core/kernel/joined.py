r"""Several texts in one, apart by a sign: joined, and taken apart again into the same texts.

A sign inside a text is written with a backslash before it, and a backslash as two: `Clerk\|Admin|Auditor` are the roles
`Clerk|Admin` and `Auditor`. A backslash before anything else stands for itself, as whoever types one means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_ESCAPE: Final = "\\"


def joined(texts: Iterable[str], sign: str) -> str:
    """Return texts as one, from which `apart` makes the same texts, unless one of them is empty."""
    return sign.join(each.replace(_ESCAPE, _ESCAPE * 2).replace(sign, _ESCAPE + sign) for each in texts)


def apart(text: str, sign: str) -> tuple[str, ...]:
    """Return the texts that a text was joined of, each trimmed."""
    if _ESCAPE not in text:
        return tuple(each.strip() for each in text.split(sign))
    found: list[list[str]] = [[]]
    # Linear in the text: every character is looked at once.
    for each in re.findall(rf"\\[\\{re.escape(sign)}]|.", text, re.DOTALL):
        if each == sign:
            found.append([])
        else:
            found[-1].append(each[-1])
    return tuple("".join(each).strip() for each in found)
