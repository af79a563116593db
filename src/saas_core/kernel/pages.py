"""Pages: how many items of a list are given at once."""

from __future__ import annotations

LARGEST_PAGE = 1000


def page_size(limit: int, largest: int = LARGEST_PAGE) -> int:
    """Give how many items a page has that was asked for with a limit: from 1 to the largest page, 1,000."""
    return min(max(limit, 1), largest)
