"""The transition table of revisions: which command is taken in which state, and the state it leads to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.engagements.estimates.errors import RevisionFrozen
from saas_core.engagements.estimates.values import RevisionState

_DRAFT, _ISSUED = RevisionState.DRAFT, RevisionState.ISSUED


class RevisionCommand(Enum):
    """The commands that a revision may take."""

    EDIT = "edit"
    DISCARD = "discard"
    ISSUE = "issue"
    APPROVE = "approve"
    DECLINE = "decline"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


TRANSITIONS: Final[Mapping[RevisionCommand, Mapping[RevisionState, RevisionState]]] = MappingProxyType(
    {
        RevisionCommand.EDIT: {_DRAFT: _DRAFT},
        RevisionCommand.DISCARD: {_DRAFT: RevisionState.DISCARDED},
        RevisionCommand.ISSUE: {_DRAFT: _ISSUED},
        RevisionCommand.APPROVE: {_ISSUED: RevisionState.APPROVED},
        RevisionCommand.DECLINE: {_ISSUED: RevisionState.DECLINED},
        RevisionCommand.EXPIRE: {_ISSUED: RevisionState.EXPIRED},
        RevisionCommand.WITHDRAW: {_ISSUED: RevisionState.WITHDRAWN},
        RevisionCommand.SUPERSEDE: {_ISSUED: RevisionState.SUPERSEDED},
    }
)
"""The state that each command leads to, by the state in which it is taken; whatever is missing is final."""


def allowed_in(state: RevisionState) -> tuple[RevisionCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: RevisionCommand, state: RevisionState) -> RevisionState:
    """Return the state that a command leads to; raises RevisionFrozen, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is not None:
        return found
    message = f"a revision that is {state.value} does not take {command.value!r}."
    allowed = ", ".join(each.value for each in allowed_in(state))
    remedy = f"It takes: {allowed}." if allowed else "Draft the next revision, or a change order to what was approved."
    raise RevisionFrozen(message, field="estimate", remedy=remedy)
