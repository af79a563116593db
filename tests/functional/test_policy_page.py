"""`saas policy page` writes the policy as a page and a PDF of one content, with counts or without a database."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from tests.functional.conftest import Saas


def test_the_page_is_written_with_the_counts_and_signatures_of_a_database(harbor: Saas, tmp_path: Path) -> None:
    """As a member of staff; page and PDF name the same content."""
    told = json.loads(harbor.done("policy", "page", tmp_path / "page", "--profile", "staff", "--json").out)
    text = (tmp_path / "page/index.html").read_text(encoding="utf-8")
    assert [Path(each).name for each in told["files"]] == ["index.html", "policy.css", "policy.pdf"]
    assert "How often it decided" in text
    assert told["findings"] == []
    read = PdfReader(io.BytesIO((tmp_path / "page/policy.pdf").read_bytes()))
    assert told["hash"] in text
    assert told["hash"] in read.pages[0].extract_text().replace("\n", "")


def test_the_legal_text_stands_beside_the_clauses_without_a_database(saas: Saas, tmp_path: Path) -> None:
    """The shipped terms, with sentences tied by a mapping; nothing is counted."""
    from saas_core.policy.legal_text import Tie, mapping_text, sentences_of

    legal, mapping = tmp_path / "agreement.md", tmp_path / "agreement.toml"
    legal.write_text("# Access\n\nNobody gets root access.\n", encoding="utf-8")
    sentences = sentences_of(legal.read_text(encoding="utf-8"))
    ties = [Tie(each.name, each.text, ("1.2",)) for each in sentences]
    mapping.write_text(mapping_text(sentences, ties), encoding="utf-8")
    given = ("--without-database", "--legal", legal, "--mapping", mapping)
    saas.done("policy", "page", tmp_path / "page", *given)
    text = (tmp_path / "page/index.html").read_text(encoding="utf-8")
    sheet = text[text.index('id="clause-1.2"') : text.index('id="clause-1.3"')]
    assert "Nobody gets root access." in sheet
    assert "No database was named" in text
    assert "legal" in saas.wrong("policy", "page", tmp_path / "page", "--legal", legal, "--json").err


def test_a_strict_page_fails_if_anything_leads_nowhere_and_is_written_all_the_same(saas: Saas, tmp_path: Path) -> None:
    """Results of other code prove nothing, so that no Rule has run."""
    (tmp_path / "memory.ndjson").write_text('{"testRunStarted": {"id": "1"}}\n', encoding="utf-8")
    result = saas(
        "policy", "page", tmp_path / "page", "--results", tmp_path, "--without-database", "--strict", "--json"
    )
    assert (result.code, json.loads(result.err)["type"]) == (1, "POLICY_DANGLES")
    assert re.search("no scenario of this Rule", (tmp_path / "page/index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize("given", [("--results", "typo"), ("--strict",)])
def test_results_that_are_named_or_needed_must_be_there(saas: Saas, tmp_path: Path, given: tuple[str, ...]) -> None:
    """Nothing ran, so that nothing holds; and nothing is written."""
    wrong = saas.wrong("policy", "page", tmp_path / "page", "--without-database", *given, "--json")
    assert "results" in wrong.err
    assert not (tmp_path / "page").exists()
