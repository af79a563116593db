"""The letters as they would be mailed, with sample facts; needs no home folder and no database."""

from __future__ import annotations

from uuid import UUID

from saas_core.kernel.ids import EffectId
from saas_core.kernel.mail import Mail
from saas_core.notices.letters import SAMPLES, Composed, LetterKind
from saas_local import as_file
from saas_mail import Letters


def preview(kind: LetterKind) -> Composed:
    """Give the letter of a kind in words, about a client that does not exist."""
    return Letters().compose(SAMPLES[kind])


def preview_file(kind: LetterKind) -> bytes:
    """Give the same letter as an .eml file, which any mail program opens."""
    shown = preview(kind)
    mail = Mail(
        id=EffectId(UUID(int=0)), to="olivia@harbor.example", subject=shown.subject, text=shown.text, html=shown.html
    )
    return as_file(mail, sender="no-reply@provider.example")
