"""Subjects of tasks as staff is shown them: those about a client's people only by kind, unless a grant opens them."""

from __future__ import annotations

from collections.abc import Container
from datetime import timedelta
from functools import partial
from typing import Final

from attrs import evolve, frozen

from saas_core.kernel.naming import OF_PEOPLE
from saas_core.kernel.pages import all_of
from saas_core.kernel.secrets import Digests
from saas_core.kernel.tasks import Task, TaskFilter, TaskPlace, Tasks, TaskState

_LETTERS: Final = "letters:"
_SIGN: Final = "~"
_MARK_LENGTH: Final = 16
_AT_ONCE: Final = 1000
_INSTANT: Final = timedelta(microseconds=1)


@frozen
class Subjects:
    """Withholds subjects about a client's people (1.5), and finds a task whose subject was withheld.

    A withheld subject is its kind and a mark, such as `user:~5f2d…`: a keyed digest, by which the task can be retried
    but nobody be recognized.
    """

    tasks: Tasks
    digests: Digests

    def shown(self, task: Task, known: Container[str]) -> Task:
        """Return a task as it is shown to somebody who may see these references."""
        person = person_in(task.subject)
        return task if person is None or person in known else self._withheld(task)

    def original(self, task: Task) -> Task | None:
        """Return the parked task that was shown like this; None if there is none."""
        return self._found(task, TaskFilter(parked=True, tenant_id=task.tenant_id, kind=task.kind))

    def place(self, shown: TaskPlace) -> TaskPlace:
        """Return the place of a task that was shown at this one; the same where it is gone, so that none is skipped."""
        # The sign sorts after the digits of ids.
        until, task = shown.due_at + _INSTANT, shown.task
        same = TaskFilter(tenant_id=task.tenant_id, kind=task.kind, since=shown.due_at, until=until)
        return TaskPlace(shown.due_at, self._found(task, same) or task)

    def _withheld(self, task: Task) -> Task:
        kind = task.subject.partition(":")[0]
        mark = self.digests.of(f"{task.tenant_id} {task.subject}")[:_MARK_LENGTH]
        return evolve(task, subject=f"{kind}:{_SIGN}{mark}")

    def _found(self, shown: Task, among: TaskFilter) -> Task | None:
        if not shown.subject.partition(":")[2].startswith(_SIGN):
            return shown
        waiting = all_of(partial(self._page, among))
        return next((each.task for each in waiting if self._withheld(each.task) == shown), None)

    def _page(self, wanted: TaskFilter, last: TaskState | None) -> tuple[TaskState, ...]:
        return self.tasks.newest(wanted, None if last is None else TaskPlace(last.due_at, last.task), _AT_ONCE)


def person_in(subject: str) -> str | None:
    """Return the reference to a client's user or role in a subject, such as `user:<id>` in `letters:user:<id>`."""
    reference = subject.removeprefix(_LETTERS)
    kind, colon, _id = reference.partition(":")
    return reference if colon and kind in OF_PEOPLE else None
