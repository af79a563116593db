"""The operator's own legal text on the page: from files that settings name, read anew once they change."""

from __future__ import annotations

from pathlib import Path

import pytest

from saas_app.policy_legal import LegalFiles, legal_files_of
from saas_app.policy_page import PolicyPage
from saas_app.settings import settings_at
from saas_core.kernel.errors import InvalidValue
from saas_core.policy.legal_text import Tie, mapping_text, sentences_of
from saas_testing.kit import Kit

TEXT = "# Access\n\nNobody gets root access.\n"


def _files(folder: Path, text: str = TEXT) -> LegalFiles:
    files = LegalFiles(folder / "license.md", folder / "license.toml")
    files.text.write_text(text, encoding="utf-8-sig")
    sentences = sentences_of(text)
    ties = [Tie(each.name, each.text, ("1.2",)) for each in sentences]
    files.mapping.write_text(mapping_text(sentences, ties), encoding="utf-8")
    return files


def test_settings_name_both_files_or_neither(tmp_path: Path) -> None:
    """What is missing is named."""
    both = settings_at(tmp_path, policy_legal_text="a.md", policy_legal_map="a.toml")
    assert legal_files_of(both) == LegalFiles(Path("a.md"), Path("a.toml"))
    assert legal_files_of(settings_at(tmp_path)) is None
    for given, missing in (("text", "map"), ("map", "text")):
        with pytest.raises(InvalidValue, match=f"policy_legal_{given} is given") as raised:
            settings_at(tmp_path, **{f"policy_legal_{given}": "a"})
        assert raised.value.field == f"policy_legal_{missing}"


def test_a_text_is_read_with_its_mapping_whatever_wrote_it(tmp_path: Path) -> None:
    """A mark at the beginning, as some editors leave it, is no word of the first sentence."""
    (sentence,) = _files(tmp_path).read().of_clause("1.2")
    assert (sentence.heading, sentence.text) == ("Access", "Nobody gets root access.")


def test_what_cannot_be_read_is_refused_under_the_name_it_was_given_by(tmp_path: Path) -> None:
    files = _files(tmp_path)
    files.text.write_bytes("Café".encode("cp1252"))
    with pytest.raises(InvalidValue, match=r"policy_legal_text: license\.md, line 1: is not UTF-8"):
        files.read()
    files.text.write_text(TEXT, encoding="utf-8")
    files.mapping.write_text('[[sentence]]\nname = "x"\ntext = "y"\n', encoding="utf-8")
    with pytest.raises(InvalidValue, match=r"policy_legal_map: license\.toml, sentence\[1\]\.name: line 2: 'x'"):
        files.read()
    files.text.unlink()
    with pytest.raises(InvalidValue, match=r"legal: license\.md cannot be read"):
        LegalFiles(files.text, files.mapping, ("legal", "mapping")).read()


def test_the_page_shows_what_the_files_say_now(tmp_path: Path, saas: Kit) -> None:
    """An edited text is read anew; one that is gone is said to be, and no request fails for it."""
    files = _files(tmp_path)
    pages = PolicyPage(saas.application, legal=files)
    assert "Nobody gets root access." in pages.public().html(style="")
    _files(tmp_path, TEXT.replace("root", "backend"))
    assert "Nobody gets backend access." in pages.public().html(style="")
    files.mapping.unlink()
    text = pages.public().html(style="")
    assert "The legal text cannot be shown: policy_legal_map: license.toml cannot be read" in text
    assert "No sentence of it is tied" not in text
    with pytest.raises(InvalidValue, match="policy_legal_map"):
        pages.require_legal()
