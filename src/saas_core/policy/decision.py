"""The answer: a Decision, and its refusal as an exception."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from attrs import field, frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import SaasError
from saas_core.kernel.ids import DepartmentId, EntryId, TenantId
from saas_core.policy.reasons import Reason


class Verdict(Enum):
    """Whether it may be done; CHARGEABLE and NEEDS_PERSON perform nothing."""

    ALLOWED = "ALLOWED"
    DENIED = "DENIED"
    CHARGEABLE = "CHARGEABLE"
    NEEDS_PERSON = "NEEDS_PERSON"


class LicenseeKind(Enum):
    """What kind of licensee asks (0.2)."""

    END_USER = "end_user"
    BUSINESS_OPERATOR = "business_operator"
    AGENCY = "agency"
    DEVELOPER = "developer"


class Manner(Enum):
    """How it is to be done: asked for by the client, or tried as support."""

    ASK = "ask"
    AS_SUPPORT = "as_support"


@frozen
class Question:
    """What is asked: may this actor do this, in this department of this tenant.

    `also` names what else the same request claims to be or contains; `capacity` the capacity in which the actor
    asks, where it is not the licensee's own.
    """

    tenant_id: TenantId
    by: Actor
    action: str
    also: tuple[str, ...] = ()
    department_id: DepartmentId | None = None
    manner: Manner = Manner.ASK
    capacity: LicenseeKind | None = None


@frozen
class Fact:
    """Something the decision rests on, by name and value."""

    name: str
    value: str


@frozen
class Decision:
    """The answer to a question at an instant, complete enough to be made again.

    `reasons` are all that block, most fundamental first; `clauses` decided, `overruled` would have decided
    otherwise; the answer holds before `valid_until` (None: time alone never changes it); `id` is the journal
    entry's when it was recorded. Clauses 9.1, 9.2.
    """

    verdict: Verdict
    question: Question
    reasons: tuple[Reason, ...]
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    terms_version: str
    at: datetime
    valid_until: datetime | None
    facts: tuple[Fact, ...] = ()
    known_at: datetime | None = None
    id: EntryId | None = field(default=None)

    @property
    def allowed(self) -> bool:
        """Tell whether it may be done now."""
        return self.verdict is Verdict.ALLOWED


class Refused(SaasError):
    """The policy does not allow it; carries the whole Decision."""

    code = "REFUSED"

    def __init__(self, decision: Decision) -> None:
        """Say it with the most fundamental reason's sentence."""
        first = decision.reasons[0]
        super().__init__(f"{first.sentence} (clause {', '.join(first.clauses)})")
        self.decision = decision

    def __reduce__(self) -> tuple[type[Refused], tuple[Decision]]:
        """Travel between processes whole."""
        return Refused, (self.decision,)
