"""The distribution without any extra: whatever needs one says which, in one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import attr
import attrs
import cattrs
import pytest
import typing_extensions

from saas_core.kernel.extras import EXTRAS

ROOT = Path(__file__).parents[2]
HOUSES = [str(ROOT / "src" / each) for each in ("", "adapters", "entrypoints")]


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what a bare installation has, and nothing else."""
    folder = tmp_path_factory.mktemp("bare")
    for each in (attr, attrs, cattrs):
        (folder / each.__name__).symlink_to(Path(str(each.__file__)).parent)
    (folder / "typing_extensions.py").symlink_to(str(typing_extensions.__file__))
    return folder


def _run(bare: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run Python without its site packages."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(bare), *HOUSES]), "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-S", *words], capture_output=True, text=True, env=environ, check=False, cwd=home
    )


@pytest.mark.parametrize(
    "words",
    [
        ("init",),
        ("init", "--name", "Sam Reyes", "--email", "sam@provider.example"),
        ("tenant", "show"),
        ("demo",),
        ("serve",),
        ("users", "list", "harbor", "--help"),
    ],
)
def test_a_command_names_the_extra_of_the_shell(bare: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """Two lines on stderr and exit code 1, whatever the command."""
    done = _run(bare, tmp_path, "-m", "saas_cli", *words)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "saas: cyclopts is not installed.",
        "      Install the extra it belongs to: pip install 'saas-core[cli]'",
    ]


def test_a_command_says_it_as_json_too(bare: Path, tmp_path: Path) -> None:
    """For programs that call the shell."""
    done = _run(bare, tmp_path, "-m", "saas_cli", "init", "--json")

    assert json.loads(done.stderr)["type"] == "NOT_INSTALLED"


def test_the_overview_needs_no_extra(bare: Path, tmp_path: Path) -> None:
    """It is how somebody finds out what there is."""
    done = _run(bare, tmp_path, "-m", "saas_cli", "--help")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: saas COMMAND" in done.stdout


@pytest.mark.parametrize(
    ("package", "extra"),
    [
        ("saas_app", "app"),
        ("saas_http", "http"),
        ("saas_sql", "app"),
        ("saas_local", "app"),
        ("saas_mail", "app"),
        ("saas_aws", "aws"),
        ("saas_stripe", "stripe"),
        ("saas_content", "support"),
        ("saas_app.simulation", "app"),
        ("saas_http.serving", "http"),
    ],
)
def test_importing_a_package_names_its_extra(bare: Path, tmp_path: Path, package: str, extra: str) -> None:
    """The last line says it, and no import of somebody else's package stands above it."""
    done = _run(bare, tmp_path, "-c", f"import {package}")

    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.endswith(f"which is not installed. Install the extra it belongs to: pip install 'saas-core[{extra}]'")
    assert f"{package.partition('.')[0]} needs " in last
    assert "During handling" not in done.stderr


@pytest.mark.parametrize("package", ["saas_core", "saas_cli", "saas_cli.__main__", "saas_embed", "saas_memory"])
def test_what_needs_no_extra_is_imported(bare: Path, tmp_path: Path, package: str) -> None:
    """The core, the guard and the store in process work as installed."""
    done = _run(bare, tmp_path, "-c", f"import {package}")

    assert (done.returncode, done.stderr) == (0, "")


def test_every_package_of_an_extra_is_known() -> None:
    """A dependency that is added without its line would be answered with the wrong extra."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    declared = {
        _import_name(each): extra
        for extra, names in told.items()
        for each in names
        if extra != "all" and not each.startswith("saas-core")
    }
    assert dict(EXTRAS) == {**declared, "botocore": "aws"}


def _import_name(requirement: str) -> str:
    name = requirement.partition(">")[0].partition("[")[0].strip().lower()
    # Packages that are imported by another name than their own.
    others = {"dnspython": "dns", "mail-parser-reply": "mailparser_reply", "python-stdnum": "stdnum"}
    return others.get(name, name.replace("-", "_"))
