"""A client made from the description by a generator: small, whole, and able to call the routes that it was made of."""

from __future__ import annotations

import asyncio
import importlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest

from api import PLENTY
from saas_core.contexts import CONTEXTS
from saas_http import http_application
from saas_http.gathering import routers_of
from saas_http.openapi.document import document
from two_clients import World, Worlds

MODELS = 360
"""The most models that a client may have: about one for each class of the description."""
PACKAGE = "generated_client"

Calls: TypeAlias = Callable[..., Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the folder of a freshly generated client, and what the generator said."""
    folder = tmp_path_factory.mktemp("generated")
    described, settings, package = (folder / name for name in ("openapi.json", "config.yml", PACKAGE))
    described.write_text(json.dumps(document(routers_of(CONTEXTS))), encoding="utf-8")
    # Not formatted afterwards, which would take longer than the making.
    # A PDF is bytes like any other file.
    bytes_too = "content_type_overrides:\n  application/pdf: application/octet-stream\n"
    settings.write_text(f"post_hooks: []\n{bytes_too}", encoding="utf-8")
    words = ["generate", "--path", described, "--config", settings, "--meta", "none", "--output-path", package]
    ran = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", *words], capture_output=True, text=True, check=True, timeout=120
    )
    return package, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def world(in_memory: Worlds) -> Iterator[World]:
    """Yield two clients in memory."""
    with in_memory.fresh() as world:
        yield world


@pytest.fixture(scope="module")
def call(made: tuple[Path, str], world: World) -> Iterator[Calls]:
    """Return a way to call an operation of the generated client, in process."""
    sys.path.insert(0, str(made[0].parent))
    generated: Any = importlib.import_module(PACKAGE)
    app = http_application(world.application, manners=PLENTY, log=io.StringIO())

    async def called(operation: str, key: str, given: dict[str, Any]) -> Any:
        client = generated.AuthenticatedClient(base_url="http://api.example", token=key)
        headers = {"Authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://api.example", headers=headers
        ) as over:
            return await importlib.import_module(f"{PACKAGE}.api.{operation}").asyncio(
                client=client.set_async_httpx_client(over), **given
            )

    yield lambda operation, key, **given: asyncio.run(called(operation, key, given))
    sys.path.remove(str(made[0].parent))
    for name in [each for each in sys.modules if each.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_no_operation_and_no_answer_is_left_out(made: tuple[Path, str]) -> None:
    """The generator warns of media types that it does not know only where it also found one that it does."""
    package, said = made
    assert "Endpoint will not be generated" not in said
    assert "omitted" not in said
    operations = {each.stem for each in (package / "api").rglob("*.py")}
    routes = {
        operation["operationId"]
        for methods in document(routers_of(CONTEXTS))["paths"].values()
        for operation in methods.values()
    }
    assert routes <= operations


def test_the_client_has_a_model_for_each_class_and_no_thousands(made: tuple[Path, str]) -> None:
    """One problem for all routes, and words of one meaning under one name."""
    names = {each.stem for each in (made[0] / "models").glob("*.py")} - {"__init__"}
    assert len(names) <= MODELS
    assert {"problem", "field_error", "shown_state", "import_view"} <= names
    assert not [each for each in names if "problem4" in each or "response_4" in each]


def test_the_client_calls_a_route_and_reads_its_answer(call: Calls, world: World) -> None:
    """Of a list, the filter is a word of the description; a refusal is the one problem."""
    acme = world.told.acme
    me = call("questions.inquiries_me", acme.key)
    assert (me.name, me.client.tenant_id) == ("Ola Canary-user", acme.tenant_id)
    models: Any = importlib.import_module(f"{PACKAGE}.models")
    active = call("users.users_list_users", acme.key, state=models.ShownState.ACTIVE)
    assert {each.name for each in active.items} == {"Ola Canary-user", "Kim Canary-user"}
    refused = call("users.users_add", acme.key, body=models.AddUser(email="nobody", name=" "))
    assert isinstance(refused, models.Problem)
    assert [(each.field, bool(each.remedy)) for each in refused.errors] == [("email", True), ("name", True)]


def test_the_client_exports_and_imports(call: Calls, world: World) -> None:
    """Files go and come as bytes, whose format the caller names."""
    acme, bolt = world.told.acme, world.told.bolt
    models: Any = importlib.import_module(f"{PACKAGE}.models")
    types: Any = importlib.import_module(f"{PACKAGE}.types")
    whole = call("import_and_export.transfer_export", acme.key).payload.read()
    assert json.loads(whole.splitlines()[-1])["part"] == "end"
    # What is called in a loop sends bytes; a file that is open is for the other half of the client.
    file = types.File(payload=b"email,name\nada@bolt.example,Ada\n")
    told = call("import_and_export.transfer_import_users", bolt.key, body=file, format_=models.FileKind.CSV)
    assert (told.added, told.refused) == (1, [])
    unsaid = call("import_and_export.transfer_import_users", bolt.key, body=file)
    assert (unsaid.code, unsaid.field) == ("INVALID_VALUE", "format")
