"""The part of access."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.access.export import EXPORT
from saas_core.access.letters import LETTERS
from saas_core.access.occasions import occasions
from saas_core.access.ports import AccessWork
from saas_core.access.use_cases.inviting import INVITATION_MAIL
from saas_core.access.use_cases.keyed_links import CONFIRMATION_MAIL, STAFF_KEY_MAIL
from saas_core.access.use_cases.sign_in import SIGN_IN_MAIL
from saas_core.access.values import ENTRANCES_KEPT, UserState
from saas_core.kernel.addresses import is_plain
from saas_core.kernel.ids import UserId
from saas_core.kernel.parts import Check, Finding, Forgetting, Kept, Part

_AT_ONCE: Final = 1000


def _sessions(work: AccessWork) -> Forgetting:
    return work.sessions


def _keyed_links(work: AccessWork) -> Forgetting:
    return work.keyed_links


def _sign_in_links(work: AccessWork) -> Forgetting:
    return work.sign_in_links


def _addresses(work: AccessWork, slug: str) -> Iterator[Finding]:
    """Find addresses of older times: those of two users that are one today, and those that nobody could give today.

    They are counted: whoever runs the doctor may not see who the client's users are (1.5).
    """
    same, unusual = 0, 0
    after: UserId | None = None
    while page := work.users.page(after, _AT_ONCE):
        for user in page:
            after = user.id
            if user.email.isascii() and is_plain(user.email) and "--" not in user.email:
                continue
            holder = work.users.by_email(user.email)
            if holder is not None and holder.id != user.id and UserState.DEACTIVATED not in {user.state, holder.state}:
                same += 1
            if not is_plain(user.email) and user.state is not UserState.DEACTIVATED:
                unusual += 1
    if same:
        sentence = f"Users who share the address of another user, who gets their links: {same}."
        yield Finding(
            "address", slug, sentence, "Have the client change one address of each two, or deactivate a user."
        )
    if unusual:
        sentence = f"Users whose address is no plain address, so that mail to it may be refused: {unusual}."
        yield Finding("address", slug, sentence, "Have the client change it to the address alone.")


PART: Final = Part[AccessWork](
    name="access",
    effects=(INVITATION_MAIL, SIGN_IN_MAIL, STAFF_KEY_MAIL, CONFIRMATION_MAIL),
    letters=LETTERS,
    export=EXPORT,
    checks=(Check("address", _addresses),),
    retention=(
        Kept(_sessions, ENTRANCES_KEPT),
        Kept(_sign_in_links, ENTRANCES_KEPT),
        Kept(_keyed_links, ENTRANCES_KEPT),
    ),
    occasions=occasions,
    actions=frozenset(
        {
            "audit.read",
            "license.read",
            "people.manage",
            "people.read",
            "roles.manage",
            "roles.read",
            "keys.manage",
            "people.take_away",
            "roles.take_away",
            "credentials.take_away",
            "provider.staff",
            "provider.break_glass",
            "provider.break_glass_approval",
        }
    ),
)
