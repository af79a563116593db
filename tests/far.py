"""Workers in processes of their own, over the simulated Stripe and the clock of the test, which can be killed anywhere.

The test's process keeps a line on which they call Stripe and ask for the time. A worker may be told to kill itself at a
step: so many of them of one kind after it began a task of one kind.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Client, Connection, Listener
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import stripe
from attrs import field, frozen

from saas_app import Application, open_application, settings_at
from saas_app.simulation import payments_over
from saas_sql.store import SqlWork
from street import Street

# Imported once, by the process from which the workers are forked.
_HEAVY = ["__main__", "saas_app", "saas_app.simulation", "saas_sandbox.stripe", "saas_sql", "saas_stripe"]
_LONGEST = 60


@frozen
class Step:
    """The point at which a worker kills itself: the nth `event` in tasks of a kind.

    Events are `sent` and `committed` around each commit, `asked` and `answered` around each call to Stripe: the latter
    name the call, as in `answered GET /v1/charges`.
    """

    kind: str
    event: str
    number: int = 1


@frozen
class Far:
    """Workers in processes of their own, over a street's store."""

    street: Street
    url: str
    home: Path
    _address: str
    _running: list[ForkServerProcess] = field(factory=list)

    def start(self, step: Step | None = None) -> ForkServerProcess:
        """Start one, which works until it is killed."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_HEAVY)
        process = context.Process(target=_work, args=(self._address, self.url, self.home, step), daemon=True)
        process.start()
        self._running.append(process)
        return process

    def killed_at(self, step: Step) -> None:
        """Have one work until it kills itself at a step."""
        process = self.start(step)
        process.join(_LONGEST)
        assert process.exitcode == -signal.SIGKILL, f"it ended with {process.exitcode}, and not at {step}"

    def kill(self, process: ForkServerProcess) -> None:
        """Kill one wherever it is."""
        process.kill()
        process.join(_LONGEST)
        assert process.exitcode == -signal.SIGKILL

    def end(self) -> None:
        """Kill those that still run."""
        for each in self._running:
            each.kill()
            each.join(_LONGEST)


@contextmanager
def far_workers(street: Street, url: str, home: Path) -> Iterator[Far]:
    """Keep the line, and end the workers with it."""
    listener = Listener(family="AF_UNIX")
    threading.Thread(target=_answer_all, args=(listener, street), daemon=True).start()
    far = Far(street, url, home, str(listener.address))
    try:
        yield far
    finally:
        far.end()
        listener.close()


def _answer_all(listener: Listener, street: Street) -> None:
    while True:
        try:
            line = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(line, street), daemon=True).start()


def _answer(line: Connection, street: Street) -> None:
    wire = street.stripe.http_client
    ways: Mapping[str, Callable[..., Any]] = {"now": street.clock.now, "request": wire.request}
    with line:
        while True:
            try:
                name, *given = line.recv()
            except (EOFError, OSError):
                return
            try:
                told = (ways[name](*given), None)
            except stripe.APIConnectionError as fault:
                told = (None, str(fault))
            try:
                line.send(told)
            except OSError:
                return


class _Line:
    """A worker's end of the line."""

    def __init__(self, address: str) -> None:
        self._line = Client(address, family="AF_UNIX")

    def __call__(self, *asked: object) -> Any:
        self._line.send(asked)
        told, lost = self._line.recv()
        if lost is not None:
            raise stripe.APIConnectionError(lost, should_retry=True)
        return told


class _Steps:
    """Counts the steps of a worker, and kills it at the one that was named."""

    def __init__(self, step: Step | None) -> None:
        self._step = step
        self._left = step.number if step else 0
        self._kind = ""

    def within(self, kind: str, work: Callable[[Any], int]) -> Callable[[Any], int]:
        def working(lease: Any) -> int:
            self._kind = kind
            try:
                return work(lease)
            finally:
                self._kind = ""

        return working

    def at(self, event: str) -> None:
        if self._step is not None and (self._kind, event) == (self._step.kind, self._step.event):
            self._left -= 1
            if not self._left:
                os.kill(os.getpid(), signal.SIGKILL)


class _Wire(stripe.HTTPClient):
    """Calls Stripe over the line."""

    name = "far"

    def __init__(self, line: _Line, steps: _Steps) -> None:
        super().__init__()
        self._line = line
        self._steps = steps

    def request(self, method: str, url: str, headers: Any, post_data: Any = None, **_given: Any) -> Any:
        call = f"{method.upper()} {urlsplit(url).path}"
        self._steps.at(f"asked {call}")
        told = self._line("request", method, url, dict(headers or {}), post_data)
        self._steps.at(f"answered {call}")
        return told

    def close(self) -> None:
        """There is nothing to close."""


class _Clock:
    """The clock of the test."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def now(self) -> Any:
        return self._line("now")


def _work(address: str, url: str, home: Path, step: Step | None) -> None:
    line, steps = _Line(address), _Steps(step)
    clock = _Clock(line)
    settings = settings_at(home, database_url=url)
    payments = payments_over(_Wire(line, steps), clock)
    with open_application(settings, clock=clock, payments=payments) as application:
        _watched(application, steps)
        application.work.worker.run(stopped=lambda: False, wait=lambda: time.sleep(0.005))


def _watched(application: Application, steps: _Steps) -> None:
    worker = application.work.worker
    worker._handlers = {
        kind: SimpleNamespace(work=steps.within(kind, handler.work)) for kind, handler in worker._handlers.items()
    }
    commit = SqlWork.commit

    def committing(work: SqlWork) -> None:
        work.session.send()
        steps.at("sent")
        commit(work)
        steps.at("committed")

    SqlWork.commit = committing
