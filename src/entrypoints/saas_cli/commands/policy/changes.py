"""Changes word by word, as lines: what was removed in brackets with minus, what was added in brackets with plus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saas_cli.present import Screen
    from saas_core.signing.queries import PieceChangeView

_AROUND = 40


def change_lines(changes: Iterable[PieceChangeView], screen: Screen) -> Iterator[str]:
    """Yield the lines of changes; what stayed is cut to a few words."""
    for each in changes:
        yield f"    {each.kind} {each.name}"
        parts = []
        for run in each.words:
            words = " ".join(run.text.split())
            if run.change == "removed":
                parts.append(screen.paint(f"[-{words}-]", "red"))
            elif run.change == "added":
                parts.append(screen.paint(f"[+{words}+]", "green"))
            else:
                parts.append(words if len(words) <= 2 * _AROUND else f"{words[:_AROUND]} ... {words[-_AROUND:]}")
        yield f"      {' '.join(parts)}"
