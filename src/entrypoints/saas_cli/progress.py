"""A progress bar on stderr, only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def moving(text: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield a function that moves a bar to a position; without a terminal it does nothing."""
    if not sys.stderr.isatty():
        yield lambda _position: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(text), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=total)
        yield lambda position: bar.update(task, completed=position)


def progressed(items: Iterable[T], text: str, *, total: int | None = None) -> Iterator[T]:
    """Yield the items, moving a bar along."""
    with moving(text, total) as move:
        for position, item in enumerate(items, start=1):
            yield item
            move(position)
