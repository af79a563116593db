"""What a command of the shell may import: what it uses, since its time is mostly that of its imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# Heavy for what they are, and of no use to whoever reads a client's rows from an embedded database.
NEVER = {
    "alembic",
    "boto3",
    "botocore",
    "cryptography",
    "fastapi",
    "flask",
    "granian",
    "jinja2",
    "litestar",
    "psycopg",
    "pydantic",
    "rich",
    "saas_aws",
    "saas_http",
    "saas_mail",
    "saas_memory",
    "saas_sandbox",
    "saas_stripe",
    "saas_web",
    "sqlalchemy.dialects.postgresql",
    "starlette",
    "stripe",
    "structlog",
    "werkzeug",
    "yaml",
}
OF_OTHERS = {
    "saas_core.access.import_rows",
    "saas_core.access.queries.views",
    "saas_core.access.use_cases.people",
    "saas_core.access.use_cases.staff",
    "saas_core.gate.doctor",
    "saas_core.gate.export",
    "saas_core.gate.snapshot",
    "saas_core.licensing.commands",
    "saas_core.licensing.use_cases",
    "saas_core.mail.mailroom",
    "saas_core.notices.effects",
    "saas_core.payments.effects",
    "saas_core.payments.use_cases",
    "saas_core.work.worker",
}
PROGRAM = """
import json, sys
from saas_cli.__main__ import main
code = main(json.loads(sys.argv[1]))
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a shell over an embedded database with one client."""
    folder = tmp_path_factory.mktemp("shell")
    places = {"HOME": str(folder), "SAAS_HOME": str(folder / "home"), "SAAS_CONFIG_HOME": str(folder / "config")}
    environ = {**{name: value for name, value in os.environ.items() if not name.startswith("SAAS_")}, **places}
    for words in (["init", "--name", "Sam", "--email", "sam@provider.example"], ["tenant", "add", "harbor"]):
        assert _modules(environ, words)
    return environ


def _modules(environ: dict[str, str], words: list[str]) -> set[str]:
    """Return the modules that a command has imported, once it is carried out."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(words)], capture_output=True, text=True, env=environ, check=True
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0, done.stderr
    return set(modules)


@pytest.mark.parametrize(
    "words",
    [
        ("tenant", "show", "harbor"),
        ("tenant", "list"),
        ("license", "show", "harbor"),
        ("users", "list", "harbor"),
        ("journal", "show", "harbor"),
        ("outbox", "list"),
    ],
    ids=" ".join,
)
def test_a_command_that_reads_imports_nothing_heavy_that_it_does_not_use(
    environ: dict[str, str], words: tuple[str, ...]
) -> None:
    """Neither the adapters to the outside world nor what dependency-injector looks for where it is installed."""
    found = _modules(environ, list(words))

    assert found & NEVER == set()
    assert "sqlalchemy" in found


def test_showing_a_client_imports_nothing_of_what_other_commands_do(environ: dict[str, str]) -> None:
    """Contexts and use cases are imported when they are first used."""
    assert _modules(environ, ["tenant", "show", "harbor"]) & OF_OTHERS == set()


def test_help_imports_neither_the_parser_nor_the_library(environ: dict[str, str]) -> None:
    """It is read more often than anything else."""
    found = _modules(environ, ["--help"])

    assert found & {"attrs", "cyclopts", "saas_app", "sqlalchemy"} == set()
