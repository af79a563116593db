"""The documents tell the truth about the code: links, names, tables, commands and examples."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from functools import reduce
from pathlib import Path
from types import MappingProxyType

import pytest
from attrs import fields

from saas_cli.root import app
from saas_core.licensing.policies import PAYMENT_REASON, TERM_REASON
from saas_core.policy.reasons import CATALOGUE
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Settings

ROOT = Path(__file__).parents[3]
DOCUMENTS = MappingProxyType(
    {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    }
)
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LINES_ON_A_SCREEN = 50

_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_NAME = re.compile(r"`(saas_[a-z_.]+):([A-Za-z_.]+)`")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_VARIABLE = re.compile(r"\bSAAS_[A-Z_]+\b")
_INLINE = re.compile(r"`(saas(?: [^`]+)?)`")
_RUNNABLE = ("README.md", "docs/embedding.md", "docs/licensing-standing.md")


def _blocks(document: str, language: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(DOCUMENTS[document]) if kind == language]


def _rows(document: str, heading: str) -> list[list[str]]:
    """Give the cells of the table that begins with a heading row."""
    lines = DOCUMENTS[document].splitlines()
    begins = lines.index(heading) + 2
    rows: list[list[str]] = []
    for line in lines[begins:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def _anchors(path: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    """A link inside the project names a file that is there, and a heading that is in it."""
    for link in _LINK.findall(DOCUMENTS[document]):
        if link.startswith(("https://", "mailto:")):
            continue
        target, _, anchor = link.partition("#")
        path = (ROOT / document).parent / target if target else ROOT / document
        assert path.exists(), link
        assert not anchor or anchor in _anchors(path), link


@pytest.mark.parametrize("document", [name for name, text in DOCUMENTS.items() if _NAME.search(text)])
def test_every_name_of_the_code_is_there(document: str) -> None:
    """`module:name` is the name of something in that module."""
    for module, name in _NAME.findall(DOCUMENTS[document]):
        reduce(getattr, name.split("."), importlib.import_module(module))


@pytest.mark.parametrize("document", _RUNNABLE)
def test_the_python_examples_run(document: str, tmp_path: Path) -> None:
    """The Python blocks of a document run one after the other, in an empty folder and with an empty home."""
    script = "\n".join(_blocks(document, "python"))
    assert script
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_shown_can_be_typed(document: str) -> None:
    """Commands of the shell in blocks parse as they stand; those named in a sentence exist."""
    for block in (*_blocks(document, "shell"), *_blocks(document, "console")):
        for line in re.sub(r"\\\n\s*", " ", block).splitlines():
            words = shlex.split(line.removeprefix("$ ").split(" > ")[0], comments=True)
            if words[:1] == ["saas"] and words[1:]:
                app.parse_args(words[1:], exit_on_error=False, print_error=False)
    for command in _INLINE.findall(re.sub(_BLOCK, "", DOCUMENTS[document])):
        branch = app
        for word in command.split()[1:]:
            names = [name for name in branch.resolved_commands() if not name.startswith("-")]
            if word.startswith("-") or not names:
                break
            assert word.split("|")[0] in names, command
            branch = branch[word.split("|")[0]]


def test_every_variable_of_the_environment_is_read_by_the_code() -> None:
    """A variable that the documents name stands in the code, or is a setting's name in capitals."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = {f"SAAS_{name.upper()}" for name in ("database_url", "key_file", "mail_folder", "checkpoints_file")}
    for document, text in DOCUMENTS.items():
        for name in set(_VARIABLE.findall(text)) - settings:
            assert re.search(rf"\b{name}\b", code), f"{document}: {name}"


def test_the_table_of_reasons_is_the_catalogue() -> None:
    """Every code stands there, in the order of judgement, with its clauses and its remedy."""
    told = [
        (code.strip("`"), tuple(re.findall(r"[\d.a-z]+", clauses)), remedy.strip("`"))
        for code, clauses, remedy, *_ in _rows("docs/embedding.md", "| reason | clauses | remedy | what it tells |")
    ]
    assert told == [(code.value, row.clauses, row.remedy.value) for code, row in CATALOGUE.items()]


@pytest.mark.parametrize(
    ("heading", "table"), [("| term | reason |", TERM_REASON), ("| payment | reason |", PAYMENT_REASON)]
)
def test_the_tables_of_standing_are_those_of_the_code(heading: str, table: dict[object, object]) -> None:
    """What each term and each payment shuts, and with which reason, is told as it is."""
    told = {axis: reason for axis, reason in _rows("docs/licensing-standing.md", heading)}
    code = {getattr(axis, "value", ""): getattr(reason, "value", "open") for axis, reason in table.items()}
    assert told == code


def test_every_setting_of_the_terms_has_its_reading() -> None:
    """The readings name each setting with the value that the shipped terms give it."""
    text = DOCUMENTS["docs/policy-readings.md"]
    for each in fields(Settings):
        value = str(getattr(shipped_terms().settings, each.name)).lower()
        assert f"`{each.name} = {value}`" in text, each.name


def test_the_glossary_cites_clauses_that_exist() -> None:
    """The column of clauses holds numbers of the shipped terms, or nothing."""
    numbers = {each.number for each in shipped_terms().clauses}
    cited = re.findall(r"^\| \*\*.+?\*\* \|.+\|(.*)\|.+\|$", DOCUMENTS["docs/glossary.md"], re.MULTILINE)
    assert len(cited) > len(numbers)
    for cell in cited:
        assert {part for part in re.split(r", | to ", cell.strip()) if part} <= numbers, cell


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_decision_record_fits_a_screen_and_names_what_was_rejected(record: Path) -> None:
    """Each record is numbered in order and has the same five parts."""
    text = record.read_text(encoding="utf-8")
    number = RECORDS.index(record) + 1
    assert record.name.startswith(f"{number:04}-")
    assert text.startswith(f"# {number}. ")
    assert "Status: " in text
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Rejected", "What follows"]
    assert len(text.splitlines()) <= LINES_ON_A_SCREEN
    assert re.search(r"^## Rejected\n- ", text, re.MULTILINE)
