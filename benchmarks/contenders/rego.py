"""A Rego policy in regorus, Microsoft's interpreter: by its engine, and compiled for its virtual machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

import regorus

from benchmarks.contenders import within
from benchmarks.world import World
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Question

_POLICY = """
package bench

default allow := false

allow if {
    user := data.users[input.user]
    user.active
    data.roles[user.role][input.permission]
    data.under[user.department][input.department]
}
"""
_RULE = "data.bench.allow"
_EVERYWHERE = ""

_Data: TypeAlias = dict[str, dict[str, dict[str, object]]]


class Rego:
    """The engine: one rule evaluated for each check, with an input of three strings; it checks no license."""

    def __init__(self, world: World, seconds: float) -> None:
        """Load the policy and its data."""
        self._engine = regorus.Engine()
        self._engine.add_policy("bench.rego", _POLICY)
        self._engine.add_data(_data(world, seconds))

    @property
    def ask(self) -> Callable[[Question], object]:
        """Set the input and evaluate the rule."""
        return self.allows

    def allows(self, asked: Question) -> bool:
        """Return whether the rule is true."""
        user, place = _texts(asked)
        self._engine.set_input({"user": user, "permission": asked.action, "department": place})
        return self._engine.eval_rule(_RULE) is True


class RegoCompiled:
    """The virtual machine: the same rule, compiled, with JSON input and output; it checks no license."""

    def __init__(self, world: World, seconds: float) -> None:
        """Compile the policy and load its data."""
        self._machine = regorus.Rvm()
        self._machine.load_program(regorus.Program.compile_from_modules("{}", [("bench.rego", _POLICY)], [_RULE]))
        self._machine.set_data_json(json.dumps(_data(world, seconds)))

    @property
    def ask(self) -> Callable[[Question], object]:
        """Set the input and execute the rule."""
        return self.allows

    def allows(self, asked: Question) -> bool:
        """Return whether the result is true."""
        user, place = _texts(asked)
        # None of the three needs quoting, so plain formatting is enough, at the least cost.
        self._machine.set_input_json(f'{{"user":"{user}","permission":"{asked.action}","department":"{place}"}}')
        return bool(self._machine.execute() == "true")


def load(world: World, seconds: float) -> Rego:
    """Load the world into the engine; raises TooLong."""
    return Rego(world, seconds)


def load_compiled(world: World, seconds: float) -> RegoCompiled:
    """Load the world into the virtual machine; raises TooLong."""
    return RegoCompiled(world, seconds)


def _texts(asked: Question) -> tuple[str, str]:
    by = asked.by
    user = str(by.user_id) if isinstance(by, ClientUser) else ""
    return user, _EVERYWHERE if asked.department_id is None else str(asked.department_id)


def _data(world: World, seconds: float) -> _Data:
    under: dict[str, dict[str, object]] = {
        str(top): {str(each): True for each in below} for top, below in world.under().items()
    }
    under[_EVERYWHERE] = {_EVERYWHERE: True, **{str(each.id): True for each in world.departments}}
    return {
        "roles": {str(role.id): dict.fromkeys(role.permissions, True) for role in world.roles},
        "under": under,
        "users": {
            str(each.user_id): {
                "active": each.active,
                "role": str(world.roles[each.role].id),
                "department": _EVERYWHERE if each.department_id is None else str(each.department_id),
            }
            for each in within(world.people(), seconds)
        },
    }
