"""The page of the policy is served to anybody without counts and names, and to staff with both."""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path

import pytest
from attrs import evolve
from pypdf import PdfReader

from api import Answer, Api, key_of
from saas_app import policy_page
from saas_app.policy_legal import LegalFiles
from saas_app.policy_page import Kept, MadePage, PolicyPage
from saas_app.policy_results import LastResults
from saas_app.shelf import Shelf
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.legal_text import Tie, mapping_text, sentences_of
from saas_policy_page import content_hash
from saas_policy_page.messages import Outcome, Result
from staffing import hired

WHY = "could not be typeset."


def test_anybody_reads_the_page_and_it_loads_its_own_style_alone(api: Api) -> None:
    """No scripts, a strict policy, every clause; and nobody's name, no counts, no traces."""
    page = api("GET", "/policy")
    text = page.body.decode()
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self';")
    assert 'id="clause-9.4"' in text
    assert "<script" not in text
    assert "How often it decided" not in text
    assert "No database was named" not in text
    assert text.count("Signatures and open questions are shown to staff.") == 1 + text.count('class="sheet clause"')
    assert "Nobody has signed" not in text
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', text) == ["/policy/policy.css"]
    assert api("GET", "/policy/policy.css").headers["content-type"] == "text/css; charset=utf-8"


def test_what_anybody_asks_for_is_made_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger's requests cost no rendering, neither of the page nor of the document."""
    first = [api("GET", "/policy").body, _document(api).body]
    monkeypatch.setattr(MadePage, "html", _never)
    monkeypatch.setattr(PolicyPage, "pdf", _never)
    assert [api("GET", path).body for path in ("/policy", "/policy/policy.pdf")] == first


def test_while_a_document_is_made_its_readers_are_told_to_come_back_and_the_page_is_there(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They hold no threads, and nobody starts a second one."""
    monkeypatch.setattr(policy_page, "_KEPT", Shelf[Kept](most=4))
    inside: list[tuple[int, str | None]] = []

    def made(*_given: object) -> bytes:
        for path in ("/policy/policy.pdf", "/policy"):
            answer = api("GET", path)
            inside.append((answer.status, answer.headers.get("retry-after")))
        return b"%PDF"

    monkeypatch.setattr(PolicyPage, "pdf", made)
    assert api("GET", "/policy/policy.pdf").body == b"%PDF"
    assert inside == [(503, "5"), (200, None)]


def test_a_document_that_fails_is_not_tried_by_each_request(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Where memory is short, a stranger's requests would start a process each; after a rest it is tried again."""
    monkeypatch.setattr(policy_page, "_KEPT", Shelf[Kept](most=4))
    tried: list[object] = []

    def failing(*given: object) -> bytes:
        tried.append(given)
        raise InvalidValue(WHY, field="document")

    monkeypatch.setattr(PolicyPage, "pdf", failing)
    assert [api("GET", "/policy/policy.pdf").status for _ in range(3)] == [400, 503, 503]
    assert (len(tried), WHY in caplog.text) == (1, True)
    monkeypatch.setattr(policy_page, "REST_SECONDS", 0.0)
    assert (api("GET", "/policy/policy.pdf").status, len(tried)) == (400, 2)


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


def test_the_operators_own_sentences_stand_beside_the_clauses_wherever_the_page_is_served(
    api: Api, tmp_path: Path
) -> None:
    """For anybody and for staff, from the files that the settings name."""
    files = LegalFiles(tmp_path / "license.md", tmp_path / "license.toml")
    files.text.write_text("Nobody gets root access.\n", encoding="utf-8")
    (sentence,) = sentences_of(files.text.read_text(encoding="utf-8"))
    tie = Tie(sentence.name, sentence.text, ("1.2",))
    files.mapping.write_text(mapping_text([sentence], [tie]), encoding="utf-8")
    app = api.world.application
    named = evolve(app.settings, policy_legal_text=str(files.text), policy_legal_map=str(files.mapping))
    served = Api.over(evolve(api.world, application=evolve(app, settings=named)))
    for page in (
        served("GET", "/policy"),
        served("GET", "/v1/staff/policy/page", key_of(api.world, api.world.told.staff)),
    ):
        text = page.body.decode()
        assert "<blockquote>Nobody gets root access.</blockquote>" in text[text.index('id="clause-1.2"') :]
    assert "Nobody gets root access." not in api("GET", "/policy").body.decode()


def _never(*_given: object, **_more: object) -> str:
    pytest.fail("It was made again.")


def test_the_pdf_has_the_content_of_the_page(api: Api) -> None:
    """By its hash, which the page and each page of the document name; the content inside has it, too."""
    named = re.search(r"Content (sha256:[0-9a-f]{64})", api("GET", "/policy").body.decode())
    answer = _document(api)
    assert answer.headers["content-type"] == "application/pdf"
    read = PdfReader(io.BytesIO(answer.body))
    assert named is not None
    assert named[1] in read.pages[-1].extract_text().replace("\n", "")
    assert content_hash(json.loads(read.attachments["policy.json"][0])) == named[1]


def test_only_staff_that_may_see_counts_and_signatures_gets_them(api: Api) -> None:
    """Nobody else, whatever the key: no client, and no staff that neither signs the policy nor publishes terms."""
    path, told = "/v1/staff/policy/page", api.world.told
    assert api("GET", path).status == 401
    assert api("GET", path, key=told.acme.key).code == "STAFF_ONLY"
    refused = api("GET", path, key=told.helper_key)
    assert (refused.status, refused.json["clauses"]) == (403, ["1.1"])
    page = api("GET", path, key=key_of(api.world, told.staff)).body.decode()
    assert "How often it decided" in page
    assert "Nobody has signed this clause." in page
    assert "shown to staff" not in page
    for role in ("legal", "product"):
        key = hired(api.world.application, told.staff, f"Lee {role}", f"{role}@provider.example", f"staff.{role}")[1]
        assert "How often it decided" in api("GET", path, key=key).body.decode()
        asked = {"action": "topic.feature_usage"}
        assert api("POST", "/v1/staff/policy/what-if", key, asked).status == 200
        assert api("GET", "/v1/staff/policy/counts", key).status == 200
        assert api("POST", "/v1/staff/terms/replay", key, {"before": "2026-02", "document": "x"}).status == 403
    asked = {"action": "topic.feature_usage"}
    assert api("POST", "/v1/staff/policy/what-if", told.helper_key, asked).json["clauses"] == ["1.1"]


def _document(api: Api) -> Answer:
    """Return the document, asked for again as its readers are told to while it is made."""
    while (answer := api("GET", "/policy/policy.pdf")).status == 503:
        time.sleep(0.2)
    assert answer.status == 200
    return answer
