"""Questions on which the terms are silent, in the words of the scenarios."""

from __future__ import annotations

from typing import Any

from attrs import define

from features.drivers.entrance import Entered, Entrance, Operation
from saas_core.kernel.actors import Actor
from saas_core.kernel.ids import TenantId
from saas_core.support.values import QuestionId

HERE = "{here}/questions/{question_id}"


@define(slots=False)
class Questions(Entered):
    """Questions asked by a client and answered by staff."""

    entrance: Entrance

    def put(self, by: Actor, tenant_id: TenantId, action: str) -> Any:
        """Put the question of an action to the provider."""
        return self.do(Operation("support.questions.ask", "POST /v1/questions"), by, tenant_id, action=action)

    def own(self, by: Actor, tenant_id: TenantId) -> tuple[Any, ...]:
        """Return the questions that a person put."""
        listing = Operation("support.questions.list_own", "GET /v1/questions")
        return self.entrance.items(listing, by, tenant_id, last="question_id")

    def show(self, staff: Actor, tenant_id: TenantId, question_id: QuestionId) -> Any:
        """Show a question to staff, with the precedents on it."""
        operation = Operation("support.questions.show", f"GET {HERE}")
        return self.do(operation, staff, tenant_id, question_id=question_id)

    def answer(self, staff: Actor, tenant_id: TenantId, question_id: QuestionId, clause: str, reason: str) -> Any:
        """Answer a question with a clause and a reason."""
        operation = Operation("support.questions.answer", f"POST {HERE}/answer")
        return self.do(operation, staff, tenant_id, question_id=question_id, clause=clause, reason=reason)
