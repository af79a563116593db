"""Noting: a decision as an entry of the journal, from which it can be made again."""

from __future__ import annotations

from attrs import evolve

from saas_core.kernel.actors import Actor, ClientUser, Staff
from saas_core.kernel.ids import EntryId
from saas_core.kernel.journal import EntryKind, JournalEntryDraft, Value
from saas_core.kernel.money import Money
from saas_core.kernel.work import Work
from saas_core.policy.decision import Decision, Question


def note_decision(work: Work, decision: Decision, entry: EntryId) -> Decision:
    """Append a decision to the journal of the unit of work; return it with the entry's id."""
    work.journal.append(
        JournalEntryDraft(
            id=entry,
            at=decision.at,
            by=decision.question.by,
            action="gate.decision",
            subject=f"action:{decision.question.action}",
            details={
                **_asked(decision.question),
                "verdict": decision.verdict.value,
                "reasons": [each.code.value for each in decision.reasons],
                "clauses": list(decision.clauses),
                "overruled": list(decision.overruled),
                "terms": decision.terms_version,
            },
            kind=EntryKind.CHANGE if decision.allowed else EntryKind.REFUSAL,
        )
    )
    return evolve(decision, id=entry)


def _asked(question: Question) -> dict[str, Value]:
    """Return the rest of the question besides the action, so that the decision can be reproduced from its entry."""
    return {
        "also": list(question.also),
        "department": None if question.department_id is None else str(question.department_id),
        "manner": question.manner.value,
        "capacity": None if question.capacity is None else question.capacity.value,
        **_narrowed(question.by),
        **({} if question.about is None else {"about": str(question.about)}),
        **_amount(question.amount),
    }


def _amount(amount: Money | None) -> dict[str, Value]:
    return {} if amount is None else {"amount": {"minor": amount.minor, "currency": amount.currency}}


def _narrowed(by: Actor) -> dict[str, Value]:
    """Return the scopes of a program and what a member of staff holds; nothing for a person of the client."""
    if isinstance(by, Staff):
        return {"held": [*sorted(by.permissions)]}
    return {} if not isinstance(by, ClientUser) or by.scopes is None else {"scopes": [*sorted(by.scopes)]}
