"""Routes that frameworks serve by themselves: closed until they are declared, in one word, for each framework."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from werkzeug.test import Client

from saas_core.kernel.errors import InvalidValue
from saas_embed import AsgiGuard, Guard, WsgiGuard, framework_routes

Anything = Any


def _fastapi(_folder: Path) -> Anything:
    from fastapi import FastAPI

    return FastAPI()


def _litestar(_folder: Path) -> Anything:
    from litestar import Litestar

    return Litestar()


def _starlette(folder: Path) -> Anything:
    from starlette.applications import Starlette
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    return Starlette(routes=[Mount("/static", StaticFiles(directory=folder))])


def _flask(folder: Path) -> Anything:
    from flask import Flask

    return Flask("invoicing", static_folder=str(folder), static_url_path="/static").wsgi_app


def _django(folder: Path) -> Anything:
    from django.core.wsgi import get_wsgi_application
    from django.urls import clear_url_caches, path
    from django.views.static import serve

    import invoicing

    invoicing.django_configured()
    urls = ModuleType(invoicing.URLS)
    urls.urlpatterns = [path("static/<path:path>", serve, {"document_root": folder})]  # type: ignore[attr-defined]
    sys.modules[invoicing.URLS] = urls
    clear_url_caches()
    return get_wsgi_application()


FRAMEWORKS = {
    "fastapi": (_fastapi, ("/docs", "/redoc", "/openapi.json")),
    "litestar": (_litestar, ("/schema", "/schema/openapi.json")),
    "starlette": (_starlette, ("/static/style.css",)),
    "flask": (_flask, ("/static/style.css",)),
    "django": (_django, ("/static/style.css",)),
}


def _asked(app: Anything, guard: Guard, path: str, who: Anything) -> tuple[int, Anything]:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(AsgiGuard(app, guard=guard, who=who))
        async with httpx.AsyncClient(transport=transport, base_url="http://invoicing.example") as client:
            return await client.get(path)

    if isinstance(app, tuple(_asgi_kinds())):
        told = asyncio.run(ask())
        return told.status_code, told
    answer = Client(WsgiGuard(app, guard=guard, who=who)).get(path, buffered=True)
    return answer.status_code, answer


def _asgi_kinds() -> list[type]:
    from fastapi import FastAPI
    from litestar import Litestar
    from starlette.applications import Starlette

    return [FastAPI, Litestar, Starlette]


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_a_frameworks_own_routes_are_served_once_they_are_declared(name: str, world: Anything, tmp_path: Path) -> None:
    """Until then they are closed with the word that declares them; declared for an action, they ask who it is."""
    make, paths = FRAMEWORKS[name]
    (tmp_path / "style.css").write_text("body {}", encoding="utf-8")
    app, gate = make(tmp_path), world.application.gate
    for path in paths:
        closed = Guard(gate=gate, routes=[])
        status, answer = _asked(app, closed, path, lambda _request: world.clerk)
        told = answer.json if isinstance(answer.json, dict) else answer.json()
        assert (status, told["code"]) == (403, "ROUTE_UNRULED")
        assert "saas_embed.framework_routes" in told["detail"]
        opened = Guard(gate=gate, routes=framework_routes(name))
        assert _asked(app, opened, path, lambda _request: None)[0] == 200
        shut = Guard(gate=gate, routes=framework_routes(name, action="license.read"))
        assert _asked(app, shut, path, lambda _request: None)[0] == 401
        assert _asked(app, shut, path, lambda _request: world.clerk)[0] == 200


def test_a_path_that_is_no_frameworks_says_nothing_of_frameworks(world: Anything) -> None:
    """What begins alike is not below it."""
    guard = Guard(gate=world.application.gate, routes=[])
    for path in ("/invoices", "/docsearch", "/statics/x", "/schemas"):
        assert "framework_routes" not in guard.rules("GET", path).members["detail"]


def test_only_reading_is_declared() -> None:
    """Nothing is opened that could change anything."""
    for name in FRAMEWORKS:
        assert {each.method for each in framework_routes(name)} == {"GET"}
    with pytest.raises(InvalidValue) as refused:
        framework_routes("rails")
    assert refused.value.field == "framework"
