"""A client neither reads, changes, links to nor detects another one: its ids answer as ids that nobody has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import attrs
import pytest
from attrs import evolve

from calls import CALLS, use
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import NotFound, SaasError
from saas_core.policy.decision import Decision, Refused
from two_clients import World, Worlds

# The provider's own desks, whose ids are nobody's secret to its staff, and what takes an answer of the gate itself.
OF_THE_PROVIDER = {
    "access.staff.renew_key",
    "access.staff.deactivate",
    "tenancy.activate",
    "gate.record",
    # Tells what was asked before, of whatever id; what it then answers is what `check` does.
    "gate.peek",
    # What came by mail before anybody knows of whom.
    "incoming.list_incoming",
    "incoming.show_incoming",
    "incoming.open_incoming",
    # Names no client.
    "integrations.credentials.rotate_master",
}
# These bring about a state in which nothing else could be asked, so each has a world of its own.
APART = {
    "licensing.lift_hold",
    "licensing.void_invoice",
    "licensing.defer_invoice",
    "licensing.undo_refund",
    "licensing.close_dispute",
    "licensing.resume",
    "gate.ask",
}
# Carries out what was decided for a client, on behalf of nobody.
DELIVERY = "work.worker.drain"
TOGETHER = [name for name, call in CALLS.items() if name not in OF_THE_PROVIDER | APART and not call.bare]
Path = tuple[Any, ...]


def leaves(mine: Any, theirs: Any, path: Path = ()) -> Iterator[tuple[Path, UUID]]:
    """Find every id inside a value that is another one for the other client."""
    if isinstance(mine, UUID):
        if mine != theirs:
            yield path, theirs
    elif attrs.has(type(mine)):
        for each in attrs.fields(type(mine)):
            yield from leaves(getattr(mine, each.name), getattr(theirs, each.name), (*path, each.name))
    elif isinstance(mine, (tuple, list)):
        for number, (own, other) in enumerate(zip(mine, theirs, strict=True)):
            yield from leaves(own, other, (*path, number))


def put(value: Any, path: Path, leaf: UUID) -> Any:
    """Return a value with another id in that place."""
    if not path:
        return leaf
    first, *rest = path
    if isinstance(value, (tuple, list)):
        return type(value)(put(each, tuple(rest), leaf) if n == first else each for n, each in enumerate(value))
    if isinstance(value, dict):
        return {**value, first: put(value[first], tuple(rest), leaf)}
    return evolve(value, **{first: put(getattr(value, first), tuple(rest), leaf)})


def told(world: World, name: str, arguments: dict[str, Any], shown: UUID, alias: UUID) -> str:
    """Return the whole answer or error as text, at one instant, as if the id given had been the other one."""
    # An answer from memory reads the clock less often than one from the store.
    step, world.clock.step = world.clock.step, timedelta()
    try:
        view = use(world.application, name)(**arguments)
        answer = repr(evolve(view, id=None) if isinstance(view, Decision) else view)
    except SaasError as fault:
        decision = fault.decision if isinstance(fault, Refused) else None
        parts = (type(fault), fault.code, fault.message, fault.field, fault.remedy, fault.advice, str(fault), decision)
        answer = repr(parts)
    finally:
        world.clock.step = step
    return answer.replace(str(shown), str(alias)).replace(shown.hex, alias.hex)


def cases(world: World, names: Iterable[str]) -> Iterator[tuple[str, dict[str, Any], Path, UUID]]:
    """Yield every use case with every place in it that can hold a foreign id."""
    mine, theirs = world.told.acme, world.told.bolt
    for name in names:
        call = CALLS[name]
        own, other = call.ready(world, mine), call.ready(world, theirs)
        for path, foreign in leaves_of(own, other):
            # What staff may do is tried by the client's owner too.
            if isinstance(own.get("by"), Staff) and "tenant_id" in own:
                yield name, {**own, "by": mine.owner}, path, foreign
            # Staff serves every client and answers by the provider's own precedents, so to it none of these is foreign.
            if not (isinstance(own.get("by"), Staff) and path[0] in {"tenant_id", "precedents"}):
                yield name, own, path, foreign


def leaves_of(own: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[Path, UUID]]:
    """Find the ids in arguments; who acts comes from a credential and is never foreign."""
    for each, value in own.items():
        if each != "by":
            yield from leaves(value, other[each], (each,))


def differing(
    world: World, tried: Iterable[tuple[str, dict[str, Any], Path, UUID]]
) -> list[tuple[str, Path, str, str]]:
    """Try foreign ids and unknown ones; gives where the answers are not the same, and watches that nothing changes."""
    rows, marks, found_out = world.rows(), world.marks(), []
    for name, arguments, path, foreign in tried:
        # The neighbor sorts where the foreign id does, so that a page after it is the same page.
        for unknown in (UUID(int=foreign.int ^ 1), uuid4()):
            if unknown.int != foreign.int ^ 1 and ("after" in path or world.beneath is not None):
                continue
            first, second = (
                told(world, name, put(arguments, path, each), each, foreign) for each in (foreign, unknown)
            )
            if first != second:
                found_out.append((name, path, first, second))
    # A question for what is never granted is recorded in the scope that it was asked in, and nowhere else.
    own = world.told.acme.tenant_id if {name for name, *_ in tried} == {"gate.ask"} else None
    now = world.marks()
    assert {scope for scope in marks if now[scope] != marks[scope]} <= {own}
    assert own is not None or world.rows() == rows
    return found_out


@pytest.mark.parametrize("names", [TOGETHER, *([name] for name in sorted(APART))], ids=lambda names: names[0])
def test_a_foreign_id_answers_as_an_unknown_one(worlds: Worlds, names: list[str]) -> None:
    """Byte for byte, in every use case and every place an id can stand; and nothing is changed anywhere."""
    with worlds.fresh() as world:
        tried = [each for each in cases(world, names) if each[2][-1] != "tenant_id"]
        assert len(tried) > (30 if names is TOGETHER else -1)
        assert differing(world, tried) == []


def test_a_foreign_client_answers_as_one_that_is_not_there(worlds: Worlds) -> None:
    """A request in another client's scope is answered like one in a nonexistent scope."""
    with worlds.fresh() as world:
        tried = [each for each in cases(world, TOGETHER) if each[2][-1] == "tenant_id" and each[0] != DELIVERY]
        assert len(tried) > 40
        assert differing(world, tried) == []


