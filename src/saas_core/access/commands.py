"""What is asked of access as values: the commands on departments (1.4.c)."""

from __future__ import annotations

from typing import ClassVar

from attrs import field, frozen

from saas_core.kernel import text
from saas_core.kernel.bounds import Name
from saas_core.kernel.ids import DepartmentId


@frozen
class CreateDepartment:
    """A department under another one, or at the top."""

    NAME: ClassVar = "access.create_department"

    name: Name = field(converter=text.name)
    parent_id: DepartmentId | None = None


@frozen
class RenameDepartment:
    """What a department is to be called."""

    NAME: ClassVar = "access.rename_department"

    department_id: DepartmentId
    name: Name = field(converter=text.name)


@frozen
class MoveDepartment:
    """Under which department another one is to lie; null is the top."""

    NAME: ClassVar = "access.move_department"

    department_id: DepartmentId
    parent_id: DepartmentId | None


@frozen
class RemoveDepartment:
    """A department in which nothing lies and nobody holds a role."""

    NAME: ClassVar = "access.remove_department"

    department_id: DepartmentId


DepartmentCommand = CreateDepartment | RenameDepartment | MoveDepartment | RemoveDepartment
