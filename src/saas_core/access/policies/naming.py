"""Names: the form for comparing them, and the check that they are free."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TypeVar

from saas_core.access.errors import DepartmentUnknown, NameTaken
from saas_core.access.model import OWNER_NAME, Role
from saas_core.access.policies.tree import Tree
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, RoleId
from saas_core.kernel.joined import apart
from saas_core.kernel.text import without_unseen
from saas_core.policy.actions import skeleton

T = TypeVar("T")


def name_key(name: str) -> str:
    """Return the form for comparing names, which ignores case, width and what cannot be seen."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", without_unseen(name)).casefold())


def require_free_role(roles: Iterable[Role], name: str, *, own: RoleId | None = None) -> None:
    """Require that no other role has the name; raises NameTaken naming the role that has it."""
    wanted = name_key(name)
    for each in roles:
        if each.id != own and name_key(each.name) == wanted:
            message = f"role {each.id} has this name."
            raise NameTaken(message, field="name", remedy="Choose another name, or edit that role.")
    # The eye reads `w` in two letters, too.
    if skeleton(without_unseen(name)).replace("vv", "w") == skeleton(OWNER_NAME):
        message = f"{OWNER_NAME} is the name of the built-in role, which no other may look like."
        raise NameTaken(message, field="name", remedy="Choose another name.")


def require_free_department(
    tree: Tree, name: str, parent: DepartmentId | None, *, own: DepartmentId | None = None
) -> None:
    """Require that no sibling department has the name; raises NameTaken naming the department that has it."""
    for each in tree.children(parent):
        if each.id != own and name_key(each.name) == name_key(name):
            message = f"the sibling department {each.id} has this name."
            raise NameTaken(message, field="name", remedy="Choose another name, or another place.")


def department_at(tree: Tree, path: str) -> DepartmentId:
    """Find a department by its path (`Sales/Retail`), or by its name if only one has it.

    A path or name written exactly so comes before one in other case or width. Raises DepartmentUnknown, InvalidValue
    for a name that several departments have.
    """
    by_path = _alike({each: tree.steps(each) for each in tree.departments}, apart(path, "/"))
    by_name = _alike({each.id: (each.name,) for each in tree.departments.values()}, (path.strip(),))
    found = by_path if len(by_path) == 1 else by_name
    if not found:
        raise DepartmentUnknown
    if len(found) > 1:
        message = f"{len(found)} departments have this name."
        raise InvalidValue(message, field="department", remedy="Give its path from the top, as in Sales/Retail.")
    return found[0]


def role_named(roles: Iterable[Role], name: str) -> Role | None:
    """Find a role by its name, written exactly so or else in any case or width; None if there is none."""
    by_id = {each.id: each for each in roles}
    found = _alike({each.id: (each.name,) for each in by_id.values()}, (name.strip(),))
    return by_id[found[0]] if found else None


def _alike(named: Mapping[T, tuple[str, ...]], wanted: tuple[str, ...]) -> list[T]:
    """Return what is named exactly so, or else what is named so in any case or width."""
    exact = [each for each, names in named.items() if names == wanted]
    key = tuple(map(name_key, wanted))
    return exact or [each for each, names in named.items() if tuple(map(name_key, names)) == key]
