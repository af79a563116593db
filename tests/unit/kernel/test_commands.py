"""Commands as values: bounded where they are made, and the same request as ever, whoever gives them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any, ClassVar, get_args, get_type_hints
from uuid import UUID

import attrs
import pytest
from attrs import frozen

import saas_core
from saas_core.access.commands import CreateDepartment, MoveDepartment, RemoveDepartment, RenameDepartment
from saas_core.kernel.bounds import PERSONAL, UNSAID, Name, Number, Text, fitting
from saas_core.kernel.commands import Command, journal_form, request_digest, request_of
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import DepartmentId, HoldId
from saas_core.kernel.secrets import Secret
from saas_core.licensing.commands import (
    AcceptTerms,
    Cancel,
    CloseDispute,
    End,
    GrantTrial,
    HearProvider,
    LiftHold,
    OpenDispute,
    PlaceHold,
    RecordOverdue,
    RecordPayment,
    RefundInvoice,
    Resume,
    SettleInvoice,
    VoidInvoice,
)
from saas_core.licensing.values import HoldKind
from saas_http.parsing.bodies import structured
from saas_http.parsing.commands import body_of
from saas_http.problems import BodyInvalid
from saas_web.problems import Fault

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


def _even(value: object, field: str) -> str:
    if len(str(value)) % 2:
        message = "is odd."
        raise InvalidValue(message, field=field, remedy="Add one.")
    return str(value)


@frozen(field_transformer=fitting)
class Bounded:
    """A command of every kind of bounds."""

    NAME: ClassVar[str] = "kernel.bounded"

    name: Annotated[str, Text(2, 5, remedy="Give five.")]
    why: Annotated[Name, UNSAID] = "none"
    at: datetime | None = None
    count: Annotated[int, Number(1, 9)] = 1
    most: Annotated[int, Number(1, 9)] | None = None
    slug: Annotated[str, Text(0, 9, r"[a-z]*", remedy="Use small letters.")] = ""
    email: Annotated[str, Text(3, 20, form="email")] | None = None
    even: Annotated[str, Text(form="even", fit=_even)] = "22"
    tags: tuple[Annotated[str, Text(1, 3)], ...] = ()
    kinds: frozenset[Annotated[str, Text(1, 3)]] = frozenset()
    note: Annotated[str, Text(0, 500)] = ""
    code: Annotated[str, Text(4, 8, r"[a-z]+", remedy="Look again."), Secret] = "open"


@frozen(field_transformer=fitting)
class Welcome:
    """A command of personal and secret values, lists and sets."""

    NAME: ClassVar[str] = "kernel.welcome"

    name: Annotated[Name, PERSONAL]
    others: tuple[Annotated[Name, PERSONAL], ...]
    code: Annotated[str, Secret]
    note: Annotated[Name, UNSAID]
    parent_id: DepartmentId | None = None
    roles: frozenset[Annotated[str, Text(1, 9)]] = frozenset()
    days: frozenset[Annotated[int, Number(1, 31)]] = frozenset()
    places: tuple[DepartmentId, ...] = ()
    nick: Annotated[Name, PERSONAL] | None = None


class Known:
    """Digests that can be read, for once."""

    def of(self, value: str) -> str:
        """Give a digest."""
        return f"digest of {value}"


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
        (
            RecordPayment("7", NOON, NOON + timedelta(days=1)),
            {
                "invoice": "7",
                "since": "2026-06-01T12:00:00+00:00",
                "until": "2026-06-02T12:00:00+00:00",
                "paid_at": None,
            },
        ),
        (VoidInvoice("7"), {"invoice": "7"}),
        (RefundInvoice("7", full=True), {"invoice": "7", "full": True}),
        (OpenDispute("d", "7"), {"dispute": "d", "invoice": "7"}),
        (CloseDispute("d", won=False), {"dispute": "d", "won": False}),
        (HearProvider(renews=True, said="active"), {"renews": True, "said": "active"}),
        (Cancel(at_period_end=True), {"at_period_end": True}),
        (Resume(), {}),
        (End(), {}),
        (AcceptTerms("ab" * 32), {"digest": "ab" * 32}),
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
        ({"name": " "}, "name", "is empty.", "Give 2 to 5 characters."),
        ({"name": "a"}, "name", "has 1 characters.", "Give 2 to 5 characters."),
        ({"name": None}, "name", "is not text.", "Give text."),
        ({"name": 7}, "name", "is not text.", "Give text."),
        ({"name": "sixsix"}, "name", "has 6 characters; 5 are allowed.", "Give five."),
        ({"name": "a\u202eb"}, "name", "holds the character U+202E, which is not allowed.", ""),
        ({"name": "five", "why": "w" * 201}, "why", "has 201 characters; 200 are allowed.", "Shorten it."),
        ({"name": "five", "at": NOON.replace(tzinfo=None)}, "at", "2026-06-01T12:00:00 has no time zone.", ""),
        ({"name": "five", "count": 0}, "count", "is out of range.", "Give 1 to 9."),
        ({"name": "five", "count": 10}, "count", "is out of range.", "Give 1 to 9."),
        ({"name": "five", "count": True}, "count", "is not a whole number.", "Give a whole number."),
        ({"name": "five", "most": 10}, "most", "is out of range.", "Give 1 to 9."),
        ({"name": "five", "slug": "A"}, "slug", "'A' has the wrong format.", "Use small letters."),
        ({"name": "five", "email": "ada"}, "email", "'ada' is not an e-mail address.", "Write it as in"),
        ({"name": "five", "email": "ada@lovelace.example"}, "", "", ""),
        ({"name": "five", "email": "ada.k@lovelace.example"}, "email", "has 22 characters; 20 are", "Shorten it."),
        ({"name": "five", "even": "one"}, "even", "is odd.", "Add one."),
        ({"name": "five", "tags": ("a", "four")}, "tags[1]", "has 4 characters; 3 are allowed.", "Shorten it."),
        ({"name": "five", "tags": "abc"}, "tags", "is not a list.", "Give a list."),
        ({"name": "five", "kinds": {""}}, "kinds[0]", "is empty.", "Give 1 to 3 characters."),
        ({"name": "five", "note": "n" * 500}, "", "", ""),
        ({"name": "five", "note": "n" * 501}, "note", "has 501 characters; 500 are allowed.", "Shorten it."),
        ({"name": "five", "code": "OPEN SESAME"[:8]}, "code", "has the wrong format.", "Look again."),
    ],
)
def test_what_lies_out_of_bounds_is_refused_by_its_field(
    given: dict[str, Any], field: str, says: str, remedy: str
) -> None:
    """Before anything is opened; what lies within them is taken."""
    if not field:
        Bounded(**given)
        return
    with pytest.raises(InvalidValue) as caught:
        Bounded(**given)
    assert caught.value.field == field
    assert caught.value.message.startswith(says)
    assert caught.value.remedy.startswith(remedy)


@pytest.mark.parametrize(
    "wrong",
    [{"name": "a"}, {"name": "sixsix"}, {"count": 0}, {"most": 10}, {"slug": "A"}, {"tags": ["four"]}, {"count": True}],
    ids=str,
)
def test_a_bound_refuses_in_the_same_words_over_http(wrong: dict[str, Any]) -> None:
    """Whoever gives the value, the field is named alike, and what would help."""
    given = {"name": "five", **wrong}
    with pytest.raises(InvalidValue) as here:
        Bounded(**given)
    with pytest.raises(BodyInvalid) as there:
        structured(given, body_of(Bounded, ()))
    assert there.value.faults == (Fault(here.value.field, here.value.message, here.value.remedy),)


def test_lists_and_sets_have_one_form() -> None:
    """Whatever they were given as."""
    made = Bounded("five", tags=[" a ", "b"], kinds=["b", "a", "a"])  # type: ignore[arg-type]
    assert (made.tags, made.kinds) == (("a", "b"), frozenset({"a", "b"}))
    assert structured({"name": "five", "kinds": ["b", "a", "a"]}, body_of(Bounded, ())).kinds == made.kinds  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("hint", "says"),
    [
        (Annotated[str, Text(form="unheard-of")], "Odd.field: nothing is known of the form 'unheard-of'"),
        (Annotated[str, Text(1, 2)] | Annotated[int, Number(1, 2)], "Odd.field: which bounds hold cannot be told"),
        (tuple[int, str], "Odd.field: a command holds no tuple of a fixed length"),
    ],
    ids=["form", "union", "pair"],
)
def test_a_bound_that_cannot_be_held_is_a_mistake_of_the_class(hint: Any, says: str) -> None:
    """Said when the first command is made."""
    odd = attrs.make_class("Odd", {"field": attrs.field(type=hint)}, frozen=True, field_transformer=fitting)
    odd.__annotations__ = {"field": hint}
    with pytest.raises(TypeError, match=re.escape(says)):
        odd("a")


def test_two_fields_that_share_a_name_are_refused_when_the_class_is_first_used() -> None:
    """In a request one of them would be lost; over HTTP the path could not tell them apart."""

    @frozen(field_transformer=fitting)
    class Doubled:
        NAME: ClassVar[str] = "kernel.doubled"

        parent: int
        parent_id: int

    @frozen
    class Plain:
        NAME: ClassVar[str] = "kernel.plain"

        parent: int
        parent_id: int

    said = "parent and parent_id would both be called parent"
    with pytest.raises(TypeError, match=f"Doubled: {said}"):
        Doubled(1, 2)
    with pytest.raises(TypeError, match=f"Plain: {said}"):
        request_of(Plain(1, 2))


WELCOME = Welcome(
    "Ada",
    ("Bob", "Cy"),
    "sesame",
    "Hello.",
    DepartmentId(ONE),
    frozenset({"b", "a"}),
    frozenset({10, 9}),
    (DepartmentId(TWO), DepartmentId(ONE)),
)
TOLD: dict[str, Any] = {
    "name": "digest of Ada",
    "others": ["digest of Bob", "digest of Cy"],
    "parent": str(ONE),
    "roles": ["a", "b"],
    "days": [9, 10],
    "places": [str(TWO), str(ONE)],
    "nick": None,
}


def test_personal_values_stand_as_digests_and_secrets_in_no_journal() -> None:
    """A request holds keyed digests of both; the journal those of personal values alone."""
    assert request_of(WELCOME, "k", Known()).content == {**TOLD, "code": "digest of sesame", "note": "Hello."}
    assert journal_form(WELCOME, Known()) == TOLD


@pytest.mark.parametrize(
    "other", [{"name": "Eve"}, {"others": ("Cy", "Bob")}, {"code": "mellon"}, {"nick": "A"}, {"roles": frozenset("a")}]
)
def test_another_personal_or_secret_value_is_another_request(other: dict[str, Any]) -> None:
    """So a key that comes with one again is refused."""
    first, second = (request_of(each, "k", Known()) for each in (WELCOME, attrs.evolve(WELCOME, **other)))
    assert request_digest(first.content) != request_digest(second.content)


def test_without_digests_no_request_is_made_of_a_personal_or_secret_value() -> None:
    """It would stand in the store as it is; the field is named, whatever it holds."""

    @frozen
    class Opened:
        NAME: ClassVar[str] = "kernel.opened"

        code: Annotated[str | None, Secret] = None

    for make in (request_of, journal_form):
        with pytest.raises(TypeError, match="name is personal or secret: digests are needed"):
            make(WELCOME)
    with pytest.raises(TypeError, match="code is personal or secret"):
        request_of(Opened())
    assert journal_form(Opened("x")) == {}


def test_a_command_does_not_show_what_is_personal_or_secret() -> None:
    """Neither in a log nor in a traceback."""
    assert not [each for each in ("Ada", "Bob", "sesame") if each in repr(WELCOME)]
    assert "name=..., others=..., code=..., note='Hello.'" in repr(WELCOME)


def test_a_command_holds_plain_values_alone() -> None:
    """A field without a form in a request is a declaration error."""

    @frozen
    class Strange:
        NAME: ClassVar[str] = "kernel.strange"

        value: object

    for value, kind in (({1}, "set"), ([1], "list"), (((1,),), "tuple"), (1.5, "float")):
        with pytest.raises(TypeError, match=f"cannot hold a {kind}"):
            request_of(Strange(value))


def test_bounds_are_read_from_annotations() -> None:
    """The mark of free text stands beside the bounds."""
    assert UNSAID in get_args(get_type_hints(Bounded, include_extras=True)["why"])
