"""The composer of letters, loaded on first use: templates are slow to import, and few commands send mail."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from saas_core.kernel.letters import Composed, Composer, Letter


class LettersWhenFirstNeeded:
    """Loads the composer of `saas_mail` on first use; `folders` hold outside contexts' templates."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Take the folders of templates."""
        self._folders = tuple(folders)

    @cached_property
    def _letters(self) -> Composer:
        from saas_mail import Letters  # noqa: PLC0415

        return Letters(self._folders)

    def compose(self, letter: Letter) -> Composed:
        """Return the composed letter."""
        return self._letters.compose(letter)
