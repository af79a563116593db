"""What a database knows of the policy, as its page shows it: counts, signatures and open questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from saas_core.kernel.instants import instant_text
from saas_core.policy.scopes import Scope, ScopeKind
from saas_core.policy.shipped_book import shipped_book
from saas_core.signing.queries import state_in_words
from saas_policy_page import page as shown

if TYPE_CHECKING:
    from saas_core.gate.counting import CountsView
    from saas_core.signing.queries import PolicyQuestionView, SignatureView

_AROUND: Final = 3
"""The words that are shown on either side of what stayed."""
_LONGEST: Final = 400
"""The most characters that are shown of what came or went at one place."""


def counted_in(this: CountsView, last: CountsView, at: str) -> str:
    """Return what the counts of a page are of, and when they were read."""
    return (
        f"Counts of {_month(last.since)} ({last.answers} answers) and of {_month(this.since)} so far "
        f"({this.answers} answers), written by the minute and read at {at}; a crash loses at most a minute of them."
    )


def _month(day: date) -> str:
    return f"{day:%B %Y}"


def counts(this: CountsView, last: CountsView) -> Mapping[str, tuple[shown.Counted, ...]]:
    """Return the counts of each clause, this month's first."""
    found: dict[str, tuple[shown.Counted, ...]] = {}
    for view, name in ((this, f"{_month(this.since)} so far"), (last, _month(last.since))):
        for each in view.clauses:
            own = shown.Counted(
                period=name,
                decided=each.decided,
                allowed=each.allowed,
                refused=each.refused,
                chargeable=each.chargeable,
                needs_person=each.needs_person,
                overruled=each.overruled,
            )
            found[each.clause] = (*found.get(each.clause, ()), own)
    return found


def signed(view: SignatureView) -> shown.Signed:
    """Return a signature, with what changed since word by word."""
    changed = (
        shown.Change(f"{each.kind} {each.name}", tuple(_shortened(run.change, run.text) for run in each.words))
        for each in view.changes
    )
    return shown.Signed(
        scope=view.scope,
        name=view.name,
        role=view.role.value,
        at=instant_text(view.signed_at),
        verdict=view.verdict.value.replace("_", " "),
        comment=view.comment,
        state=state_in_words(view.state.value, answered_by=view.answered_by, version=view.terms_version),
        changes=tuple(changed),
    )


def _shortened(change: str, text: str) -> shown.Words:
    """Return words that came or went up to a length, and of those that stayed the ends."""
    words = text.split()
    if change == "same" and len(words) > 2 * _AROUND:
        return shown.Words(change, f"{' '.join(words[:_AROUND])} … {' '.join(words[-_AROUND:])}")
    told = " ".join(words)
    return shown.Words(change, told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…")


def open_questions(views: Sequence[PolicyQuestionView]) -> Mapping[str, tuple[shown.Open, ...]]:
    """Return open questions by the clauses that they concern: those of a reading at each clause that it touches.

    Those of the whole, and of what is not there any more, are at the empty number.
    """
    book, found = shipped_book(), dict[str, list[shown.Open]]()
    for each in views:
        scope = Scope(each.scope)
        reading = book.reading(scope.name)
        clauses = (scope.name,) if scope.kind is ScopeKind.CLAUSE else reading.clauses if reading is not None else ()
        age = "not noted yet" if each.opened_at is None else f"{each.age_days} days"
        for clause in clauses or ("",):
            told = shown.Open(about=each.about, why=each.why, role=each.role.value, owner=each.owner_name, age=age)
            found.setdefault(clause, []).append(told)
    return {clause: tuple(told) for clause, told in found.items()}
