"""The one pipeline: who asks is judged, a command is carried out once per key, and all of it lasts or nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar
from uuid import UUID, uuid5

import pytest
from attrs import define, evolve, frozen

from saas_core.kernel.actors import Actor, Staff, System
from saas_core.kernel.bounds import PERSONAL, Name, fitting
from saas_core.kernel.commands import Request, request_digest
from saas_core.kernel.errors import InvalidValue, KeyReused
from saas_core.kernel.ids import StaffId, TenantId
from saas_core.kernel.tasks import Task
from saas_core.kernel.work import Work
from saas_core.payments.values import LOOK
from saas_core.policy.acting import Act, Acts, Caller
from saas_core.policy.decision import Decision, Question, Refused, Ruling, Verdict
from saas_core.policy.reasons import ReasonCode, reason
from saas_memory.store import MemoryStore

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))
STAFF = Staff(StaffId(UUID(int=2)))
RENAME = "things.rename"
MANAGE = "things.manage"


@define
class Surroundings:
    """A clock that stands, ids in a row, and a judge who allows some actions to everybody."""

    allowed: set[str]
    made: int = 0

    def now(self) -> datetime:
        return NOON

    def new(self) -> UUID:
        self.made += 1
        return uuid5(UUID(int=0), str(self.made))

    def decide(self, _work: Any, question: Question, at: datetime) -> Decision:
        allows = question.action in self.allowed
        missing = () if allows else (reason(ReasonCode.USER_UNKNOWN),)
        verdict = Verdict.ALLOWED if allows else Verdict.DENIED
        return Decision(question, Ruling(verdict, missing, ("1.4",), (), "2026-01", None), at)

    def require(self, work: Any, question: Question, at: datetime) -> Decision:
        return self.decide(work, question, at)


@frozen(field_transformer=fitting)
class Rename:
    """The new name of a thing."""

    NAME: ClassVar[str] = RENAME

    name: Name


@frozen(field_transformer=fitting)
class Greet:
    """Somebody by name."""

    NAME: ClassVar[str] = "things.greet"

    name: Annotated[Name, PERSONAL]


@define
class Desk:
    """A desk of one command, and what it did."""

    around: Surroundings
    store: MemoryStore
    acts: Acts[Any]
    done: list[str]

    def rename(
        self,
        name: str,
        key: str | None = None,
        repeated: Callable[[Act[Work], Rename], object] | None = None,
        fault: Exception | None = None,
    ) -> str:
        def do(act: Act[Work], command: Rename) -> str:
            self.done.append(command.name)
            act.note(command.NAME, "thing:1", {"name": command.name})
            act.put("things.tell", "thing:1", {"name": command.name})
            act.want(LOOK, "thing:1")
            if fault is not None:
                raise fault
            return f"{command.name} {len(self.done)}"

        return self.acts.carry_out(
            Rename(name),
            Caller(STAFF, TENANT, key),
            str,
            do,
            judged=lambda act, _command: act.require(RENAME),
            repeated=repeated,
        )

    def kept(self) -> tuple[int, int, bool]:
        """Return how many entries and effects there are, and whether a task is due."""
        due = self.store.tasks.find(Task(LOOK, TENANT, "thing:1")) is not None
        with self.store.read(TENANT) as work:
            return len(work.journal.entries()), len(work.outbox.pending()), due


@pytest.fixture
def desk() -> Desk:
    """Return a desk over the store in process, where renaming is allowed."""
    around, store = Surroundings({RENAME, MANAGE}), MemoryStore()
    return Desk(around, store, Acts(store, around, around, around), [])


def test_a_command_lasts_with_its_entry_effect_and_task(desk: Desk) -> None:
    """All of them come with one commit, at the instant of the act and in the name of the asker."""
    assert desk.rename(" One ") == "One 1"
    assert desk.kept() == (1, 1, True)
    with desk.store.read(TENANT) as work:
        (entry,), (effect,) = work.journal.entries(), work.outbox.pending()
    assert (entry.at, entry.by, entry.action, entry.details) == (
        NOON,
        f"staff:{STAFF.staff_id}",
        RENAME,
        {"name": "One"},
    )
    assert (effect.at, effect.kind, effect.aggregate) == (NOON, "things.tell", "thing:1")


def test_an_error_leaves_nothing(desk: Desk) -> None:
    """Whatever was done before it is undone, the key included."""
    with pytest.raises(ValueError, match="broken"):
        desk.rename("One", "k", fault=ValueError("broken"))
    assert desk.kept() == (0, 0, False)
    assert desk.rename("One", "k") == "One 2"


def test_who_may_not_does_nothing(desk: Desk) -> None:
    """The refusal comes before the command."""
    desk.around.allowed.clear()
    with pytest.raises(Refused):
        desk.rename("One")
    assert (desk.done, desk.kept()) == ([], (0, 0, False))


def test_a_repeat_gets_the_first_result(desk: Desk) -> None:
    """Nothing is done again, and another request under the key is refused."""
    assert [desk.rename("One", "k"), desk.rename("One", "k"), desk.rename("One")] == ["One 1", "One 1", "One 2"]
    with pytest.raises(KeyReused):
        desk.rename("Two", "k")
    assert desk.kept()[0] == 2


def test_a_repeat_tells_nothing_to_who_may_not_any_more(desk: Desk) -> None:
    """Nor whether there was a first one."""
    desk.rename("One", "k")
    desk.around.allowed.clear()
    for name, key in (("One", "k"), ("Two", "k"), ("One", "another")):
        with pytest.raises(Refused):
            desk.rename(name, key)


def test_what_cannot_be_judged_again_is_judged_as_a_repeat(desk: Desk) -> None:
    """For the very same request alone: any other one is judged as ever."""

    def repeated(act: Act[Work], _command: Rename) -> None:
        act.require(MANAGE)

    desk.rename("One", "k", repeated)
    desk.around.allowed.remove(RENAME)
    again = [_outcome(lambda given=given: desk.rename(*given, repeated)) for given in (("One", "k"), ("Two", "k"))]
    assert again == ["One 1", "Refused"]
    desk.around.allowed.clear()
    assert _outcome(lambda: desk.rename("One", "k", repeated)) == "Refused"


def _outcome(call: Callable[[], str]) -> str:
    try:
        return call()
    except Refused:
        return "Refused"


def test_an_act_takes_its_instant_after_its_lock(desk: Desk) -> None:
    """Whoever waited for it decides by the time that it is then: what expired meanwhile has expired."""
    later = NOON + timedelta(hours=1)

    @define
    class Waited:
        at: datetime = NOON

        def now(self) -> datetime:
            return self.at

        @contextmanager
        def begin(self, tenant_id: TenantId) -> Generator[Any]:
            self.at = later
            with desk.store.begin(tenant_id) as work:
                yield work

    waited = Waited()
    with Acts(waited, waited, desk.around, desk.around).begin(TENANT, STAFF) as act:
        assert act.at == later


def test_a_secret_is_told_once(desk: Desk) -> None:
    """The first caller gets it, a repeat the rest."""
    told = []
    for _ in range(2):
        with desk.acts.begin(TENANT, STAFF) as act:
            told.append(act.once_telling(Request("things.make", key="k"), int, lambda: (7, "secret")))
    assert told == [(7, "secret"), (7, None)]


def test_of_an_act_undone_nothing_lasts(desk: Desk) -> None:
    """Though within it everything is as if it had been done."""
    with desk.acts.undone(TENANT, STAFF) as act:
        act.note(RENAME, "thing:1", {})
        assert len(act.work.journal.entries()) == 1
    assert (desk.kept(), act.noted) == ((0, 0, False), [])


def test_what_no_single_act_holds_is_kept_when_all_is_done(desk: Desk) -> None:
    """Judged before, and answered by its key after."""
    steps = iter((1, 2))

    def across(key: str | None) -> int:
        return desk.acts.across(
            Request("things.sweep", key=key),
            int,
            by=STAFF,
            tenant_id=TENANT,
            judged=lambda act: act.require(MANAGE),
            do=lambda: next(steps),
        )

    assert [across("k"), across("k"), across(None)] == [1, 1, 2]
    desk.around.allowed.clear()
    with pytest.raises(Refused):
        across("k")


def test_what_no_single_act_holds_is_judged_in_an_act_as_any_other(desk: Desk) -> None:
    """So what a context adds to its acts holds there too."""
    opened: list[Actor] = []

    @frozen
    class Watched(Acts[Any]):
        @contextmanager
        def _opened(self, opening: AbstractContextManager[Any], by: Actor) -> Generator[Act[Any]]:
            with Acts._opened(self, opening, by) as act:
                opened.append(act.by)
                yield act

    acts = Watched(desk.store, desk.around, desk.around, desk.around)
    for request in (Request("things.sweep"), Request("things.sweep", key="k"), Request("things.sweep", key="k")):
        acts.across(request, int, by=STAFF, tenant_id=TENANT, judged=lambda act: act.require(MANAGE), do=lambda: 1)
    # Judged three times, and kept once.
    assert opened == [STAFF] * 4


def test_a_command_with_a_personal_value_is_carried_out_with_digests(desk: Desk) -> None:
    """They tell one request from another; without them nothing is begun."""

    class Known:
        def of(self, value: str) -> str:
            return value[::-1]

    def carry_out(name: str, digests: Known | None) -> str:
        return desk.acts.carry_out(
            Greet(name),
            Caller(STAFF, TENANT, "k"),
            str,
            lambda act, command: desk.done.append(command.name) or str(len(desk.done)),
            judged=lambda act, _command: act.require(RENAME),
            digests=digests,
        )

    with pytest.raises(TypeError, match="name is personal"):
        carry_out("Ada", None)
    assert [carry_out("Ada", Known()), carry_out("Ada", Known()), desk.done] == ["1", "1", ["Ada"]]
    with desk.store.read(TENANT) as work:
        assert work.replies.get(f"staff:{STAFF.staff_id}\nk").request == request_digest({"name": "adA"})
    with pytest.raises(KeyReused):
        carry_out("Eve", Known())


@pytest.mark.parametrize("by", [System("worker"), evolve(STAFF)])
def test_staff_is_asked_for_by_name(desk: Desk, by: Actor) -> None:
    """Any other actor is told what would help."""
    with desk.acts.read(TENANT, by) as act:
        if isinstance(by, Staff):
            assert act.staff("only staff does.") == by
            return
        with pytest.raises(InvalidValue, match="only staff does") as caught:
            act.staff("only staff does.")
    assert caught.value.field == "by"


def test_an_act_goes_on_in_another_name(desk: Desk) -> None:
    """Its entries count as the act's own, in the name of who acts by then."""
    other = Staff(StaffId(UUID(int=9)))
    with desk.acts.begin(TENANT, STAFF) as act:
        act.acting_as(other).note(RENAME, "thing:1", {})
        assert len(act.noted) == 1
    with desk.store.read(TENANT) as work:
        assert [each.by for each in work.journal.entries()] == [f"staff:{other.staff_id}"]
