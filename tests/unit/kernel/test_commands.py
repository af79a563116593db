"""Commands as values: bounded where they are made, and the same request as ever, whoever gives them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any, ClassVar, get_args, get_type_hints
from uuid import UUID

import attrs
import pytest
from attrs import frozen

import saas_core
from saas_core.access.commands import CreateDepartment, MoveDepartment, RemoveDepartment, RenameDepartment
from saas_core.kernel.bounds import UNSAID, Name, Text, fitting
from saas_core.kernel.commands import Command, journal_form, request_digest, request_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, HoldId
from saas_core.licensing.commands import GrantTrial, LiftHold, PlaceHold, RecordOverdue, SettleInvoice
from saas_core.licensing.values import HoldKind

ONE, TWO = (UUID(int=each) for each in (1, 2))
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def _commands() -> Iterator[type[Any]]:
    for context in pkgutil.iter_modules(saas_core.__path__, "saas_core."):
        rooms = {each.name for each in pkgutil.iter_modules([f"{saas_core.__path__[0]}/{context.name[10:]}"])}
        if context.name != "saas_core.kernel" and "commands" in rooms:
            module = importlib.import_module(f"{context.name}.commands")
            for _name, kind in inspect.getmembers(module, inspect.isclass):
                if kind.__module__ == module.__name__:
                    yield kind


COMMANDS = tuple(_commands())


@frozen(field_transformer=fitting)
class Bounded:
    """A command of every kind of bounds."""

    NAME: ClassVar[str] = "kernel.bounded"

    name: Annotated[str, Text(1, 5, remedy="Give five.")]
    why: Annotated[Name, UNSAID] = "none"
    at: datetime | None = None


@pytest.mark.parametrize("kind", COMMANDS, ids=lambda kind: kind.__name__)
def test_a_command_is_declared_whole(kind: type[Any]) -> None:
    """It never changes, has a name of its own within its context, and each text in it has its bounds."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        kind.__setattr__(object.__new__(kind), "anything", 1)
    assert [each.NAME for each in COMMANDS].count(kind.NAME) == 1
    assert kind.NAME.split(".")[0] == kind.__module__.split(".")[1]
    for name, hint in get_type_hints(kind, include_extras=True).items():
        assert hint is not str or name == "digest", name
    assert all(each.converter is not None for each in attrs.fields(kind))


@pytest.mark.parametrize(
    ("command", "content"),
    [
        (CreateDepartment(" Sales "), {"name": "Sales", "parent": None}),
        (CreateDepartment("Sales", DepartmentId(ONE)), {"name": "Sales", "parent": str(ONE)}),
        (RenameDepartment(DepartmentId(ONE), "Shops"), {"department": str(ONE), "name": "Shops"}),
        (MoveDepartment(DepartmentId(ONE), DepartmentId(TWO)), {"department": str(ONE), "parent": str(TWO)}),
        (RemoveDepartment(DepartmentId(ONE)), {"department": str(ONE)}),
        (PlaceHold(HoldKind.ABUSE, "Resold.", "0.2"), {"kind": "abuse", "clause": "0.2", "why": "Resold."}),
        (LiftHold(HoldId(ONE), "Settled."), {"hold": str(ONE), "why": "Settled."}),
        (SettleInvoice(" 7 "), {"invoice": "7"}),
        (RecordOverdue("7", None), {"invoice": "7", "since": None}),
        (
            GrantTrial(NOON.astimezone(timezone(timedelta(hours=2))), NOON + timedelta(days=1)),
            {"since": "2026-06-01T12:00:00+00:00", "until": "2026-06-02T12:00:00+00:00"},
        ),
    ],
    ids=lambda each: type(each).__name__,
)
def test_the_same_request_has_the_digest_that_databases_keep(command: Command, content: dict[str, Any]) -> None:
    """Replies kept by former versions must match: by the names and forms that requests always had."""
    request = request_of(command, "k")
    assert (request.command, dict(request.content), request.key) == (command.NAME, content, "k")
    assert request_digest(request.content) == request_digest(content)


def test_a_digest_is_the_one_of_former_versions() -> None:
    """Taken of a database of November 2026."""
    kept = "d61e740bae19b608bcd9f82e8474e86aef8426edad79fa9fd8483cf38e9f21e0"
    assert request_digest(request_of(CreateDepartment("Sales")).content) == kept


def test_free_text_stands_in_no_journal() -> None:
    """It tells one request from another and is otherwise the thing's own."""
    assert journal_form(PlaceHold(HoldKind.ABUSE, "Resold.", "0.2")) == {"kind": "abuse", "clause": "0.2"}


@pytest.mark.parametrize(
    ("given", "field", "says", "remedy"),
    [
        ({"name": ""}, "name", "is empty.", "Give 1 to 200 characters."),
        ({"name": "sixsix"}, "name", "has 6 characters; 5 are allowed.", "Give five."),
        ({"name": "a\u202eb"}, "name", "holds the character U+202E, which is not allowed.", ""),
        ({"name": "five", "why": "w" * 201}, "why", "has 201 characters; 200 are allowed.", "Shorten it."),
        ({"name": "five", "at": NOON.replace(tzinfo=None)}, "at", "2026-06-01T12:00:00 has no time zone.", ""),
    ],
)
def test_what_lies_out_of_bounds_is_refused_by_its_field(
    given: dict[str, Any], field: str, says: str, remedy: str
) -> None:
    """Before anything is opened."""
    with pytest.raises(InvalidValue) as caught:
        Bounded(**given)
    assert (caught.value.field, caught.value.message) == (field, says)
    assert caught.value.remedy.startswith(remedy)


def test_a_command_holds_plain_values_alone() -> None:
    """A field without a form in a request is a declaration error."""

    @frozen
    class Strange:
        NAME: ClassVar[str] = "kernel.strange"

        value: object

    with pytest.raises(TypeError, match="cannot hold a set"):
        request_of(Strange({1}))


def test_bounds_are_read_from_annotations() -> None:
    """The mark of free text stands beside the bounds."""
    assert UNSAID in get_args(get_type_hints(Bounded, include_extras=True)["why"])
