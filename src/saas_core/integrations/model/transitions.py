"""The transition table of connections: which command is taken in which state, and the state it leads to.

It is data: the aggregate asks it before every change, and a refusal lists from it what the state takes instead. A
license that lapses is in none of it: a suspended connection keeps its state, and all comes back with the license.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from saas_core.integrations.errors import ConnectionNotNow
from saas_core.integrations.values import ConnectionState

_VERIFYING, _CONNECTED = ConnectionState.VERIFYING, ConnectionState.CONNECTED
_FAILING, _DISCONNECTED = ConnectionState.FAILING, ConnectionState.DISCONNECTED


class ConnectionCommand(Enum):
    """The commands that a connection may take."""

    CONNECT = "connect"
    REPLACE = "replace"
    WAIT = "wait"
    CONFIRM = "confirm"
    FAIL = "fail"
    DISCONNECT = "disconnect"


TRANSITIONS: Final[Mapping[ConnectionCommand, Mapping[ConnectionState, ConnectionState]]] = MappingProxyType(
    {
        ConnectionCommand.CONNECT: {_DISCONNECTED: _VERIFYING},
        # A new credential or other settings; what works goes on working, for they were checked before they were taken.
        ConnectionCommand.REPLACE: {_VERIFYING: _VERIFYING, _CONNECTED: _CONNECTED, _FAILING: _VERIFYING},
        # Something is still missing, which is no failure.
        ConnectionCommand.WAIT: {_VERIFYING: _VERIFYING},
        ConnectionCommand.CONFIRM: {_VERIFYING: _CONNECTED, _CONNECTED: _CONNECTED, _FAILING: _CONNECTED},
        ConnectionCommand.FAIL: {_VERIFYING: _FAILING, _CONNECTED: _FAILING, _FAILING: _FAILING},
        ConnectionCommand.DISCONNECT: {
            _VERIFYING: _DISCONNECTED,
            _CONNECTED: _DISCONNECTED,
            _FAILING: _DISCONNECTED,
        },
    }
)
"""The state that each command leads to, by the state in which it is taken."""


def allowed_in(state: ConnectionState) -> tuple[ConnectionCommand, ...]:
    """Return the commands that a state takes, in the order of the table."""
    return tuple(command for command, row in TRANSITIONS.items() if state in row)


def after(command: ConnectionCommand, state: ConnectionState) -> ConnectionState:
    """Return the state that a command leads to; raises ConnectionNotNow, which lists what the state takes instead."""
    found = TRANSITIONS[command].get(state)
    if found is None:
        raise ConnectionNotNow(command.value, state.value, tuple(each.value for each in allowed_in(state)))
    return found
