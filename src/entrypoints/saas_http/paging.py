"""Paging: a part of a list, and the URL of the next one."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

import attrs
from attrs import frozen

from saas_core.kernel.errors import InvalidValue
from saas_http.parsing.values import Number, Text
from saas_http.problems import QueryInvalid
from saas_views.presenting import as_json
from saas_web.problems import Fault

T = TypeVar("T")
K = TypeVar("K")

LARGEST = 500
_MARK = 6
_ID = 16
_BETWEEN = "\0"


@frozen(kw_only=True)
class Paging:
    """A part of a list: the number of items, and the cursor of the previous page."""

    limit: Annotated[int, Number(1, LARGEST)] = 50
    cursor: Annotated[str, Text(1, 1000, form="cursor")] | None = None


@frozen
class Page(Generic[T]):
    """A part of a list; `next` is the URL of the following page, None on the last."""

    items: tuple[T, ...]
    next: str | None


class Reader:
    """Reads the requested page of a list."""

    def __init__(self, path: str, query: Paging) -> None:
        """Take the requested path and the query; a cursor is valid only for this path and these filters."""
        self._path = path
        self._query = query
        kept = {each.name: getattr(query, each.name) for each in attrs.fields(type(query))}
        self._asked = {name: _text(each) for name, each in kept.items() if each is not None and name != "cursor"}
        filters = sorted((name, each) for name, each in self._asked.items() if name != "limit")
        self._mark = hashlib.sha256(repr((path, filters)).encode()).digest()[:_MARK]

    def ids(self, read: Callable[[Any, int], Sequence[T]], last: Callable[[T], UUID]) -> Page[T]:
        """Return a page of a list ordered by id."""
        after = self._after()
        if after is not None and len(after) != _ID:
            raise _unknown()
        return self._page(read, None if after is None else UUID(bytes=after), lambda item: last(item).bytes)

    def sized(self, read: Callable[[Any, int], Sequence[T]], last: Callable[[T], UUID]) -> Page[T]:
        """Return a page of a list ordered by id whose pages are bounded by bytes, too, and end before the limit."""
        after = self._after()
        if after is not None and len(after) != _ID:
            raise _unknown()
        items = tuple(read(None if after is None else UUID(bytes=after), self._query.limit))
        more = bool(items) and bool(read(last(items[-1]), 1))
        return Page(items, self._link(last(items[-1]).bytes) if more else None)

    def names(self, read: Callable[[str, int], Sequence[T]], last: Callable[[T], str]) -> Page[T]:
        """Return a page of a list ordered by name."""
        return self._page(read, self._name(), lambda item: last(item).encode())

    def found(self, read: Callable[[str, int], tuple[Sequence[T], str | None]]) -> Page[T]:
        """Return a page of a list that says itself after which name it goes on, such as one that is searched."""
        items, after = read(self._name(), self._query.limit)
        return Page(tuple(items), None if after is None else self._link(after.encode()))

    def positions(self, read: Callable[[int, int], Sequence[T]], last: Callable[[T], int]) -> Page[T]:
        """Return a page of a list whose items are numbered from 1."""
        after = self._after() or b"0"
        if not after.isdigit() or len(after) > _ID:
            raise _unknown()
        return self._page(read, int(after), lambda item: str(last(item)).encode())

    def places(
        self,
        read: Callable[[K | None, int], Sequence[T]],
        last: Callable[[T], tuple[str, ...]],
        place: Callable[..., K],
    ) -> Page[T]:
        """Return a page of a list ordered by several texts, from which `place` makes the position to continue after."""
        after = self._after()
        try:
            begin = None if after is None else place(*after.decode().split(_BETWEEN))
        except (TypeError, ValueError, InvalidValue):
            raise _unknown() from None
        return self._page(read, begin, lambda item: _BETWEEN.join(last(item)).encode())

    def _page(
        self,
        read: Callable[[Any, int], Sequence[T]],
        after: Any,  # noqa: ANN401 - an id, a name or a position
        mark: Callable[[T], bytes],
    ) -> Page[T]:
        limit = self._query.limit
        # One more item than requested shows whether there is a next page.
        found = tuple(read(after, limit + 1))
        if len(found) <= limit:
            return Page(found, None)
        items = found[:limit]
        return Page(items, self._link(mark(items[-1])))

    def _link(self, after: bytes) -> str:
        return f"{self._path}?{urlencode({**self._asked, 'cursor': self._cursor(after)})}"

    def _name(self) -> str:
        try:
            return (self._after() or b"").decode()
        except UnicodeDecodeError:
            raise _unknown() from None

    def _cursor(self, after: bytes) -> str:
        return base64.urlsafe_b64encode(self._mark + after).rstrip(b"=").decode()

    def _after(self) -> bytes | None:
        cursor = self._query.cursor
        if cursor is None:
            return None
        try:
            whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise _unknown() from None
        if whole[:_MARK] != self._mark or self._cursor(whole[_MARK:]) != cursor:
            raise _unknown()
        return whole[_MARK:]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(as_json(value))


def _unknown() -> QueryInvalid:
    return QueryInvalid(
        (Fault("cursor", "is not of this list.", "Follow the link of the page before, with the same filters."),)
    )
