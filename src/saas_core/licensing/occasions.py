"""Notices of licensing: coming changes, past events, and the terms offered (0.1, 1.3, 9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import evolve, frozen

from saas_core.kernel.ids import HoldId
from saas_core.kernel.notices import Notice, Reader
from saas_core.kernel.zones import written_out
from saas_core.licensing import events, sentences
from saas_core.licensing.letters import (
    HOLD_LIFTED,
    HOLD_PLACED,
    LICENSE_LAPSED,
    LICENSE_LAPSING,
    LICENSE_RESTORED,
    TERMS_CHANGED,
)
from saas_core.licensing.model import License
from saas_core.licensing.policies import Change, Standing, forecast, standing, unbroken_since
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import live, settings_in
from saas_core.policy.changes import in_words
from saas_core.policy.reasons import Reason, ReasonCode
from saas_core.policy.remedies import SENTENCES
from saas_core.policy.terms import Terms

AHEAD: Final = timedelta(days=7)
"""The time before a lapse at which a client gets notice of it."""
CERTAIN: Final = timedelta(days=1)
"""The time past a period after which a renewal that nobody confirmed is told as a lapse, if not later."""
FOR_GOOD: Final = "further notice"
_LAPSED, _RESTORED = "lapsed:", "restored:"


@frozen(kw_only=True)
class Hold:
    """A hold: its reason and its clause, and the reason for lifting it, None while it is in force."""

    id: HoldId
    why: str
    clause: str
    lifted: str | None = None


@frozen(kw_only=True)
class LicenseOccasions:
    """Everything that decides which notices a client gets about its license.

    `since` is the instant from which the license has been in good standing, or out of it: None if it never was, or if
    no letter needs it. `newest` is the version of the terms published last, `newest_from` the instant from which it
    is offered; `versions` are all that were published. `patience` is how long a lapse for want of news is not told,
    since the provider still collects.
    """

    standing: Standing
    since: datetime | None
    forecast: tuple[Change, ...]
    holds: tuple[Hold, ...]
    newest: str
    newest_from: datetime
    versions: tuple[Terms, ...] = ()
    patience: timedelta = timedelta(0)

    def due(self, reader: Reader) -> tuple[Notice, ...]:
        """Return the notices due: of holds, of the end and return of good standing, of terms.

        A lapse or a hold that came and went between two looks gets no notice.
        """
        return tuple(self._all(reader))

    def look_again(self, reader: Reader) -> datetime | None:
        """Return the instant at which time changes the standing, or a coming lapse is near enough for a notice."""
        lapse = self._lapse()
        moments = (self.standing.valid_until, None if lapse is None else lapse.at - AHEAD, self._certain_at())
        return min((each for each in moments if each is not None and each > reader.at), default=None)

    def facts(self, notice: Notice, reader: Reader) -> Mapping[str, str] | None:
        """Return the facts as they were decided, for new terms with what they would change for this client.

        None if the letter waited too long and is no longer true.
        """
        if not self._still_true(notice, reader):
            return None
        return {**notice.facts, **self._changes(notice, reader)} if notice.kind == TERMS_CHANGED.name else notice.facts

    def _changes(self, notice: Notice, reader: Reader) -> Mapping[str, str]:
        """Return what the terms that a notice is about would change; the texts are too long to be kept with it."""
        known = {each.version: each for each in self.versions}
        accepted, newest = known.get(str(reader.terms)), known.get(notice.facts.get("version", ""))
        if accepted is None or newest is None:
            return {}
        return {
            "accepted": accepted.version,
            "changes": "\n".join(in_words(accepted, newest)),
            "digest": newest.digest,
        }

    def _still_true(self, notice: Notice, reader: Reader) -> bool:
        if notice.kind == LICENSE_LAPSED.name:
            return not self.standing.good
        if notice.kind == LICENSE_RESTORED.name:
            return self.standing.good
        if notice.kind == LICENSE_LAPSING.name:
            lapse = self._lapse()
            return lapse is not None and notice.cause == _lapsing(lapse)
        if notice.kind == HOLD_PLACED.name:
            return any(hold.lifted is None and notice.cause == f"hold:{hold.id}" for hold in self.holds)
        return notice.kind != TERMS_CHANGED.name or notice.cause != f"terms:{reader.terms}"

    def _all(self, reader: Reader) -> Iterator[Notice]:
        yield from self._of_holds(reader)
        yield from self._of_standing(reader)
        if reader.terms not in {None, self.newest}:
            facts = {"version": self.newest, "effective": written_out(self.newest_from, reader.zone)}
            yield Notice(kind=TERMS_CHANGED.name, cause=f"terms:{self.newest}", facts=facts)

    def _of_holds(self, reader: Reader) -> Iterator[Notice]:
        for hold in self.holds:
            cause = f"hold:{hold.id}"
            if hold.lifted is None:
                yield Notice(kind=HOLD_PLACED.name, cause=cause, facts={"why": hold.why, "clause": hold.clause})
            elif cause in reader.told:
                yield Notice(kind=HOLD_LIFTED.name, cause=f"{cause}:lifted", facts={"why": hold.lifted})

    def _of_standing(self, reader: Reader) -> Iterator[Notice]:
        untold_end = open_lapse(reader.told)
        lapse = self._lapse()
        if self.standing.good and untold_end is not None:
            facts = {
                "since": written_out(self.since or reader.at, reader.zone),
                "until": FOR_GOOD if lapse is None else written_out(lapse.at, reader.zone),
            }
            yield Notice(kind=LICENSE_RESTORED.name, cause=f"{_RESTORED}{untold_end}", facts=facts)
        elif self.standing.good and lapse is not None and lapse.at <= reader.at + AHEAD:
            reason = _reason(lapse.standing)
            facts = {
                "at": written_out(lapse.at, reader.zone),
                "reason": sentences.coming(reason, reader.zone),
                "remedy": sentences.before(reason.remedy),
            }
            yield Notice(kind=LICENSE_LAPSING.name, cause=_lapsing(lapse), facts=facts)
        elif not self.standing.good and self.since is not None and untold_end is None:
            yield from self._of_lapse(self.since, reader)

    def _of_lapse(self, since: datetime, reader: Reader) -> Iterator[Notice]:
        """Yield the notice of a lapse, unless it is caused by a hold alone, which has a letter of its own."""
        if all(each.code is ReasonCode.LICENSE_ON_HOLD for each in self.standing.reasons):
            return
        certain = self._certain_at()
        if certain is not None and reader.at < certain:
            return
        reason = _reason(self.standing)
        facts = {
            "since": written_out(since, reader.zone),
            "reason": sentences.in_zone(reason.sentence, reader.zone),
            "clauses": ", ".join(reason.clauses),
            "remedy": SENTENCES[reason.remedy],
        }
        yield Notice(kind=LICENSE_LAPSED.name, cause=f"{_LAPSED}{since.isoformat()}", facts=facts)

    def _certain_at(self) -> datetime | None:
        """Return the instant from which a lapse for want of news is told; None for any other standing."""
        if self.since is None or not self.standing.reasons:
            return None
        unconfirmed = _reason(self.standing).code is ReasonCode.RENEWAL_UNCONFIRMED
        return self.since + self.patience if unconfirmed else None

    def _lapse(self) -> Change | None:
        """Return the coming end of good standing; None while the provider of payments will renew it automatically."""
        if not self.standing.good:
            return None
        lapse = next((each for each in self.forecast if not each.standing.good), None)
        announced = lapse is not None and _reason(lapse.standing).code is ReasonCode.RENEWAL_UNCONFIRMED
        return None if announced else lapse


def occasions(work: LicensingWork, reader: Reader) -> LicenseOccasions:
    """Read the notices that a client may get about its license; raises NotFound if it has none."""
    license_, settings, at = live(work), settings_in(work), reader.at
    newest = max(work.terms.all(), key=lambda each: each.effective_from)
    seen = standing(license_, settings, at=at, known_at=at)
    # Computed only if a letter states it, since that goes back through the years.
    wanted = not seen.good or open_lapse(reader.told) is not None
    # A hold has its own letter; a lapse beside it has a beginning of its own.
    apart = license_ if seen.good else _without_holds(license_)
    return LicenseOccasions(
        standing=seen,
        since=unbroken_since(apart, settings, at=at, known_at=at) if wanted else None,
        forecast=forecast(license_, settings, at=at, known_at=at),
        holds=tuple(_holds(license_.known(at), at)),
        newest=newest.version,
        newest_from=newest.effective_from,
        versions=work.terms.all(),
        patience=max(timedelta(0), CERTAIN - settings(seen.terms_version).renewal_tolerance),
    )


def open_lapse(told: frozenset[str]) -> str | None:
    """Return the last lapse that had a notice and whose end had none."""
    over = {each.removeprefix(_RESTORED) for each in told if each.startswith(_RESTORED)}
    lapses = {each.removeprefix(_LAPSED) for each in told if each.startswith(_LAPSED)}
    return max(lapses - over, default=None)


def _holds(facts: tuple[events.LicenseFact, ...], at: datetime) -> Iterator[Hold]:
    lifted = {each.hold: each.why for each in facts if isinstance(each, events.HoldLifted) and each.effective_at <= at}
    for each in facts:
        if isinstance(each, events.HoldPlaced) and each.effective_at <= at:
            yield Hold(id=each.hold, why=each.why, clause=each.clause, lifted=lifted.get(each.hold))


def _without_holds(license_: License) -> License:
    kept = (each for each in license_.facts if not isinstance(each, events.HoldPlaced | events.HoldLifted))
    return evolve(license_, facts=tuple(kept))


def _lapsing(lapse: Change) -> str:
    return f"lapsing:{lapse.at.isoformat()}"


def _reason(standing: Standing) -> Reason:
    """Return the first reason that is not a hold, since holds have letters of their own."""
    return next((each for each in standing.reasons if each.code is not ReasonCode.LICENSE_ON_HOLD), standing.reasons[0])
