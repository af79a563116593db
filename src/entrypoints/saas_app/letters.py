"""Previews of letters with sample facts; they need no home folder and no database."""

from __future__ import annotations

from uuid import UUID

from saas_core.kernel.ids import EffectId
from saas_core.kernel.letters import Composed, LetterKind, sample_letter
from saas_core.kernel.mail import Mail
from saas_local import as_file
from saas_mail import Letters


def preview(kind: LetterKind) -> Composed:
    """Return a sample letter of a kind, about a fictional client."""
    return Letters().compose(sample_letter(kind))


def preview_file(kind: LetterKind) -> bytes:
    """Return the same letter as an .eml file, which any mail program can open."""
    letter = preview(kind)
    mail = Mail(
        id=EffectId(UUID(int=0)), to="olivia@harbor.example", subject=letter.subject, text=letter.text, html=letter.html
    )
    return as_file(mail, sender="no-reply@provider.example")
