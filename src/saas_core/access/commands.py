"""Commands of access as values: those on departments (1.4.c)."""

from __future__ import annotations

from typing import ClassVar

from attrs import frozen

from saas_core.kernel.bounds import Name, fitting
from saas_core.kernel.ids import DepartmentId


@frozen(field_transformer=fitting)
class CreateDepartment:
    """A new department under another one, or at the top."""

    NAME: ClassVar[str] = "access.create_department"

    name: Name
    parent_id: DepartmentId | None = None


@frozen(field_transformer=fitting)
class RenameDepartment:
    """The new name of a department."""

    NAME: ClassVar[str] = "access.rename_department"

    department_id: DepartmentId
    name: Name


@frozen(field_transformer=fitting)
class MoveDepartment:
    """The new parent of a department; null is the top."""

    NAME: ClassVar[str] = "access.move_department"

    department_id: DepartmentId
    parent_id: DepartmentId | None


@frozen(field_transformer=fitting)
class RemoveDepartment:
    """A department without sub-departments or assignments, to remove."""

    NAME: ClassVar[str] = "access.remove_department"

    department_id: DepartmentId


DepartmentCommand = CreateDepartment | RenameDepartment | MoveDepartment | RemoveDepartment
