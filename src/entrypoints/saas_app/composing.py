"""The composer of letters, made with its first letter: templates are heavy to import, and few commands mail."""

from __future__ import annotations

from functools import cached_property

from saas_core.notices.letters import Composed, Composer, Letter


class LettersWhenFirstNeeded:
    """Composes as `saas_mail` does."""

    @cached_property
    def _letters(self) -> Composer:
        from saas_mail import Letters  # noqa: PLC0415

        return Letters()

    def compose(self, letter: Letter) -> Composed:
        """Give the letter in words."""
        return self._letters.compose(letter)
