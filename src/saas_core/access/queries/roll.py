"""The roll: what some users of a tenant hold now, read at once."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from saas_core.access.model import Assignment
from saas_core.access.values import UserState
from saas_core.kernel.ids import UserId


@frozen
class Member:
    """A user's state, and the assignments the user holds, by id."""

    state: UserState
    assignments: tuple[Assignment, ...]


@frozen
class Roll:
    """Those of some users that there are, as of one edition of their tenant."""

    edition: int
    members: Mapping[UserId, Member]
