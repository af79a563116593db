"""The transition table of connections, asked before every change."""

from __future__ import annotations

import itertools

import pytest

from saas_core.integrations.errors import ConnectionNotNow
from saas_core.integrations.model.transitions import TRANSITIONS, ConnectionCommand, after, allowed_in
from saas_core.integrations.values import ConnectionState

_STATES = ConnectionState


@pytest.mark.parametrize(("command", "state"), list(itertools.product(ConnectionCommand, ConnectionState)))
def test_a_state_takes_what_the_table_says_and_refuses_the_rest(
    command: ConnectionCommand, state: ConnectionState
) -> None:
    """A refusal lists what the state takes instead."""
    if state in TRANSITIONS[command]:
        assert after(command, state) is TRANSITIONS[command][state]
        return
    with pytest.raises(ConnectionNotNow) as caught:
        after(command, state)
    assert caught.value.allowed == tuple(each.value for each in allowed_in(state))


def test_what_works_was_verified_and_what_ended_begins_anew() -> None:
    """The states of a connection, from its making to its end."""
    assert {state for state in _STATES if TRANSITIONS[ConnectionCommand.CONFIRM].get(state)} == {
        _STATES.VERIFYING,
        _STATES.CONNECTED,
        _STATES.FAILING,
    }
    assert TRANSITIONS[ConnectionCommand.CONNECT] == {_STATES.DISCONNECTED: _STATES.VERIFYING}
    assert set(TRANSITIONS[ConnectionCommand.DISCONNECT]) == set(_STATES) - {_STATES.DISCONNECTED}
