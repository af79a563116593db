"""Every state and every command of an engagement: what is taken leads to one state, the rest says what is taken."""

from __future__ import annotations

import pickle

import pytest

from saas_core.engagements.errors import EngagementNotNow
from saas_core.engagements.model.transitions import TRANSITIONS, EngagementCommand, after, allowed_in
from saas_core.engagements.values import EngagementState

# Written down a second time, state by state, so that no change of the table goes unseen.
TAKEN = {
    "requested": {"withdraw": "withdrawn", "estimate": "estimating", "cancel": "canceled"},
    "estimating": {
        "withdraw": "withdrawn",
        "estimate": "estimating",
        "issue": "awaiting_approval",
        "cancel": "canceled",
    },
    "awaiting_approval": {
        "withdraw": "withdrawn",
        "estimate": "awaiting_approval",
        "issue": "awaiting_approval",
        "recall": "estimating",
        "approve": "authorized",
        "cancel": "canceled",
    },
    "authorized": {
        "amend": "authorized",
        "start": "in_progress",
        "raise_cap": "authorized",
        "bill": "authorized",
        "cancel": "canceled",
    },
    "in_progress": {
        "bill": "in_progress",
        "amend": "in_progress",
        "start": "in_progress",
        "reach_cap": "at_cap",
        "raise_cap": "in_progress",
        "deliver": "delivered",
        "cancel": "canceled",
    },
    "at_cap": {
        "bill": "at_cap",
        "amend": "at_cap",
        "reach_cap": "at_cap",
        "raise_cap": "in_progress",
        "deliver": "delivered",
        "cancel": "canceled",
    },
    "delivered": {"bill": "delivered", "close": "closed", "cancel": "canceled"},
    "closed": {},
    "canceled": {"bill": "canceled"},
    "withdrawn": {"withdraw": "withdrawn", "renew": "requested"},
}


def test_the_matrix_names_every_state() -> None:
    """None is forgotten."""
    assert set(TAKEN) == {each.value for each in EngagementState}
    assert set(TRANSITIONS) == set(EngagementCommand)


@pytest.mark.parametrize("state", EngagementState, ids=lambda each: each.value)
@pytest.mark.parametrize("command", EngagementCommand, ids=lambda each: each.value)
def test_a_state_takes_what_the_table_says_and_nothing_else(state: EngagementState, command: EngagementCommand) -> None:
    """A refusal names what is taken instead, and survives pickling."""
    leads_to = TAKEN[state.value].get(command.value)
    if leads_to is not None:
        assert after(command, state) is EngagementState(leads_to)
        return
    with pytest.raises(EngagementNotNow) as refused:
        after(command, state)
    assert refused.value.allowed == tuple(each.value for each in allowed_in(state))
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)
