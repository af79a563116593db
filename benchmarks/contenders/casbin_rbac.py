"""Role-based access control in pycasbin, with its usual enforcer and with its `FastEnforcer`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import casbin
from casbin.model import FastModel, Model
from casbin.persist import Adapter

from benchmarks.contenders import within
from benchmarks.world import World
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Question

_MODEL = """
[request_definition]
r = sub, act, place

[policy_definition]
p = sub, act

[role_definition]
g = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.act == p.act && g(r.sub, p.sub) && covers(r.sub, r.place)
"""
_PERMISSION = 1
"""The position of the permission, in a request as in a policy line."""
_EVERYWHERE = ""


class _Rows(Adapter):  # type: ignore[misc]
    """An adapter like one over a database: it passes every line to the model when the enforcer loads."""

    def __init__(self, world: World, seconds: float) -> None:
        """Read the lines from the world."""
        self._world = world
        self._seconds = seconds

    def load_policy(self, model: Model) -> None:
        """Load a line for each permission of a role, and one for each active user; raises TooLong."""
        for role in self._world.roles:
            for each in sorted(role.permissions):
                model.model["p"]["p"].policy.append([str(role.id), each])
        roles = [str(each.id) for each in self._world.roles]
        groups = model.model["g"]["g"].policy
        for person in within(self._world.people(), self._seconds):
            if person.active:
                groups.append([str(person.user_id), roles[person.role]])


class Casbin:
    """A pycasbin contender: users grouped by role, a line per role and permission, a function for departments.

    It checks no license; an inactive user is in no group. The matcher compares the permission first, since that settles
    most lines at the least cost.
    """

    def __init__(self, enforcer: casbin.Enforcer, world: World) -> None:
        """Add the function that knows departments."""
        self._enforcer = enforcer
        places = dict(_places(world))
        under = {str(top): frozenset(str(each) for each in below) for top, below in world.under().items()}

        def covers(user: str, place: str) -> bool:
            held = places[user]
            return held == _EVERYWHERE or place in under[held]

        enforcer.add_function("covers", covers)

    @property
    def ask(self) -> Callable[[Question], object]:
        """Enforce."""
        return self.allows

    def allows(self, asked: Question) -> bool:
        """Return whether the enforcer allows it."""
        by = asked.by
        user = str(by.user_id) if isinstance(by, ClientUser) else ""
        place = _EVERYWHERE if asked.department_id is None else str(asked.department_id)
        return bool(self._enforcer.enforce(user, asked.action, place))


def load(world: World, seconds: float) -> Casbin:
    """Load the world into the usual enforcer; raises TooLong."""
    model = casbin.Enforcer.new_model(text=_MODEL)
    return Casbin(casbin.Enforcer(model, _Rows(world, seconds)), world)


def load_fast(world: World, seconds: float) -> Casbin:
    """Load the world into the enforcer that looks up lines by permission; raises TooLong."""
    order = [_PERMISSION]
    model = FastModel(order)
    model.load_model_from_text(_MODEL)
    return Casbin(casbin.FastEnforcer(model, _Rows(world, seconds), cache_key_order=order), world)


def _places(world: World) -> Iterator[tuple[str, str]]:
    for each in world.people():
        yield str(each.user_id), _EVERYWHERE if each.department_id is None else str(each.department_id)
