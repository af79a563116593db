"""Typesetting alone: an order becomes a document, in this process, or in one that ends with it.

The typesetter keeps what it made last for as long as its process lives, which for a document of hundreds of pages is
half a gigabyte. As a program this file takes an order on standard input and writes the document to standard output;
nothing but the typesetter is imported, so that it starts fast.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst


def typeset(order: Mapping[str, Any]) -> bytes | list[bytes]:
    """Return what the typesetter makes of an order: the path of a `template`, a folder of `fonts`, `data` and `how`.

    `how` are options of the typesetter; nothing is read but the template and the fonts.
    """
    # Its own types know PDF into a file alone.
    compiler: Any = typst.compile
    made: bytes | list[bytes] = compiler(
        Path(order["template"]).read_bytes(),
        root=order["fonts"],
        font_paths=_fonts(order["fonts"]),
        ignore_system_fonts=True,
        sys_inputs={"sheet": order["data"]},
        **order["how"],
    )
    return made


@cache
def _fonts(folder: str) -> typst.Fonts:
    """Return the pinned fonts, read once; neither the machine's nor those that come with the typesetter."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _give_way() -> None:
    """Let whoever is served go first, and if memory runs out, let this process end rather than the one that serves."""
    with contextlib.suppress(OSError):
        os.nice(10)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def main() -> int:
    """Carry out the order on standard input; return 1, with a line on what is wrong, if nothing was made."""
    _give_way()
    try:
        made = typeset(json.load(sys.stdin.buffer))
    except (typst.TypstError, OSError, RuntimeError, ValueError) as fault:
        sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
        return 1
    sys.stdout.buffer.write(made if isinstance(made, bytes) else b"".join(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
