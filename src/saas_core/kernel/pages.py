"""Pages: the number of items on one, and the mark after which the next one begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from uuid import UUID

from saas_core.kernel.errors import InvalidValue

T = TypeVar("T")

LARGEST_PAGE = 1000


def page_size(limit: int, largest: int = LARGEST_PAGE) -> int:
    """Return the number of items on a page for a requested limit: from 1 to the largest page, 1,000."""
    return min(max(limit, 1), largest)


def page_of(items: Iterable[T], number: Callable[[T], UUID], after: UUID | None, limit: int) -> tuple[T, ...]:
    """Return one page of the items ordered by id, those after the given one."""
    return tuple(islice((each for each in items if after is None or number(each) > after), page_size(limit)))


def all_of(page: Callable[[T | None], Sequence[T]]) -> Iterator[T]:
    """Yield everything, read a page at a time; a page is asked for by the last item of the one before it."""
    last: T | None = None
    while found := page(last):
        yield from found
        last = found[-1]


def within(items: Iterable[T], size: Callable[[T], int], most: int) -> Iterator[T]:
    """Yield items as long as their sizes together stay within a bound; the first one in any case."""
    held = 0
    for each in items:
        held += size(each)
        if held > most and held > size(each):
            return
        yield each


def require_no_mark(after: str) -> None:
    """Require that a part with a single page is read from its start; raises InvalidValue."""
    if after:
        raise _unknown()


def position_after(after: str) -> int:
    """Return the position that a mark names, 0 for none; raises InvalidValue for a mark that came from no page."""
    if after and not (after.isascii() and after.isdigit() and len(after) < len(str(2**63))):
        raise _unknown()
    return int(after or 0)


def id_after(after: str) -> UUID | None:
    """Return the id that a mark names, None for none; raises InvalidValue for a mark that came from no page."""
    try:
        return UUID(after) if after else None
    except ValueError:
        raise _unknown() from None


def _unknown() -> InvalidValue:
    message = "is not the mark of a page."
    return InvalidValue(message, field="after", remedy="Give the mark of the previous page, or nothing.")
