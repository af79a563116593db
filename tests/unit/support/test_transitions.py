"""Every state and every command: what is taken leads to one state, and whatever is not says what is taken instead."""

from __future__ import annotations

import pytest

from saas_core.support.errors import NotNow
from saas_core.support.model.transitions import TRANSITIONS, TicketCommand, allowed_in
from saas_core.support.values import TicketState
from ticketing import DO, READY, in_state

# Written down a second time, state by state, so that no change of the table goes unseen.
TAKEN = {
    "new": {
        "write": "new",
        "answer": "waiting_on_client",
        "classify": "open",
        "merge": "merged",
    },
    "open": {
        "write": "open",
        "answer": "waiting_on_client",
        "solve": "resolved",
        "classify": "open",
        "resolve": "resolved",
        "convert": "resolved",
        "split": "open",
        "merge": "merged",
        "dispute": "open",
        "uphold": "open",
        "overturn": "open",
    },
    "waiting_on_client": {
        "write": "open",
        "answer": "waiting_on_client",
        "solve": "resolved",
        "classify": "waiting_on_client",
        "resolve": "resolved",
        "convert": "resolved",
        "split": "waiting_on_client",
        "dispute": "open",
        "uphold": "waiting_on_client",
        "overturn": "open",
    },
    "resolved": {
        "write": "open",
        "convert": "resolved",
        "reopen": "open",
        "close": "closed",
        "dispute": "resolved",
        "uphold": "resolved",
        "overturn": "open",
    },
    "closed": {},
    "merged": {},
}
ALWAYS = {"note", "redact"}
MATRIX = [(state, command) for state in TicketState for command in TicketCommand]


def test_the_table_is_what_was_agreed() -> None:
    """Pair by pair."""
    assert {
        state.value: {command.value: row[state].value for command, row in TRANSITIONS.items() if state in row}
        for state in TicketState
    } == {state: {**row, **dict.fromkeys(sorted(ALWAYS), state)} for state, row in TAKEN.items()}
    assert set(DO) == set(TicketCommand)


@pytest.mark.parametrize(("state", "command"), MATRIX, ids=[f"{state.value}-{each.value}" for state, each in MATRIX])
def test_a_ticket_takes_what_its_state_takes_and_lists_it_otherwise(state: TicketState, command: TicketCommand) -> None:
    """Nothing but the named commands changes a state."""
    ticket = READY.get(command, lambda each: each)(in_state(state))
    leads_to = TRANSITIONS[command].get(state)
    if leads_to is not None:
        assert DO[command](ticket).state is leads_to
        return
    with pytest.raises(NotNow) as caught:
        DO[command](ticket)
    allowed = tuple(each.value for each in allowed_in(state))
    assert set(allowed) == set(TAKEN[state.value]) | ALWAYS
    assert caught.value.allowed == allowed
    assert ", ".join(allowed) in caught.value.remedy
