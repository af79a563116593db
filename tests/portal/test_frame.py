"""What holds on every page: headers, tokens of forms, origins, limits, and refusals that are pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from api import Api
from saas_portal import Portal, presenting
from saas_web.manners import Manners, Rate
from visiting import Visitor

TEMPLATES = Path(presenting.__file__).parent / "templates"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def _signed_in(reading: Api) -> Visitor:
    return Visitor(reading, {"__Host-saas": reading.world.told.acme.signed_in})


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/help", "/terms", "/terms/2026-02", "/sessions", "/sign-out", "/nowhere", "/terms/none"]
)
def test_every_page_has_one_policy_and_is_kept_by_nobody(reading: Api, path: str) -> None:
    """No inline code, no frames, no other host; refusals are pages too."""
    answer = _signed_in(reading).get(f"/portal{path}").answer
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_pages_are_made_of_may_be_kept_for_good(reading: Api) -> None:
    """Its address names its content, and it counts toward no limit."""
    page = Visitor(reading).get("/portal/help").answer.body.decode()
    (style,) = re.findall(r'href="(/portal/assets/portal\.[0-9a-f]{16}\.css)"', page)
    answer = reading("GET", style)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "ratelimit" not in answer.headers
    assert "url(" not in answer.body.decode()


@pytest.mark.parametrize("template", sorted(each.name for each in TEMPLATES.iterdir()))
def test_no_template_holds_code_or_style(template: str) -> None:
    """The policy would stop it; so would it stop a page that needs it."""
    text = (TEMPLATES / template).read_text()
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|\|\s*safe", text), template
    for form in re.findall(r"<form[^>]*>", text):
        assert template == "parts.html", form


class _Outline(HTMLParser):
    """Reads what a page is built of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.marks: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in {"main", "header", "footer", "nav"}:
            self.marks.append(tag)
        self.ids += [str(value) for name, value in attrs if name == "id"]


@pytest.mark.parametrize("path", ["/", "/sign-in", "/help", "/terms", "/sessions", "/sign-out", "/nowhere"])
def test_every_page_has_one_outline(reading: Api, path: str) -> None:
    """One first heading, no level left out, landmarks once, every id once, help in the same place."""
    page = _signed_in(reading).get(f"/portal{path}").answer.body.decode()
    outline = _Outline(page)
    assert outline.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert [outline.marks.count(each) for each in ("main", "header", "footer")] == [1, 1, 1]
    assert len(set(outline.ids)) == len(outline.ids)
    assert '<footer class="bottom">\n<div class="wide">\n<ul>\n<li><a href="/portal/help">Help</a></li>' in page


def _asked(visitor: Visitor, **more: Any) -> Any:
    return visitor.send(
        visitor.get("/portal/sign-in"), "/sign-in", client="acme", email="kim.canary@acme.example", **more
    )


@pytest.mark.parametrize("token", [None, "", "x", "b33040bd.AAAA"])
def test_a_form_without_its_token_is_shown_again_as_it_was_filled_in(reading: Api, token: str | None) -> None:
    """Nothing is done, and nothing that was typed is lost."""
    before = reading.world.marks()
    shown = _asked(Visitor(reading), form_token=token)
    assert shown.status == 403
    assert ("client", "acme") in shown.forms["/portal/sign-in"]
    assert "Check it, and send it again" in shown.text
    assert reading.world.marks() == before


def test_a_token_is_of_one_browser_one_person_and_one_place(reading: Api) -> None:
    """Another browser's, a stranger's after signing in, and that of another form do not count."""
    mine, theirs = Visitor(reading), Visitor(reading)
    stolen = dict(theirs.get("/portal/sign-in").forms["/portal/sign-in"])["form_token"]
    assert _asked(mine, form_token=stolen).status == 403
    page = mine.get("/portal/sign-in")
    mine.cookies["__Host-saas"] = reading.world.told.acme.signed_in
    assert mine.send(page, "/sign-in", client="acme", email="kim.canary@acme.example").status == 403
    leaving = mine.get("/portal/sign-out")
    other = dict(mine.get("/portal/sign-in").forms["/portal/sign-in"])["form_token"]
    assert mine.send(leaving, "/sign-out", form_token=other).status == 403
    assert reading("GET", "/v1/me", reading.world.told.acme.signed_in).status == 200


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "https://api.example"}, True),
        ({}, True),
    ],
)
def test_a_form_comes_from_a_page_of_ours(reading: Api, headers: dict[str, str], taken: bool) -> None:
    """As far as the browser says where it comes from; one that says nothing has the token alone."""
    visitor = Visitor(reading)
    page = visitor.get("/portal/sign-in")
    visitor.headers = headers
    shown = visitor.send(page, "/sign-in", client="acme", email="kim.canary@acme.example")
    assert (shown.status == 200) is taken


def test_refusals_of_the_frame_are_pages_too(api: Api) -> None:
    """What is unknown, what takes another method, what is too large, and what comes too often."""
    visitor = Visitor(api)
    assert "There is no page at this address" in visitor.get("/portal/nowhere").text
    wrong = visitor.post("/portal/help", {})
    assert (wrong.status, wrong.answer.headers["allow"]) == (405, "GET, HEAD")
    assert api("POST", "/portal/sign-in", raw=b"x" * 70_000).status == 413
    assert api("POST", "/portal/sign-in", raw=b"{}", headers={"content-type": "application/json"}).status == 415
    few = Api.over(api.world, Manners(stranger_rate=Rate(1, 60)), beside=Portal)
    Visitor(few).get("/portal/help")
    often = Visitor(few).get("/portal/help")
    assert (often.status, "too often" in often.text) == (429, True)
    assert int(often.answer.headers["retry-after"]) >= 1


def test_no_address_writes_a_header(reading: Api) -> None:
    """Of a page that is not there, and of one that leads on."""
    answer = reading("GET", "/portal/approvals/a\r\nset-cookie: x=y/estimate", headers={})
    assert (answer.status, answer.headers["location"]) == (303, "/portal/approvals/a%0D%0Aset-cookie%3A%20x=y")


def test_pages_stand_where_the_setting_says_the_portal_is(reading: Api) -> None:
    """Also at the root, where what is no page stays a route; mails lead there."""
    application = reading.world.application
    moved = evolve(application, settings=evolve(application.settings, portal_url="https://portal.example"))
    api = Api.over(evolve(reading.world, application=moved), beside=Portal)
    assert Visitor(api).get("/sign-in").title == "Sign in"
    assert api("GET", "/v1/nothing").code == "ROUTE_UNKNOWN"
    assert api("GET", "/portal/sign-in").code == "ROUTE_UNKNOWN"
    assert api("GET", "/health/live").status == 200
    under = evolve(application, settings=evolve(application.settings, portal_url="https://saas.example/app/"))
    assert Visitor(Api.over(evolve(reading.world, application=under), beside=Portal)).get("/app/help").title == "Help"


def test_what_stands_in_an_address_is_text_on_the_page(api: Api) -> None:
    """Of a version that does not exist, of a name in a form, of whatever else is shown again."""
    visitor = Visitor(api)
    shown = visitor.send(visitor.get("/portal/sign-in"), "/sign-in", client='"><script>alert(1)</script>', email="")
    assert "<script>alert" not in shown.answer.body.decode()
    assert ("client", '"><script>alert(1)</script>') in shown.forms["/portal/sign-in"]
    assert "<script>alert" not in visitor.get("/portal/terms/<script>alert(1)").answer.body.decode()
