"""Outbox and first results in every store."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from saas_core.kernel.commands import Request
from saas_core.kernel.ids import EffectId
from saas_core.kernel.work import Reply

Anything = Any


@frozen
class Made:
    """The result of the command in these tests."""

    number: int


def test_effects_come_back_in_the_order_of_their_deciding(store: Anything, tenant: Anything, some: Anything) -> None:
    """Oldest first, whatever their ids and instants say, with their whole body."""
    late, early = some.message(at=some.at(9)), some.message(at=some.at(1))
    for message in (late, early):
        with store.begin(tenant) as work:
            work.outbox.put(message)
            work.commit()
    with store.read(tenant) as work:
        assert work.outbox.pending() == (late, early)
        assert work.outbox.pending(limit=1) == (late,)


def test_effects_of_one_kind_are_read_past_the_others(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """However many of another kind stand before them."""
    others, (first, second) = [some.message() for _ in range(3)], [some.message(kind="mail.other") for _ in range(2)]
    change(lambda work: [work.outbox.put(each) for each in (*others, first, second)])
    with store.read(tenant) as work:
        assert work.outbox.pending(limit=1, kind="mail.other") == (first,)
        assert work.outbox.pending(kind="mail.other") == (first, second)
        assert work.outbox.pending(kind="mail.none") == ()


def test_an_effect_carried_out_waits_no_more(
    store: Anything, tenant: Anything, some: Anything, change: Anything
) -> None:
    """Marking one leaves the others; marking it again, or an unknown one, changes nothing."""
    first, second = some.message(), some.message()
    change(lambda work: [work.outbox.put(each) for each in (first, second)])
    for message_id in (first.id, first.id, EffectId(some.id())):
        with store.begin(tenant) as work:
            work.outbox.done(message_id, some.at(1))
            work.commit()
    with store.read(tenant) as work:
        assert work.outbox.pending() == (second,)


def test_a_first_result_is_kept_under_its_key(store: Anything, tenant: Anything, change: Anything) -> None:
    """The result comes back as it was put, and another key has none."""
    reply = Reply(key="k-1 ü", command="c.do", request="f" * 64, result='{"a":"ü"}')
    change(lambda work: work.replies.put(reply))
    with store.read(tenant) as work:
        assert work.replies.get(reply.key) == reply
        assert work.replies.get("k-2") is None


def test_a_command_with_a_key_is_carried_out_once(store: Anything, tenant: Anything) -> None:
    """A repeat in a later unit of work answers with the first result and does nothing."""
    done: list[int] = []

    def do() -> Made:
        done.append(len(done))
        return Made(len(done))

    for _ in range(3):
        with store.begin(tenant) as work:
            answer = Request("c.do", {"a": 1}, "k").once(work, Made, do)
            work.commit()
            assert answer == Made(1)
    assert len(done) == 1
