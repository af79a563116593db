"""What a judgement rests on: the license's state, what the asking person's roles say, and where the instance stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.ids import AssignmentId, GrantId, StaffId
from saas_core.policy.actions import AccessClass, Catalogue
from saas_core.policy.decision import Fact, LicenseeKind
from saas_core.policy.reasons import Reason
from saas_core.policy.terms import Terms


class Presence(Enum):
    """Whether the asking person is an internal user."""

    UNKNOWN = "unknown"
    INVITED = "invited"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"


@frozen
class LicenseState:
    """What the license opens at an instant, why the rest is shut, and until when that holds by time alone."""

    open: frozenset[AccessClass]
    reasons: tuple[Reason, ...]
    valid_until: datetime | None
    facts: tuple[Fact, ...] = ()


@frozen
class Rights:
    """What the asking person's roles say of the permission in question.

    `through` are the assignments that allow it there, up to the amount asked about; `elsewhere` tells that it is
    allowed, but in other departments. `limit_minor` is the most that may be approved there, in minor units of the
    terms' currency; None where nothing bounds it. Without `through`, a limit says that it is allowed for less.
    """

    presence: Presence
    through: tuple[AssignmentId, ...] = ()
    elsewhere: bool = False
    limit_minor: int | None = None


@frozen
class Authorization:
    """Written approval of custom work: seconds approved, and seconds already used (4.2).

    `until` is the instant at which time alone uses up the rest, as a running timer does; None where none runs.
    """

    approved_seconds: int
    used_seconds: int
    until: datetime | None = None


@frozen
class OpenGrant:
    """A break-glass grant in force: to whom, whether it opens changes beside reading, and until when (1.5)."""

    id: GrantId
    staff_id: StaffId
    changes: bool
    until: datetime


@frozen
class Circumstances:
    """Everything a judgement rests on, as of `at`, as known at `known_at`.

    `missing` names what is still to be done before activation; empty once the instance is active.
    `activated` tells whether the setup was completed; `connected` are the names of working integrations, of a question
    about one integration that one's alone. `work` is what was approved of the engagement asked about. `rights` speak
    of the permission that the question's action needs, `also_rights` of those that its `also` need, by permission.
    `offered_until` is when the next version of the terms is offered, where no license pins one. `grants` are the
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
