"""Questions as request bodies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from attrs import frozen

from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import DepartmentId, TenantId, UserId
from saas_core.kernel.money import Money
from saas_core.policy.decision import MOST_ALSO, About, AboutKind, LicenseeKind, Manner, Question
from saas_http.parsing.values import ActionName, Currency, Items, Number


@frozen(kw_only=True)
class AskedAbout:
    """The thing a question is about: an engagement, a ticket or an integration, by its id."""

    kind: AboutKind
    id: UUID


@frozen(kw_only=True)
class AskedAmount:
    """An amount to be approved, in minor units, such as cents, of the terms' currency."""

    minor: Annotated[int, Number()]
    currency: Currency


@frozen(kw_only=True)
class Ask:
    """A question whether something may be done, in a department, manner and capacity.

    Without `user_id` it is about the caller. `also` names what else the same request claims or contains. An `amount` is
    judged against the approval limits of the user's roles; without one, the answer only says whether the right exists
    at all.
    """

    action: ActionName
    user_id: UserId | None = None
    department_id: DepartmentId | None = None
    also: Annotated[tuple[ActionName, ...], Items(MOST_ALSO)] = ()
    manner: Manner = Manner.ASK
    capacity: LicenseeKind | None = None
    about: AskedAbout | None = None
    amount: AskedAmount | None = None

    def question(self, tenant_id: TenantId, by: Actor) -> Question:
        """Return the question for an actor about a client."""
        return Question(
            tenant_id=tenant_id,
            by=by,
            action=self.action,
            also=self.also,
            department_id=self.department_id,
            manner=self.manner,
            capacity=self.capacity,
            about=None if self.about is None else About(self.about.kind, self.about.id),
            amount=None if self.amount is None else Money(self.amount.minor, self.amount.currency),
        )


@frozen(kw_only=True)
class AskAsOf(Ask):
    """A question as of an instant, and as known at an instant; both default to now."""

    at: datetime | None = None
    known_at: datetime | None = None


@frozen(kw_only=True)
class AskMany:
    """Up to 1,000 questions, about at most 100 users and 2,000 actions in all."""

    questions: tuple[Ask, ...]
