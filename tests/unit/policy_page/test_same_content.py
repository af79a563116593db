"""HTML and PDF show the same: every value of the content stands in both."""

from __future__ import annotations

import html
import itertools
import types
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import pytest

from saas_documents.policy import policy_sheet
from saas_policy_page import as_html, content_hash, content_of
from saas_policy_page import page as shown

AT = datetime(2026, 3, 1, tzinfo=UTC)
LINKS = {"style": "policy.css", "pdf": "", "sign": "", "ask": ""}
UNSEEN = {
    ("Story", "anchor"),  # places in HTML, which the PDF has as headings
    ("HouseReading", "anchor"),
    ("Example", "kind"),  # the part in which it stands
    ("Example", "outcome"),  # the worst of its results, which all are there
    ("Words", "change"),  # how words are marked
    ("Page", "withheld"),  # said instead of signatures
}
"""Values that one of both, or both, show in another form; each is left out by one of them at least."""


def _made(kind: Any, place: tuple[str, str], tokens: Iterator[int], seen: dict[tuple[str, str], str]) -> Any:
    """Return a value of a kind with a text or figure of its own in every place, which `seen` gathers."""
    if attrs.has(kind):
        attrs.resolve_types(kind)
        return kind(
            **{each.name: _made(each.type, (kind.__name__, each.name), tokens, seen) for each in attrs.fields(kind)}
        )
    if typing.get_origin(kind) is tuple:
        return (_made(typing.get_args(kind)[0], place, tokens, seen),)
    if typing.get_origin(kind) is types.UnionType:
        return _made(typing.get_args(kind)[0], place, tokens, seen)
    if kind is bool:
        return False
    token = next(tokens)
    seen[place] = str(token) if kind is int else f"{token}w"
    return token if kind is int else seen[place]


def _page(**more: Any) -> tuple[shown.Page, dict[tuple[str, str], str]]:
    seen: dict[tuple[str, str], str] = {}
    page = _made(shown.Page, ("Page", ""), itertools.count(70_001), seen)
    return attrs.evolve(page, **more), seen


def _texts(page: shown.Page) -> tuple[str, str]:
    content = content_of(page)
    pdf = "\n".join(policy_sheet(content, AT).texts())
    return html.unescape(as_html(content, content_hash(content), "now", LINKS)), pdf


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_every_value_of_the_content_is_shown(form: str) -> None:
    """Each field of each class is filled with a text or figure that stands nowhere else."""
    page, seen = _page()
    text = dict(zip(("html", "pdf"), _texts(page), strict=True))[form]
    assert len(seen) > 90
    assert [place for place, token in seen.items() if token not in text and place not in UNSEEN] == []
    assert [place for place in UNSEEN if all(seen[place] in each for each in _texts(page))] == []


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_what_is_not_told_is_not_said_to_be_none(form: str) -> None:
    """Signatures, questions and a legal text that are not shown here may be there all the same."""
    page, _seen = _page(whole=None, questions=None, withheld="Shown to staff.")
    section = page.sections[0]
    sheet = attrs.evolve(section.sheets[0], signatures=None, questions=None, legal=None)
    page = attrs.evolve(page, sections=(attrs.evolve(section, sheets=(sheet,)),))
    text = dict(zip(("html", "pdf"), _texts(page), strict=True))[form]
    assert text.count("Shown to staff.") == 2
    for said in ("Nobody has signed", "No sentence", "Open for", "The legal text"):
        assert said not in text


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_what_is_told_and_none_is_said_to_be_none(form: str) -> None:
    """To whoever may see it."""
    page, _seen = _page(whole=(), questions=(), withheld="Shown to staff.")
    section = page.sections[0]
    sheet = attrs.evolve(section.sheets[0], signatures=(), questions=(), legal=())
    page = attrs.evolve(page, sections=(attrs.evolve(section, sheets=(sheet,)),))
    text = dict(zip(("html", "pdf"), _texts(page), strict=True))[form]
    for said in ("Nobody has signed the whole.", "Nobody has signed this clause.", "No sentence of it is tied"):
        assert said in text
    assert "Shown to staff." not in text


def test_legal_text_our_text_the_reading_and_an_example_stand_side_by_side_in_both() -> None:
    """In one grid of the page, and in one row of a table of the document."""
    page, seen = _page()
    content = content_of(page)
    four = [
        seen[each] for each in (("Sheet", "legal"), ("Sheet", "text"), ("Story", "reading"), ("FirstExample", "steps"))
    ]
    text, _pdf = _texts(page)
    grid = text[text.index('<div class="beside">') : text.index("Not built yet")]
    assert [each for each in four if each not in grid] == []
    rows = [row for block in policy_sheet(content, AT).blocks for row in getattr(block, "rows", ())]
    (row,) = (row for row in rows if four[0] in str(row[0]))
    assert [str(cell).count(token) for cell, token in zip(row, four, strict=True)] == [1, 1, 1, 1]
