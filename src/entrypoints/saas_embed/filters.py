"""Filters: the places of `gate.places` as a condition on a host's own rows, for SQLAlchemy, Django and plain SQL.

A condition names the client by equality and its departments either one by one, or by those granted with all that lie
under them in the host's own copy of the tree. A row without a department belongs to the client as a whole: whoever may
in the whole instance finds it, and nobody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from attrs import frozen

from saas_core.gate.places import Places
from saas_core.kernel.errors import InvalidValue

if TYPE_CHECKING:
    from django.db.models import Q  # type: ignore[import-untyped]
    from sqlalchemy import ColumnElement

_NAME = re.compile(r'(?:[A-Za-z_][A-Za-z0-9_]*|"[A-Za-z_][A-Za-z0-9_ ]*")')
_COLUMN = re.compile(rf"{_NAME.pattern}(?:\.{_NAME.pattern}){{0,2}}")
_MARKS = ("?", "%s")


@frozen(kw_only=True)
class DepartmentTable:
    """A host's own table of departments for plain SQL: its name, and the columns of an id and of its parent's id."""

    name: str
    id: str = "id"
    parent: str = "parent_id"


def _itself(value: UUID) -> object:
    return value


def sqlalchemy_filter(
    places: Places,
    *,
    department: Any,  # noqa: ANN401 - a column or a mapped attribute; SQLAlchemy has no type for both
    tenant: Any,  # noqa: ANN401
    under: tuple[Any, Any] | None = None,
    written: Callable[[UUID], object] = _itself,
) -> ColumnElement[bool]:
    """Return the condition for SQLAlchemy that a row belongs to one of the places, as in `select(Invoice).where(…)`.

    `department` and `tenant` are columns of the row; `tenant=None` says that all rows are this client's alone. `under`
    are the columns id and parent of the host's own table of departments: the condition then walks down that tree from
    the departments granted, instead of listing all that lie under them. `written` turns an id into the kind of value
    that the columns hold, such as `str`.
    """
    import sqlalchemy as sa  # noqa: PLC0415 - only hosts that use it have it

    if not places:
        return sa.false()
    own: list[Any] = [] if tenant is None else [tenant == written(places.tenant_id)]
    if not places.everywhere:
        if under is None:
            own.append(department.in_([written(each) for each in places.departments]))
        else:
            own.append(department.in_(_walked(places, under, written)))
    return sa.and_(sa.true(), *own)


def _walked(places: Places, under: tuple[Any, Any], written: Callable[[UUID], object]) -> Any:  # noqa: ANN401
    import sqlalchemy as sa  # noqa: PLC0415

    id_, parent = under
    tops = sa.select(id_).where(id_.in_([written(each) for each in places.tops])).cte("places", recursive=True)
    (top,) = tops.c
    walked = tops.union(sa.select(id_).join(tops, parent == top))
    (found,) = walked.c
    return sa.select(found)


def django_filter(
    places: Places,
    *,
    department: str,
    tenant: str | None,
    parent: str | None = None,
    written: Callable[[UUID], object] = _itself,
) -> Q:
    """Return the condition for Django that a row belongs to one of the places, as in `Invoice.objects.filter(…)`.

    `department` and `tenant` are lookups of the row, such as `department_id` and `tenant_id`; `tenant=None` says that
    all rows are this client's alone. With `parent`, the name of a department's relation to the one above it,
    `department` is a relation too, and the condition names the departments granted at every level up to the deepest one
    there is, instead of listing all that lie under them. `written` is as in `sqlalchemy_filter`.
    """
    from django.db.models import Q  # noqa: PLC0415 - only hosts that use it have it

    nothing = Q(pk__in=())
    if not places:
        return nothing
    own = Q() if tenant is None else Q(**{tenant: written(places.tenant_id)})
    if places.everywhere:
        return own
    if parent is None:
        return own & Q(**{f"{department}__in": [written(each) for each in places.departments]})
    tops, there = [written(each) for each in places.tops], nothing
    for level in range(places.levels):
        there |= Q(**{f"{'__'.join((department, *[parent] * level))}__in": tops})
    return own & there


def sql_filter(  # noqa: PLR0913 - where the row says what, and how the driver wants it
    places: Places,
    *,
    department: str,
    tenant: str | None,
    under: DepartmentTable | None = None,
    mark: str = "?",
    written: Callable[[UUID], object] = str,
) -> tuple[str, tuple[object, ...]]:
    """Return the condition that a row belongs to one of the places as text of SQL, and the values of its parameters.

    `department` and `tenant` are names of columns, such as `invoices.department_id`; `tenant=None` says that all rows
    are this client's alone. `under` and `written` are as in `sqlalchemy_filter`, ids being text by default; `mark`
    stands for each value, `?` or `%s` as the driver wants it. Raises InvalidValue for what is not the name of a column,
    and for another mark.
    """
    names = [("department", department), *([] if tenant is None else [("tenant", tenant)])]
    if under is not None:
        names += [("under", under.name), ("under", under.id), ("under", under.parent)]
    for field, name in names:
        _require_name(field, name)
    if mark not in _MARKS:
        message = f"{mark[:10]!r} does not stand for a value."
        raise InvalidValue(message, field="mark", remedy="Use ? or %s, as your driver does.")
    if not places:
        return "1 = 0", ()
    texts: list[str] = [] if tenant is None else [f"{tenant} = {mark}"]
    values: list[object] = [] if tenant is None else [written(places.tenant_id)]
    if not places.everywhere:
        listed = [written(each) for each in (places.departments if under is None else places.tops)]
        texts.append(f"{department} IN ({_marks(mark, listed) if under is None else _walk(under, mark, listed)})")
        values += listed
    return " AND ".join(texts) or "1 = 1", tuple(values)


def _walk(under: DepartmentTable, mark: str, tops: Sequence[object]) -> str:
    """Return the query of a tree from its tops down, as all of SQLite, PostgreSQL, MySQL and MariaDB read it."""
    name, id_, parent = under.name, under.id, under.parent
    return (
        f"WITH RECURSIVE places_walked (id) AS (SELECT {id_} FROM {name} WHERE {id_} IN ({_marks(mark, tops)}) "  # noqa: S608 - names are checked, values are parameters
        f"UNION SELECT below.{id_} FROM {name} below JOIN places_walked ON below.{parent} = places_walked.id) "
        "SELECT id FROM places_walked"
    )


def _marks(mark: str, values: Sequence[object]) -> str:
    return ", ".join([mark] * len(values))


def _require_name(field: str, name: str) -> None:
    if not _COLUMN.fullmatch(name):
        message = f"{name[:60]!r} is not the name of a column or table."
        raise InvalidValue(message, field=field, remedy="Write it as in invoices.department_id; it is never input.")
