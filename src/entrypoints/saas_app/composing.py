"""The composer of letters, made with its first letter: templates are heavy to import, and few commands mail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from saas_core.kernel.letters import Composed, Composer, Letter


class LettersWhenFirstNeeded:
    """Composes as `saas_mail` does; `folders` hold templates of contexts from outside."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Remember where templates lie."""
        self._folders = tuple(folders)

    @cached_property
    def _letters(self) -> Composer:
        from saas_mail import Letters  # noqa: PLC0415

        return Letters(self._folders)

    def compose(self, letter: Letter) -> Composed:
        """Return the letter in words."""
        return self._letters.compose(letter)
