"""Serving the description: to programs as JSON, to people as a page without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from saas_http.endpoints import OPEN, Call, Router
from saas_http.openapi.document import document

_STYLED = ((b"content-security-policy", b"default-src 'none'; style-src 'self'; frame-ancestors 'none'"),)


def description(routers: Iterable[Router]) -> Router:
    """Return the routes that describe the others, and themselves."""
    own = Router("description", "This description, for programs and for people.", prefix="")
    known = (*routers, own)

    @cache
    def made() -> dict[str, Any]:
        return document(known)

    @cache
    def as_json() -> str:
        return json.dumps(made(), ensure_ascii=False, separators=(",", ":"))

    @cache
    def as_page() -> str:
        return _page(made())

    @own.get("/openapi.json", OPEN)
    def openapi(call: Call) -> str:  # noqa: ARG001 - nobody in particular asks
        """Return the description as OpenAPI 3.1."""
        return as_json()

    @own.get("/docs", OPEN, media="text/html", headers=_STYLED)
    def docs(call: Call) -> str:  # noqa: ARG001
        """Return the description as a page."""
        return as_page()

    @own.get("/docs/style.css", OPEN, media="text/css")
    def style(call: Call) -> str:  # noqa: ARG001
        """Return the page's style sheet."""
        return resources.files("saas_http.openapi").joinpath("page", "style.css").read_text(encoding="utf-8")

    return own


def _page(described: dict[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("saas_http.openapi", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    operations: dict[str, list[dict[str, Any]]] = {each["name"]: [] for each in described["tags"]}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            named = {**operation, "method": method.upper(), "path": path}
            operations[operation["tags"][0]].append(named)
    environment.filters["pretty"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    return environment.get_template("page.html.j2").render(document=described, operations=operations)
