"""The interface as its description tells it, for tests that make requests from it."""

from __future__ import annotations

import io
import string
from datetime import date, datetime
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api import PLENTY
from saas_core.access.values import STAFF_PERMISSIONS
from saas_core.tenancy.values import COUNTRIES
from saas_http import http_application
from two_clients import World

WORD = st.text(string.ascii_lowercase, min_size=1, max_size=12)
NUMBER = st.integers(0, 99_999).map(str)
FORMS = {
    "name": WORD,
    "email": st.tuples(WORD, WORD).map(lambda pair: f"{pair[0]}@{pair[1]}.example"),
    "action": st.sampled_from(["invoices.view", "invoices.approve", "root.access", "topic.feature_usage"]),
    "permission": st.sampled_from(["invoices.*", "invoices.view", "invoices.approve"]),
    "reference": NUMBER,
    "version": st.sampled_from(["2026-02", "0.2", "x"]),
    "staff-permission": st.sampled_from(sorted(STAFF_PERMISSIONS)),
    "country": st.sampled_from(sorted(COUNTRIES)),
    "time-zone": st.sampled_from(["Europe/Berlin", "UTC", "America/New_York"]),
    "language": st.sampled_from(["en", "pt-BR", "zh-Hant-TW"]),
    "region": st.sampled_from(["us-east-1", "eu-central-1"]),
    "token": WORD,
    "toml": WORD,
    "cursor": WORD,
    "prose": WORD,
    "day": st.dates(date(2026, 1, 1), date(2190, 1, 1)).map(date.isoformat),
    "date-time": st.datetimes(
        min_value=datetime(2001, 1, 1),  # noqa: DTZ001 - the zone is written after it
        max_value=datetime(2190, 1, 1),  # noqa: DTZ001
    ).map(lambda at: f"{at.isoformat()}Z"),
}
for form, strategy in FORMS.items():
    schemathesis.openapi.format(form, strategy)


class Served:
    """An application that serves whichever world it was given last; it starts and stops with each request."""

    def __init__(self) -> None:
        """Serve nothing yet."""
        self._app: Any = None

    def over(self, world: World) -> None:
        """Serve a world from now on."""
        self._app = http_application(world.application, manners=PLENTY, log=io.StringIO())

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})


def described(world: World) -> tuple[Any, Served]:
    """Return the description, and what serves a world by it."""
    served = Served()
    served.over(world)
    return schemathesis.openapi.from_asgi("/openapi.json", served), served


def judge(case: schemathesis.Case, answer: Any, headers: dict[str, str], **more: Any) -> None:
    """Hold an answer to the description by every check.

    What the description allows may be wrong in what it says, which is our own rule in place of the check that it is
    always accepted; it is never wrong in its form.
    """
    # Too large is a refusal too, of which the check knows nothing.
    beside = [positive_data_acceptance, *([negative_data_rejection] if answer.status_code == 413 else [])]
    case.validate_response(answer, headers=headers, excluded_checks=beside, **more)
    if case.meta.generation.mode.is_positive and answer.status_code == 400:
        assert answer.json()["code"] not in {"BODY_INVALID", "QUERY_INVALID", "HEADER_INVALID"}, answer.json()


def fraction(value: Any) -> bool:
    """Return whether a number is written as a fraction, which a schema takes for a whole one where it is."""
    if isinstance(value, dict):
        return any(map(fraction, value.values()))
    return any(map(fraction, value)) if isinstance(value, list) else isinstance(value, float)
