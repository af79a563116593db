"""The documents tell the truth about the code: links, names, tables, commands and examples."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import reduce
from io import StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from attrs import fields

from clock import Clock
from mailed import newest_token
from saas_app import Application, initialize, open_application, settings_at
from saas_app import Settings as ApplicationSettings
from saas_app.later import Later
from saas_app.parts.access import Access
from saas_app.parts.engagements import Engagements
from saas_app.parts.gate import Oversight
from saas_app.parts.support import Support
from saas_app.parts.work import Work
from saas_cli.decisions import decision_lines
from saas_cli.root import shell as shell_of
from saas_core.access.values import RoleGrant
from saas_core.contexts import CONTEXTS
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.licensing.policies import PAYMENT_REASON, TERM_REASON
from saas_core.policy.decision import LicenseeKind, Question
from saas_core.policy.reasons import CATALOGUE
from saas_core.policy.shipped import shipped_terms
from saas_core.policy.terms import Settings
from saas_embed import framework_routes
from saas_embed.guard import CALLER, DECISIONS
from saas_testing import Kit, open_kit

ROOT = Path(__file__).parents[3]
app = shell_of()
DOCUMENTS = MappingProxyType(
    {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    }
)
RECORDS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
LINES_ON_A_SCREEN = 50

_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_NAME = re.compile(r"`(saas_[a-z_.]+):([A-Za-z_.]+)`")
_LATER = re.compile(r"later\((?P<module>[\w.]+):(?P<name>\w+)\)")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_VARIABLE = re.compile(r"\bSAAS_[A-Z_]+\b")
_INLINE = re.compile(r"`(saas(?: [^`]+)?)`")

# What the reader of the README has, the page on embedding makes: a folder, a client in good standing, an owner's key.
_RUNNABLE = {
    "docs/embedding.md": (),
    "docs/licensing-standing.md": (),
    "README.md": ("docs/embedding.md", "home, key = settings.home, accepted.key"),
}


def _blocks(document: str, language: str) -> list[str]:
    return [text for kind, text in _BLOCK.findall(DOCUMENTS[document]) if kind == language]


def _typed(document: str) -> list[str]:
    """Return the lines that a reader types: all of a shell block, those after the prompt of a console block."""
    shell = [line for block in _blocks(document, "shell") for line in block.splitlines()]
    console = [line for block in _blocks(document, "console") for line in block.splitlines()]
    return [*shell, *(line.removeprefix("$ ") for line in console if line.startswith("$ "))]


def _rows(document: str, heading: str) -> list[list[str]]:
    """Return the cells of the table that begins with a heading row."""
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


@pytest.mark.parametrize("context", [each.name for each in CONTEXTS if each.name != "kernel"])
def test_every_place_that_a_wiring_names_is_there(context: str) -> None:
    """What a wiring names by `later` is in its module, though it is imported only when it is first used."""
    wiring = importlib.import_module(f"saas_app.parts.{context}").Wiring
    made = [getattr(each, "provides", None) for each in wiring.traverse()]
    places = [_LATER.fullmatch(repr(each)) for each in made if isinstance(each, Later)]
    assert places
    for place in places:
        assert place is not None
        assert callable(getattr(importlib.import_module(place["module"]), place["name"]))


@pytest.mark.parametrize(("document", "before"), _RUNNABLE.items())
def test_the_python_examples_run(document: str, before: tuple[str, ...], tmp_path: Path) -> None:
    """The Python blocks of a document run one after the other, in an empty folder and with an empty home."""
    assert _blocks(document, "python")
    parts = [
        part for each in (*before, document) for part in (_blocks(each, "python") if each in DOCUMENTS else [each])
    ]
    script = "\n".join(parts)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_answer_in_the_readme_is_the_answer(tmp_path: Path) -> None:
    """A client set up as the README says gets, word by word, the decision that it shows."""
    clock = Clock(datetime(2026, 11, 23, 9, tzinfo=UTC), timedelta(milliseconds=1))
    settings = settings_at(tmp_path, database_url="memory:")
    initialize(settings)
    with open_application(settings, clock=clock) as application:
        decision = application.gate.check(_mia_in_the_warehouse(application), at=datetime(2026, 12, 1, tzinfo=UTC))
    (block,) = _blocks("README.md", "console")
    command, *shown = block.splitlines()
    assert command.startswith(
        "$ saas decide harbor mia@harbor.example invoices.approve --department Warehouse --at 2026-12"
    )
    assert shown == decision_lines(decision, StringIO())


def _mia_in_the_warehouse(application: Application) -> Question:
    """Set Harbor Foods up, with Mia who approves invoices in Finance; give the question of the README."""
    access, since = application.access, datetime(2026, 11, 1, tzinfo=UTC)
    sam = access.staff.authenticate(access.staff.first(name="Sam Reyes", email="sam@provider.example").key)
    document = b'permission = [{ name = "invoices.approve", title = "approving invoices" }]'
    application.policy.register_permissions(by=sam, document=document)
    tenant = application.tenancy.add_tenant(by=sam, slug="harbor", kind=LicenseeKind.BUSINESS_OPERATOR).tenant_id
    contact = {"contact_email": "office@harbor.example", "language": "en", "time_zone": "Europe/London"}
    application.tenancy.configure_account(
        by=sam, tenant_id=tenant, legal_name="Harbor Foods Ltd", country="GB", **contact
    )
    access.people.invite_user(by=sam, tenant_id=tenant, name="Olivia", email="olivia@harbor.example", owner=True)
    olivia = _joined(application, tenant, application.policy.offered_terms().digest)
    until = datetime(2026, 12, 1, tzinfo=UTC)
    application.licensing.record_payment(by=sam, tenant_id=tenant, invoice="INV-1", since=since, until=until)
    application.tenancy.activate(by=sam, tenant_id=tenant)
    acting = {"by": olivia, "tenant_id": tenant}
    finance, warehouse = (
        access.departments.create(**acting, name=name).department_id for name in ("Finance", "Warehouse")
    )
    approver = access.roles.create(**acting, name="Approver", permissions=("invoices.*",)).role_id
    access.people.invite_user(**acting, name="Mia", email="mia@harbor.example", grants=(RoleGrant(approver, finance),))
    mia = _joined(application, tenant, None)
    return Question(tenant_id=tenant, by=mia, action="invoices.approve", department_id=warehouse)


def _joined(application: Application, tenant: TenantId, terms: str | None) -> Actor:
    application.work.worker.drain(tenant_id=tenant)
    token = newest_token(application.settings.mail_folder)
    accepted = application.access.invitations.accept(token=token, accept_terms=terms)
    return application.access.staff.authenticate(accepted.key)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_command_shown_can_be_typed(document: str) -> None:
    """Commands of the shell in blocks parse as they stand; those named in a sentence exist."""
    for line in _typed(document):
        words = shlex.split(line.split(" > ")[0], comments=True)
        if words[:1] == ["saas"]:
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
    places = (ROOT / "src", ROOT / "tests")
    code = "\n".join(path.read_text(encoding="utf-8") for place in places for path in place.rglob("*.py"))
    settings = {f"SAAS_{each.name.upper()}" for each in fields(ApplicationSettings)}
    for document, text in DOCUMENTS.items():
        for name in set(_VARIABLE.findall(text)) - settings:
            assert re.search(rf"\b{name}\b", code), f"{document}: {name}"


def test_the_examples_of_tests_pass(saas: Kit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests that the page on embedding shows, each with a kit as pytest gives it."""
    block = next(each for each in _blocks("docs/embedding.md", "python") if "saas: Kit" in each)
    shown: dict[str, Any] = {"Question": Question}
    exec(block, shown)
    names = [name for name in shown if name.startswith("test_")]
    assert len(names) > 1
    shown[names[0]](saas)
    for name in names[1:]:
        with open_kit() as kit:
            shown[name](kit)


