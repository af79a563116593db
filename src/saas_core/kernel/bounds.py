"""Bounds: what texts and numbers may be, said once, where a command declares them.

Whoever reads a command from outside, or describes it for programs, takes the bounds from its annotations. What a text
must be beyond them, `form` names, and the converter of its field sees to.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from attrs import frozen

LARGEST = 2**63 - 1


@frozen
class Text:
    """Bounds of a text: its length, its pattern; `form` names a form of which more is required."""

    shortest: int = 0
    longest: int = 1000
    pattern: str = ""
    form: str = ""
    remedy: str = ""


@frozen
class Number:
    """Between which whole numbers a number must lie."""

    least: int = 0
    most: int = LARGEST


Name: TypeAlias = Annotated[str, Text(1, 200, form="name")]
"""A name or a sentence of one line; see `text.name`."""
Version: TypeAlias = Annotated[str, Text(1, 60, form="version")]
"""The version of a document, or the number of a clause of it."""
