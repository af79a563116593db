"""Declining: what a decline says, always by the row of the terms and its clauses, and never with a price."""

from __future__ import annotations

from saas_core.policy.reasons import Remedy
from saas_core.policy.remedies import SENTENCES
from saas_core.policy.terms import Terms
from saas_core.support.model.scope import OFFERED, Scope


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