def _shown_attributes(heading: str) -> set[str]:
    return {name for cell, *_ in _rows("docs/embedding.md", heading) for name in re.findall(r"`([^`]+)`", cell)}


def test_the_table_of_attributes_is_the_application() -> None:
    """Every attribute and method but the wiring stands there, and nothing else; so does each desk of a bundle."""
    wide = {"access": Access, "engagements": Engagements, "oversight": Oversight, "support": Support, "work": Work}
    own = {each.name for each in fields(Application) if not each.name.startswith("_")} - {"gathered"} | {
        name
        for name, what in vars(Application).items()
        if not name.startswith("_") and (callable(what) or isinstance(what, property))
    }
    there = {f"app.{name}" for name in own - wide.keys()} | {
        f"app.{name}.{each}" for name, kind in wide.items() for each in kind.__annotations__
    }
    shown = {name.partition("(")[0] for name in _shown_attributes("| attribute | what it does |")}
    assert shown == there


def test_the_table_of_the_kit_is_the_kit() -> None:
    """Every attribute and method of it stands there."""
    own = {each.name for each in fields(Kit)} | {name for name in vars(Kit) if not name.startswith("_")}
    shown = {name.partition("(")[0] for name in _shown_attributes("| of the kit | what it does |")}
    assert shown == {f"saas.{name}" for name in own}


def test_the_table_of_what_a_request_carries_is_the_guard() -> None:
    """By the keys that it sets, in both kinds of server; and what frameworks serve by themselves."""
    shown = _shown_attributes("| where | what |")
    keys = {f'{place}["{key}"]' for place in ("scope", "environ") for key in (CALLER, DECISIONS)}
    assert shown == {"current_caller()", *keys}
    for names, routes in _rows("docs/embedding.md", "| `framework_routes(…)` | routes |"):
        for name in re.findall(r'`"(\w+)"`', names):
            assert [each.path for each in framework_routes(name)] == re.findall(r"`([^`]+)`", routes)


def test_the_table_of_reasons_is_the_catalogue() -> None:
    """Every code stands there, in the order of judgement, with its clauses and its remedy."""
    shown = [
        (code.strip("`"), tuple(re.findall(r"[\d.a-z]+", clauses)), remedy.strip("`"))
        for code, clauses, remedy, *_ in _rows("docs/embedding.md", "| reason | clauses | remedy | what it tells |")
    ]
    assert shown == [(code.value, row.clauses, row.remedy.value) for code, row in CATALOGUE.items()]


@pytest.mark.parametrize(
    ("heading", "table"), [("| term | reason |", TERM_REASON), ("| payment | reason |", PAYMENT_REASON)]
)
def test_the_tables_of_standing_are_those_of_the_code(heading: str, table: dict[object, object]) -> None:
    """The tables show what each term and each payment state closes, and with which reason."""
    shown = dict(_rows("docs/licensing-standing.md", heading))
    code = {getattr(axis, "value", ""): getattr(reason, "value", "open") for axis, reason in table.items()}
    assert shown == code


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


def test_the_index_of_decisions_is_whole() -> None:
    """It has one line for each record, in order, with its title."""
    shown = re.findall(r"^(\d+\. )\[(.+?)\]\((\S+)\): \S.+$", DOCUMENTS["docs/decisions/README.md"], re.MULTILINE)
    titles = [each.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ") for each in RECORDS]
    assert [(number + title, name) for number, title, name in shown] == [
        (title, each.name) for title, each in zip(titles, RECORDS, strict=True)
    ]


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
