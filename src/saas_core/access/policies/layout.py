"""The layout of a tree of departments: everything that lies under one is a run of positions (1.4.c)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from saas_core.kernel.ids import DepartmentId


@frozen(eq=False)
class Layout:
    """The departments of a tree in an order in which each is followed by all that lie under it.

    `positions` and `spans` are kept by the number of an id, which is quicker to look up than the id. A span is the
    position of a department and the one after the last that lies under it; `levels` counts the levels in it.
    """

    ids: tuple[DepartmentId, ...]
    positions: Mapping[int, int]
    spans: Mapping[int, tuple[int, int]]
    levels: Mapping[int, int]

    @classmethod
    def of(cls, parents: Mapping[DepartmentId, DepartmentId | None]) -> Layout:
        """Lay out departments by their parents; a parent that is missing counts as none.

        Those of a ring, which no command creates, lie under each other.
        """
        children: dict[DepartmentId | None, list[DepartmentId]] = {}
        for each, parent in parents.items():
            children.setdefault(parent if parent in parents else None, []).append(each)
        ids: list[DepartmentId] = []
        spans: dict[int, tuple[int, int]] = {}
        levels: dict[int, int] = {}

        def lay(top: DepartmentId) -> None:
            waiting: list[tuple[DepartmentId, int | None]] = [(top, None)]
            while waiting:
                each, begins = waiting.pop()
                if begins is None and each.int not in levels:
                    levels[each.int] = 1
                    waiting.append((each, len(ids)))
                    ids.append(each)
                    waiting += [(child, None) for child in reversed(children.get(each, ()))]
                elif begins is not None:
                    spans[each.int] = begins, len(ids)
                    under = (levels[child.int] for child in children.get(each, ()))
                    levels[each.int] = 1 + max(under, default=0)

        for top in children.get(None, ()):
            lay(top)
        for each in parents:
            if each.int not in spans:
                ring = _ring(each, parents)
                lay(ring[0])
                spans |= dict.fromkeys((one.int for one in ring), spans[ring[0].int])
                levels |= dict.fromkeys((one.int for one in ring), levels[ring[0].int])
        return cls(tuple(ids), {each.int: place for place, each in enumerate(ids)}, spans, levels)

    def tops(self, departments: Iterable[DepartmentId]) -> tuple[DepartmentId, ...]:
        """Return those departments that do not lie under another one of them, in order; unknown ones are left out."""
        known = (each for each in departments if each.int in self.spans)
        found: list[DepartmentId] = []
        covered = 0
        for each in sorted(known, key=lambda one: (self.spans[one.int][0], -self.spans[one.int][1])):
            begins, ends = self.spans[each.int]
            if begins >= covered:
                found.append(each)
                covered = ends
        return tuple(found)


def _ring(start: DepartmentId, parents: Mapping[DepartmentId, DepartmentId | None]) -> tuple[DepartmentId, ...]:
    """Return the ring that lies above a department that has no top."""
    met: list[DepartmentId] = []
    at: DepartmentId | None = start
    while at is not None and at not in met:
        met.append(at)
        at = parents[at]
    return tuple(met if at is None else met[met.index(at) :])
