"""Output of benchmarks: one JSON object on one line, or a table; and progress bars, on a terminal only."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import TypeAlias, TypeVar

Figure: TypeAlias = "float | int | str | Mapping[str, Figure] | None"
Figures: TypeAlias = Mapping[str, Figure]

T = TypeVar("T")


def tell(figures: Figures, *, as_json: bool) -> None:
    """Print the figures to standard output."""
    if as_json:
        sys.stdout.write(json.dumps(figures) + "\n")
    elif find_spec("rich") is not None:
        _table(figures)
    else:
        for name, value in _flat(figures):
            sys.stdout.write(f"{name:40} {value}\n")


def progressed(items: Iterable[T], text: str, *, total: int) -> Iterator[T]:
    """Yield the items, moving a bar along on a terminal."""
    if not sys.stderr.isatty() or find_spec("rich") is None:
        return iter(items)
    from rich.console import Console
    from rich.progress import track

    return iter(track(items, text, total=total, console=Console(stderr=True), transient=True))


def _table(figures: Figures) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", overflow="fold")
    for name, value in _flat(figures):
        table.add_row(name, value)
    Console().print(table)


def _flat(figures: Figures, before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name} ")
        else:
            yield before + name.replace("_", " "), "not measured" if value is None else str(value)
