"""The decorator: a function is called only when the caller at hand may do the action."""

from __future__ import annotations

import asyncio
import inspect
import threading
from typing import Any
from uuid import UUID

import pytest

from saas_core.kernel.errors import InvalidValue, NotFound
from saas_core.kernel.money import Money
from saas_core.policy.decision import About, AboutKind, Decision, Question, Refused
from saas_embed import Caller, CallerUnknown, acting_as, current_caller, requires

Anything = Any


def test_a_function_is_called_for_who_may_and_for_nobody_else(world: Anything) -> None:
    """The refusal carries the whole decision."""
    done: list[int] = []

    @requires("invoices.approve", gate=world.application.gate)
    def approve(number: int, *, note: str = "") -> str:
        """Approve an invoice."""
        done.append(number)
        return f"{number}{note}"

    with acting_as(world.owner):
        assert approve(7, note="!") == "7!"
    with acting_as(world.clerk), pytest.raises(Refused) as refused:
        approve(8)
    assert [each.code.name for each in refused.value.decision.reasons] == ["PERMISSION_MISSING"]
    assert done == [7]
    assert (approve.__name__, approve.__doc__) == ("approve", "Approve an invoice.")
    assert list(inspect.signature(approve).parameters) == ["number", "note"]


def test_a_coroutine_function_is_one_still_and_is_judged_when_it_is_awaited(world: Anything) -> None:
    """A lapse between the making and the awaiting counts."""
    done: list[int] = []

    @requires("invoices.approve", gate=world.application.gate)
    async def approve(number: int) -> int:
        done.append(number)
        return number

    async def story() -> None:
        with acting_as(world.owner):
            assert await approve(1) == 1
            waiting = approve(2)
            world.lapse()
            with pytest.raises(Refused):
                await waiting

    assert inspect.iscoroutinefunction(approve)
    asyncio.run(story())
    assert done == [1]


def test_the_loop_goes_on_while_the_store_is_asked(world: Anything) -> None:
    """A coroutine function asks it in a thread."""
    gate, answer = world.application.gate, threading.Event()

    async def both() -> str:
        loop, asked = asyncio.get_running_loop(), asyncio.Event()

        class Slow:
            def peek(self, question: Any) -> Any:
                return None

            def check(self, question: Any) -> Any:
                loop.call_soon_threadsafe(asked.set)
                assert answer.wait(10)
                return gate.check(question)

        @requires("invoices.view", gate=Slow())
        async def view() -> str:
            return "seen"

        with acting_as(world.clerk):
            waiting = asyncio.create_task(view())
        await asked.wait()
        answer.set()
        return await waiting

    assert asyncio.run(both()) == "seen"


def test_nobody_acting_is_an_error_of_its_own(world: Anything) -> None:
    """Also after the caller's time is over."""

    @requires("invoices.view", gate=world.application.gate)
    def view() -> str:
        return "seen"

    with acting_as(world.clerk):
        view()
    with pytest.raises(CallerUnknown):
        view()
    with pytest.raises(CallerUnknown):
        current_caller()


def test_callers_may_be_nested(world: Anything) -> None:
    """As where staff acts on a client for a step of a request."""
    with acting_as(world.clerk):
        with acting_as(Caller(world.tenant_id, world.staff)) as staff:
            assert current_caller() == staff
        assert current_caller().by == world.clerk


def test_the_department_is_taken_from_the_argument_of_that_name(world: Anything) -> None:
    """By position, by name or by default; one that is not there is unknown."""
    access, by = world.application.access, world.owner
    sales = access.departments.create(by=by, tenant_id=world.tenant_id, name="Sales").department_id

    @requires("invoices.view", gate=world.application.gate, department="place")
    def view(place: UUID | None = None) -> UUID | None:
        return place

    with acting_as(world.owner):
        assert view() is None
        assert view(sales) == view(place=sales) == sales
        with pytest.raises(NotFound):
            view(UUID(int=10))


def test_thing_and_amount_are_taken_from_the_arguments_of_those_names(world: Anything) -> None:
    """By position, by name or by default; an amount in another currency never reaches the function."""
    asked: list[Question] = []

    class Seeing:
        def peek(self, question: Question) -> Decision | None:
            return world.application.gate.peek(question)

        def check(self, question: Question) -> Decision:
            asked.append(question)
            return world.application.gate.check(question)

    @requires("invoices.approve", gate=Seeing(), about=(AboutKind.ENGAGEMENT, "number"), amount="total")
    def approve(number: UUID | None = None, *, total: Money | None = None) -> str:
        return f"{number} {total}"

    number = UUID(int=7)
    with acting_as(world.owner):
        assert approve() == "None None"
        assert approve(number, total=Money(5, "USD")) == f"{number} 0.05 USD"
        with pytest.raises(InvalidValue, match="USD"):
            approve(total=Money(5, "EUR"))
    assert [(each.about, each.amount) for each in asked[:2]] == [
        (None, None),
        (About(AboutKind.ENGAGEMENT, number), Money(5, "USD")),
    ]


def test_what_cannot_be_decorated_is_said_when_it_is(world: Anything) -> None:
    """Not when someone calls it."""
    gate = world.application.gate

    async def stream() -> Any:
        yield 1

    def plain() -> None:
        pass

    with pytest.raises(TypeError, match="asynchronous generator"):
        requires("invoices.view", gate=gate)(stream)
    for more in ({"department": "place"}, {"amount": "place"}, {"about": (AboutKind.TICKET, "place")}):
        with pytest.raises(TypeError, match="'place'"):
            requires("invoices.view", gate=gate, **more)(plain)
