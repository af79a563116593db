"""Facts of a decision are of the license or of a person, and a new one is a person's until somebody says otherwise."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from importlib import import_module

from saas_core.kernel.actors import System
from saas_core.kernel.ids import TenantId
from saas_core.policy.decision import Decision, Fact, Question, Ruling, Verdict
from saas_core.support.policies.opening_facts import OF_THE_LICENSE
from saas_core.support.use_cases.opening import opening_of
from ticketing import AT, TICKET

MODULES = ("saas_core.licensing.policies.standing", "saas_core.policy.decision", "saas_core.policy.judgement")
OF_PERSONS = {"API key allows", "allowed through", "approval limit", "break-glass grant", "staff holds", "user"}


def _texts(node: ast.expr) -> Iterator[str]:
    """Yield the names that an expression may be: a text, or one of two."""
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant):
        yield str(node.value)


def _made_in(module: str) -> Iterator[str]:
    """Yield the names of the facts that a module makes: of `Fact(name, …)`, and of each `yield name, value`."""
    for node in ast.walk(ast.parse(inspect.getsource(import_module(module)))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fact":
            yield from _texts(node.args[0])
        elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
            yield from _texts(node.value.elts[0])


def test_every_fact_of_a_decision_is_of_the_license_or_of_a_person() -> None:
    """Whoever adds one says here and there which it is; nothing is listed that is not made."""
    made = {name for module in MODULES for name in _made_in(module)}
    assert made == OF_THE_LICENSE | OF_PERSONS
    assert not OF_THE_LICENSE & OF_PERSONS


def test_staff_sees_no_fact_of_a_name_that_is_not_known() -> None:
    """It stays with the client (1.5)."""
    facts = tuple(Fact(name, "x") for name in ("license", "user", "a new fact"))
    ruling = Ruling(Verdict.ALLOWED, (), ("0.1",), (), "2026-02", None, facts)
    kept = opening_of(Decision(Question(TenantId(TICKET), System("worker"), "support.open"), ruling, AT))
    assert [each.name for each in kept.facts] == ["license"]
    assert [each.name for each in kept.persons] == ["user", "a new fact"]
