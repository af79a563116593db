"""The driver: every operation of the scenarios, in their words and written once, over whichever entrance is used.

A driver holds one application in a store of its own, already set up: the shipped terms are published, the operations
of `wishes.OPERATIONS` are registered, and one member of staff holds each duty. Time stands still until it is moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import define, field

from clock import Clock
from features.drivers import witness
from features.drivers.doors import Doors
from features.drivers.entrance import Entrance, Operation
from features.drivers.estimating import Estimating
from features.drivers.licensing import Licensing
from features.drivers.paying import Paying
from features.drivers.people import People
from features.drivers.tickets import Tickets
from features.drivers.values import Duty, Ready, Wanted, address
from features.drivers.working import Working
from saas_app import Application
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId, UserId
from saas_core.kernel.journal import JournalEntry
from saas_core.policy.decision import Decision, Question
from saas_sandbox.stripe import SimulatedStripe
from staffing import hired

ASK = Operation("gate.ask", "POST {here}/decisions")
EXPLAIN = Operation("gate.check", "POST {here}/decisions/why")


@define(slots=False)
class Driver(Licensing, People):
    """One application to tell a scenario to.

    `ready` are clients that were taken on before the scenario began, through the same steps.
    """

    application: Application
    entrance: Entrance
    clock: Clock
    stripe: SimulatedStripe
    staff_keys: Mapping[Duty, str] = field(factory=dict)
    ready: Mapping[Wanted, Ready] = field(factory=dict)
    doors: Doors = field(init=False)
    paying: Paying = field(init=False)
    tickets: Tickets = field(init=False)
    estimating: Estimating = field(init=False)
    working: Working = field(init=False)
    _staff: dict[Duty, Actor] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.doors = Doors(self.application, self.entrance)
        self.paying = Paying(self.application, self.entrance, self.stripe)
        self.tickets = Tickets(self.entrance)
        self.estimating = Estimating(self.application, self.entrance, self.doors)
        self.working = Working(self.application, self.entrance)
        for each in self.ready.values():
            self.entrance.know(each.owner.actor, each.owner.key)

    def staff(self, duty: Duty) -> Actor:
        """Return the member of staff on duty."""
        if duty not in self._staff:
            # Whoever is on duty signed in before the scenario began.
            self._staff[duty] = self.application.access.staff.authenticate(self.staff_keys[duty])
            self.entrance.know(self._staff[duty], self.staff_keys[duty])
        return self._staff[duty]

    def hire(self, name: str, duty: Duty) -> Actor:
        """Add another member of staff with the permission of a duty."""
        _id, key = hired(self.application, self.staff(Duty.ADMIN), name, address(name), duty.value)
        actor = self.application.access.staff.authenticate(key)
        self.entrance.know(actor, key)
        return actor

    def ask(self, question: Question) -> Decision:
        """Ask now; a refusal of what is never granted is kept in the journal."""
        return _asked(self.entrance, question)

    def ask_by_key(self, key: str, question: Question) -> Decision:
        """Ask now, signed in by a key or a session."""
        return _asked(self.entrance.by_key(key), question)

    def judge_again(self, question: Question, *, at: datetime, known_at: datetime | None = None) -> Decision:
        """Ask as of an earlier instant, as known now or at another instant."""
        decision: Decision = self.entrance.do(EXPLAIN, None, None, question=question, at=at, known_at=known_at)
        return decision

    def journal(self, tenant_id: TenantId) -> tuple[JournalEntry, ...]:
        """Return the client's journal, or the provider's own."""
        return witness.journal(self.application, tenant_id)

    def state(self, tenant_id: TenantId, user_id: UserId) -> str:
        """Return the state of a user."""
        return witness.state(self.application, tenant_id, user_id)

    def picture(self, tenant_id: TenantId) -> Mapping[str, object]:
        """Return all that can be seen of a client, to be compared."""
        return witness.picture(self.application, self.staff(Duty.ADMIN), tenant_id)


def _asked(entrance: Entrance, question: Question) -> Decision:
    decision: Decision = entrance.do(ASK, None, None, question=question)
    return decision
