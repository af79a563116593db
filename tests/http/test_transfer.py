"""Many users in, and everything out: streamed, whole or not at all, and open without a license."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from api import PLENTY, Answer, Api, key_of
from integration_calls import settled
from mailed import newest_token
from saas_core.access.values import RoleGrant
from saas_core.kernel.gathered import parts_of
from saas_core.kernel.ids import TenantId
from saas_web import streams
from saas_web.problems import Busy
from ticket_calls import asked, opened, requested
from two_clients import Worlds
from work_calls import issued as billed

PARTS = tuple(parts_of().export)

CSV = {"content-type": "text/csv"}
LINES = {"content-type": "application/jsonl"}


def test_a_file_of_users_is_taken_in(api: Api) -> None:
    """CSV or JSON lines; refused rows are reported by line and field, and a repeat skips existing users."""
    key = api.world.told.acme.key
    file = "email,name,roles,department\n" + "".join(
        f"u{number}@acme.example,User {number},Clerk,Sales/Retail\n" for number in range(50)
    )
    pieces = [file.encode()[at : at + 100] for at in range(0, len(file), 100)]
    told = api("POST", "/v1/users/import", key, raw=[*pieces, b"nobody,X,,\n"], headers=CSV)
    assert told.status == 200, told.body
    assert (told.json["added"], told.json["refused"][0]["line"]) == (50, 52)
    again = api("POST", "/v1/users/import", key, raw=file.encode(), headers=CSV)
    assert (again.json["added"], again.json["already"]) == (0, 50)
    line = json.dumps({"email": "j@acme.example", "name": "J"}).encode()
    assert api("POST", "/v1/users/import", key, raw=line, headers=LINES).json["added"] == 1


@pytest.mark.parametrize(
    ("headers", "file", "code"),
    [
        (CSV, b'email,name\na@x.example,A\n"open,B\n', "ROWS_UNREADABLE"),
        (CSV, b"email,name\na@x.example,A\n\xff@x.example,B\n", "ROWS_UNREADABLE"),
        (CSV, b"email\na@x.example\n", "ROWS_UNREADABLE"),
        (CSV, b"email,name\n" + b"x" * 300_000, "ROWS_UNREADABLE"),
        (LINES, b'{"email": "a@x.example", "name": "A"}\n{"email": NaN}\n', "ROWS_UNREADABLE"),
        ({"content-type": "text/html"}, b"email,name\n", "ENCODING_UNKNOWN"),
        ({**CSV, "content-encoding": "gzip"}, b"email,name\n", "ENCODING_UNKNOWN"),
        ({**CSV, "content-length": str(streams.LARGEST_FILE + 1)}, b"email,name\n", "BODY_TOO_LARGE"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_to_its_end_changes_nothing(
    api: Api, headers: dict[str, str], file: bytes, code: str
) -> None:
    """Not even the rows before the broken one are taken in."""
    before = api.world.marks()
    answer = api("POST", "/v1/users/import", api.world.told.acme.key, raw=file, headers=headers)
    assert answer.code == code
    assert api.world.marks() == before


def test_a_large_file_that_is_broken_at_its_end_changes_nothing(api: Api) -> None:
    """Though thousands of its rows could have been taken in before that was seen."""
    rows = "".join(f"u{number}@acme.example,User {number}\n" for number in range(2500))
    before = api.world.marks()
    file = f'email,name\n{rows}"open'.encode()
    answer = api("POST", "/v1/users/import", api.world.told.acme.key, raw=file, headers=CSV)
    assert (answer.status, answer.code) == (400, "ROWS_UNREADABLE")
    assert api.world.marks() == before


def test_a_client_brings_one_file_at_once(in_memory: Worlds) -> None:
    """Its second is sent away and another client's is not; one that stops coming is given up, and its place is free."""
    with in_memory.fresh() as world:
        api = Api.over(world, evolve(PLENTY, timeout=1))
        acme, bolt = ({"authorization": f"Bearer {each.key}", **CSV} for each in (world.told.acme, world.told.bolt))

        async def stuck() -> AsyncIterator[bytes]:
            yield b"email,name\n"
            await asyncio.sleep(60)

        async def brought(named: dict[str, str]) -> str:
            answer = await api.ask("POST", "/v1/users/import", headers=named, raw=b"email,name\n")
            return answer.code or str(answer.status)

        async def crowd() -> list[str]:
            slow = asyncio.create_task(api._sent("POST", "/v1/users/import", acme, stuck()))
            await asyncio.sleep(0.3)
            meanwhile = [await brought(acme), await brought(bolt)]
            return [*meanwhile, (await slow).code, await brought(acme)]

        assert asyncio.run(crowd()) == ["BUSY", "200", "BODY_LATE", "200"]


