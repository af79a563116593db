"""Chains of requests along the links of the description, each over two fresh clients."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume
from schemathesis import GenerationMode
from schemathesis.generation.stateful import run_state_machine_as_test

from api import key_of
from described import described, fraction, judge
from drawing import often
from two_clients import Worlds

ALIKE = {"parent_id": "department_id", "replacement_id": "role_id"}


def test_chains_keep_to_the_description(in_memory: Worlds, request: pytest.FixtureRequest) -> None:
    """Whatever was done before: what was made is found, what was removed is not, and nothing is undescribed."""
    times = 400 if request.config.getoption("--thorough") else 25
    followed: set[str] = set()
    with in_memory.fresh() as world:
        schema, served = described(world)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE])

    class Chains(schema.as_state_machine()):
        """The caller knows the ids and states from earlier answers."""

        def setup(self) -> None:
            self.opened = ExitStack()
            self.world = self.opened.enter_context(in_memory.fresh())
            served.over(self.world)
            self.keys = {True: key_of(self.world, self.world.told.staff), False: self.world.told.acme.key}
            self.ids: dict[str, list[str]] = {}
            self.etags: set[str] = set()

        def teardown(self) -> None:
            self.opened.close()

        def before_call(self, case: schemathesis.Case) -> None:
            assume(not fraction(case.body))
            case.query.pop("cursor", None)
            if case.headers.get("If-Match") not in self.etags:
                case.headers.pop("If-Match", None)
            case.body = self._known(case.body)

        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"headers": {"Authorization": f"Bearer {self.keys[case.path.startswith('/v1/staff')]}"}}

        def after_call(self, response: Any, case: schemathesis.Case) -> None:
            super().after_call(response, case)
            if response.status_code < 300:
                followed.add(case.operation.label)
            if "ETag" in response.headers:
                self.etags.add(response.headers["ETag"])
            if response.headers.get("content-type") == "application/json":
                for name, value in _ids(response.json()):
                    self.ids.setdefault(name, []).append(value)

        def validate_response(self, response: Any, case: schemathesis.Case, **kwargs: Any) -> None:
            judge(case, response, kwargs["headers"], recorder=self.recorder, transport_kwargs=kwargs)

        def _known(self, value: Any, name: str = "") -> Any:
            """Put ids of things that are there in the place of some that a body has."""
            if isinstance(value, dict):
                return {key: self._known(each, key) for key, each in value.items()}
            if isinstance(value, list):
                return [self._known(each, name) for each in value]
            known = self.ids.get(ALIKE.get(name, name), [])
            return known[UUID(value).int % len(known)] if known and isinstance(value, str) else value

    run_state_machine_as_test(
        Chains,
        settings=often(times, stateful_step_count=12, phases=[Phase.generate], suppress_health_check=list(HealthCheck)),
    )
    # Chains that lead nowhere would show nothing.
    assert len(followed) > 20


def _ids(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _ids(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _ids(each, name)
    elif name.endswith("_id") and isinstance(value, str):
        yield name, value
