"""Signatures as lines, with changes word by word: what was removed in brackets with minus, what was added with plus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from saas_cli.present import Screen
    from saas_core.signing.queries import PieceChangeView, SignatureView
    from saas_core.signing.queries.files import CheckedSignature

_AROUND = 40


def signature_line(view: SignatureView) -> str:
    """Return a signature with where it stands."""
    about = (view.scope, view.verdict.value, view.name, view.role.value, f"{view.signed_at:%Y-%m-%d}")
    return _line(view.state.value, view.answered_by, view.terms_version, *about)


def checked_line(found: CheckedSignature) -> str:
    """Return a signature of a file with where it stands."""
    about = (found.scope, found.verdict, found.name, found.role, found.signed_at[:10])
    return _line(found.state, found.answered_by, found.terms_version, *about)


def _line(state: str, answered_by: str, version: str, *about: str) -> str:
    from saas_core.signing.queries import state_in_words

    told = state_in_words(state, answered_by=answered_by, version=version)
    scope, verdict, name, role, day = about
    return f"{told:<10}  {scope}  {verdict.replace('_', ' ')} by {name} ({role}), {day}"


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
