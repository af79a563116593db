"""Declining: what a decline says, by the row of the terms and without a price, and whether it can be disputed."""

from __future__ import annotations

from datetime import datetime

from saas_core.policy.reasons import Remedy
from saas_core.policy.remedies import SENTENCES
from saas_core.policy.terms import Terms
from saas_core.support.errors import DisputeOpen, NotDisputed, NotNow
from saas_core.support.model.scope import OFFERED, Scope
from saas_core.support.model.ticket import Ticket


def decline_text(scope: Scope, terms: Terms, remark: str | None) -> str:
    """Return what a decline says: what is not included, by which clauses, the offer of an estimate, and a remark.

    What is never granted gets no offer, for no payment would help (1.2). Raises InvalidValue for a scope without a row.
    """
    row = scope.row(terms)
    what = scope.kind.value.replace("_", " ") if row is None else row.title
    clauses = ", ".join(scope.clauses(terms))
    said = f"{what[:1].upper()}{what[1:]}"
    if scope.kind in OFFERED:
        sentences = (
            f"{said} is not included in standard support (clause {clauses}). {SENTENCES[Remedy.REQUEST_ESTIMATE]}"
        )
    else:
        sentences = f"{said} is never granted, under any license or payment (clause {clauses})."
    return sentences if remark is None else f"{sentences}\n\n{remark}"


def disputable(ticket: Ticket, at: datetime) -> bool:
    """Return whether a ticket takes a dispute of its exclusion at an instant."""
    try:
        ticket.disputed(at)
    except (DisputeOpen, NotDisputed, NotNow):
        return False
    return True
