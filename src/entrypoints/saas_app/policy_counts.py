"""What a database knows of the policy, as its page shows it: counts, signatures and open questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from saas_core.kernel.instants import instant_text
from saas_core.policy.scopes import Scope
from saas_core.policy.shipped_book import shipped_book
from saas_policy_page import page as shown

if TYPE_CHECKING:
    from saas_core.gate.counting import CountsView
    from saas_core.signing.queries import PolicyQuestionView, SignatureView

_WORDS: Final = 400
"""The most characters that are shown of a changed piece."""


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
        f"{each.kind} {each.name}: " + " ".join(_marked(words.change, words.text) for words in each.words)
        for each in view.changes
    )
    return shown.Signed(
        scope=view.scope,
        name=view.name,
        role=view.role.value,
        at=instant_text(view.signed_at),
        verdict=view.verdict.value.replace("_", " "),
        comment=view.comment,
        state=view.state.value,
        changes=tuple(each[:_WORDS] for each in changed),
    )


def _marked(change: str, text: str) -> str:
    """Return words that went in brackets and words that came in braces; of those that stayed the ends."""
    text = text.strip()
    if change == "same":
        words = text.split()
        return text if len(words) <= 6 else f"{' '.join(words[:3])} … {' '.join(words[-3:])}"  # noqa: PLR2004
    return f"[-{text}-]" if change == "removed" else f"{{+{text}+}}"


def open_questions(views: Sequence[PolicyQuestionView]) -> Mapping[str, tuple[shown.Open, ...]]:
    """Return open questions by the clauses that they concern; those of a reading at each clause that it touches."""
    book, found = shipped_book(), dict[str, list[shown.Open]]()
    for each in views:
        scope = Scope(each.scope)
        reading = book.reading(scope.name)
        clauses = reading.clauses if reading is not None else (scope.name,)
        age = "not noted yet" if each.opened_at is None else f"{each.age_days} days"
        for clause in clauses:
            told = shown.Open(about=each.about, why=each.why, role=each.role.value, owner=each.owner_name, age=age)
            found.setdefault(clause, []).append(told)
    return {clause: tuple(told) for clause, told in found.items()}
