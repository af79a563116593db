"""The answer: a Decision, and its refusal as an exception."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Self
from uuid import UUID

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue, SaasError
from saas_core.kernel.ids import (
    AssignmentId,
    DepartmentId,
    EngagementId,
    EntryId,
    GrantId,
    IntegrationId,
    TenantId,
    TicketId,
)
from saas_core.kernel.money import Money
from saas_core.policy.reasons import Reason


class Verdict(Enum):
    """The verdict of a decision; CHARGEABLE and NEEDS_PERSON perform nothing."""

    ALLOWED = "ALLOWED"
    DENIED = "DENIED"
    CHARGEABLE = "CHARGEABLE"
    NEEDS_PERSON = "NEEDS_PERSON"


class LicenseeKind(Enum):
    """The kind of licensee that asks (0.2)."""

    END_USER = "end_user"
    BUSINESS_OPERATOR = "business_operator"
    AGENCY = "agency"
    DEVELOPER = "developer"


class Manner(Enum):
    """The manner of a request: asked for by the client, or attempted as support."""

    ASK = "ask"
    AS_SUPPORT = "as_support"


class AboutKind(Enum):
    """The kinds of things that a question can be about."""

    ENGAGEMENT = "engagement"
    TICKET = "ticket"
    INTEGRATION = "integration"


_IDS = {
    AboutKind.ENGAGEMENT: EngagementId,
    AboutKind.TICKET: TicketId,
    AboutKind.INTEGRATION: IntegrationId,
}


@frozen
class About:
    """The thing a question is about: an engagement, a ticket, or one integration of the client."""

    kind: AboutKind
    id: UUID

    @classmethod
    def engagement(cls, engagement_id: EngagementId) -> Self:
        """Return an engagement as the subject of a question, whose approved hours are judged (4.2)."""
        return cls(AboutKind.ENGAGEMENT, engagement_id)

    @classmethod
    def ticket(cls, ticket_id: TicketId) -> Self:
        """Return a ticket as the subject of a question."""
        return cls(AboutKind.TICKET, ticket_id)

    @classmethod
    def integration(cls, integration_id: IntegrationId) -> Self:
        """Return one integration as the subject of a question, whose connection is judged (2.2)."""
        return cls(AboutKind.INTEGRATION, integration_id)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a thing written as `engagement:0198c5f0-…`; raises InvalidValue."""
        name, _colon, id_ = text.partition(":")
        kind = next((each for each in AboutKind if each.value == name), None)
        if kind is None:
            message = f"{text[:40]!r} does not name a kind of thing."
            kinds = ", ".join(each.value for each in AboutKind)
            raise InvalidValue(message, field="about", remedy=f"Write kind:id, with a kind among {kinds}.")
        return cls(kind, _IDS[kind].parse(id_))

    def __str__(self) -> str:
        """Return the form that `parse` reads."""
        return f"{self.kind.value}:{self.id}"


@frozen
class Question:
    """The question whether an actor may do something in a department of a tenant.

    `also` names other actions that the same request claims or contains; `capacity` is the capacity in which the actor
    asks, if it is not the licensee's own. `about` is the thing that the action concerns; `amount` is the amount to
    approve, judged against the approval limits of the actor's roles (4.2). Without an amount, the answer says only
    whether the right exists at all.
    """

    tenant_id: TenantId
    by: Actor
    action: str
    also: tuple[str, ...] = ()
    department_id: DepartmentId | None = None
    manner: Manner = Manner.ASK
    capacity: LicenseeKind | None = None
    about: About | None = None
    amount: Money | None = None


MOST_ALSO = 20
"""The most further actions that one question may name."""


def require_few_names(question: Question) -> None:
    """Require that a question does not name too many actions; raises InvalidValue.

    What cannot be the name of an action is answered as one that no clause covers (9.3).
    """
    if len(question.also) > MOST_ALSO:
        message = f"names {len(question.also)} actions; {MOST_ALSO} are allowed."
        raise InvalidValue(message, field="also", remedy="Ask several questions.")


_OF_INTEGRATIONS = "integration."


def about_integrations(question: Question) -> bool:
    """Return whether a question names an integration, so that connections matter to it (2.2)."""
    return any(each.startswith(_OF_INTEGRATIONS) for each in (question.action, *question.also))


@frozen
class Fact:
    """A fact that the decision rests on, by name and value."""

    name: str
    value: str


@frozen
class Ruling:
    """The answer apart from the asker and the instant; shared by everyone whose roles say the same.

    `reasons` are all that block, most fundamental first; `clauses` decided, `overruled` would have decided
    otherwise; the answer holds before `valid_until` (None: time alone never changes it). `under` is the break-glass
    grant without which the answer would be a refusal. Clauses 9.1, 9.2.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    terms_version: str
    valid_until: datetime | None
    facts: tuple[Fact, ...] = ()
    under: GrantId | None = None


@frozen
class Decision:
    """The answer to a question as of an instant, complete enough to be reproduced.

    `ruling` is the answer itself, also readable through the decision; `through` are the assignments that allow it;
    `id` is that of the journal entry if the decision was recorded.
    """

    question: Question
    ruling: Ruling
    at: datetime
    known_at: datetime | None = None
    through: tuple[AssignmentId, ...] = ()
    id: EntryId | None = None

    @property
    def allowed(self) -> bool:
        """Return whether the action is allowed now."""
        return self.ruling.verdict is Verdict.ALLOWED

    @property
    def verdict(self) -> Verdict:
        """Return whether the action is allowed, denied, chargeable, or needs a person."""
        return self.ruling.verdict

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return all reasons that block, most fundamental first."""
        return self.ruling.reasons

    @property
    def clauses(self) -> tuple[str, ...]:
        """Return the clauses that decided."""
        return self.ruling.clauses

    @property
    def overruled(self) -> tuple[str, ...]:
        """Return the clauses that would have decided otherwise (9.2)."""
        return self.ruling.overruled

    @property
    def terms_version(self) -> str:
        """Return the version of the terms that binds."""
        return self.ruling.terms_version

    @property
    def valid_until(self) -> datetime | None:
        """Return the instant before which the answer holds; None when time alone never changes it."""
        return self.ruling.valid_until

    @property
    def under(self) -> GrantId | None:
        """Return the break-glass grant without which the answer would be a refusal (1.5)."""
        return self.ruling.under

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return the facts that the answer rests on, ending with the assignments that allow it."""
        if not self.through:
            return self.ruling.facts
        return (*self.ruling.facts, Fact("allowed through", ", ".join(str(each) for each in self.through)))


class Refused(SaasError):
    """The policy does not allow the action; carries the whole Decision."""

    code = "REFUSED"

    def __init__(self, decision: Decision) -> None:
        """Take the sentence of the most fundamental reason as the message."""
        first = decision.reasons[0]
        super().__init__(f"{first.sentence} (clause {', '.join(first.clauses)})")
        self.decision = decision

    def __reduce__(self) -> tuple[type[Refused], tuple[Decision]]:
        """Support pickling, so that the error crosses process boundaries intact."""
        return Refused, (self.decision,)
