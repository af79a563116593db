"""Names: the form for comparing them, and the check that they are free."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, NameTaken
from saas_core.access.model import OWNER_NAME, Role
from saas_core.access.policies.tree import Tree
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, RoleId
from saas_core.kernel.suggesting import near


def name_key(name: str) -> str:
    """Return the form for comparing names, which ignores case and width."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def require_free_role(roles: Iterable[Role], name: str, *, own: RoleId | None = None) -> None:
    """Require that no other role has the name; raises NameTaken naming the role that has it."""
    wanted = name_key(name)
    for each in roles:
        if each.id != own and name_key(each.name) == wanted:
            message = f"role {each.id} has this name."
            raise NameTaken(message, field="name", remedy="Choose another name, or edit that role.")
    if wanted == name_key(OWNER_NAME):
        message = f"{OWNER_NAME} is the name of the built-in role."
        raise NameTaken(message, field="name", remedy="Choose another name.")


def require_free_department(
    tree: Tree, name: str, parent: DepartmentId | None, *, own: DepartmentId | None = None
) -> None:
    """Require that no sibling department has the name; raises NameTaken naming the department that has it."""
    wanted = name_key(name)
    for each in tree.children(parent):
        if each.id != own and name_key(each.name) == wanted:
            message = f"the sibling department {each.id} has this name."
            raise NameTaken(message, field="name", remedy="Choose another name, or another place.")


@frozen
class Places:
    """Departments by their paths and by their names, each in the form for comparing, to find any number of them."""

    by_path: Mapping[str, tuple[DepartmentId, ...]]
    by_name: Mapping[str, tuple[DepartmentId, ...]]

    @classmethod
    def of(cls, tree: Tree) -> Places:
        """Gather the departments of a tree."""
        by_path: dict[str, tuple[DepartmentId, ...]] = {}
        by_name: dict[str, tuple[DepartmentId, ...]] = {}
        for each in tree.departments.values():
            for places, key in ((by_path, name_key(tree.names(each.id))), (by_name, name_key(each.name))):
                places[key] = (*places.get(key, ()), each.id)
        return cls(by_path, by_name)

    def find(self, path: str) -> DepartmentId:
        """Find a department by its path (`Sales/Retail`), or by its name if only one has it.

        Raises DepartmentUnknown, InvalidValue for a name that several departments have, and for what cannot be a path.
        """
        wanted = name_key(text.plain(path, "department"))
        by_path = self.by_path.get(wanted, ())
        found = by_path if len(by_path) == 1 else self.by_name.get(wanted, ())
        if not found:
            raise DepartmentUnknown
        if len(found) > 1:
            message = f"{len(found)} departments have this name."
            raise InvalidValue(message, field="department", remedy="Give its path from the top, as in Sales/Retail.")
        return found[0]


def department_at(tree: Tree, path: str) -> DepartmentId:
    """Find a department by its path, or by its name if only one has it; raises as `Places.find` does."""
    try:
        return Places.of(tree).find(path)
    except DepartmentUnknown:
        raise DepartmentUnknown(typed=path.strip(), like=near(path, _places(tree))) from None


def _places(tree: Tree) -> Iterator[str]:
    """Yield the paths and the names of departments, as somebody may have meant them."""
    for each in tree.departments.values():
        yield tree.names(each.id)
        if each.parent is not None:
            yield each.name
