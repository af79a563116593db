"""Large documents are made by a process that ends with them, which knows no secrets and says what failed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import typst

import papers
from saas_documents import apart, rendering, typesetting
from saas_documents.apart import TypesettingFailed, typeset_apart
from saas_documents.rendering import LARGE, as_pdf, sheet_of
from saas_documents.sheets import Sheet, Text


def _sheet(letters: int = 10) -> Sheet:
    texts = (Text(("word " * (letters // 5),)),)
    return Sheet(
        title="A report",
        subtitle="s",
        description="d",
        author="a",
        at=papers.AT,
        footer="f",
        parties=(),
        blocks=texts,
        attachments=(),
    )


def _order(**changed: Any) -> dict[str, Any]:
    return {**rendering._order(_sheet(), format="pdf", pdf_standards=list(rendering.STANDARDS)), **changed}


def test_a_large_document_is_made_by_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The typesetter of this process, which keeps what it made, is not asked."""
    monkeypatch.setattr(typst, "compile", _never)
    assert as_pdf(_sheet(LARGE)).startswith(b"%PDF")


def test_a_small_document_is_made_where_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Estimates and invoices are a hundredth of a large one, and a process for each would take longer than they do."""
    monkeypatch.setattr(rendering, "typeset_apart", _never)
    for kind, content in (("estimate", papers.estimate()), ("invoice", papers.invoice())):
        assert as_pdf(sheet_of(kind, content, papers.AT)).startswith(b"%PDF")


def test_apart_or_not_an_order_gives_the_same_bytes() -> None:
    """So that nobody can tell from a document which process made it."""
    order = _order()
    assert typeset_apart("A report", order) == typesetting.typeset(order)


def test_the_process_is_told_no_secret_and_imports_the_typesetter_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither keys of the environment nor modules of ours, which would take it seconds and memory."""
    monkeypatch.setenv("SAAS_STRIPE_KEY", "sk_secret")
    told: list[Mapping[str, str]] = []

    def run(words: list[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        told.append(how["env"])
        program = "import json, os, runpy, sys; runpy.run_path(sys.argv[1]); print(json.dumps([*sys.modules]))"
        # What the words name is run as they say, and what it has imported is written in place of a document.
        return real([*words[:-1], "-c", program, words[-1]], **how)

    real = subprocess.run
    monkeypatch.setattr(apart.subprocess, "run", run)
    modules = json.loads(typeset_apart("A report", _order()))
    assert {"typst"} <= set(modules)
    assert not [each for each in modules if each.startswith(("saas_", "attr", "pyhanko", "cryptography"))]
    assert set(told[0]) <= {"LD_LIBRARY_PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TMPDIR", "PYTHONPATH"} | {
        "PYTHONDONTWRITEBYTECODE"
    }


def test_what_failed_is_named_with_its_reason(tmp_path: Path) -> None:
    """The typesetter's own words, or the file that is missing."""
    broken = tmp_path / "broken.typ"
    broken.write_text("#panic()", encoding="utf-8")
    with pytest.raises(TypesettingFailed, match=r"A report.*TypstError: panicked"):
        typeset_apart("A report", _order(template=str(broken)))
    with pytest.raises(TypesettingFailed, match=r"A report.*No such file"):
        typeset_apart("A report", _order(template=str(tmp_path / "none.typ")))


def test_a_document_that_takes_too_long_is_ended() -> None:
    """With its process."""
    with pytest.raises(TypesettingFailed, match=r"longer than 0\.01 seconds"):
        typeset_apart("A report", _order(), seconds=0.01)


def test_a_process_that_is_ended_from_outside_is_said_to_lack_memory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As where a container has too little; and one that cannot be started is named."""
    killed = tmp_path / "killed.py"
    killed.write_text("import os\nos.kill(os.getpid(), 9)\n", encoding="utf-8")
    monkeypatch.setattr(typesetting, "__file__", str(killed))
    with pytest.raises(TypesettingFailed, match=r"signal 9.*memory"):
        typeset_apart("A report", _order())
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(TypesettingFailed, match=r"none.*cannot be started"):
        typeset_apart("A report", _order())


def test_it_gives_way_to_whoever_is_served() -> None:
    """Its process is a nicer one, and the first to end where memory is short."""
    program = f"import runpy; runpy.run_path({typesetting.__file__!r})['_give_way'](); import os; print(os.nice(0))"
    program += "; print(open('/proc/self/oom_score_adj').read() if os.path.exists('/proc') else 1000)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    nice, first = map(int, done.stdout.split())
    assert (nice, first) == (min(os.nice(0) + 10, 19), 1000)


def _never(*_given: object, **_more: object) -> bytes:
    pytest.fail("It was made by the other one.")
