"""The letters of access: links for users and staff, and news of owners and of break-glass grants (1.5)."""

from __future__ import annotations

from typing import Final

from saas_core.kernel.letters import LetterKind

INVITATION: Final = LetterKind(
    name="invitation",
    occasion="somebody is invited to be a user",
    facts=("link", "days", "inviter", "owner", "roles", "terms", "digest", "terms_at"),
    sample={
        "link": "https://portal.example/invitations#inv_0123_not-a-real-one",
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
    facts=("link", "minutes", "code"),
    sample={"link": "https://portal.example/sign-in/sin_0123_not-a-real-one", "minutes": "15", "code": "042 917"},
    optional=("code",),
)

STAFF_KEY: Final = LetterKind(
    name="staff_key",
    occasion="somebody becomes a member of staff, or gets a new key",
    facts=("link", "days"),
    sample={"link": "https://portal.example/staff-key#stk_0123_not-a-real-one", "days": "7"},
)

OWNER_ADDED: Final = LetterKind(
    name="owner_added",
    occasion="somebody becomes an owner beside another",
    facts=("at",),
    sample={"at": "November 23, 2026, 09:00 (UTC)"},
)

_GRANT: Final = {
    "staff": "Sam Reed, a member of the provider's staff",
    "scope": "see",
    "reason": "your own written wish",
    "why": "Olivia Hart asked on the phone and by letter of November 20",
    "until": "November 23, 2026, 12:00 (UTC)",
    "second": "Ana Brooks, a member of the provider's staff",
}


def _of_grant(name: str, occasion: str, **more: str) -> LetterKind:
    return LetterKind(name=name, occasion=occasion, facts=(*_GRANT, *more), sample={**_GRANT, **more})


GRANT_CONFIRMATION: Final = _of_grant(
    "grant_confirmation",
    "staff asks an owner to confirm a grant: the provider has no second person, or an owner is said to be locked out",
    link="https://portal.example/break-glass#grt_0123_not-a-real-one",
)
GRANT_ASKED: Final = _of_grant("grant_asked", "staff requested a grant on users and roles")
GRANT_APPROVED: Final = _of_grant("grant_approved", "such a grant was approved", at="November 23, 2026, 09:00 (UTC)")
GRANT_USED: Final = _of_grant("grant_used", "such a grant was first used", at="November 23, 2026, 09:05 (UTC)")
GRANT_USES: Final = _of_grant("grant_uses", "a day with further uses is over", day="November 23, 2026", count="12")
GRANT_ENDED: Final = _of_grant("grant_ended", "such a grant is over", at="November 23, 2026, 12:00 (UTC)", count="13")

LETTERS: Final = (
    INVITATION,
    SIGN_IN,
    STAFF_KEY,
    OWNER_ADDED,
    GRANT_CONFIRMATION,
    GRANT_ASKED,
    GRANT_APPROVED,
    GRANT_USED,
    GRANT_USES,
    GRANT_ENDED,
)
