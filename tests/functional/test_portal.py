"""Mailed links: to the portal where there is one, else as a command to type."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from mailed import newest_link, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.functional.conftest import Saas

SAM = ("--name", "Sam Reyes", "--email", "sam@provider.example")


class _Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(str(dict(attrs)["href"]))


def _letter(folder: Path, kind: str) -> tuple[str, str, list[str]]:
    """Return the token of the newest letter, its text, and where its page leads."""
    path, token = newest_link(folder, kind)
    mail, text = words(path)
    page = mail.get_body(("html",))
    assert page is not None
    return token, text, _Links(page.get_content()).found


@pytest.fixture
def harbor(saas: Saas, monkeypatch: pytest.MonkeyPatch) -> Saas:
    """Return a client whose mailed links lead to a portal."""
    monkeypatch.setenv("SAAS_PORTAL_URL", "https://portal.example/app/")
    saas.done("init", *SAM)
    saas.done("tenant", "add", "harbor")
    saas.done("users", "add", "harbor", "Olivia Hart", "olivia@harbor.example", "--owner")
    saas.done("invitations", "send", "harbor", "olivia@harbor.example")
    return saas


def test_letters_lead_to_the_portal_and_the_shell_takes_their_links(harbor: Saas) -> None:
    """Where the portal has no page of its own yet, the token stands behind the `#`, so that no server sees it."""
    token, text, links = _letter(harbor.home / "mail", "inv")
    link = f"https://portal.example/app/invitations#{token}"
    assert links == ["https://portal.example/app/terms/2026-02", link]
    assert f"    {link}" in text.splitlines()
    assert "saas invitations" not in text
    harbor.done("invitations", "accept", link, "--accept-terms", "--save-profile", "olivia")
    harbor.done("sign-in", "ask", "harbor", "olivia@harbor.example")
    harbor.done("worker", "--once")
    token, text, links = _letter(harbor.home / "mail", "sin")
    assert links == [f"https://portal.example/app/sign-in/{token}"]
    assert f"    {links[0]}" in text.splitlines()
    harbor.done("sign-in", "complete", links[0], "--save-profile", "olivia-here")


@pytest.mark.parametrize(
    "wrong", ["http://portal.example", "portal.example", "https://portal.example/?a=1", "https://u:p@x", "javascript:1"]
)
def test_what_is_no_portal_is_told_by_its_setting(harbor: Saas, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """A token would be read by everybody on the way, or go elsewhere."""
    monkeypatch.setenv("SAAS_PORTAL_URL", wrong)
    told = harbor("tenant", "show", "harbor")
    assert told.code == 2
    assert "portal_url" in told.err
    assert "https://portal.example" in told.err
    monkeypatch.setenv("SAAS_PORTAL_URL", "http://localhost:5173")
    harbor.done("tenant", "show", "harbor")
