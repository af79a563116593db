"""The inbox: signals from providers over the network, received, shown and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.arguments import checked
from saas_core.kernel.commands import Request
from saas_core.kernel.errors import Conflict, InvalidValue, NotFound
from saas_core.kernel.ids import PROVIDER, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.pages import page_size
from saas_core.kernel.signals import FollowUp, Owner, Signal, SignalPlace, SignalReader, Signals, SignalState
from saas_core.kernel.tasks import Task, Tasks, TaskState
from saas_core.kernel.work import Transactions, Work
from saas_core.policy.acting import Act, Acts
from saas_core.policy.ports import Judge

SIGNALS_KEPT = timedelta(days=40)
"""Longer than the time in which providers resend an event."""


class EndpointUnknown(NotFound):
    """There is no such endpoint, or it is off because it has no secret to verify signals."""

    code = "ENDPOINT_UNKNOWN"


class SignalUnknown(NotFound):
    """There is no such signal."""

    code = "SIGNAL_UNKNOWN"


class NothingToReplay(Conflict):
    """No task follows from the signal that could be done again."""

    code = "NOTHING_TO_REPLAY"


class Receiver(Protocol):
    """Receives messages at one endpoint."""

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Verify, read and store a message, and return whether it is new; names of headers are in lowercase.

        Raises SignalRefused, StoreFault.
        """
        ...


