"""The letters of access: an invitation, and a link to sign in."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

INVITATION: Final = LetterKind(
    name="invitation",
    occasion="somebody is invited to be a user",
    facts=("link", "days"),
    sample={"link": "https://portal.example/invitations/inv_0123_not-a-real-one", "days": "7"},
)
SIGN_IN: Final = LetterKind(
    name="sign_in",
    occasion="a user asked for a link to sign in",
    facts=("link", "minutes"),
    sample={"link": "https://portal.example/sign-in/sin_0123_not-a-real-one", "minutes": "15"},
)

LETTERS: Final = (INVITATION, SIGN_IN)
