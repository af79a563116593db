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
    """Find addresses of older times: those of two users that are one today, and those that nobody could give today."""
    after: UserId | None = None
    while page := work.users.page(after, _AT_ONCE):
        for user in page:
            after = user.id
            if user.email.isascii() and is_plain(user.email) and "--" not in user.email:
                continue
            holder = work.users.by_email(user.email)
            if holder is not None and holder.id != user.id and UserState.DEACTIVATED not in {user.state, holder.state}:
                sentence = f"The users {holder.id} and {user.id} have the same address; links are sent to the first."
                yield Finding("address", slug, sentence, "Change the address of one of them, or deactivate one.")
            if not is_plain(user.email) and user.state is not UserState.DEACTIVATED:
                sentence = f"The address of user {user.id} is no plain address; mail to it may be refused."
                yield Finding("address", slug, sentence, "Change it to the address alone.")


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