def test_the_desk_of_a_foreign_client_answers_as_one_that_is_not_there(worlds: Worlds) -> None:
    """Of its own, tenancy tells nobody whether another client is there."""
    with worlds.fresh() as world:
        tried = [each for each in cases(world, TOGETHER) if each[0].startswith("tenancy.")]
        assert {path for _name, _arguments, path, _foreign in tried} == {("tenant_id",)}
        assert differing(world, tried) == []


def test_an_address_of_another_client_is_free_here(worlds: Worlds) -> None:
    """Nor does a name that another client uses stand in the way, or lead to anything."""
    with worlds.fresh() as world:
        access, mine, theirs = world.application.access, world.told.acme, world.told.bolt
        acting = {"by": mine.owner, "tenant_id": mine.tenant_id}
        theirs_acting = {"by": theirs.owner, "tenant_id": theirs.tenant_id}
        # Much like one of ours, which is suggested whether or not the other client has it.
        address = f"kim.canary@{theirs.slug}.example"
        wanted = {
            access.names.user: {"email": address},
            access.names.asked_user: {"who": address},
            access.names.asked_users: {"who": (address,)},
            access.names.department: {"path": "Theirs"},
            access.names.asked_department: {"path": "Theirs"},
            access.names.role: {"name": "Theirs"},
        }

        def answers() -> list[Any]:
            found = []
            for look, given in wanted.items():
                with pytest.raises(NotFound) as caught:
                    look(**acting, **given)
                fault = caught.value
                found.append((type(fault), fault.field, str(fault), fault.advice))
            return found

        moved = f"former.canary@{theirs.slug}.example"
        access.people.change_user(**theirs_acting, user_id=theirs.clerk.user_id, email=moved)
        unknown = answers()
        assert f"kim.canary@{mine.slug}.example" in unknown[0][-1]
        access.people.change_user(**theirs_acting, user_id=theirs.clerk.user_id, email=address)
        access.departments.create(**theirs_acting, name="Theirs")
        access.roles.create(**theirs_acting, name="Theirs", permissions=[])
        assert answers() == unknown
        before = world.marks()[theirs.tenant_id]
        added = access.people.add_user(**acting, name="Kim", email=address)
        assert added.state == "added"
        access.departments.create(**acting, name="Theirs")
        access.roles.create(**acting, name="Theirs", permissions=[])
        assert world.marks()[theirs.tenant_id] == before


def test_a_secret_of_another_client_opens_nothing_here(worlds: Worlds) -> None:
    """A link or key in the wrapping of another client answers as one that nobody has."""
    with worlds.fresh() as world:
        access, mine, theirs = world.application.access, world.told.acme, world.told.bolt
        for open_with, field, secret in (
            (access.invitations.look, "token", theirs.token),
            (access.invitations.accept, "token", theirs.token),
            (access.staff.authenticate, "key", theirs.key),
            (access.staff.authenticate, "key", theirs.program),
            (access.staff.authenticate, "key", theirs.signed_in),
            (access.sign_in.sign_out, "key", theirs.signed_in),
        ):
            answers = []
            moved = secret.replace(theirs.tenant_id.hex, mine.tenant_id.hex)
            assert moved != secret
            for given in (moved, f"{moved[:-8]}{'A' * 8}", secret.replace(theirs.tenant_id.hex, uuid4().hex)):
                with pytest.raises(NotFound) as caught:
                    open_with(**{field: given})
                answers.append((type(caught.value), caught.value.field, str(caught.value)))
            assert len(set(answers)) == 1
