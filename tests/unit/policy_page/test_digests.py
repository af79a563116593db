"""The digest of the code changes with every file of the packages, wherever they lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from saas_policy_page.digests import code_digest, terms_digest

FILES = ("__init__.py", "inner/deciding.py", "inner/terms.toml", "inner/features/telling.py")


@pytest.mark.parametrize("above", ["src", "features", "features/deep", "__pycache__"])
@pytest.mark.parametrize("file", FILES)
def test_a_change_of_any_file_is_another_digest_whatever_the_folders_above_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, above: str, file: str
) -> None:
    """A package in a folder of any name, such as a working tree named after a branch."""
    folder = tmp_path / above / "digested"
    for each in FILES:
        (folder / each).parent.mkdir(parents=True, exist_ok=True)
        (folder / each).write_text("before", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(folder.parent), *sys.path])
    before = code_digest(["digested"])
    assert code_digest(["digested"]) == before
    (folder / file).write_text("after", encoding="utf-8")
    assert code_digest(["digested"]) != before


def test_byte_code_is_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written by whoever imports the package."""
    cache = tmp_path / "digested/__pycache__"
    cache.mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    before = code_digest(["digested"])
    (cache / "x.pyc").write_bytes(b"x")
    assert code_digest(["digested"]) == before


def test_only_the_name_and_the_date_of_a_document_do_not_count() -> None:
    """And these only at its head."""
    head = 'version = "1"\neffective_from = 2026-01-01\nrate = "65.00"\n'
    renamed = head.replace('"1"', '"2"').replace("2026", "2031")
    assert terms_digest(head) == terms_digest(renamed) != terms_digest(head.replace("65", "70"))
    text = 'text = """\nversion = 1\n"""\n'
    assert terms_digest(head + text) != terms_digest(head + text.replace("1", "2"))
