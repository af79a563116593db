"""The circumstances of a judgement: the state of the license and instance, and the rights of the asking person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.ids import AssignmentId, GrantId, StaffId
from saas_core.policy.actions import AccessClass
from saas_core.policy.catalogue import Catalogue
from saas_core.policy.decision import Fact, LicenseeKind
from saas_core.policy.reasons import Reason
from saas_core.policy.terms import Terms


class Presence(Enum):
    """The status of the asking person as an internal user."""

    UNKNOWN = "unknown"
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"

    @property
    def said(self) -> str:
        """Return what a sentence says of the user; the value is what decisions record."""
        return _SAID[self]


_SAID = {
    Presence.UNKNOWN: "is unknown",
    Presence.INVITED: "has not joined yet",
    Presence.ACTIVE: "is active",
    Presence.DEACTIVATED: "was deactivated",
}


@frozen
class LicenseState:
    """The access that a license opens at an instant, the reasons that close the rest, and the end of that state."""

    open: frozenset[AccessClass]
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...] = ()


@frozen
class Rights:
    """The asking person's rights to the permission in question, according to the person's roles.

    `through` are the assignments that allow it there, up to the amount asked about; `elsewhere` is true if it is
    allowed only in other departments. `limit_minor` is the most that may be approved there, in minor units of the
    terms' currency; None for no limit. Without `through`, a limit means that a smaller amount is allowed.
    """

    presence: Presence
    through: tuple[AssignmentId, ...] = ()
    elsewhere: bool = False
    limit_minor: int | None = None


@frozen
class Authorization:
    """Written approval of custom work: seconds approved, and seconds already used (4.2).

    `until` is the instant at which time alone uses up the rest, as a running timer does; None if no timer runs.
    `ended` says how the work ended, such as `closed`, after which its approval allows none; "" while it goes on.
    """

    approved_seconds: int
    used_seconds: int
    until: datetime | None = None
    ended: str = ""


@frozen
class OpenGrant:
    """A break-glass grant in force: its holder, whether it allows changes as well as reading, and its end (1.5)."""

    id: GrantId
    staff_id: StaffId
    changes: bool
    until: datetime


@frozen
class Circumstances:
    """Everything a judgement rests on, as of `at`, as known at `known_at`.

    `missing` names the steps left before activation; empty once the instance is active. `activated` tells whether the
    setup was completed; `connected` are the names of working integrations, or for a question about one integration,
    only that one's. `work` is the approval of the engagement asked about. `rights` are those to the permission that the
    question's action needs, `also_rights` those to the permissions that its `also` need, by permission.
    `offered_until` is when the next version of the terms is offered, if no license pins one. `grants` are the
    break-glass grants in force at `at`.
    """

    at: datetime
    known_at: datetime
    terms: Terms
    catalogue: Catalogue
    licensee: LicenseeKind
    license: LicenseState
    rights: Rights
    activated: bool
    missing: tuple[str, ...] = ()
    connected: frozenset[str] = field(factory=frozenset)
    work: Authorization | None = None
    also_rights: Mapping[str, Rights] = field(factory=dict)
    offered_until: datetime | None = None
    grants: tuple[OpenGrant, ...] = ()
