"""The page of the policy is served to anybody without counts and names, and to staff with both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api import Api
from saas_app.policy_page import MadePage, PolicyPage
from saas_app.policy_results import LastResults
from saas_policy_page.messages import Outcome, Result


def test_anybody_reads_the_page_and_it_loads_its_own_style_alone(api: Api) -> None:
    """No scripts, a strict policy, every clause; and nobody's name, no counts, no traces."""
    page = api("GET", "/policy")
    text = page.body.decode()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert 'id="clause-9.4"' in text
    assert "<script" not in text
    assert "How often it decided" not in text
    assert "No database was named" in text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', text) == ["/policy/policy.css"]
    assert api("GET", "/policy/policy.css").headers["content-type"] == "text/css; charset=utf-8"


def test_what_anybody_asks_for_is_made_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's requests cost no rendering, neither of the page nor of the document."""
    first = [api("GET", path).body for path in ("/policy", "/policy/policy.pdf")]
    monkeypatch.setattr(MadePage, "html", _never)
    monkeypatch.setattr(PolicyPage, "pdf", _never)
    assert [api("GET", path).body for path in ("/policy", "/policy/policy.pdf")] == first


def test_how_a_scenario_failed_is_told_to_whoever_ran_it_alone(
    api: Api, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The page for anybody says only that it failed."""
    failed = {"1.2-05": (Result("memory", Outcome.FAILED, trace="assert 1 == 2"),)}
    last = LastResults(ran=True, says="", told=failed)
    monkeypatch.setattr("saas_app.policy_results._read", lambda *_given: last)
    pages = PolicyPage(api.world.application, tmp_path)
    assert "assert 1 == 2" in pages.traced().html(style="")
    assert "How it failed" not in pages.public().html(style="")


def _never(*_given: object, **_more: object) -> str:
    pytest.fail("It was made again.")


def test_the_pdf_has_the_content_of_the_page(api: Api) -> None:
    """By its hash, which is in the attachment's name of the page and on each page of the document."""
    digest = re.search(r"sha256:[0-9a-f]{64}", api("GET", "/policy").body.decode())
    answer = api("GET", "/policy/policy.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body.startswith(b"%PDF-")
    assert digest is not None


def test_only_staff_that_may_see_counts_and_signatures_gets_them(api: Api) -> None:
    """Nobody else, whatever the key."""
    path = "/v1/staff/policy/page"
    assert api("GET", path).status == 401
    assert api("GET", path, key=api.world.told.acme.key).code == "STAFF_ONLY"
    assert "How often it decided" in PolicyPage(api.world.application).made(by=api.world.told.staff).html(style="")
