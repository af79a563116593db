"""Committed rows in process, and each unit of work's view of them.

A space holds the committed rows of one tenant. A unit of work accesses a space through a view, a thin layer over it: a
writer's layer holds its own changes, a reader's the rows as they were before others committed. So beginning costs
nothing, and committing or rolling back costs as much as was changed.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from typing import Any, Final, Generic, TypeVar, cast

from saas_core.kernel.errors import StoreFault

K = TypeVar("K")
V = TypeVar("V")

_ABSENT: Final = object()
_FEW: Final = 32


class Shelf:
    """Rows of one table by key, with the keys in order."""

    def __init__(self) -> None:
        """Start empty."""
        self.rows: dict[Any, Any] = {}
        self._order: list[Any] = []
        self._fresh: list[Any] = []

    def put(self, key: Any, value: Any) -> None:  # noqa: ANN401 - a shelf takes the rows of any table
        """Save a row under its key."""
        if key not in self.rows:
            self._fresh.append(key)
        self.rows[key] = value

    def drop(self, key: Any) -> None:  # noqa: ANN401
        """Remove a row if it exists."""
        if key in self.rows:
            self._put_in_order()
            del self.rows[key]
            del self._order[bisect_left(self._order, key)]

    def keys(self, *, after: Any, prefix: tuple[Any, ...]) -> Iterator[Any]:  # noqa: ANN401
        """Return keys in order: after the given one, or with the prefix."""
        self._put_in_order()
        place = bisect_left(self._order, prefix) if prefix else 0
        if after is not None:
            place = max(place, bisect_right(self._order, after))
        for index in range(place, len(self._order)):
            key = self._order[index]
            if prefix and key[: len(prefix)] != prefix:
                return
            yield key

    def _put_in_order(self) -> None:
        # Inserting a key shifts all that follow: many at once are sorted instead.
        if len(self._fresh) <= _FEW:
            for key in self._fresh:
                insort(self._order, key)
        else:
            self._order += self._fresh
            self._order.sort()
        self._fresh.clear()


class Space:
    """The committed rows of one tenant; `turn` is held by the one unit of work that may change them."""

    def __init__(self) -> None:
        """Start empty."""
        self.shelves: defaultdict[str, Shelf] = defaultdict(Shelf)
        self.readers: list[View] = []
        self.turn = threading.Lock()
        self.epoch = 0
        self.edition = 0


class View:
    """One unit of work's view of a space."""

    def __init__(
        self, space: Space, guard: threading.RLock, *, writing: bool, judged: frozenset[str] = frozenset()
    ) -> None:
        """View the space as it is now; `guard` locks the store's spaces during each access.

        `judged` are the tables that answers rest on: a change to any of them makes a new edition.
        """
        self._space = space
        self._guard = guard
        self._layer: defaultdict[str, Shelf] = defaultdict(Shelf)
        self._writing = writing
        self._judged = judged
        self._open = True
        with guard:
            self.epoch = space.epoch
            self.edition = space.edition
            if not writing:
                space.readers.append(self)

    def get(self, table: str, key: Any) -> Any:  # noqa: ANN401 - `Rows` gives the rows their types
        """Return the row under the key, or None."""
        with self._guard:
            self._require_open()
            row = self._layer[table].rows.get(key)
            if row is None:
                row = self._space.shelves[table].rows.get(key)
            return None if row is _ABSENT else row

    def put(self, table: str, key: Any, value: Any) -> None:  # noqa: ANN401
        """Save a row; raises StoreFault in a read-only unit of work."""
        with self._guard:
            self._require_open()
            if not self._writing:
                message = "This unit of work is read-only."
                raise StoreFault(message, remedy="Begin a writing one in the scope of the row.")
            self._layer[table].put(key, value)

    def drop(self, table: str, key: Any) -> None:  # noqa: ANN401
        """Remove a row; raises StoreFault in a read-only unit of work."""
        self.put(table, key, _ABSENT)

    def scan(
        self,
        table: str,
        *,
        after: Any = None,  # noqa: ANN401
        prefix: tuple[Any, ...] = (),
        limit: int | None = None,
    ) -> list[tuple[Any, Any]]:
        """Return keys and rows by key."""
        with self._guard:
            self._require_open()
            layer, shelf = self._layer[table], self._space.shelves[table]
            found: list[tuple[Any, Any]] = []
            last: Any = _ABSENT
            for key in merge(layer.keys(after=after, prefix=prefix), shelf.keys(after=after, prefix=prefix)):
                if limit is not None and len(found) >= limit:
                    break
                if key == last:
                    continue
                last = key
                row = layer.rows[key] if key in layer.rows else shelf.rows[key]
                if row is not _ABSENT:
                    found.append((key, row))
            return found

    def commit(self) -> bool:
        """Make the changes permanent, and keep the previous rows for open readers.

        Returns whether data that answers rest on was changed.
        """
        with self._guard:
            self._require_open()
            if not self._writing or not any(layer.rows for layer in self._layer.values()):
                return False
            for table, layer in self._layer.items():
                shelf = self._space.shelves[table]
                for key, row in layer.rows.items():
                    former = shelf.rows.get(key, _ABSENT)
                    for reader in self._space.readers:
                        reader.remember(table, key, former)
                    if row is _ABSENT:
                        shelf.drop(key)
                    else:
                        shelf.put(key, row)
            news = any(self._layer[table].rows for table in self._judged)
            self._space.epoch += 1
            self._space.edition += news
            self._layer.clear()
            return news

    def remember(self, table: str, key: Any, former: Any) -> None:  # noqa: ANN401
        """Preserve a row as it was when this view was opened."""
        if key not in self._layer[table].rows:
            self._layer[table].put(key, former)

    def close(self) -> None:
        """Close the view and discard uncommitted changes."""
        with self._guard:
            if self._open and not self._writing:
                self._space.readers.remove(self)
            self._open = False
            self._layer.clear()

    def _require_open(self) -> None:
        if not self._open:
            message = "This unit of work has ended."
            raise StoreFault(message, remedy="Begin a new one.")


class Rows(Generic[K, V]):
    """One table of a view, with its types; keys must be comparable with each other."""

    def __init__(self, view: View, table: str) -> None:
        """Name the table."""
        self._view = view
        self._table = table

    def get(self, key: K) -> V | None:
        """Return the row under the key, or None."""
        return cast("V | None", self._view.get(self._table, key))

    def put(self, key: K, row: V) -> None:
        """Save a row; raises StoreFault in a read-only unit of work."""
        self._view.put(self._table, key, row)

    def drop(self, key: K) -> None:
        """Remove a row; raises StoreFault in a read-only unit of work."""
        self._view.drop(self._table, key)

    def scan(self, *, after: K | None = None, prefix: tuple[Any, ...] = (), limit: int | None = None) -> list[V]:
        """Return rows by key."""
        return [row for _key, row in self.items(after=after, prefix=prefix, limit=limit)]

    def items(
        self, *, after: K | None = None, prefix: tuple[Any, ...] = (), limit: int | None = None
    ) -> list[tuple[K, V]]:
        """Return keys and rows by key: after one key, or with a prefix."""
        return self._view.scan(self._table, after=after, prefix=prefix, limit=limit)
