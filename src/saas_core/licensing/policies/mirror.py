"""The mirror: the facts that a license lacks compared with the provider's books.

An entry in the books with an instant of its own becomes a fact of that instant, even if it is read often or late. An
entry about the present alone (whether it renews, that a cancellation was withdrawn) becomes a fact of the instant of
the look, and only if the facts known so far say otherwise. So does what the provider took back; where an instant of its
own would not have the last word over the facts known, the instant of the look does.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve

from saas_core.licensing import events
from saas_core.licensing.books import AccountBooks, BookedSubscription
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.ledger import Ledger, ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.policies.mirrored_money import disputes, invoices
from saas_core.licensing.revisions import trial_ends
from saas_core.policy.terms import Settings


def missing_facts(
    license_: License, books: AccountBooks, settings: Settings, *, at: datetime, pending: bool
) -> tuple[LicenseFact, ...]:
    """Return the facts that follow from the books and are not known yet, as learned at `at` (0.1, 1.3).

    While effects of ours are `pending` at the provider, its word on cancellations is outdated and ignored.
    """
    updated = license_.with_facts(_trials(license_, books, at))
    updated = updated.with_facts(invoices(updated, books, at))
    updated = updated.with_facts((*disputes(license_, books, at), *_endings(license_, books, at)))
    current = books.current
    if current is not None and not pending:
        updated = updated.with_facts(_wishes(updated, current, ledger_of(updated.known(at), at, settings), at))
    if current is not None:
        updated = updated.with_facts(_word(updated, current, at))
    known = {each.key for each in license_.facts}
    return tuple(each for each in updated.facts if each.key not in known)


def _trials(license_: License, books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    """Yield each trial that is not known yet, and the move of each that is known with another end."""
    known = trial_ends(license_.known(at))
    for each in books.subscriptions:
        since, until = each.trial_since, each.trial_until
        if since is None or until is None or not each.begun or known.get(since) == until:
            continue
        if since not in known:
            yield events.TrialGranted(effective_at=each.created_at, recorded_at=at, since=since, until=until)
            continue
        # One that is over was ended at its end, unless that would not have the last word.
        ended = events.TrialMoved(effective_at=min(until, at), recorded_at=at, since=since, until=until)
        right = trial_ends(license_.with_facts((ended,)).known(at))[since] == until
        yield ended if right else evolve(ended, effective_at=at)


def _endings(license_: License, books: AccountBooks, at: datetime) -> Iterator[LicenseFact]:
    """Yield the end of each subscription that ended, unless another one continued or the end is already known."""
    for each in books.subscriptions:
        ended = each.ended_at
        if each.live or not each.begun or ended is None or _goes_on(books, each, ended):
            continue
        if any(each.created_at <= fact.effective_at <= ended for fact in license_.facts if _at_once(fact)):
            continue
        if each.ended_by_us:
            yield events.Ended(effective_at=ended, recorded_at=at)
        else:
            yield events.CancellationAsked(effective_at=ended, recorded_at=at, at_period_end=False)


def _goes_on(books: AccountBooks, ended: BookedSubscription, at: datetime) -> bool:
    others = (each for each in books.subscriptions if each is not ended and each.begun)
    return any(each.created_at <= at < (each.ended_at or each.until) for each in others)


def _at_once(fact: LicenseFact) -> bool:
    return isinstance(fact, events.Ended) or (isinstance(fact, events.CancellationAsked) and not fact.at_period_end)


def _wishes(license_: License, current: BookedSubscription, ledger: Ledger, at: datetime) -> Iterator[LicenseFact]:
    """Yield the request to end with the period or at an instant, or its withdrawal, if the facts say otherwise."""
    ending = ledger.ending
    # A cancellation of a former subscription is no wish about this one; only a first payment ends it.
    softly = isinstance(ending, events.CancellationAsked) and (
        ending.effective_at >= current.created_at or current.trial_since is not None
    )
    standing = ledger.stopped if isinstance(ledger.stopped, events.CancellationDated) else ledger.dated
    dated = None if standing is None else standing.until
    if not current.live or (current.cancels, current.cancels_at) == (softly, dated):
        return
    if (softly and not current.cancels) or (dated is not None and current.cancels_at is None):
        yield events.Resumed(effective_at=at, recorded_at=at)
    wish: LicenseFact
    if current.cancels_at is not None:
        wish = events.CancellationDated(
            effective_at=current.cancel_asked_at or at, recorded_at=at, until=current.cancels_at
        )
    elif current.cancels:
        wish = events.CancellationAsked(effective_at=current.cancel_asked_at or at, recorded_at=at, at_period_end=True)
    else:
        return
    # Requested, withdrawn and requested again within a second: the instant of the look distinguishes the two.
    last = max((each.effective_at for each in license_.facts if isinstance(each, _COURSE)), default=None)
    later = softly or dated is not None or (last is not None and last >= wish.effective_at)
    yield evolve(wish, effective_at=at) if later else wish


_COURSE = (events.CancellationAsked, events.CancellationDated, events.Resumed)


def _word(license_: License, current: BookedSubscription, at: datetime) -> Iterator[LicenseFact]:
    """Yield the provider's word on the renewal if it differs from the last one known."""
    heard = [each for each in license_.known(at) if isinstance(each, events.ProviderHeard)]
    if not heard or (heard[-1].renews, heard[-1].said) != (current.renews, current.said):
        yield events.ProviderHeard(effective_at=at, recorded_at=at, renews=current.renews, said=current.said)
