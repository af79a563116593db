"""Signing in on pages: by a mailed link or its code, as nobody else, and out again."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from attrs import evolve

from api import PLENTY, Api
from mailed import newest_link, words
from saas_portal import portal
from saas_portal.pages.access import _own
from visiting import Shown, Visitor

KIM = "kim.canary@acme.example"


def asked(visitor: Visitor, email: str = KIM) -> Shown:
    """Ask for a mail, and return the page that takes the code."""
    return visitor.send(visitor.get("/portal/sign-in"), "/sign-in", client="acme", email=email)


def mailed(api: Api) -> tuple[str, str]:
    """Return the token and the code of the newest mail."""
    world = api.world
    world.application.work.worker.drain(tenant_id=world.told.acme.tenant_id)
    path, token = newest_link(world.application.settings.mail_folder, "sin")
    found = re.search(r"asked for it: (\d{6})", " ".join(words(path)[1].split()))
    assert found
    return token, found[1]


def test_a_code_signs_in_where_it_was_asked_for(api: Api, visitor: Visitor) -> None:
    """Pasted with a blank in it; the cookie is a new session, which the person finds in the list."""
    page = asked(visitor)
    _, code = mailed(api)
    shown = visitor.send(page, "/sign-in/code", code=f" {code[:3]} {code[3:]} ")
    assert (shown.path, shown.status) == ("/portal/", 200)
    assert "Kim Canary-user" in shown.text
    assert "Acme Canary-legal Ltd" in shown.text
    assert "This browser" in visitor.get("/portal/sessions").text
    assert visitor.cookies["__Host-saas"].startswith("ses_")


def test_a_code_is_of_no_use_elsewhere_and_after_five_tries(api: Api, visitor: Visitor) -> None:
    """Whoever reads it over a shoulder has another browser; whoever guesses has five tries."""
    page = asked(visitor)
    _, code = mailed(api)
    other = Visitor(api)
    theirs = asked(other)
    assert "not right" in other.send(theirs, "/sign-in/code", code=code).text
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _ in range(5):
        refused = visitor.send(page, "/sign-in/code", code=wrong)
        assert refused.status == 422
    assert visitor.send(page, "/sign-in/code", code=code).status == 422
    token, _ = mailed(api)
    assert visitor.send(visitor.get(f"/portal/sign-in/{token}"), token).path == "/portal/"


def test_an_unknown_address_is_answered_like_a_known_one(api: Api, visitor: Visitor) -> None:
    """The same page, and the same words about every code; nothing is mailed."""
    known, unknown = asked(visitor), asked(Visitor(api), "nobody.here@acme.example")
    assert unknown.text.replace("nobody.here@acme.example", KIM) == known.text
    stranger = Visitor(api)
    told = stranger.send(asked(stranger, "nobody.here@acme.example"), "/code", code="123456")
    assert told.text.count("not right") == 2


def test_asking_takes_as_long_whether_or_not_somebody_is_there(api: Api) -> None:
    """Longer than mailing takes, so that timing tells nothing either."""
    settled = Visitor(Api.over(api.world, evolve(PLENTY, settles=True), beside=portal))
    began = time.monotonic()
    asked(settled, "nobody.here@acme.example")
    assert time.monotonic() - began >= 0.3


def test_looking_at_a_link_uses_nothing_up(api: Api, visitor: Visitor) -> None:
    """Mail scanners open links, ask for their heads and come again; only the button signs in, and once."""
    asked(visitor)
    token, _ = mailed(api)
    scanner = Visitor(api)
    before = api.world.marks()
    for _ in range(3):
        assert scanner.get(f"/portal/sign-in/{token}").status == 200
        assert api("HEAD", f"/portal/sign-in/{token}").body == b""
    assert api.world.marks() == before
    page = visitor.get(f"/portal/sign-in/{token}")
    assert "Sign in as Kim Canary-user" in page.text
    assert visitor.send(page, token).path == "/portal/"
    assert scanner.get(f"/portal/sign-in/{token}").status == 404


def test_a_link_for_somebody_else_says_so_and_mixes_nothing(api: Api, visitor: Visitor) -> None:
    """The session of the one ends before that of the other begins."""
    visitor.cookies["__Host-saas"] = api.world.told.acme.signed_in
    asked(Visitor(api))
    token, _ = mailed(api)
    page = visitor.get(f"/portal/sign-in/{token}")
    assert "You are signed in as Ola Canary-user. This link is for somebody else." in page.text
    refused = visitor.send(page, token)
    assert (refused.status, "Tick this" in refused.text) == (422, True)
    assert visitor.cookies["__Host-saas"] == api.world.told.acme.signed_in
    assert "Kim Canary-user" in visitor.send(page, token, switch="yes").text
    assert api("GET", "/v1/me", api.world.told.acme.signed_in).status == 401


def test_signing_out_ends_the_session_itself(api: Api, visitor: Visitor) -> None:
    """Not the cookie alone: whoever kept a copy of it is out too."""
    key = api.world.told.acme.signed_in
    visitor.cookies["__Host-saas"] = key
    shown = visitor.send(visitor.get("/portal/sign-out"), "/sign-out")
    assert "You are signed out" in shown.text
    assert "__Host-saas" not in visitor.cookies
    assert api("GET", "/v1/me", key).status == 401


def test_a_session_that_idled_too_long_asks_to_sign_in_and_leads_back(api: Api, visitor: Visitor) -> None:
    """To the page that was wanted."""
    visitor.cookies["__Host-saas"] = api.world.told.acme.signed_in
    api.world.clock.at += timedelta(hours=3)
    page = visitor.get("/portal/sessions")
    assert page.path == "/portal/sign-in?to=%2Fsessions"
    code_page = visitor.send(page, "/sign-in", client="acme", email=KIM)
    _, code = mailed(api)
    assert visitor.send(code_page, "/sign-in/code", code=code).path == "/portal/sessions"


@pytest.mark.parametrize(
    "to",
    [
        *("//evil.example", "https://evil.example", "/\\evil.example", "/a?b", "javascript:1", "/a//b"),
        # Matched in a time that grows with the length alone.
        "/" + "a" * 400 + "!",
        "/a" * 400,
    ],
    ids=lambda to: to[:20],
)
def test_signing_in_leads_to_no_other_place(to: str) -> None:
    """Whatever an address says; a page of ours stands under a path of plain parts."""
    assert _own(to) == "/"
    assert _own("/approvals/apr_01-x/estimate") == "/approvals/apr_01-x/estimate"


def test_ending_a_session_of_somebody_else_is_ending_none(api: Api, visitor: Visitor) -> None:
    """Of another client, of nobody, or no id at all: one answer, byte for byte but for the number of the request."""
    visitor.cookies["__Host-saas"] = api.world.told.acme.signed_in
    page = visitor.get("/portal/sessions")
    own = next(each for each in page.forms if each.endswith("/end"))
    answers = set()
    for number in (api.world.told.bolt.session, "0198c5f0-7a2b-7c3d-8e4f-5a6b7c8d9e0f", "x"):
        path = f"/portal/sessions/{number}/end"
        token = dict(_with_token(visitor, own, path))
        shown = visitor.post(path, token)
        answers.add((shown.status, re.sub(r"[0-9a-f]{32}", "", shown.text)))
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def _with_token(visitor: Visitor, own: str, path: str) -> list[tuple[str, str]]:
    """Return a token made for a path, as a page of ours would have made it for this browser and person."""
    from saas_portal.tokens import TOKEN, Stamp, token_for

    application = visitor.api.world.application
    told = visitor.api.world.told.acme
    stamp = Stamp(f"user:{told.owner.user_id}", str(told.session))
    assert own
    made = token_for(application.sealer, stamp, visit=visitor.cookies["__Host-saas-visit"], path=path[len("/portal") :])
    return [(TOKEN, made)]
