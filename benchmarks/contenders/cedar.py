"""Cedar policies in cedarpy: a policy for each role, and an entity for each user and department."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from cedarpy import AuthzResult, Entities, PolicySet, is_authorized

from benchmarks.contenders import within
from benchmarks.world import World
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import Question

_EVERYWHERE = "everywhere"


class Cedar:
    """Policies and entities parsed once, with a request of three entities for each check; it checks no license."""

    def __init__(self, world: World, seconds: float) -> None:
        """Load the policies and the entities."""
        self._policies = PolicySet.from_str("\n".join(_policy(str(each.id), each.permissions) for each in world.roles))
        self._entities = Entities.from_json_str(json.dumps(_entities(world, seconds)))

    @property
    def ask(self) -> Callable[[Question], AuthzResult]:
        """Make the check."""
        return self.check

    def allows(self, asked: Question) -> bool:
        """Return whether the request is allowed."""
        return bool(self.check(asked).allowed)

    def check(self, asked: Question) -> AuthzResult:
        """Return what Cedar says about a request."""
        by = asked.by
        request = {
            "principal": _named("User", str(by.user_id) if isinstance(by, ClientUser) else ""),
            "action": _named("Action", asked.action),
            "resource": _named("Place", _EVERYWHERE if asked.department_id is None else str(asked.department_id)),
        }
        return is_authorized(request, self._policies, self._entities)


def load(world: World, seconds: float) -> Cedar:
    """Load the world; raises TooLong."""
    return Cedar(world, seconds)


def _policy(role: str, permissions: frozenset[str]) -> str:
    actions = ", ".join(f'Action::"{each}"' for each in sorted(permissions))
    return (
        f'permit (principal in Role::"{role}", action in [{actions}], resource)'
        " when { principal.active && resource in principal.place };"
    )


def _named(kind: str, name: str) -> dict[str, str]:
    return {"type": kind, "id": name}


def _entities(world: World, seconds: float) -> list[dict[str, Any]]:
    places = [
        _entity("Place", str(each.id), _named("Place", _EVERYWHERE if each.parent is None else str(each.parent)))
        for each in world.departments
    ]
    roles = [_entity("Role", str(each.id)) for each in world.roles]
    users = [
        {
            "uid": _named("User", str(each.user_id)),
            "attrs": {
                "active": each.active,
                "place": {"__entity": _named("Place", str(each.department_id or _EVERYWHERE))},
            },
            "parents": [_named("Role", str(world.roles[each.role].id))],
        }
        for each in within(world.people(), seconds)
    ]
    return [_entity("Place", _EVERYWHERE), *places, *roles, *users]


def _entity(kind: str, name: str, *parents: dict[str, str]) -> dict[str, Any]:
    return {"uid": _named(kind, name), "attrs": {}, "parents": list(parents)}
