"""The code's own links to clauses: reasons, actions, what the judgement cites, and what texts in the code mention."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import tokenize
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Final

from attrs import frozen

from saas_core.policy.actions import OF_SOFTWARE
from saas_core.policy.reasons import CATALOGUE

PACKAGES: Final = (
    "saas_core",
    "saas_memory",
    "saas_sql",
    "saas_stripe",
    "saas_aws",
    "saas_local",
    "saas_mail",
    "saas_content",
    "saas_documents",
    "saas_policy_page",
    "saas_sandbox",
    "saas_app",
    "saas_web",
    "saas_views",
    "saas_http",
    "saas_portal",
    "saas_cli",
    "saas_embed",
    "saas_testing",
)
"""The packages of this project, in the order of their houses."""
_NUMBER: Final = re.compile(r"\d\.\d(?:\.[a-z])?")
_QUOTED: Final = re.compile(r"""["']\d\.\d(?:\.[a-z])?["']""")
# As texts in code cite: numbers in parentheses, or after the word; a range is each of its clauses.
_CITED: Final = re.compile(
    r"(?:\b[Cc]lauses?[ :]+|\()(\d\.\d(?:\.[a-z])?(?:(?:, | and |, and | or | to )\d\.\d(?:\.[a-z])?)*)(?=[).,:;\s]|$)"
)
_RANGE: Final = re.compile(r"(\d)\.(\d) to \d\.(\d)")
_FIGURE: Final = "Decimal"
"""What is made of it is a figure, and no clause."""
_TELLING: Final = ("saas_cli/demo/", "saas_http/openapi/", "saas_sandbox/", "saas_testing/", "saas_app/what_if")
"""Modules that show or try what others decide: the number of a clause there is an example."""
_PLAIN: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Link(Enum):
    """How code and a clause are linked: a reason or an action rests on it, code names it, or a text speaks of it."""

    REASON = "reason"
    ACTION = "action"
    DECIDES = "decides"
    MENTIONS = "mentions"

    @property
    def deciding(self) -> bool:
        """Return whether an answer depends on it; what only speaks of a clause may be taken out unseen."""
        return self is not Link.MENTIONS


@frozen(order=True)
class Citation:
    """A link from code to a clause, with its place (file and line) and what is there."""

    clause: str
    file: str
    line: int
    link: Link
    what: str

    @property
    def place(self) -> str:
        """Its place as a compiler writes it."""
        return f"{self.file}:{self.line}"


def sources() -> dict[str, str]:
    """Return the text of every module of this project that is installed, by its path from the packages' folder."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in (spec.submodule_search_locations or ()) if spec is not None else ():
            top = Path(folder)
            for path in sorted(top.rglob("*.py")):
                found[f"{package}/{path.relative_to(top).as_posix()}"] = path.read_text(encoding="utf-8")
    return found


def citations(texts: Mapping[str, str]) -> tuple[Citation, ...]:
    """Return every link of the texts of modules to a clause, whether the clause exists or not, in their order."""
    return tuple(sorted({each for file, text in texts.items() for each in _of(file, text)}, key=_order))


def _order(each: Citation) -> tuple[str, int, str, int]:
    return each.clause, list(Link).index(each.link), each.file, each.line


def _of(file: str, text: str) -> Iterator[Citation]:
    if _QUOTED.search(text):
        yield from _named(file, ast.parse(text))
    if _CITED.search(text):
        yield from _mentioned(file, text)


def _named(file: str, tree: ast.Module) -> Iterator[Citation]:
    """Yield what names a clause as a value; a key of a table lists clauses and rests on none."""
    keys = {id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys if key is not None}
    for name, node in _constants(tree, ""):
        if isinstance(node.value, str) and _NUMBER.fullmatch(node.value) and id(node) not in keys:
            link, what = _kind(file, name)
            yield Citation(node.value, file, node.lineno, link, what)


def _kind(file: str, name: str) -> tuple[Link, str]:
    kind, _colon, what = name.partition(":")
    if kind == "reason" and what in {each.value for each in CATALOGUE}:
        return Link.REASON, what
    if kind == "action" and what in {each.name for each in OF_SOFTWARE}:
        return Link.ACTION, what
    link = Link.MENTIONS if file.startswith(_TELLING) else Link.DECIDES
    return link, name if kind not in {"reason", "action"} else what or file


def _constants(node: ast.AST, name: str) -> Iterator[tuple[str, ast.Constant]]:
    """Yield constants with the name of what they stand in: a function, a row of reasons, or an action."""
    if isinstance(node, ast.Constant):
        yield name, node
    for child, inner in _inside(node, name):
        yield from _constants(child, inner)


def _inside(node: ast.AST, name: str) -> Iterator[tuple[ast.AST, str]]:
    """Yield what stands directly in a node, with the name of its place."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            yield value, _row(key) or name
            if key is not None:
                yield key, name
        return
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == _FIGURE:
            return
        name = _action(node) or name
    elif isinstance(node, _PLAIN):
        name = f"{name}.{node.name}".lstrip(".")
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        name = f"{name}.{node.target.id}".lstrip(".")
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        name = f"{name}.{node.targets[0].id}".lstrip(".")
    for child in ast.iter_child_nodes(node):
        yield child, name


def _action(node: ast.Call) -> str:
    named = (each.value for each in node.keywords if each.arg == "name")
    texts = (each.value for each in named if isinstance(each, ast.Constant))
    return next((f"action:{each}" for each in texts if isinstance(each, str)), "")


def _row(key: ast.expr | None) -> str:
    if isinstance(key, ast.Attribute) and isinstance(key.value, ast.Name) and key.value.id == "ReasonCode":
        return f"reason:{key.attr}"
    return ""


def _mentioned(file: str, text: str) -> Iterator[Citation]:
    """Yield what comments and texts in the code say of clauses."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in {tokenize.COMMENT, tokenize.STRING}:
            continue
        for number, line in enumerate(token.string.splitlines()):
            for said in _CITED.finditer(line):
                for clause in _clauses(said[1]):
                    yield Citation(clause, file, token.start[0] + number, Link.MENTIONS, _excerpt(line))


def _clauses(said: str) -> Iterable[str]:
    ranged = _RANGE.sub(lambda of: ", ".join(f"{of[1]}.{each}" for each in range(int(of[2]), int(of[3]) + 1)), said)
    return _NUMBER.findall(ranged)


def _excerpt(line: str) -> str:
    return " ".join(line.strip().strip('"#').split())[:120]
