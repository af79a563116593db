"""What is asked of the gate: each question is answered from memory if it can, or else from the store."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from attrs import frozen

from saas_core.gate.gathering import circumstances
from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateWork
from saas_core.policy.decision import Decision, Question
from saas_core.policy.judgement import judge

if TYPE_CHECKING:
    from saas_core.gate.snapshot import Snapshot

A_co = TypeVar("A_co", covariant=True)


class Asked(Protocol[A_co]):
    """What is asked: answered from a snapshot, None if its asker has yet to be met there, or from a unit of work."""

    @property
    def question(self) -> Question:
        """The question that says who asks about which client."""
        ...

    def held(self, snapshot: Snapshot, now: datetime) -> A_co | None:
        """Return the answer from memory."""
        ...

    def read(self, work: GateWork, informants: Informants, now: datetime) -> A_co | None:
        """Return the answer from one consistent state of the store."""
        ...


@frozen
class Whether:
    """The question whether something may be done."""

    question: Question

    def held(self, snapshot: Snapshot, now: datetime) -> Decision | None:
        """Return the decision from memory."""
        return snapshot.answer(self.question, now)

    def read(self, work: GateWork, informants: Informants, now: datetime) -> Decision:
        """Return the decision from the store."""
        return judge(self.question, circumstances(work, informants, self.question, at=now, known_at=now))
