"""Invalid input, accidental or hostile, is refused by the name of the field, and nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api import Api
from hostile import ALL, TEXTS
from saas_web.receiving import LARGEST_BODY
from two_clients import Worlds


@pytest.fixture(scope="module")
def api(in_memory: Worlds) -> Iterator[Api]:
    """Yield one interface for all: what is refused changes nothing."""
    with in_memory.fresh() as world:
        yield Api.over(world)


GOOD = '"email": "a@b.example", "name": "A"'

BODIES: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "body"),
    "no JSON": (b"{", "body"),
    "more than one": (b"{}{}", "body"),
    "a list": (b"[]", "body"),
    "a text": (b'"a"', "body"),
    "null": (b"null", "body"),
    "another encoding": ('{"name": "é"}'.encode("latin-1"), "body"),
    "UTF-16": (f"{{{GOOD}}}".encode("utf-16"), "body"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "body"),
    "NaN": (f'{{{GOOD}, "owner": NaN}}'.encode(), "body"),
    "infinite": (f'{{{GOOD}, "owner": -Infinity}}'.encode(), "body"),
    "a number beyond numbers": (f'{{{GOOD}, "owner": 1e400}}'.encode(), "body"),
    "a number of many digits": (f'{{{GOOD}, "owner": {"9" * 5000}}}'.encode(), "body"),
    "a key twice": (f'{{{GOOD}, "name": "B"}}'.encode(), "body"),
    "a key twice inside": (f'{{{GOOD}, "grants": [{{"role_id": "a", "role_id": "b"}}]}}'.encode(), "body"),
    "NUL": (f'{{{GOOD}, "x": "a\\u0000"}}'.encode(), "x"),
    "NUL as it is": (b'{"email": "a\x00b"}', "body"),
    "half a character": (b'{"email": "a@b.example", "name": "\\ud800"}', "name"),
    "half a character in a key": (b'{"\\udc00": 1}', "body"),
    "deep": (b'{"grants": ' + b"[" * 100 + b"]" * 100 + b"}", "body"),
    "very deep": (b"[" * 60_000, "body"),
    "unknown": (f'{{{GOOD}, "admin": true}}'.encode(), "admin"),
    "missing": (b'{"name": "A"}', "email"),
    "a number for a text": (b'{"email": "a@b.example", "name": 5}', "name"),
    "a text for yes or no": (f'{{{GOOD}, "owner": "true"}}'.encode(), "owner"),
    "a number for yes or no": (f'{{{GOOD}, "owner": 1}}'.encode(), "owner"),
    "null for a text": (b'{"email": null, "name": "A"}', "email"),
    "an object for a list": (f'{{{GOOD}, "grants": {{}}}}'.encode(), "grants"),
    "a text for a list": (f'{{{GOOD}, "grants": "ab"}}'.encode(), "grants"),
    "a text for an object": (f'{{{GOOD}, "grants": ["a"]}}'.encode(), "grants[0]"),
    "no id": (f'{{{GOOD}, "grants": [{{"role_id": "x"}}]}}'.encode(), "grants[0].role_id"),
    "a number for an id": (f'{{{GOOD}, "grants": [{{"role_id": 7}}]}}'.encode(), "grants[0].role_id"),
    "an id in braces": (
        f'{{{GOOD}, "grants": [{{"role_id": "{{0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f}}"}}]}}'.encode(),
        "grants[0].role_id",
    ),
    "a broken limit": (
        f'{{{GOOD}, "grants": [{{"role_id": "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f", "approval_limit_minor": 1.5}}]}}'
        .encode(),
        "grants[0].approval_limit_minor",
    ),
    "too many": (f'{{{GOOD}, "grants": [{", ".join(["{}"] * 1001)}]}}'.encode(), "grants"),
    "a long text": (json.dumps({"email": "a@b.example", "name": "x" * 500}).encode(), "name"),
    "an empty text": (b'{"email": "a@b.example", "name": ""}', "name"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_is_refused_by_its_field(api: Api, name: str) -> None:
    """With 400, the path of the field, and what would help."""
    body, field = BODIES[name]
    before = api.world.marks()
    answer = api("POST", "/v1/users", api.world.told.acme.key, raw=body, headers={"content-type": "application/json"})
    assert (answer.status, answer.code, answer.field) == (400, "BODY_INVALID", field), answer.body
    assert all(each["message"] and each["remedy"] for each in answer.json["errors"])
    assert api.world.marks() == before


def test_every_fault_of_a_body_is_told(api: Api) -> None:
    """At once, up to a hundred; those beyond that were found are counted, and a list is not read on for more."""
    grants = [{"role_id": "x"}] * 120
    answer = api("POST", "/v1/users", api.world.told.acme.key, {"name": 5, "grants": grants, "a": 1})
    fields = [each["field"] for each in answer.json["errors"]]
    assert len(fields) == 100
    assert answer.json["more_errors"] == 3
    assert {"name", "email", "grants[2].role_id", "a"} <= {*fields, "a"}


@pytest.mark.parametrize(
    ("method", "path", "body", "fields"),
    [
        ("POST", "/v1/users", {"name": "A\u200bB", "email": "nobody", "owner": 1}, {"name", "email", "owner"}),
        ("POST", "/v1/users", {"name": "A\u200bB", "email": "Ada Lovelace <ada@acme.example>"}, {"name", "email"}),
        ("POST", "/v1/users", {"name": " ", "email": "ada@xn--zz.example"}, {"name", "email"}),
        ("POST", "/v1/users", {"name": "A\0", "email": "b\0@c.example", "owner": 1}, {"name", "email", "owner"}),
        (
            "PUT",
            "/v1/account",
            {"legal_name": " ", "country": "XX", "time_zone": "Mars", "language": "?", "contact_email": "x@"},
            {"legal_name", "country", "time_zone", "language", "contact_email"},
        ),
        ("POST", "/v1/departments", {"name": "", "parent_id": "top"}, {"name", "parent_id"}),
        (
            "POST",
            "/v1/decisions/bulk",
            {"questions": [{"action": 1}, {"action": "a.b"}, {"amount": {"minor": -1, "currency": "usd"}}]},
            {
                "questions[0].action",
                "questions[2].action",
                "questions[2].amount.minor",
                "questions[2].amount.currency",
            },
        ),
    ],
)
def test_form_and_content_of_all_fields_are_faulted_in_one_problem(
    api: Api, method: str, path: str, body: dict[str, Any], fields: set[str]
) -> None:
    """What is no address, no country or no name is told beside what is no text at all, not one at a time."""
    answer = api(method, path, api.world.told.acme.key, body)
    assert (answer.status, answer.code) == (400, "BODY_INVALID"), answer.body
    assert {each["field"] for each in answer.json["errors"]} == fields


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_change_nothing_or_are_kept_as_they_are(api: Api, name: str) -> None:
    """A text is data: it is refused by its field, or comes back the same but for the blanks around it."""
    text = TEXTS[name]
    for body in ({"name": text, "email": f"x{abs(hash(name))}@y.example"}, {"name": "A", "email": text}):
        raw = json.dumps(body).encode()
        named = {"content-type": "application/json"}
        answer = api("POST", "/v1/users", api.world.told.acme.key, raw=raw, headers=named)
        assert answer.status in {201, 400, 413}, answer.body
        if answer.status == 400:
            assert answer.field in {"name", "email"}


def test_hostile_values_are_never_a_fault_of_ours(api: Api) -> None:
    """Whatever stands in place of a question."""
    for value in ALL.values():
        try:
            raw = json.dumps({"action": value}).encode()
        except (TypeError, ValueError):
            continue
        named = {"content-type": "application/json"}
        answer = api("POST", "/v1/decisions", api.world.told.acme.key, raw=raw, headers=named)
        assert answer.status in {200, 400, 413}, answer.body


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=501", "limit"),
        ("limit=ten", "limit"),
        ("limit=1.0", "limit"),
        ("limit=+5", "limit"),
        ("limit=٥", "query"),
        ("limit=%D9%A5", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=1", "limit"),
        ("limit[]=1", "limit[]"),
        ("state=ACTIVE", "state"),
        ("cursor=x", "cursor"),
        ("cursor=" + "A" * 40, "cursor"),
        ("unknown=1", "unknown"),
        ("tenant_id=0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f", "tenant_id"),
        ("state", "query"),
        ("&", "query"),
        ("a=%FF", "query"),
        ("state=%00", "state"),
        ("&".join(f"a{number}=1" for number in range(100)), "query"),
    ],
)
def test_a_query_that_cannot_be_is_refused_by_its_parameter(api: Api, query: str, field: str) -> None:
    """Unknown names, repeated ones, and values of another kind."""
    answer = asked_raw(api, query)
    assert (answer.status, answer.code, answer.field) == (400, "QUERY_INVALID", field), answer.body


def asked_raw(api: Api, query: str) -> Any:
    """Ask with a query string as it is."""
    return api("GET", f"/v1/users?{query}", api.world.told.acme.key)


@pytest.mark.parametrize(
    "at", ["2026-01-01", "2026-01-01T00:00:00", "now", "2026-13-01T00:00:00Z", "1066-10-14T00:00:00Z"]
)
def test_an_instant_that_is_none_is_refused(api: Api, at: str) -> None:
    """Naive, absurd, or no instant at all."""
    answer = api("GET", f"/v1/roles?at={at}", api.world.told.acme.key)
    assert (answer.status, answer.field) == (400, "at")


def test_a_cursor_belongs_to_its_list_and_its_filters(api: Api) -> None:
    """It is good for nothing else, nor when it was changed."""
    key = api.world.told.acme.key
    page = api("GET", "/v1/users?limit=1", key)
    cursor = page.json["next"].rsplit("cursor=", 1)[1]
    assert f'<{page.json["next"]}>; rel="next"' == page.headers["link"]
    assert api("GET", page.json["next"], key).status == 200
    changed = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    for path in (
        f"/v1/roles?cursor={cursor}",
        f"/v1/users?state=active&cursor={cursor}",
        f"/v1/users?cursor=A{cursor}",
    ):
        assert api("GET", path, key).field == "cursor"
    assert api("GET", f"/v1/users?cursor={changed}", key).status in {200, 400}


def test_pages_show_everything_once(api: Api) -> None:
    """Whatever the size of a page."""
    key, seen, at = api.world.told.acme.key, [], "/v1/users?limit=3"
    for number in range(7):
        api("POST", "/v1/users", key, {"name": f"N{number}", "email": f"n{number}@acme.example"})
    while at:
        page = api("GET", at, key).json
        seen += [each["user_id"] for each in page["items"]]
        at = page["next"]
    whole = [each["user_id"] for each in api("GET", "/v1/users?limit=500", key).json["items"]]
    assert seen == whole
    assert len(seen) == len(set(seen)) >= 11


def test_a_body_too_large_is_refused_before_it_is_held(api: Api) -> None:
    """By what was announced, and by what comes."""
    key, read = api.world.told.acme.key, 0

    def endless() -> Any:
        nonlocal read
        while True:
            read += 64 * 1024
            yield b" " * 64 * 1024

    named = {"content-type": "application/json"}
    answer = api("POST", "/v1/users", key, raw=b"{}", headers={**named, "content-length": str(LARGEST_BODY + 1)})
    assert (answer.status, answer.code) == (413, "BODY_TOO_LARGE")
    chunks = endless()
    assert api("POST", "/v1/users", key, raw=(next(chunks) for _ in range(100)), headers=named).status == 413
    assert read <= 2 * LARGEST_BODY + 200 * 64 * 1024


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_a_body_of_another_kind_is_refused(api: Api, headers: dict[str, str]) -> None:
    """Nothing is guessed from the bytes."""
    answer = api("POST", "/v1/users", api.world.told.acme.key, raw=b"{}", headers=headers)
    assert (answer.status, answer.code) == (415, "ENCODING_UNKNOWN")
    whole = api(
        "POST",
        "/v1/users",
        api.world.told.acme.key,
        raw=b"{}",
        headers={"content-type": 'Application/JSON; charset="UTF-8"'},
    )
    assert whole.status == 400


@pytest.mark.parametrize("bad", ["", " ", "a b", "x" * 201, "é"])
def test_a_key_for_repeats_is_one_to_two_hundred_visible_characters(api: Api, bad: str) -> None:
    """Anything else is refused by the header's name."""
    body = {"name": "A", "email": "a@b.example"}
    answer = api("POST", "/v1/users", api.world.told.acme.key, body, headers={"Idempotency-Key": bad})
    assert (answer.status, answer.field) == (400, "Idempotency-Key")
    assert api("POST", "/v1/users", api.world.told.acme.key, body, headers={"Idempotency-Key": "x" * 200}).status == 201


def test_a_route_without_repeats_says_so(api: Api) -> None:
    """Rather than to let a key pass that would do nothing."""
    answer = api("POST", "/v1/sign-in/complete", None, {"token": "sin"}, headers={"Idempotency-Key": "k"})
    assert (answer.status, answer.code, answer.field) == (400, "HEADER_INVALID", "Idempotency-Key")


def test_what_is_no_id_answers_as_an_unknown_one(api: Api) -> None:
    """Also in another spelling, and for staff naming a client."""
    key = api.world.told.acme.key
    unknown = api("GET", "/v1/users/0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f", key)
    for bad in (
        "x",
        "0",
        "00000000-0000-0000-0000-00000000000g",
        "{0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f}",
        "%00",
        "a" * 9000,
    ):
        answer = api("GET", f"/v1/users/{bad}", key)
        assert {**answer.json, "request_id": ""} == {**unknown.json, "request_id": ""}
