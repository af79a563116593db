"""The transition table of time entries: which command is taken in which state, and the state it leads to.

The facts of an entry never change; a correction is a void and a new entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.engagements.work.errors import EntryFrozen
from saas_core.engagements.work.values import EntryState

_RUNNING, _RECORDED, _INVOICED = EntryState.RUNNING, EntryState.RECORDED, EntryState.INVOICED
_CREDITED, _WRITTEN_OFF, _VOID = EntryState.CREDITED, EntryState.WRITTEN_OFF, EntryState.VOID


class EntryCommand(Enum):
    """The commands that a time entry may take."""

    STOP = "stop"
    BILL = "bill"
    FREE = "free"
    CREDIT = "credit"
    REBILL = "rebill"
    WRITE_OFF = "write_off"
    VOID = "void"


TRANSITIONS: Final[Mapping[EntryCommand, Mapping[EntryState, EntryState]]] = MappingProxyType(
    {
        EntryCommand.STOP: {_RUNNING: _RECORDED},
        # Put on the draft of an invoice; freed again when the draft is discarded.
        EntryCommand.BILL: {_RECORDED: _INVOICED},
        EntryCommand.FREE: {_INVOICED: _RECORDED},
        EntryCommand.CREDIT: {_INVOICED: _CREDITED},
        EntryCommand.REBILL: {_CREDITED: _RECORDED},
        EntryCommand.WRITE_OFF: {_CREDITED: _WRITTEN_OFF, _RECORDED: _WRITTEN_OFF},
        EntryCommand.VOID: {_RECORDED: _VOID},
    }
)
"""The state that each command leads to, by the state in which it is taken."""


def allowed_in(state: EntryState) -> tuple[EntryCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: EntryCommand, state: EntryState) -> EntryState:
    """Return the state that a command leads to; raises EntryFrozen, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is not None:
        return found
    allowed = tuple(each.value for each in allowed_in(state))
    message = f"time that is {state.value.replace('_', ' ')} does not take {command.value.replace('_', ' ')!r}."
    remedy = f"It takes: {', '.join(allowed)}." if allowed else "It is final; record new time instead."
    refusal = EntryFrozen(message, field="entry", remedy=remedy)
    refusal.allowed = allowed
    raise refusal
