"""A Rego policy in regopy, of Microsoft's rego-cpp, compiled into a bundle; interpreted it takes far longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from regopy import Interpreter, Output

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
    """One rule and its data, compiled into a bundle, with an input of three strings; it checks no license."""

    def __init__(self, world: World, seconds: float) -> None:
        """Compile the policy with its data."""
        self._interpreter = Interpreter()
        self._interpreter.add_module("bench.rego", _POLICY)
        self._interpreter.add_data(_data(world, seconds))
        self._bundle = self._interpreter.build(_RULE)

    @property
    def ask(self) -> Callable[[Question], object]:
        """Set the input and execute the rule."""
        return self.allows

    def allows(self, asked: Question) -> bool:
        """Return whether the result is true."""
        self._interpreter.set_input(_input(asked))
        return _is_true(self._interpreter.query_bundle(self._bundle))


def load(world: World, seconds: float) -> Rego:
    """Compile the world into a bundle; raises TooLong."""
    return Rego(world, seconds)


def _input(asked: Question) -> dict[str, str]:
    by = asked.by
    return {
        "user": str(by.user_id) if isinstance(by, ClientUser) else "",
        "permission": asked.action,
        "department": _EVERYWHERE if asked.department_id is None else str(asked.department_id),
    }


def _is_true(output: Output) -> bool:
    # Undefined is no: the interpreter does not say what a rule is by default.
    expressions = output.results[0].expressions
    return bool(expressions and expressions[0])


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
