"""What takes long to make is made once, and whoever comes meanwhile reads what was there before."""

from __future__ import annotations

import threading

import pytest

from saas_app.shelf import Shelf


def test_it_is_made_once_and_the_oldest_go_first() -> None:
    shelf, made = Shelf[str](most=2), list[str]()

    def get(edition: str) -> str:
        return shelf.get("page", edition, lambda: made.append(edition) or edition)  # type: ignore[func-returns-value]

    assert [get(each) for each in ("a", "a", "b", "a", "c", "b", "a")] == ["a", "a", "b", "a", "c", "b", "a"]
    assert made == ["a", "b", "c", "a"]


def test_whoever_comes_while_it_is_made_gets_the_one_before_it() -> None:
    """Of the same family; without one it is waited for."""
    shelf = Shelf[str](most=4)
    begun, goes_on = threading.Event(), threading.Event()

    def slowly() -> str:
        begun.set()
        assert goes_on.wait(10)
        return "new"

    shelf.get("page", 1, lambda: "old")
    maker = threading.Thread(target=shelf.get, args=("page", 2, slowly))
    maker.start()
    assert begun.wait(10)
    assert shelf.get("page", 2, lambda: pytest.fail("It is being made.")) == "old"
    assert shelf.get("other", 2, lambda: "its own") == "its own"
    goes_on.set()
    maker.join()
    assert shelf.get("page", 2, lambda: pytest.fail("It was made.")) == "new"


def test_what_could_not_be_made_is_tried_again() -> None:
    shelf = Shelf[str](most=4)
    with pytest.raises(ZeroDivisionError):
        shelf.get("page", 1, lambda: str(1 // 0))
    assert shelf.get("page", 1, lambda: "made") == "made"
