"""Recorded decisions: answers read back from their entries in the journal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import DepartmentId, EntryId
from saas_core.kernel.journal import JournalEntry, Value
from saas_core.kernel.money import Money
from saas_core.policy.decision import About

_ASKED = "action:"


class DecisionUnknown(NotFound):
    """No decision was recorded under this id."""

    code = "DECISION_UNKNOWN"


@frozen(kw_only=True)
class RecordedDecisionView:
    """A decision as it was recorded: the asker, the request, and the answer by codes, clauses and terms (9.1).

    `decision` is the id of its entry in the journal, `position` its place there; `by` is the asker, as the journal
    names it. `scopes` are those of a program's key, None for other actors. `about` and `amount` are None if the
    question named none.
    """

    decision: EntryId
    position: int
    at: datetime
    by: str
    action: str
    also: tuple[str, ...]
    department_id: DepartmentId | None
    manner: str | None
    capacity: str | None
    scopes: tuple[str, ...] | None
    about: About | None
    amount: Money | None
    verdict: str
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    overruled: tuple[str, ...]
    terms_version: str


def recorded(entry: JournalEntry | None) -> RecordedDecisionView:
    """Return the decision that an entry records; raises DecisionUnknown for any other entry, and for None."""
    if entry is None or "verdict" not in entry.details:
        message = "no decision was recorded under this id."
        raise DecisionUnknown(message, field="decision", remedy="Take the id that the refusal named as its decision.")
    details = entry.details
    department, scopes = details.get("department"), details.get("scopes")
    return RecordedDecisionView(
        decision=entry.id,
        position=entry.position,
        at=entry.at,
        by=entry.by,
        # A refusal to add a client is recorded as that request.
        action=entry.subject.removeprefix(_ASKED) if entry.subject.startswith(_ASKED) else entry.action,
        also=_texts(details.get("also")),
        department_id=None if department is None else DepartmentId(UUID(str(department))),
        manner=_text(details.get("manner")),
        capacity=_text(details.get("capacity")),
        scopes=None if scopes is None else _texts(scopes),
        about=None if (about := details.get("about")) is None else About.parse(str(about)),
        amount=_amount(details.get("amount")),
        verdict=str(details["verdict"]),
        reasons=_texts(details["reasons"]),
        clauses=_texts(details["clauses"]),
        overruled=_texts(details.get("overruled")),
        terms_version=str(details["terms"]),
    )


def _amount(value: Value) -> Money | None:
    return Money(int(str(value["minor"])), str(value["currency"])) if isinstance(value, dict) else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
