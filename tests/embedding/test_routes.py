"""Rules of routes: what matches, what does not, and that no reading of a path leads past a rule."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.actors import System
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import About, AboutKind
from saas_embed import Caller, Guard, Route, open_route
from saas_embed.routes import Routes

ROUTES = Routes(
    [
        Route("GET", "/", "home.view"),
        Route("GET", "/invoices/{number}", "invoices.view"),
        Route("GET", "/invoices/export", "data.export"),
        Route("GET", "/orders/", "orders.view"),
        open_route("GET", "/static/{rest*}"),
        open_route("GET", "/site/{rest*}"),
        Route("GET", "/site/admin", "site.manage"),
        Route("GET", "/{tenant}/site/{page}/", "site.view"),
    ]
)


def _actions(method: str, path: str) -> list[str | None]:
    return [each.route.action for each in ROUTES.matching(method, path)]


def test_every_rule_that_matches_is_asked() -> None:
    """The framework chooses between two handlers, so the caller must be allowed both."""
    assert _actions("GET", "/invoices/export") == ["invoices.view", "data.export"]


def test_parameters_are_told_by_their_names() -> None:
    """One part each, or all the rest at the end."""
    (found,) = ROUTES.matching("GET", "/invoices/INV 7ü")
    assert dict(found.parameters) == {"number": "INV 7ü"}
    assert _actions("GET", "/static/css/site.css") == [None]
    assert _actions("HEAD", "/") == ["home.view"]
    assert _actions("GET", "/orders/") == ["orders.view"]
    (found,) = ROUTES.matching("GET", "/static/css/site.css")
    assert dict(found.parameters) == {"rest": "css/site.css"}
    (found,) = ROUTES.matching("GET", "/acme/site/home/")
    assert dict(found.parameters) == {"tenant": "acme", "page": "home"}


@pytest.mark.parametrize("path", ["/site/admin", "/site/admin/"])
def test_a_slash_at_the_end_leads_past_no_stricter_rule(path: str) -> None:
    """Frameworks that take both for one call the same handler."""
    assert _actions("GET", path) == [None, "site.manage"]


def test_a_websocket_is_no_method_of_a_request() -> None:
    """Some servers let any word through as a method, and some frameworks call a handler for it."""
    routes = Routes([Route("WEBSOCKET", "/updates", "news.view")])
    assert routes.matching("WEBSOCKET", "/updates") == ()
    assert [each.route.action for each in routes.opening("/updates")] == ["news.view"]


def test_rules_come_in_their_order_however_many_there_are() -> None:
    """Names, parameters and rests of one path are met along different ways."""
    paths = ("/{x*}", "/a/b", "/{x}/b", "/a/{x*}", "/a/{x}")
    rules = [Route("GET", path, f"a.b{number}") for number, path in enumerate(paths)]
    assert [each.route for each in Routes(rules).matching("GET", "/a/b")] == rules


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
        ("HEAD", "/", None, "method"),
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
    """The fault is raised when the service starts, not on the first request."""
    with pytest.raises(InvalidValue) as refused:
        Route(method, path, "invoices.view", department)
    assert refused.value.field == field
    assert refused.value.remedy


def test_a_thing_in_the_path_is_asked_about() -> None:
    """By its kind and its id; what is not an id is refused by the parameter's name, one that is not there at once."""
    route = Route(
        "POST", "/engagements/{number}/approve", "engagements.approve", about=(AboutKind.ENGAGEMENT, "number")
    )
    nobody: Any = None
    guard = Guard(gate=nobody, routes=[route])
    caller = Caller(TenantId(UUID(int=1)), System("test"))
    rules = [guard.rules("POST", f"/engagements/{each}/approve") for each in (UUID(int=7), "seven")]
    assert [each.about for each in guard.questions(rules[0], caller)] == [About(AboutKind.ENGAGEMENT, UUID(int=7))]
    with pytest.raises(InvalidValue) as refused:
        guard.questions(rules[1], caller)
    assert refused.value.field == "number"
    with pytest.raises(InvalidValue) as refused:
        Route("POST", "/engagements", "engagements.approve", about=(AboutKind.ENGAGEMENT, "number"))
    assert refused.value.field == "about"