def test_only_so_many_files_come_in_at_once() -> None:
    """Whoever brings them; each that is done makes room for another."""
    uploads, clients = streams.Uploads(), [TenantId(UUID(int=number)) for number in range(streams.MOST_AT_ONCE + 1)]
    with ExitStack() as places:
        for each in clients[1:]:
            places.enter_context(uploads.room(each))
        with pytest.raises(Busy), uploads.room(clients[0]):
            pass
    with uploads.room(clients[0]):
        pass


def test_a_large_file_comes_in_as_it_was_sent(api: Api) -> None:
    """In whatever pieces: its rows are read in order and none is lost."""
    rows = [f"u{number}@acme.example,User {number}\n" for number in range(20_000)]
    file = f"email,name\n{''.join(rows)}nobody,X\n".encode()
    assert len(file) > 2 * streams._WRITTEN_AT_ONCE
    pieces = [file[at : at + 70_001] for at in range(0, len(file), 70_001)]
    told = api("POST", "/v1/users/import", api.world.told.acme.key, raw=pieces, headers=CSV)
    assert (told.json["added"], [each["line"] for each in told.json["refused"]]) == (20_000, [20_002])


@pytest.mark.parametrize("kind", ["key", "session"])
def test_an_export_under_way_ends_with_its_key(api: Api, kind: str) -> None:
    """Data already on its way arrives and nothing after it: the last line is missing."""
    acme = api.world.told.acme
    made = _program(api) if kind == "key" else _session(api)
    whole = asyncio.run(_exported(api, made["key"], None))
    assert b'"part":"end"' in whole[-1]
    ended = asyncio.run(_exported(api, made["key"], partial(api.ask, "POST", made["end"], acme.key)))
    assert ended == whole[: len(ended)]
    assert len(ended) == 1
    assert api.logged()[-1]["fault"].startswith("saas_web.credentials.CredentialUnknown")


def _program(api: Api) -> dict[str, str]:
    made = api("POST", "/v1/api-keys", api.world.told.acme.key, {"name": "Backup", "scopes": ["data.export"]}).json
    return {"key": made["key"], "end": f"/v1/api-keys/{made['api_key']['key_id']}/revoke"}


def _session(api: Api) -> dict[str, str]:
    acme = api.world.told.acme
    api("POST", "/v1/sign-in", None, {"client": acme.slug, "email": f"ola.canary@{acme.slug}.example"})
    api.world.application.work.worker.drain(tenant_id=acme.tenant_id)
    token = newest_token(api.world.application.settings.mail_folder, "sin")
    made = api("POST", "/v1/sign-in/complete", None, {"token": token}).json
    return {"key": made["key"], "end": f"/v1/sessions/{made['session_id']}/end"}


async def _exported(api: Api, key: str, meanwhile: Callable[[], Awaitable[Answer]] | None) -> list[bytes]:
    """Return the pieces of an export that came, when something is done after the first of them."""
    pieces: list[bytes] = []

    async def taken(message: dict[str, Any]) -> None:
        if message.get("body"):
            pieces.append(message["body"])
            if meanwhile is not None and len(pieces) == 1:
                assert (await meanwhile()).status == 200

    await api.ask("GET", "/v1/export", key, told=taken)
    return pieces


PAID_WORK = ["engagement_requests", "estimates", "approvals", "engagement_time", "work_invoices"]
WITHHELD = [
    "departments",
    "roles",
    "users",
    "tickets",
    "ticket_messages",
    "questions",
    *PAID_WORK,
    "integrations",
    "journal",
]
"""The parts that whoever may export and nothing else does not get."""


