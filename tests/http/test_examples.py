"""Examples of requests: each is taken by its route, and each of its values is of its field's own subject."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from saas_core.access.values import confirming_in, invited_into, is_staff_key_token, signing_into
from saas_core.contexts import CONTEXTS
from saas_http.endpoints import Endpoint
from saas_http.gathering import endpoints_of, routers_of
from saas_http.openapi import examples
from saas_http.openapi.examples import example_of
from saas_http.parsing.bodies import read_body

OWN = endpoints_of(routers_of(CONTEXTS))
WITH_BODY = [each for each in OWN if each.body is not None]
PEOPLE = {"AddUser", "ChangeUser", "AddMember"}


def _fields(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every plain value of an example, with the name of its field."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _fields(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _fields(each, path)
    else:
        yield path, value


@pytest.mark.parametrize("endpoint", WITH_BODY, ids=lambda each: each.name)
def test_an_example_is_taken_and_fits_its_subject(endpoint: Endpoint) -> None:
    """No person's name for a department, no invoice's number but for an invoice, and an end after its beginning."""
    example = example_of(endpoint.body)
    read_body(json.dumps(example).encode(), endpoint.body)
    told = list(_fields(example))
    values = dict(told)
    assert all("@" in str(value) for field, value in told if "email" in field or field == "address")
    assert all(value != "text" for _field, value in told)
    assert {field for field, value in told if value == "Ada Lovelace"} <= {"name"}
    if "Ada Lovelace" in values.values():
        assert endpoint.body.__name__ in PEOPLE
    assert {field for field, value in told if value == "INV-1"} <= {"invoice"}
    assert "since" not in values or values["since"] < values["until"]
    ids = [value for field, value in told if field.endswith("_id")]
    assert len(set(ids)) == len(ids)


def test_a_token_is_of_the_kind_that_its_route_takes() -> None:
    """An invitation's opens no sign-in."""
    kinds = {"SignInWith": signing_into, "ConfirmWith": confirming_in}
    kinds |= {"FetchKey": is_staff_key_token}
    taking = [each.body for each in WITH_BODY if "token" in {field.name for field in attrs.fields(each.body)}]
    assert len(taking) > 3
    for body in taking:
        assert kinds.get(body.__name__, invited_into)(example_of(body)["token"]), body


def test_what_is_said_of_a_class_is_of_one_that_a_route_takes() -> None:
    """No example stays behind for a field that is gone."""
    bodies = {each.body.__name__: {field.name for field in attrs.fields(each.body)} for each in WITH_BODY}
    assert all(name in bodies.get(kind, ()) for kind, name in examples._OF_CLASSES)
