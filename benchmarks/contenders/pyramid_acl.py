"""Pyramid's own ACL walk, `pyramid.authorization.ACLHelper`, over principals, resources and their lineage."""

from __future__ import annotations

import warnings
from collections.abc import Callable

from benchmarks.contenders import within
from benchmarks.world import World
from saas_core.kernel.actors import ClientUser
from saas_core.kernel.ids import DepartmentId, UserId
from saas_core.policy.decision import Question

with warnings.catch_warnings():
    # Pyramid imports pkg_resources, which warns on import that it is deprecated.
    warnings.simplefilter("ignore")
    from pyramid.authorization import ACLHelper, Allow, Authenticated, Everyone

_NOBODY = frozenset({Everyone})


class _Resource:
    """The instance, or a department below it, with an entry for each role that may be held there."""

    def __init__(self, parent: _Resource | None, acl: list[tuple[str, str, frozenset[str]]]) -> None:
        self.__parent__ = parent
        self.__acl__ = acl


class PyramidAcl:
    """Pyramid's ACL: principals are a role and its place; a place's ACL maps them to permissions.

    It checks no license; an inactive user has no principals.
    """

    def __init__(self, world: World, seconds: float) -> None:
        """Make the resources and the users' principals."""
        helper = ACLHelper()
        self._permits = helper.permits

        def acl(place: DepartmentId | None) -> list[tuple[str, str, frozenset[str]]]:
            return [(Allow, _principal(n, place), role.permissions) for n, role in enumerate(world.roles)]

        self._root = _Resource(None, acl(None))
        self._places: dict[DepartmentId, _Resource] = {}
        for each in world.departments:
            parent = self._root if each.parent is None else self._places[each.parent]
            self._places[each.id] = _Resource(parent, acl(each.id))
        shared: dict[str, frozenset[str]] = {}
        self._principals: dict[UserId, frozenset[str]] = {}
        for person in within(world.people(), seconds):
            held = _principal(person.role, person.department_id)
            if person.active:
                principals = shared.setdefault(held, frozenset({Everyone, Authenticated, held}))
                self._principals[person.user_id] = principals

    @property
    def ask(self) -> Callable[[Question], object]:
        """Look up the principals and the place, and ask the helper."""
        return self._ask

    def allows(self, asked: Question) -> bool:
        """Return whether the helper permits it."""
        return bool(self._ask(asked))

    def _ask(self, asked: Question) -> object:
        by = asked.by
        principals = self._principals.get(by.user_id, _NOBODY) if isinstance(by, ClientUser) else _NOBODY
        place = self._root if asked.department_id is None else self._places[asked.department_id]
        return self._permits(place, principals, asked.action)


def _principal(role: int, place: DepartmentId | None) -> str:
    return f"role:{role}" if place is None else f"role:{role}@{place}"


def load(world: World, seconds: float) -> PyramidAcl:
    """Load the world; raises TooLong."""
    return PyramidAcl(world, seconds)
