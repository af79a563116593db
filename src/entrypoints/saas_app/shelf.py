"""What takes long to make is made by one thread, and kept; the others are shown what was there before, if anything."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from attrs import define, field

T = TypeVar("T")


def edition_of(files: Iterable[Path]) -> Hashable:
    """Return which edition of some files lies there now, by their names, sizes and instants of change."""
    return tuple((str(each), *_stamp(each)) for each in files)


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        known = file.stat()
    except (OSError, ValueError):
        return ()
    return known.st_ino, known.st_size, known.st_mtime_ns


@define
class Shelf(Generic[T]):
    """Keeps at most so many things, by what they are one edition of (their family) and which edition they are."""

    most: int
    _kept: dict[tuple[Hashable, Hashable], T] = field(factory=dict, init=False, repr=False)
    _making: dict[tuple[Hashable, Hashable], threading.Lock] = field(factory=dict, init=False, repr=False)
    _guard: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def get(self, family: Hashable, edition: Hashable, make: Callable[[], T]) -> T:
        """Return an edition, made now if nobody made it before; the last one before it while another thread does.

        Where there is none before it, it is waited for. Raises what `make` raises.
        """
        place = family, edition
        with self._guard:
            if place in self._kept:
                return self._kept[place]
            older = [kept for (each, _edition), kept in self._kept.items() if each == family]
            lock = self._making.setdefault(place, threading.Lock())
        if not lock.acquire(blocking=not older):
            return older[-1]
        try:
            return self._made(place, make)
        finally:
            with self._guard:
                self._making.pop(place, None)
            lock.release()

    def _made(self, place: tuple[Hashable, Hashable], make: Callable[[], T]) -> T:
        with self._guard:
            if place in self._kept:
                return self._kept[place]
        found = make()
        with self._guard:
            while len(self._kept) >= self.most:
                self._kept.pop(next(iter(self._kept)))
            self._kept[place] = found
        return found
