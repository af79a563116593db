"""Every route against its description, with data that it describes and data that it does not."""

from __future__ import annotations

import io
import string
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api import PLENTY, key_of
from saas_core.access.values import STAFF_PERMISSIONS
from saas_core.tenancy.values import COUNTRIES
from saas_http import http_application
from saas_http.endpoints import Endpoint, Who
from saas_http.routes.all import ENDPOINTS
from two_clients import Worlds

WORD = st.text(string.ascii_lowercase, min_size=1, max_size=12)
NUMBER = st.integers(0, 99_999).map(str)
FORMS = {
    "name": WORD,
    "email": st.tuples(WORD, WORD).map(lambda pair: f"{pair[0]}@{pair[1]}.example"),
    "action": st.sampled_from(["invoices.view", "invoices.approve", "root.access", "topic.feature_usage"]),
    "permission": st.sampled_from(["invoices.*", "invoices.view", "invoices.approve"]),
    "reference": NUMBER,
    "version": st.sampled_from(["2026-01", "0.2", "x"]),
    "staff-permission": st.sampled_from(sorted(STAFF_PERMISSIONS)),
    "country": st.sampled_from(sorted(COUNTRIES)),
    "time-zone": st.sampled_from(["Europe/Berlin", "UTC", "America/New_York"]),
    "language": st.sampled_from(["en", "pt-BR", "zh-Hant-TW"]),
    "region": st.sampled_from(["us-east-1", "eu-central-1"]),
    "token": WORD,
    "toml": WORD,
    "cursor": WORD,
    "date-time": st.datetimes(
        min_value=datetime(2001, 1, 1),  # noqa: DTZ001 - the zone is written after it
        max_value=datetime(2190, 1, 1),  # noqa: DTZ001
    ).map(lambda at: f"{at.isoformat()}Z"),
}
for form, strategy in FORMS.items():
    schemathesis.openapi.format(form, strategy)


@pytest.fixture(scope="module")
def described(in_memory: Worlds) -> Iterator[Any]:
    """Give the routes as their description tells them, over two clients."""
    with in_memory.fresh() as world:
        app = http_application(world.application, manners=PLENTY, log=io.StringIO())
        schema = schemathesis.openapi.from_asgi("/openapi.json", _ever(app))
        schema.keys = {"client": world.told.acme.key, "staff": key_of(world, world.told.staff)}
        yield schema


def _ever(app: Any) -> Any:
    """Give the application for a client that starts and stops it with each request."""

    async def served(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})

    return served


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each.method} {each.path}")
def test_every_route_is_as_described(described: Any, endpoint: Endpoint, request: pytest.FixtureRequest) -> None:
    """No fault of ours, nothing that the description does not say, and what it forbids is refused."""
    operation = described[endpoint.path][endpoint.method]
    key = described.keys["staff" if endpoint.rule.who is Who.STAFF else "client"]
    often = 100 if request.config.getoption("--thorough") else 4

    def held(case: schemathesis.Case, mode: GenerationMode) -> None:
        if mode is GenerationMode.POSITIVE:
            # A state and a place in a list are only ever what an answer said.
            case.headers.pop("If-Match", None)
            case.query.pop("cursor", None)
            assume(not _fraction(case.body))
        signed = {"Authorization": f"Bearer {key}"}
        answer = case.call(headers=signed)
        # Too large is a refusal too, of which the check knows nothing.
        beside = [positive_data_acceptance, *([negative_data_rejection] if answer.status_code == 413 else [])]
        case.validate_response(answer, headers=signed, excluded_checks=beside)
        if mode is GenerationMode.POSITIVE and answer.status_code == 400:
            # What the description allows may be wrong in what it says, but not in its form.
            assert answer.json()["code"] not in {"BODY_INVALID", "QUERY_INVALID", "HEADER_INVALID"}, answer.json()

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        asked = given(case=operation.as_strategy(generation_mode=mode), mode=st.just(mode))(held)
        with suppress(Unsatisfiable):
            # Of a route that takes nothing, nothing can be wrong.
            settings(
                max_examples=often,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(asked)()


def _fraction(value: Any) -> bool:
    """Tell whether a number is written as a fraction, which a schema takes for a whole one where it is."""
    if isinstance(value, dict):
        return any(map(_fraction, value.values()))
    return any(map(_fraction, value)) if isinstance(value, list) else isinstance(value, float)
