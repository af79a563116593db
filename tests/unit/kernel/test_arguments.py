"""Arguments of another kind than a use case names are refused by the parameter's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import Enum
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

import pytest
from attrs import frozen

from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import UserId
from saas_core.kernel.secrets import Secret
from saas_core.kernel.work import Work

AT = datetime(2026, 1, 1, tzinfo=UTC)
ID = UserId(UUID(int=1))


class Color(Enum):
    RED = "red"
    BLUE = "blue"


@frozen
class Grant:
    user_id: UserId
    limit: int | None = None


class NotesWork(Work, Protocol):
    """A unit of work of a context."""


W = TypeVar("W", bound=NotesWork)


@checked
class Desk:
    """A desk with a parameter of every kind."""

    def take(
        self,
        user_id: UserId,
        *,
        name: str = "",
        number: int = 0,
        flag: bool = False,
        at: datetime | None = None,
        color: Color | None = None,
        who: str | UserId = "",
        grants: tuple[Grant, ...] = (),
        names: Iterable[str] = (),
        rows: Iterable[tuple[int, Mapping[str, object]]] = (),
        document: bytes = b"",
        hear: Callable[[int], None] = print,
        anything: Any = None,
        shown: Annotated[str, Secret] = "",
        token: str = "",
        key: str = "",
        work: str = "",
    ) -> dict[str, Any]:
        """Return what came in."""
        return {each: value for each, value in locals().items() if each != "self"}

    def inside(self, unit: NotesWork, name: str) -> str:
        """Work inside another one's unit of work."""
        return name

    def inside_any(self, held: W, name: str) -> str:
        """Work inside a unit of work of any kind."""
        return name

    def _hidden(self, name: str) -> str:
        return name


@contextmanager
def nothing_refused() -> Iterator[None]:
    """Fail where an argument is refused, or the call itself."""
    try:
        yield
    except (InvalidValue, TypeError) as fault:
        pytest.fail(f"refused: {fault!r}")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "Ünal"},
        {"number": -(2**63)},
        {"flag": True},
        {"at": AT},
        {"at": None},
        {"color": Color.RED},
        {"who": ID},
        {"who": "ada@x.example"},
        {"grants": (Grant(ID), Grant(ID, 5))},
        {"names": ("a", "b")},
        {"document": b"\x00"},
        {"hear": len},
        {"anything": object()},
        {"shown": "a\x00\ud800"},
    ],
)
def test_what_is_of_its_kind_passes_as_it_is(given: dict[str, Any]) -> None:
    """By name or by place, and with every default left out."""
    with nothing_refused():
        assert Desk().take(ID, **given) == {**Desk().take(user_id=ID), **given}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("user_id", str(ID)[:-1], "id"),
        ("user_id", None, "id"),
        ("name", 5, "text"),
        ("name", b"a", "text"),
        ("name", "a\x00", "without NUL"),
        ("name", "\ud800", "surrogates"),
        ("number", True, "whole number"),
        ("number", 1.0, "whole number"),
        ("number", 2**63, "whole number"),
        ("flag", 1, "true or false"),
        ("at", "2026-01-01", "an instant or None"),
        ("color", "red", "one of red, blue"),
        ("who", 5, "text or an id"),
        ("grants", Grant(ID), "list"),
        ("grants", (ID,), "Grant"),
        ("grants", (Grant("x"),), "id"),
        ("grants", (Grant(ID, 0.5),), "whole number"),
        ("names", "abc", "list"),
        ("names", {"a": 1}, "list"),
        ("names", ["a", 5], "text"),
        ("rows", [(1, {}), (1, {}, 2)], "list of 2"),
        ("rows", [("1", {})], "whole number"),
        ("document", "text", "bytes"),
        ("hear", 5, "function"),
        ("shown", 5, "text"),
        ("token", "a\x00", "without NUL"),
        ("key", "\ud800", "surrogates"),
        ("work", 5, "text"),
    ],
)
def test_what_is_of_another_kind_is_refused_by_its_name(name: str, value: Any, says: str) -> None:
    """And the message says what it should have been."""
    with pytest.raises(InvalidValue) as caught:
        Desk().take(**{"user_id": ID, name: value})
    assert caught.value.field.partition(".")[0] == name
    assert says in caught.value.message
    assert caught.value.remedy


def test_an_id_may_be_its_text_also_inside_of_what_is_passed() -> None:
    """What comes of it is the id; a text that is none is refused by the path to it."""
    assert Desk().take(str(ID), grants=(Grant(str(ID), 5),))["grants"] == (Grant(ID, 5),)
    assert Desk().take(str(ID))["user_id"] is not str(ID)
    assert Desk().take(str(ID)) == Desk().take(ID)
    with pytest.raises(InvalidValue) as caught:
        Desk().take(ID, grants=(Grant(ID), Grant("x")))
    assert (caught.value.field, "UserId.parse(" in caught.value.remedy) == ("grants.user_id", True)


def test_things_that_come_one_by_one_are_looked_at_one_by_one() -> None:
    """A list without end is not read before it is used, and what is wrong in it is found when it comes."""
    coming = Desk().take(ID, rows=iter([(1, {"a": 1}), (2, None)]))["rows"]
    assert next(coming) == (1, {"a": 1})
    with pytest.raises(InvalidValue) as caught:
        next(coming)
    assert caught.value.field == "rows"


def test_python_itself_says_what_was_given_twice_or_too_often() -> None:
    """A mistake of the calling code stays one."""
    with pytest.raises(TypeError):
        Desk().take(ID, user_id=ID)
    with pytest.raises(TypeError):
        Desk().take(ID, ID)
    with pytest.raises(TypeError):
        Desk().take(ID, unknown=1)


def test_what_is_no_entrance_is_left_alone() -> None:
    """Neither hidden methods nor those inside another one's unit of work are looked at, whatever they call it."""
    with nothing_refused():
        assert Desk().inside(None, 5) == 5
        assert Desk().inside_any(None, 5) == 5
        assert Desk()._hidden(5) == 5
