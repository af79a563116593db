"""What is asked of access as values: the commands on departments (1.4.c)."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from saas_core.kernel.bounds import Name, fitting
from saas_core.kernel.ids import DepartmentId


@frozen(field_transformer=fitting)
class CreateDepartment:
    """A department under another one, or at the top."""

    NAME: ClassVar = "access.create_department"

    name: Name
    parent_id: DepartmentId | None = None


@frozen(field_transformer=fitting)
class RenameDepartment:
    """What a department is to be called."""

    NAME: ClassVar = "access.rename_department"

    department_id: DepartmentId
    name: Name


@frozen(field_transformer=fitting)
class MoveDepartment:
    """Under which department another one is to lie; null is the top."""

    NAME: ClassVar = "access.move_department"

    department_id: DepartmentId
    parent_id: DepartmentId | None


@frozen(field_transformer=fitting)
class RemoveDepartment:
    """A department in which nothing lies and nobody holds a role."""

    NAME: ClassVar = "access.remove_department"

    department_id: DepartmentId


DepartmentCommand = CreateDepartment | RenameDepartment | MoveDepartment | RemoveDepartment
