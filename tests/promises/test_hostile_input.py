"""Whatever is given to a use case, it answers or says which field is wrong; and what it refuses changes nothing."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from calls import CALLS, use
from drawing import often
from hostile import ALL, NUMBERS, TEXTS
from saas_core.access.values import RoleGrant
from saas_core.kernel.errors import SaasError, StoreFault
from saas_core.policy.decision import Refused
from two_clients import World, Worlds

LONGEST_MESSAGE = 2000
# Who acts comes from a credential, and what hears of progress is the host's own code.
# Who acts comes from a credential; functions come from the host, and may be as they like.
NOT_GIVEN = {"by", "call", "progress", "on_progress", "on_refused", "stopped", "wait"}
# The few values that reach a database as they are.
STORED = ("NUL", "lone surrogate", "beyond 64 bits", "ten megabytes", "quoted SQL", "beyond", "NaN", "not hashable")
# The gate answers a hundred thousand questions a second, and takes the question as its own type.
OF_THE_GATE = {
    "gate.ask",
    "gate.check",
    "gate.check_all",
    "gate.peek",
    "gate.record",
    "oversight.audit.entries",
    "oversight.audit.decision",
    "oversight.audit.verify",
    "oversight.audit.checkpoint",
}
NAMES = [name for name, call in CALLS.items() if not call.bare and name not in OF_THE_GATE]

COUNTED = {"access.sign_in.complete_with_code"}
"""A wrong code is counted, and stands in the journal."""


def answered(world: World, name: str, arguments: dict[str, Any]) -> SaasError | None:
    """Call; gives the refusal, which must be one of ours and name its field, None when it was carried out."""
    try:
        use(world.application, name)(**arguments)
    except Refused as fault:
        return fault
    except SaasError as fault:
        assert not isinstance(fault, StoreFault), fault
        # Of a whole document the line is named, where no key is at fault.
        assert fault.field or getattr(fault, "line", 0)
        assert len(str(fault)) < LONGEST_MESSAGE
        return fault
    return None


def given_to(world: World, name: str) -> list[str]:
    """Return the parameters that come from outside."""
    return [each for each in inspect.signature(use(world.application, name)).parameters if each not in NOT_GIVEN]


def tried(world: World, name: str, values: dict[str, Any]) -> None:
    """Give each parameter each value in turn, in the middle of a call that is otherwise right."""
    base = CALLS[name].ready(world, world.told.acme)
    marks = world.marks()
    for parameter in given_to(world, name):
        for told, value in values.items():
            refused = answered(world, name, {**base, parameter: value})
            now = world.marks()
            assert refused is None or CALLS[name].refused or name in COUNTED or now == marks, (parameter, told)
            marks = now


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Worlds:
    """Return a maker of worlds in memory."""
    return Worlds("memory", tmp_path_factory.mktemp("hostile"), lambda: None)


@pytest.fixture(scope="module")
def only_read(in_memory: Worlds) -> Iterator[World]:
    """Yield one world for everything that changes nothing."""
    with in_memory.fresh() as world:
        yield world


@pytest.mark.parametrize("name", NAMES)
def test_no_value_breaks_a_use_case(name: str, in_memory: Worlds, only_read: World) -> None:
    """Every hostile value in the place of every argument."""
    with nullcontext(only_read) if CALLS[name].entries is None else in_memory.fresh() as world:
        tried(world, name, dict(ALL))


@pytest.mark.parametrize("name", sorted(OF_THE_GATE))
def test_no_value_breaks_the_gate(name: str, in_memory: Worlds) -> None:
    """Every hostile value in the place of every argument."""
    with in_memory.fresh() as world:
        tried(world, name, dict(ALL))


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_no_value_breaks_a_database(
    kind: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> None:
    """Hostile input is refused beforehand, or stored and read back unchanged."""
    worlds = Worlds(kind, tmp_path_factory.mktemp(kind), lambda: request.getfixturevalue("postgres_cluster"))
    values = {told: ALL[told] for told in (STORED if request.config.getoption("--thorough") else STORED[:3])}
    with worlds.fresh() as world:
        # What changes the license or the terms comes last: afterwards the others would only be refused.
        for name in sorted(NAMES, key=lambda name: name.startswith(("licensing.", "policy."))):
            base = CALLS[name].ready(world, world.told.acme)
            for parameter in given_to(world, name):
                for value in values.values():
                    answered(world, name, {**base, parameter: value})
        for report in (world.application.oversight.doctor.examine(by=world.told.staff).findings,):
            # Of a refund on an invoice that nobody knows, nothing can come: it is parked, as it should be. Drift that
            # was brought about stays open where the wrong one was acknowledged.
            assert {each.check for each in report} <= {"outbox", "tasks", "incident"}


texts = st.one_of(st.sampled_from(sorted(TEXTS.values())), st.text(st.characters(exclude_categories=[]), max_size=30))
anything = st.one_of(
    texts,
    st.sampled_from(list(ALL.values())),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.binary(max_size=30),
    st.recursive(texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=5),
)


def test_no_mixture_breaks_a_use_case(in_memory: Worlds, request: pytest.FixtureRequest) -> None:
    """Several wrong arguments at once, of any use case, one after the other in one world."""
    times = 30 if request.config.getoption("--thorough") else 6
    # One example is ten calls in a world of its own; looking for a smaller one would take minutes.
    drawn = often(times, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))
    drawn(mixed)(in_memory=in_memory)


@given(data=st.data())
def mixed(data: st.DataObject, in_memory: Worlds) -> None:
    """Give several wrong arguments at once."""
    with in_memory.fresh() as world:
        for _ in range(10):
            name = data.draw(st.sampled_from(NAMES))
            wrong = data.draw(
                st.dictionaries(st.sampled_from(given_to(world, name)), anything, max_size=3)
                if given_to(world, name)
                else st.just({})
            )
            try:
                base = CALLS[name].ready(world, world.told.acme)
            except SaasError:
                # What was changed before leaves nothing to prepare.
                continue
            marks = world.marks()
            refused = answered(world, name, {**base, **wrong})
            assert refused is None or CALLS[name].refused or name in COUNTED or world.marks() == marks


@pytest.mark.parametrize("limit", [value for value in NUMBERS.values() if value != 0])
def test_no_number_but_whole_cents_is_a_limit(limit: Any, in_memory: Worlds) -> None:
    """Also where it is part of a grant, past the check of the grant itself."""
    with in_memory.fresh() as world:
        client = world.told.acme
        with pytest.raises(SaasError) as caught:
            evolve(RoleGrant(client.role), approval_limit_minor=limit)
        assert caught.value.field == "approval_limit_minor"
