"""Names: the form for comparing them, and the check that they are free."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import frozen

from saas_core.access.errors import DepartmentUnknown, NameTaken
from saas_core.access.model import OWNER_NAME, Role
from saas_core.access.policies.tree import Tree
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, RoleId
from saas_core.kernel.joined import apart
from saas_core.kernel.suggesting import near
from saas_core.kernel.text import without_unseen
from saas_core.policy.names import skeleton


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
    # The eye reads `w` in two letters, too, and a space that is narrow or does not break not at all.
    if "".join(skeleton(without_unseen(name)).split()).replace("vv", "w") == skeleton(OWNER_NAME):
        message = f"{OWNER_NAME} is the name of the built-in role, which no other may look like."
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

    exact_paths: Mapping[tuple[str, ...], tuple[DepartmentId, ...]]
    exact_names: Mapping[tuple[str, ...], tuple[DepartmentId, ...]]
    by_path: Mapping[tuple[str, ...], tuple[DepartmentId, ...]]
    by_name: Mapping[tuple[str, ...], tuple[DepartmentId, ...]]

    @classmethod
    def of(cls, tree: Tree) -> Places:
        """Gather the departments of a tree."""
        paths = {each: tree.steps(each) for each in tree.departments}
        names = {each.id: (each.name,) for each in tree.departments.values()}
        return cls(_gathered(paths), _gathered(names), _gathered(paths, name_key), _gathered(names, name_key))

    def find(self, path: str) -> DepartmentId:
        """Find a department by its path (`Sales/Retail`), or by its name if only one has it.

        One written exactly so comes before one in other case or width. Raises DepartmentUnknown, InvalidValue for a
        name that several departments have, and for what cannot be a path.
        """
        wanted = text.plain(path, "department")
        steps, name = apart(wanted, "/"), (wanted,)
        by_path = self.exact_paths.get(steps) or self.by_path.get(_keys(steps), ())
        found: tuple[DepartmentId, ...] = by_path
        if len(by_path) != 1:
            found = self.exact_names.get(name) or self.by_name.get(_keys(name), ())
        if len(found) > 1:
            message = f"{len(found)} departments have this name."
            raise InvalidValue(message, field="department", remedy="Give its path from the top, as in Sales/Retail.")
        for each in found:
            return each
        raise DepartmentUnknown


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


def role_named(roles: Iterable[Role], name: str) -> Role | None:
    """Find a role by its name, written exactly so or else in any case or width; None if there is none."""
    there, wanted = tuple(roles), name.strip()
    exact = (each for each in there if each.name == wanted)
    return next(exact, None) or next((each for each in there if name_key(each.name) == name_key(wanted)), None)


def _gathered(
    named: Mapping[DepartmentId, tuple[str, ...]], form: Callable[[str], str] = str
) -> Mapping[tuple[str, ...], tuple[DepartmentId, ...]]:
    found: dict[tuple[str, ...], tuple[DepartmentId, ...]] = {}
    for each, names in named.items():
        key = tuple(map(form, names))
        found[key] = (*found.get(key, ()), each)
    return found


def _keys(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(name_key, names))
