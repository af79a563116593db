"""Pages: how many items of a list are given at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

LARGEST_PAGE = 1000


def page_size(limit: int, largest: int = LARGEST_PAGE) -> int:
    """Return how many items a page has that was asked for with a limit: from 1 to the largest page, 1,000."""
    return min(max(limit, 1), largest)


def page_of(items: Iterable[T], number: Callable[[T], UUID], after: UUID | None, limit: int) -> tuple[T, ...]:
    """Return one page of items that come by their ids, those after the given one."""
    return tuple(islice((each for each in items if after is None or number(each) > after), page_size(limit)))
