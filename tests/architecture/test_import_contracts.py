"""Import rules: the contracts hold, and each fails when broken on purpose."""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from import_rules import FILE, rules

ROOT = Path(__file__).parents[2]
GROUPS = ("src", "src/adapters", "src/entrypoints")
STEPS = ROOT / "tests/features/steps"

# Contract, file, and the import that does not belong there.
BREACHES = [
    ("houses", "adapters/saas_memory/store.py", "import saas_app"),
    ("houses", "adapters/saas_memory/store.py", "import saas_sql"),
    ("houses", "saas_core/kernel/money.py", "import saas_memory"),
    ("houses", "adapters/saas_aws/__init__.py", "import saas_sandbox"),
    ("houses", "adapters/saas_mail/letters.py", "import saas_local"),
    ("houses", "entrypoints/saas_embed/guard.py", "import saas_app"),
    ("houses", "entrypoints/saas_embed/guard.py", "import saas_sql"),
    ("houses", "adapters/saas_stripe/calls.py", "import saas_app"),
    ("houses", "entrypoints/saas_http/application.py", "import saas_cli"),
    ("houses", "entrypoints/saas_web/frame.py", "import saas_http"),
    ("houses", "entrypoints/saas_testing/kit.py", "import saas_cli"),
    ("adapters", "entrypoints/saas_testing/kit.py", "import saas_memory"),
    ("houses", "entrypoints/saas_views/remedies.py", "import saas_app"),
    ("core", "saas_core/licensing/model.py", "import saas_core.access.model"),
    ("core", "saas_core/payments/effects/looks.py", "import saas_core.licensing.events"),
    ("core", "saas_core/licensing/policies/mirror.py", "import saas_core.payments.books"),
    ("core", "saas_core/mail/desk.py", "import saas_core.work.inbox"),
    ("core", "saas_core/policy/terms.py", "import saas_core.tenancy.model"),
    ("core", "saas_core/notices/effects.py", "import saas_core.gate.check"),
    ("houses", "adapters/saas_stripe/calls.py", "import saas_app"),
    ("houses", "entrypoints/saas_http/application.py", "import saas_cli"),
    ("core", "saas_core/licensing/model.py", "import saas_core.notices.effects"),
    ("rooms", "saas_core/tenancy/model.py", "import saas_core.tenancy.ports"),
    ("rooms", "saas_core/payments/use_cases/renewing.py", "import saas_core.payments.effects.orders"),
    ("frameworks", "saas_core/kernel/money.py", "import sqlalchemy"),
    ("frameworks", "saas_core/notices/effects.py", "import jinja2"),
    ("wiring", "entrypoints/saas_cli/root.py", "import dependency_injector"),
    ("adapters", "entrypoints/saas_cli/root.py", "import saas_sql"),
    ("adapters", "entrypoints/saas_cli/commands/mail/mailings.py", "import saas_mail"),
    ("translation", "adapters/saas_aws/__init__.py", "import saas_core.access.effects.post"),
    ("translation", "adapters/saas_sql/store.py", "import saas_core.licensing.use_cases"),
    ("entrances", "entrypoints/saas_cli/root.py", "import saas_core.licensing.model"),
    ("entrances", "entrypoints/saas_http/webhooks.py", "import saas_core.licensing.model"),
    ("entrances", "entrypoints/saas_views/decisions.py", "import saas_core.licensing.model"),
    ("cycles", "saas_core/kernel/money.py", "import saas_core.policy.terms"),
]


def _names() -> dict[str, str]:
    settings = configparser.ConfigParser()
    settings.read(ROOT / ".importlinter")
    begin = "importlinter:contract:"
    return {part.removeprefix(begin): settings[part]["name"] for part in settings.sections() if part.startswith(begin)}


def _verdicts(tree: Path) -> tuple[int, str]:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(str(tree / each) for each in GROUPS),
            # Wide enough for a name and its verdict to stay on one line.
            "COLUMNS": "250",
        },
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a copy of the sources, to be broken."""
    _copy(tmp_path)
    return tmp_path


def _copy(folder: Path) -> None:
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", folder)


def _imported(source: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def _strangers(source: Path, allowed: set[str]) -> set[str]:
    tops = {name.split(".", 1)[0] for name in _imported(source)}
    return tops - allowed - sys.stdlib_module_names


def _behind_the_application(source: Path) -> set[str]:
    """Return what a step definition imports although it should ask the driver."""
    adapters = {path.name for path in (ROOT / "src/adapters").iterdir() if path.is_dir()}
    rooms = {"model", "use_cases", "effects", "policies", "ports", "ledger", "queries"}
    return {
        name
        for name in _imported(source)
        if name.split(".", 1)[0] in adapters | {"sqlalchemy"}
        or (name.startswith("saas_core.") and rooms & set(name.split(".")))
    }


def test_the_rules_are_those_of_the_list_of_contexts() -> None:
    """Nobody adds a context or a package by hand; `nox -s imports -- --write` writes the file."""
    assert FILE.read_text(encoding="utf-8") == rules()


def test_every_contract_is_kept() -> None:
    """The sources as they are keep every contract."""
    code, told = _verdicts(ROOT)

    assert code == 0, told
    assert "0 broken" in told


def test_no_contract_goes_without_a_breach() -> None:
    """A contract that nobody has seen red may be one that holds nothing."""
    assert {contract for contract, _, _ in BREACHES} == set(_names())


@pytest.fixture(scope="module")
def told_of_all(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what is told of a tree in which every breach was made."""
    tree = tmp_path_factory.mktemp("broken")
    _copy(tree)
    for _contract, file, breach in BREACHES:
        _break(tree, file, breach)
    code, told = _verdicts(tree)
    assert code == 1, told
    return told.partition("Broken contracts")[2]


