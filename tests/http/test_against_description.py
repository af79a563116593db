"""Every route against its description, with data that it describes and data that it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from api import ENDPOINTS, key_of
from described import described, fraction, judge
from drawing import often
from saas_http.endpoints import Endpoint, Who
from two_clients import Worlds


@pytest.fixture(scope="module")
def schema(in_memory: Worlds) -> Iterator[Any]:
    """Yield the routes as their description tells them, over two clients."""
    with in_memory.fresh() as world:
        schema, _ = described(world)
        schema.keys = {"client": world.told.acme.key, "staff": key_of(world, world.told.staff)}
        yield schema


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each.method} {each.path}")
def test_every_route_is_as_described(schema: Any, endpoint: Endpoint, request: pytest.FixtureRequest) -> None:
    """No fault of ours, nothing that the description does not say, and what it forbids is refused."""
    operation = schema[endpoint.path][endpoint.method]
    key = schema.keys["staff" if endpoint.rule.who is Who.STAFF else "client"]
    times = 100 if request.config.getoption("--thorough") else 4

    def held(case: schemathesis.Case, mode: GenerationMode) -> None:
        if mode is GenerationMode.POSITIVE:
            # A state and a place in a list are only ever what an answer said.
            case.headers.pop("If-Match", None)
            case.query.pop("cursor", None)
            assume(not fraction(case.body))
        signed = {"Authorization": f"Bearer {key}"}
        judge(case, case.call(headers=signed), signed)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        asked = given(case=operation.as_strategy(generation_mode=mode), mode=st.just(mode))(held)
        with suppress(Unsatisfiable):
            # Of a route that takes nothing, nothing can be wrong.
            often(times, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck))(asked)()
