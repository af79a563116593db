"""Rules of routes: what matches, what does not, and that no reading of a path leads past a rule."""

from __future__ import annotations

import pytest

from saas_core.kernel.errors import InvalidValue
from saas_embed import Route, open_route
from saas_embed.routes import Routes

ROUTES = Routes(
    [
        Route("GET", "/", "home.view"),
        Route("GET", "/invoices/{number}", "invoices.view"),
        Route("GET", "/invoices/export", "data.export"),
        Route("GET", "/orders/", "orders.view"),
        open_route("GET", "/static/{rest*}"),
    ]
)


def _actions(method: str, path: str) -> list[str | None]:
    return [each.route.action for each in ROUTES.matching(method, path)]


def test_every_rule_that_matches_is_asked() -> None:
    """Which of two handlers a framework takes is its own business; the caller must be allowed both."""
    assert _actions("GET", "/invoices/export") == ["invoices.view", "data.export"]


def test_parameters_are_told_by_their_names() -> None:
    """One part each, or all the rest at the end."""
    (found,) = ROUTES.matching("GET", "/invoices/INV 7ü")
    assert dict(found.parameters) == {"number": "INV 7ü"}
    assert _actions("GET", "/static/css/site.css") == [None]
    assert _actions("HEAD", "/") == ["home.view"]
    assert _actions("GET", "/orders/") == ["orders.view"]


@pytest.mark.parametrize(
    "path",
    [
        "",
        "invoices/1",
        "//invoices/1",
        "/invoices//1",
        "/invoices/",
        "/invoices/1/",
        "/invoices",
        "/Invoices/1",
        "/invoices/..",
        "/invoices/.",
        "/static/../invoices/1",
        "/static/./site.css",
        "/static/",
        "/static",
        "/invoices/1%2Fapprove",
        "/invoices/1;x=/approve",
        "/invoices\\1",
        "/invoices/1\n",
        "/invoices/\x00",
        "/orders",
    ],
)
def test_a_path_that_does_not_match_to_the_letter_matches_nothing(path: str) -> None:
    """Servers, frameworks and file systems read such paths in more than one way."""
    assert _actions("GET", path) == []


@pytest.mark.parametrize("method", ["get", "POST", "", "WEBSOCKET", "GET "])
def test_another_method_matches_nothing(method: str) -> None:
    """Methods are compared to the letter too."""
    assert _actions(method, "/") == []


@pytest.mark.parametrize(
    ("method", "path", "department", "field"),
    [
        ("get", "/", None, "method"),
        ("", "/", None, "method"),
        ("GET", "invoices", None, "path"),
        ("GET", "/{rest*}/more", None, "path"),
        ("GET", "/{UPPER}", None, "path"),
        ("GET", "/a{b}", None, "path"),
        ("GET", "/a%20b", None, "path"),
        ("GET", "/*", None, "path"),
        ("GET", "/invoices/{number}", "place", "department"),
    ],
)
def test_a_rule_that_cannot_be_right_is_refused_by_its_field(
    method: str, path: str, department: str | None, field: str
) -> None:
    """When the service starts, not when the first request comes."""
    with pytest.raises(InvalidValue) as refused:
        Route(method, path, "invoices.view", department)
    assert refused.value.field == field
    assert refused.value.remedy
