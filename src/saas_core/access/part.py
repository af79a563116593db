"""The part of access."""

from __future__ import annotations

from typing import Final

from saas_core.access.export import EXPORT
from saas_core.access.letters import LETTERS
from saas_core.access.occasions import occasions
from saas_core.access.ports import AccessWork
from saas_core.access.use_cases.inviting import INVITATION_MAIL
from saas_core.access.use_cases.keyed_links import CONFIRMATION_MAIL, STAFF_KEY_MAIL
from saas_core.access.use_cases.sign_in import SIGN_IN_MAIL
from saas_core.access.values import ENTRANCES_KEPT
from saas_core.kernel.parts import Forgetting, Kept, Part


def _sessions(work: AccessWork) -> Forgetting:
    return work.sessions


def _keyed_links(work: AccessWork) -> Forgetting:
    return work.keyed_links


def _sign_in_links(work: AccessWork) -> Forgetting:
    return work.sign_in_links


PART: Final = Part[AccessWork](
    name="access",
    effects=(INVITATION_MAIL, SIGN_IN_MAIL, STAFF_KEY_MAIL, CONFIRMATION_MAIL),
    letters=LETTERS,
    export=EXPORT,
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
