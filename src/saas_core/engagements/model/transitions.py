"""The transition table of engagements: which command is taken in which state, and the state it leads to.

It is data: the aggregate asks it before every change, and a refusal lists from it what the state takes instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.engagements.errors import EngagementNotNow
from saas_core.engagements.values import APPROVED, FINAL, EngagementState

_REQUESTED, _WITHDRAWN = EngagementState.REQUESTED, EngagementState.WITHDRAWN
_ESTIMATING, _AWAITING = EngagementState.ESTIMATING, EngagementState.AWAITING_APPROVAL
_AUTHORIZED, _IN_PROGRESS = EngagementState.AUTHORIZED, EngagementState.IN_PROGRESS
_AT_CAP, _DELIVERED = EngagementState.AT_CAP, EngagementState.DELIVERED
_CLOSED, _CANCELED = EngagementState.CLOSED, EngagementState.CANCELED


class EngagementCommand(Enum):
    """The commands that an engagement may take."""

    WITHDRAW = "withdraw"
    RENEW = "renew"
    ESTIMATE = "estimate"
    ISSUE = "issue"
    RECALL = "recall"
    APPROVE = "approve"
    AMEND = "amend"
    START = "start"
    REACH_CAP = "reach_cap"
    RAISE_CAP = "raise_cap"
    BILL = "bill"
    DELIVER = "deliver"
    CLOSE = "close"
    CANCEL = "cancel"


TRANSITIONS: Final[Mapping[EngagementCommand, Mapping[EngagementState, EngagementState]]] = MappingProxyType(
    {
        # What was found to be support after all; one that was withdrawn is renewed by a new conversion.
        EngagementCommand.WITHDRAW: {
            _REQUESTED: _WITHDRAWN,
            _ESTIMATING: _WITHDRAWN,
            _AWAITING: _WITHDRAWN,
            _WITHDRAWN: _WITHDRAWN,
        },
        EngagementCommand.RENEW: {_WITHDRAWN: _REQUESTED},
        EngagementCommand.ESTIMATE: {_REQUESTED: _ESTIMATING, _ESTIMATING: _ESTIMATING, _AWAITING: _AWAITING},
        EngagementCommand.ISSUE: {_ESTIMATING: _AWAITING, _AWAITING: _AWAITING},
        # The issued revision was declined, withdrawn or expired.
        EngagementCommand.RECALL: {_AWAITING: _ESTIMATING},
        EngagementCommand.APPROVE: {_AWAITING: _AUTHORIZED},
        # Drafting, issuing and deciding a change order leave the work as it is.
        EngagementCommand.AMEND: {_AUTHORIZED: _AUTHORIZED, _IN_PROGRESS: _IN_PROGRESS, _AT_CAP: _AT_CAP},
        EngagementCommand.START: {_AUTHORIZED: _IN_PROGRESS, _IN_PROGRESS: _IN_PROGRESS},
        EngagementCommand.REACH_CAP: {_IN_PROGRESS: _AT_CAP, _AT_CAP: _AT_CAP},
        EngagementCommand.RAISE_CAP: {_AUTHORIZED: _AUTHORIZED, _IN_PROGRESS: _IN_PROGRESS, _AT_CAP: _IN_PROGRESS},
        # Time is billed until the engagement is closed; what is carried to no further invoice is dropped then.
        EngagementCommand.BILL: {each: each for each in APPROVED - {_CLOSED} | {_CANCELED}},
        EngagementCommand.DELIVER: {_IN_PROGRESS: _DELIVERED, _AT_CAP: _DELIVERED},
        EngagementCommand.CLOSE: {_DELIVERED: _CLOSED},
        EngagementCommand.CANCEL: {each: _CANCELED for each in EngagementState if each not in FINAL | {_WITHDRAWN}},
    }
)
"""The state that each command leads to, by the state in which it is taken."""


def allowed_in(state: EngagementState) -> tuple[EngagementCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: EngagementCommand, state: EngagementState) -> EngagementState:
    """Return the state that a command leads to; raises EngagementNotNow, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is not None:
        return found
    allowed = tuple(each.value for each in allowed_in(state))
    raise EngagementNotNow(command.value, state.value, allowed)
