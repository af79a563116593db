"""The letters of access: an invitation, and a link to sign in."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

INVITATION: Final = LetterKind(
    name="invitation",
    occasion="somebody is invited to be a user",
    facts=("link", "days", "inviter", "owner", "roles", "terms", "digest", "terms_at"),
    sample={
        "link": "https://portal.example/invitations/inv_0123_not-a-real-one",
        "days": "7",
        "inviter": "Stefan Roth, a member of the provider's staff,",
        "owner": "Owner",
        "roles": "Approver in Finance",
        "terms": "2027-01",
        "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
        "terms_at": "https://portal.example/terms/2027-01",
    },
    # Without `owner` the reader is invited as no owner; without `terms` there are none left to accept.
    optional=("owner", "roles", "terms", "digest", "terms_at"),
)
SIGN_IN: Final = LetterKind(
    name="sign_in",
    occasion="a user asked for a link to sign in",
    facts=("link", "minutes"),
    sample={"link": "https://portal.example/sign-in/sin_0123_not-a-real-one", "minutes": "15"},
)

LETTERS: Final = (INVITATION, SIGN_IN)