def test_everything_of_a_client_comes_out_and_nothing_of_another(api: Api) -> None:
    """A line each, with its part; the last one counts them. No secret is among them."""
    acme, bolt = api.world.told.acme, api.world.told.bolt
    opened(api.world, acme)
    asked(api.world, acme)
    requested(api.world, acme)
    billed(api.world, acme)
    settled(api.world, acme)
    answer = api("GET", "/v1/export", acme.key)
    lines = [json.loads(line) for line in answer.body.splitlines()]
    assert answer.headers["content-type"] == "application/jsonl"
    assert list(dict.fromkeys(each["part"] for each in lines)) == [*PARTS, "end"]
    assert lines[-1]["record"] == {"records": len(lines) - 1, "withheld": []}
    assert api("HEAD", "/v1/export", acme.key).body == b""
    users = {each["record"]["user_id"]: each["record"] for each in lines if each["part"] == "users"}
    assert users[str(acme.clerk.user_id)]["assignments"][0]["department"] == "Sales"
    text = answer.body.decode()
    assert str(bolt.tenant_id) not in text
    assert "bolt" not in text
    assert not any(secret in text for secret in api.world.told.secrets)


def test_an_export_needs_no_license_but_the_right_to_it(api: Api) -> None:
    """With a lapsed license everything else is shut; and who holds no role for it is refused all the same."""
    world, acme = api.world, api.world.told.acme
    whole = len(api("GET", "/v1/export", acme.key).body.splitlines())
    world.clock.at += timedelta(days=400)
    assert api("GET", "/v1/users", acme.key).status == 402
    assert len(api("GET", "/v1/export", acme.key).body.splitlines()) == whole
    assert api("GET", "/v1/export", key_of(world, acme.clerk)).status == 403


def test_what_ones_roles_do_not_show_is_withheld_and_said_so(api: Api) -> None:
    """The right to export is not a right to read the users or the journal."""
    world, acme = api.world, api.world.told.acme
    access, acting = world.application.access, {"by": acme.owner, "tenant_id": acme.tenant_id}
    role = access.roles.create(**acting, name="Exporter", permissions=["data.export"]).role_id
    access.roles.assign(**acting, user_id=acme.clerk.user_id, role_id=role)
    lines = [json.loads(line) for line in api("GET", "/v1/export", key_of(world, acme.clerk)).body.splitlines()]
    assert {each["part"] for each in lines} == {"tenant", "license", "end"}
    assert lines[-1]["record"]["withheld"] == WITHHELD


def test_exported_users_can_be_imported_elsewhere(api: Api) -> None:
    """In the same columns; a cell that a spreadsheet would reckon is disarmed in CSV."""
    acme, bolt = api.world.told.acme, api.world.told.bolt
    api("POST", "/v1/users", acme.key, {"email": "f@acme.example", "name": "=cmd()"})
    told = api("GET", "/v1/export/users", acme.key)
    rows = list(csv.DictReader(io.StringIO(told.body.decode())))
    assert {each["email"]: each["department"] for each in rows}["kim.canary@acme.example"] == "Sales"
    assert "'=cmd()" in {each["name"] for each in rows}
    lines = api("GET", "/v1/export/users?format=jsonl", acme.key).body
    assert "=cmd()" in {json.loads(each)["name"] for each in lines.splitlines()}
    assert len(lines.splitlines()) == len(rows) == 5
    taken = api("POST", "/v1/users/import", bolt.key, raw=lines, headers=LINES)
    assert (taken.json["added"], taken.json["refused"]) == (5, [])


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_what_goes_out_over_http_comes_back_the_same(api: Api, kind: str) -> None:
    """Roles and departments whose names hold separators, several places, a limit, formulas in signs of full width."""
    acme = api.world.told.acme
    access, acting = api.world.application.access, {"by": acme.owner, "tenant_id": acme.tenant_id}
    role = access.roles.create(**acting, name="Clerk|Admin", permissions=["data.export"]).role_id
    places = [access.departments.create(**acting, name=name).department_id for name in ("Sales/Retail", "＝Ops")]
    grants = tuple(RoleGrant(role, place, 500) for place in places)
    access.people.add_user(**acting, name="＝cmd()", email="jon@bücher.example", grants=grants)
    file = api("GET", f"/v1/export/users?format={kind}", acme.key).body
    taken = api("POST", "/v1/users/import", acme.key, raw=file, headers=CSV if kind == "csv" else LINES)
    assert (taken.json["added"], taken.json["already"], taken.json["refused"]) == (0, 5, [])
    assert api("GET", f"/v1/export/users?format={kind}", acme.key).body == file
    assert (b",'\xef\xbc\x9dcmd()," in file) is (kind == "csv")
