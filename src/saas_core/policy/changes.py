"""Changes between two versions of the terms, in sentences that a client reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from saas_core.policy import wording
from saas_core.policy.comparison import Change, Difference, Part, compare
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.terms import Terms

NOTHING: Final = "Nothing that your license rests on: the texts of the clauses and all settings are the same."

SETTINGS: Final[Mapping[str, str]] = {
    "grace_days": "Days of grace for an overdue invoice",
    "grace_needs_earlier_payment": "Grace is given only to a client that has paid before",
    "grace_longest_invoice_age_days": "Days after which an overdue invoice gets no grace",
    "renewal_tolerance_minutes": "Time by which a renewal by the payment provider may be late",
    "processing_tolerance_days": "Days for which a payment that is still processing is waited for",
    "ticket_reopen_days": "Days in which a resolved ticket is taken up again",
    "tickets_kept_days": "Days for which a ticket is kept after it ended",
    "trial_is_valid": "A trial is a valid license",
    "full_refund_ends_good_standing": "A full refund of the current period ends good standing",
    "open_dispute_ends_good_standing": "An open dispute at the bank ends good standing",
    "lost_dispute_ends_good_standing": "A lost dispute at the bank ends good standing",
}
"""Each setting as a client reads it; figures and yes or no follow."""

_HEADINGS: Final[Mapping[str, str]] = {
    "currency": "Amounts would be in {after} instead of {before}.",
    "hourly_rate": "Custom work would cost {after} per hour instead of {before}.",
    "time_zone": "The terms would be read in the time zone {after} instead of {before}.",
}
_WORDS: Final = {"true": "yes", "false": "no"}


def in_words(before: Terms, after: Terms) -> tuple[str, ...]:
    """Return what another version would change, a sentence each, the clauses and figures first."""
    said = tuple(dict.fromkeys(sentence for each in compare(before, after) for sentence in _sentences(each)))
    return said or (NOTHING,)


def _sentences(each: Difference) -> Iterator[str]:
    match each.part:
        case Part.HEADING if each.name in _HEADINGS:
            yield _HEADINGS[each.name].format(after=each.after, before=each.before)
        case Part.ELIGIBLE:
            name = wording.kinds({LicenseeKind(each.name)})
            yield f"The license would {'also' if each.change is Change.ADDED else 'no longer'} serve {name}."
        case Part.SETTING:
            after, before = (_word(each.name, value) for value in (each.after, each.before))
            yield f"{SETTINGS[each.name]}: {after} instead of {before}."
        case Part.CLAUSE:
            yield _row(f"Clause {each.name}", "say", each)
        case Part.RESERVED:
            yield f"What is never granted would change: everything under {each.name} ({each.change.value})."
        case Part.ACTION:
            yield _row(f"What can be asked for as {each.name}", f"have the {each.aspect}", each)


def _row(what: str, verb: str, each: Difference) -> str:
    match each.change:
        case Change.ADDED:
            return f"{what} would be new: “{each.after}”"
        case Change.REMOVED:
            return f"{what} would go: “{each.before}”"
        case Change.CHANGED:
            end = "" if each.before.endswith(".") else "."
            return f"{what} would {verb} “{each.after}” instead of “{each.before}”{end}"


def _word(name: str, value: str) -> str:
    return wording.duration(int(value)) if name.endswith("_minutes") else _WORDS.get(value, value)
