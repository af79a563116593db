"""The description: it is right by the standard, and it is of what is served."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from openapi_spec_validator import OpenAPIV31SpecValidator

from api import ENDPOINTS, Api
from saas_core.policy.actions import OF_SOFTWARE
from saas_core.policy.shipped import shipped_terms
from saas_http.endpoints import RULES, Rule, Who


def test_every_route_has_a_rule(api: Api) -> None:
    """Whether it is ours or the framework's; and the rule asks for an action of the terms, or says whom it serves."""
    actions = {each.name for each in (*shipped_terms().actions, *OF_SOFTWARE)}
    for route in api.app.served.routes:
        rules = {}
        for handler in route.route_handlers:
            rules |= handler.opt.get(RULES, {})
        assert set(route.methods) - {"HEAD", "OPTIONS"} == set(rules), route.path
        for rule in rules.values():
            assert isinstance(rule, Rule)
            assert rule.action is None or rule.action in actions


def test_a_route_is_for_clients_or_for_staff() -> None:
    """Only staff's name a client, and only clients' do not lie under their part."""
    for each in ENDPOINTS:
        # Where a new member of staff fetches a key, there is none yet.
        fetched = each.path == "/v1/staff/key"
        assert each.path.startswith("/v1/staff") == (each.rule.who is Who.STAFF or fetched)
        assert not each.names_tenant or each.rule.who is Who.STAFF


def test_the_description_is_right_by_the_standard(api: Api) -> None:
    """OpenAPI 3.1, with every route, an example for every body, and the problems of each."""
    told = api("GET", "/openapi.json")
    assert told.status == 200
    OpenAPIV31SpecValidator(told.json).validate()
    operations = {
        (path, method): each for path, methods in told.json["paths"].items() for method, each in methods.items()
    }
    assert set(operations) == {(each.path, each.method.lower()) for each in ENDPOINTS}
    assert len({each["operationId"] for each in operations.values()}) == len(operations)
    for each in operations.values():
        assert each["summary"]
        assert "500" in each["responses"]
        assert "requestBody" not in each or all(kind["example"] for kind in each["requestBody"]["content"].values())


class _Page(HTMLParser):
    """Collects what a page loads, and what it names and links to inside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.ids: list[str] = []
        self.inside: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.add(tag)
        if tag in {"link", "img", "iframe"}:
            self.loaded.append(str(told.get("href") or told.get("src")))
        if "id" in told:
            self.ids.append(str(told["id"]))
        if tag == "a" and str(told.get("href")).startswith("#"):
            self.inside.add(str(told["href"])[1:])


def test_the_page_needs_nothing_of_other_hosts_and_no_scripts(api: Api) -> None:
    """It loads its own style alone, and every link in it leads somewhere."""
    answer = api("GET", "/docs")
    page = _Page(answer.body.decode())
    assert "script" not in page.tags
    assert page.loaded == ["/docs/style.css"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert len(page.ids) == len(set(page.ids))
    assert page.inside <= set(page.ids)
    style = api("GET", page.loaded[0])
    assert style.headers["content-type"].startswith("text/css")
    assert not re.search(rb"@import|url\(", style.body)


def test_the_description_is_not_sent_twice(api: Api) -> None:
    """Whoever has it is told so."""
    first = api("GET", "/openapi.json")
    again = api("GET", "/openapi.json", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert json.loads(first.body)["openapi"] == "3.1.0"