class SignalReceiver:
    """Takes in signals of one provider, each with the task that follows from it."""

    def __init__(
        self, *, reader: SignalReader, follow_up: FollowUp, owner: Owner, signals: Signals, clock: Clock
    ) -> None:
        """Take the ports, which task follows from a signal, and whose it is."""
        self._reader = reader
        self._follow_up = follow_up
        self._owner = owner
        self._signals = signals
        self._clock = clock

    def receive(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Keep a signal once with its task, and return whether it is new."""
        signal = self._reader.read(body, headers)
        wanted = self._follow_up(signal)
        task = None if wanted is None else Task(wanted[0], self._owner(signal), wanted[1])
        return self._signals.take(signal, self._clock.now(), task)


@frozen
class SignalView:
    """A signal, and the state of its follow-up: done, waiting, failing or parked."""

    endpoint: str
    event: str
    kind: str
    subject: str
    account: str
    tenant_id: TenantId
    received_at: str
    state: str
    fault: str

    @property
    def place(self) -> SignalPlace:
        """The signal's place among all signals, for the page after it."""
        return SignalPlace(datetime.fromisoformat(self.received_at), self.endpoint, self.event)


@checked
class Inbox:
    """Receives signals from anyone who can sign them; shows and replays them for staff."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        receivers: Mapping[str, Receiver],
        follow_ups: Mapping[str, FollowUp],
        transactions: Transactions[Work],
        signals: Signals,
        tasks: Tasks,
        clock: Clock,
        ids: Ids,
        judge: Judge,
    ) -> None:
        """Take the ports, and the receiver and follow-up of each endpoint."""
        self._receivers = receivers
        self._follow_ups = follow_ups
        self._signals = signals
        self._tasks = tasks
        self._acts = Acts(transactions, clock, ids, judge)

    def receive(self, *, endpoint: str, body: bytes, headers: Mapping[str, str]) -> bool:
        """Receive a message sent to an endpoint, and return whether it is new; committed when this returns.

        Raises EndpointUnknown, SignalRefused, StoreFault.
        """
        receiver = self._receivers.get(endpoint)
        if receiver is None:
            message = f"no signals are received at {endpoint[:40]!r}."
            raise EndpointUnknown(message, field="endpoint", remedy="Configure its signing secret first.")
        if not all(isinstance(each, str) for named in headers.items() for each in named):
            message = "are not all text."
            raise InvalidValue(message, field="headers", remedy="Give names and values as text.")
        named = {name.lower(): value for name, value in headers.items()}
        if len(named) < len(headers):
            message = "name one header twice, in different letters."
            raise InvalidValue(message, field="headers", remedy="Give each once.")
        return receiver.receive(body, named)

    def list_signals(
        self, *, by: Actor, after: SignalPlace | None = None, limit: int = 100, waiting: bool = False
    ) -> tuple[SignalView, ...]:
        """Return signals, newest first, those before the given place, at most 1,000.

        With `waiting`, only those not yet dealt with. Raises Refused.
        """
        self._acts.require(PROVIDER, by, "provider.journal")
        found = self._signals.page(after, page_size(limit), waiting=waiting)
        return tuple(self._view(each) for each in found)

    def show_signal(self, *, by: Actor, endpoint: str, event: str) -> SignalView:
        """Return one signal; raises SignalUnknown, Refused."""
        self._acts.require(PROVIDER, by, "provider.journal")
        return self._view(self._found(endpoint, event))

    def replay(self, *, by: Actor, endpoint: str, event: str, idempotency_key: str | None = None) -> SignalView:
        """Have a worker do again what follows from a signal, also when that was parked; it waits until that is done.

        For news about payments, that is a look at the account, since the signal itself holds nothing to apply. For news
        about mail, the stored news is applied once more. A repeat shows the state at that time; the key is kept with
        the client of the signal. Raises SignalUnknown, NothingToReplay, Refused, KeyReused.
        """
        self._acts.require(PROVIDER, by, "provider.journal")
        state = self._found(endpoint, event)
        request = Request("delivery.replay", {"endpoint": endpoint, "event": event}, idempotency_key)
        with self._acts.begin(state.tenant_id, by) as act:
            act.require("provider.tenants")
            act.once(request, str, lambda: self._replayed(act, state.signal))
        return self._view(self._found(endpoint, event))

    def _replayed(self, act: Act[Work], signal: Signal) -> str:
        wanted = _wanted(self._follow_ups, signal)
        if wanted is None:
            message = "no task follows from this signal that could be done again."
            raise NothingToReplay(message, field="event", remedy="Leave it; it concerns nothing that is kept here.")
        act.want(*wanted, parked=True)
        act.work.signals.mark(signal.endpoint, signal.event, None)
        act.note("delivery.replay", f"signal:{signal.event}"[:200], {"endpoint": signal.endpoint})
        return signal.event

    def _found(self, endpoint: str, event: str) -> SignalState:
        state = self._signals.find(endpoint, event)
        if state is None:
            message = "there is no such signal."
            raise SignalUnknown(message, field="event", remedy="See `saas inbox list`.")
        return state

    def _view(self, state: SignalState) -> SignalView:
        signal = state.signal
        # What is done has no task of its own left: one at its account is about what comes next, such as a renewal.
        task = None if state.done_at is not None else task_of(state, self._follow_ups, self._tasks)
        return SignalView(
            endpoint=signal.endpoint,
            event=signal.event,
            kind=signal.kind,
            subject=signal.subject,
            account=signal.account,
            tenant_id=state.tenant_id,
            received_at=state.received_at.isoformat(),
            state=_state(state, task),
            fault="" if task is None else task.fault,
        )


def task_of(state: SignalState, follow_ups: Mapping[str, FollowUp], tasks: Tasks) -> TaskState | None:
    """Return how the task stands that follows from a signal; None when nothing is to be done. Raises StoreFault."""
    wanted = _wanted(follow_ups, state.signal)
    return None if wanted is None else tasks.find(Task(wanted[0], state.tenant_id, wanted[1]))


def _wanted(follow_ups: Mapping[str, FollowUp], signal: Signal) -> tuple[str, str] | None:
    found = follow_ups.get(signal.endpoint)
    return None if found is None else found(signal)


def _state(state: SignalState, task: TaskState | None) -> str:
    if state.done_at is not None:
        return "done"
    if task is None:
        return "waiting"
    if task.parked_at is not None:
        return "parked"
    return "failing" if task.attempts else "waiting"
