"""Every accepted change has its journal entry, and no entry is without its change, whatever goes wrong in between."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from calls import CALLS, CHANGING, KEYED, use
from saas_core.kernel.actors import Staff
from saas_core.kernel.errors import NotFound, SaasError
from saas_core.kernel.ids import StaffId, TenantId
from saas_core.kernel.journal import EntryKind, verify
from saas_core.policy.decision import Refused
from saas_memory.space import View
from saas_sql.kernel import journal_entries
from two_clients import World, Worlds

NOBODY = Staff(StaffId(UUID(int=5)))

# A wish for a tenant is judged in a transaction before; a worker leases a task, does it, and finds no other.
# That every row of a file was dealt with is kept after the last of them. Before the bytes of a file are stored, a task
# is wanted that removes them should the rest break off.
COMMITS = {
    "tenancy.add_tenant": 2,
    "work.worker.drain": 5,
    "access.imports.import_users": 2,
    # What was looked at is stored before the first result of the command is; an account is opened in between.
    "integrations.connections.verify": 2,
    "integrations.gateway.link": 2,
    # The data keys of each client, then the provider's entry, then the first result: the crash came after the key was
    # made, and before the entry of that.
    "integrations.credentials.rotate_master": 3,
    "support.files.send": 2,
    "support.files.send_mail": 2,
}
# What made a secret does not tell it to a repeat.
TOLD_ONCE = {
    "access.staff.fetch_key",
    "access.invitations.accept",
    "access.api_keys.create",
    "access.api_keys.rotate",
}
# Any user of the client may do this, by whatever role.
OPEN_TO_USERS = {"support.questions.ask"}
# Memory keeps what is to be done outside the rows of a tenant, whose commits are counted.
UNCOUNTED = {("memory", "payments.reconcile")}


def entries(world: World) -> Counter[EntryKind]:
    """Count the journal entries of every scope that there is, by kind."""
    if world.beneath is not None:
        with world.beneath.connect() as connection:
            return Counter(connection.execute(sa.select(journal_entries.c.kind)).scalars().all())
    counted: Counter[EntryKind] = Counter()
    known = {each for _slug, each in world.application.store.directory.page("", 100)}
    for scope in {*world.scopes, *known}:
        with world.application.store.read(TenantId(scope)) as work:
            told = work.journal.entries(limit=100_000)
            counted.update(each.kind for each in told)
    return counted


class Crash(Exception):
    """The power goes."""


@contextmanager
def crashing(world: World, kind: str, at: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the power go at the n-th commit, before it; gives how many commits there were."""
    seen: list[int] = []

    def commit(*_arguments: object) -> None:
        seen.append(1)
        if len(seen) == at:
            raise Crash

    if kind == "memory":
        real = View.commit

        def crashed(view: View) -> None:
            if view._layer and any(each.rows for each in view._layer.values()):
                commit()
            real(view)

        with monkeypatch.context() as patch:
            patch.setattr(View, "commit", crashed)
            yield seen
        return
    engine = world.application.store._engine
    sa.event.listen(engine, "commit", commit)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "commit", commit)


@pytest.mark.parametrize("name", CHANGING)
def test_a_change_and_its_entries_come_together(worlds: Worlds, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crashed at any of its commits, refused, accepted, repeated: entries of every scope tell just what was done."""
    call = CALLS[name]
    with worlds.bare() if call.bare else worlds.fresh() as world:
        carry_out = use(world.application, name)
        arguments = call.ready(world, world.told.acme)
        before = entries(world)
        commits = 1
        if (worlds.kind, name) not in UNCOUNTED:
            commits = _crashed(world, worlds.kind, carry_out, arguments, monkeypatch)
        assert commits == (2 if name == "tenancy.add_tenant" else 1)
        assert entries(world) == before
        if call.who != "nobody":
            _refused(world, name, carry_out, arguments)
        before = entries(world)
        if KEYED in inspect.signature(carry_out).parameters:
            arguments[KEYED] = "one"
        with crashing(world, worlds.kind, 0, monkeypatch) as done:
            first = carry_out(**arguments)
        # One transaction, so what it changes and what it tells are one.
        assert worlds.kind == "memory" or len(done) == COMMITS.get(name, 1)
        told = entries(world) - before
        kind = EntryKind.REFUSAL if name == "gate.ask" else EntryKind.CHANGE
        assert told == Counter({kind: call.entries} if call.entries else {})
        if KEYED in arguments:
            again = carry_out(**arguments)
            assert entries(world) - before == told
            assert again == first or name in TOLD_ONCE
        for scope in world.scopes:
            with world.application.store.read(scope) as work:
                assert verify(work.journal.entries(), head=work.journal.head()) is None


def _crashed(world: World, kind: str, carry_out: Any, arguments: dict[str, Any], monkeypatch: Any) -> int:
    """Let the power go at each commit in turn but the last; gives how many there are."""
    rows, at = world.rows(), 0
    while True:
        at += 1
        with crashing(world, kind, at, monkeypatch) as commits, suppress(Crash):
            carry_out(**arguments)
        assert len(commits) == at
        if at == 1:
            assert world.rows() == rows
        # No second commit is waited for where the first one is the only one.
        if not _goes_on(arguments):
            return at
        if at == 2:
            return at


def _goes_on(arguments: dict[str, Any]) -> bool:
    return "slug" in arguments


def _refused(world: World, name: str, carry_out: Any, arguments: dict[str, Any]) -> None:
    """Let someone try without the right: only a refusal worth keeping is journaled, as a refusal."""
    before, marks = entries(world), world.marks()
    for nobody in (NOBODY, *(() if name in OPEN_TO_USERS else (world.told.acme.clerk,))):
        with pytest.raises(SaasError) as caught:
            carry_out(**{**arguments, "by": nobody})
        # Only a client's user accepts terms, and the provider's scope knows no client.
        assert isinstance(caught.value, (Refused, NotFound)) or name == "licensing.accept_offered_terms"
    told = CALLS[name].refused
    assert entries(world) - before == Counter({EntryKind.REFUSAL: 2 * told} if told else {})
    assert told or world.marks() == marks


def test_what_only_reads_changes_nothing(worlds: Worlds) -> None:
    """Not even the epoch."""
    with worlds.fresh() as world:
        for name, call in CALLS.items():
            if call.entries is None:
                arguments = call.ready(world, world.told.acme)
                before = _of_clients(world)
                use(world.application, name)(**arguments)
                assert _of_clients(world) == before, name


def _of_clients(world: World) -> dict[str, list[Any]]:
    """Return all rows but what is to be done and was told from outside, which change nothing of any client."""
    return {name: rows for name, rows in world.rows().items() if name not in {"due_work", "inbox"}}