def _break(tree: Path, file: str, breach: str) -> None:
    with (tree / "src" / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{breach}\n")


def _of_the_contract(told: str, contract: str) -> list[str]:
    """Return the lines about one contract: those from its heading to the next one."""
    headings = {name: told.find(f"\n{name}\n---") for name in _names().values()}
    begins = headings[_names()[contract]]
    ends = min((each for each in headings.values() if each > begins), default=len(told))
    return told[begins:ends].splitlines() if begins >= 0 else []


@pytest.mark.parametrize(("contract", "file", "breach"), BREACHES, ids=[f"{each[0]}: {each[2]}" for each in BREACHES])
def test_a_breach_is_named_by_its_contract(told_of_all: str, contract: str, file: str, breach: str) -> None:
    """One forbidden import is enough, whatever else is forbidden; of cycles only the packages are told."""
    breaching = next(file.removeprefix(f"{group}/") for group in ("adapters", "entrypoints", "") if group in file)
    module = breaching.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    imported = breach.removeprefix("import ")
    pair = (".kernel -> .policy",) if contract == "cycles" else (module, f"-> {imported}")
    assert any(all(each in line for each in pair) for line in _of_the_contract(told_of_all, contract))


def test_a_room_nobody_named_turns_the_rooms_red(tree: Path) -> None:
    """A module that is none of the rooms has no place in a context."""
    (tree / "src/saas_core/licensing/utils.py").write_text('"""Odds and ends."""\n', encoding="utf-8")

    code, told = _verdicts(tree)

    assert code == 1
    assert "utils" in told


def test_every_package_is_under_the_contracts() -> None:
    """A package that the contracts do not list could import anything."""
    settings = configparser.ConfigParser()
    settings.read(ROOT / ".importlinter")
    there = {each.parent.name for group in GROUPS for each in (ROOT / group).glob("*/__init__.py")}

    assert set(settings["importlinter"]["root_packages"].split()) == there


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("src/saas_core", {"saas_core", "attrs", "attr", "cattrs"}),
        ("src/adapters/saas_memory", {"saas_memory", "saas_core", "attrs", "attr", "cattrs"}),
        # What it filters lists for is imported by the filter of the host that has it.
        ("src/entrypoints/saas_embed", {"saas_embed", "saas_core", "attrs", "django", "sqlalchemy"}),
        ("src/entrypoints/saas_views", {"saas_views", "saas_core", "attrs"}),
    ],
)
def test_what_is_installed_bare_needs_attrs_and_cattrs_alone(folder: str, allowed: set[str]) -> None:
    """Embedders who take no extra get the core and the adapters in process, and they must work."""
    found = {
        f"{source.relative_to(ROOT)} imports {name}"
        for source in (ROOT / folder).rglob("*.py")
        for name in _strangers(source, allowed)
    }

    assert found == set()


def test_step_definitions_speak_to_the_application_alone() -> None:
    """Scenarios that reached into a store or a model would pass where an entrance does not."""
    found = {
        f"{source.name} imports {name}" for source in STEPS.rglob("*.py") for name in _behind_the_application(source)
    }

    assert list(STEPS.rglob("*.py"))
    assert found == set()


@pytest.mark.parametrize(
    "breach",
    [
        "import saas_sql",
        "from saas_memory import MemoryStore",
        "from saas_core.access.model import User",
        "from saas_core.licensing import use_cases",
    ],
)
def test_a_step_that_reaches_behind_the_application_is_found(tmp_path: Path, breach: str) -> None:
    """The check above goes red when it should."""
    source = tmp_path / "step.py"
    source.write_text(f"def step():\n    {breach}\n", encoding="utf-8")

    assert _behind_the_application(source)


def test_a_framework_in_the_core_is_found_where_it_is_imported_late(tmp_path: Path) -> None:
    """An import inside a function counts too."""
    source = tmp_path / "rule.py"
    source.write_text("import attrs\ndef rule():\n    import jinja2\n", encoding="utf-8")

    assert _strangers(source, {"attrs"}) == {"jinja2"}
