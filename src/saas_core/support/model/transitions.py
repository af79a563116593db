"""The transition table of tickets: which command is taken in which state, and the state it leads to.

It is data: the aggregate asks it before every change, and a refusal lists from it what the state takes instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.support.errors import NotNow
from saas_core.support.values import TicketState

_NEW, _OPEN, _WAITING = TicketState.NEW, TicketState.OPEN, TicketState.WAITING_ON_CLIENT
_RESOLVED, _CLOSED, _MERGED = TicketState.RESOLVED, TicketState.CLOSED, TicketState.MERGED


class TicketCommand(Enum):
    """The commands that a ticket may take."""

    WRITE = "write"
    ANSWER = "answer"
    SOLVE = "solve"
    CLASSIFY = "classify"
    RESOLVE = "resolve"
    CONVERT = "convert"
    SPLIT = "split"
    MERGE = "merge"
    REOPEN = "reopen"
    CLOSE = "close"
    DISPUTE = "dispute"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    NOTE = "note"
    REDACT = "redact"


TRANSITIONS: Final[Mapping[TicketCommand, Mapping[TicketState, TicketState]]] = MappingProxyType(
    {
        # A message of the client; on a resolved ticket only inside the reopen window.
        TicketCommand.WRITE: {_NEW: _NEW, _OPEN: _OPEN, _WAITING: _OPEN, _RESOLVED: _OPEN},
        # A message of staff; on a new ticket it takes the ticket up, and then waits for the client.
        TicketCommand.ANSWER: {_NEW: _WAITING, _OPEN: _WAITING, _WAITING: _WAITING},
        TicketCommand.SOLVE: {_OPEN: _RESOLVED, _WAITING: _RESOLVED},
        TicketCommand.CLASSIFY: {_NEW: _OPEN, _OPEN: _OPEN, _WAITING: _WAITING},
        TicketCommand.RESOLVE: {_OPEN: _RESOLVED, _WAITING: _RESOLVED},
        # A declined ticket is still converted when the client takes up the offer.
        TicketCommand.CONVERT: {_OPEN: _RESOLVED, _WAITING: _RESOLVED, _RESOLVED: _RESOLVED},
        TicketCommand.SPLIT: {_OPEN: _OPEN, _WAITING: _WAITING},
        TicketCommand.MERGE: {_NEW: _MERGED, _OPEN: _MERGED},
        TicketCommand.REOPEN: {_RESOLVED: _OPEN},
        TicketCommand.CLOSE: {_RESOLVED: _CLOSED},
        TicketCommand.DISPUTE: {_OPEN: _OPEN, _WAITING: _OPEN, _RESOLVED: _RESOLVED},
        TicketCommand.UPHOLD: {_OPEN: _OPEN, _WAITING: _WAITING, _RESOLVED: _RESOLVED},
        TicketCommand.OVERTURN: {_OPEN: _OPEN, _WAITING: _OPEN, _RESOLVED: _OPEN},
        # Neither changes the state: the one is for staff alone, the other removes a text.
        TicketCommand.NOTE: {each: each for each in TicketState},
        TicketCommand.REDACT: {each: each for each in TicketState},
    }
)
"""The state that each command leads to, by the state in which it is taken."""

CARRIES_ON: Final[Mapping[TicketState, TicketState]] = MappingProxyType({_NEW: _NEW, _OPEN: _OPEN, _WAITING: _OPEN})
"""The states in which a ticket takes another one that is merged into it, each with the state that this leads to.

What is merged was still to be done, so it goes into nothing that is done, and makes a ticket that waits for the client
wait for staff.
"""


def allowed_in(state: TicketState) -> tuple[TicketCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: TicketCommand, state: TicketState) -> TicketState:
    """Return the state that a command leads to; raises NotNow, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is not None:
        return found
    allowed = tuple(each.value for each in allowed_in(state))
    said = command.value.replace("_", " ")
    message = f"a ticket that is {state.value.replace('_', ' ')} does not take {said!r}."
    refusal = NotNow(message, field="ticket", remedy=f"It takes: {', '.join(allowed)}.")
    refusal.allowed = allowed
    raise refusal
