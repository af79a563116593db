"""Mirroring: a license follows the books of a provider of payments."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from saas_core.kernel.actors import System
from saas_core.kernel.ids import EntryId, Ids
from saas_core.kernel.journal import JournalEntryDraft
from saas_core.kernel.notices import SWEEP
from saas_core.kernel.tasks import CLIENT
from saas_core.licensing.books import AccountBooks
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.policies import Standing, standing
from saas_core.licensing.policies.mirror import missing_facts
from saas_core.licensing.policies.vouching import Digests, vouched
from saas_core.licensing.ports import LicensingWork
from saas_core.licensing.queries import settings_in, terms_of

MIRROR = System("payments")
LATE = timedelta(minutes=15)
"""News that is older than this when the books are read, and that never arrived as a signal, was lost."""


@frozen(kw_only=True)
class Mirrored:
    """The result of mirroring: the drift, if late news changed the standing, and the next change by time alone."""

    drift: str = ""
    until: datetime | None = None


class Mirroring:
    """Adds the facts that a license lacks, inside the unit of work in which another context stores the books."""

    def __init__(self, *, ids: Ids) -> None:
        """Take the ports."""
        self._ids = ids

    def follow(self, work: LicensingWork, books: AccountBooks, at: datetime, *, pending: bool) -> Mirrored:
        """Add the facts that follow from the books, as learned at `at`, and journal their kinds (0.1, 1.3).

        While orders of ours are `pending`, the provider's word on cancellations is outdated and ignored.
        """
        license_ = work.licenses.get()
        if license_ is None:
            return Mirrored()
        facts = _missing(work, license_, books, at, pending=pending)
        before, after = (_standing(work, each, at) for each in (license_, license_.with_facts(facts)))
        if facts:
            digests = work.licenses.append(license_.id, facts)
            self._note(work, license_, facts, digests, at)
            work.tasks.want(SWEEP, CLIENT, at)
        return Mirrored(drift=_drift(facts, before, after, at), until=after.valid_until)

    def difference(self, work: LicensingWork, books: AccountBooks, at: datetime, *, pending: bool) -> str:
        """Return what the books hold and the license does not, an empty text if they agree; change nothing."""
        license_ = work.licenses.get()
        if license_ is None:
            return ""
        facts = _missing(work, license_, books, at, pending=pending)
        if not facts:
            return ""
        before, after = (_words(_standing(work, each, at)) for each in (license_, license_.with_facts(facts)))
        missing = "1 fact is missing" if len(facts) == 1 else f"{len(facts)} facts are missing"
        return f"The license says {before}, the provider {after}; {missing}."

    def _note(
        self,
        work: LicensingWork,
        license_: License,
        facts: tuple[LicenseFact, ...],
        digests: Digests,
        at: datetime,
    ) -> None:
        kinds = sorted(type(each).__name__ for each in facts)
        draft = JournalEntryDraft(
            id=EntryId(self._ids.new()),
            at=at,
            by=MIRROR,
            action="licensing.mirror",
            subject=f"license:{license_.id}",
            details={"facts": list(kinds), **vouched(digests)},
        )
        work.journal.append(draft)


def _missing(
    work: LicensingWork, license_: License, books: AccountBooks, at: datetime, *, pending: bool
) -> tuple[LicenseFact, ...]:
    settings = terms_of(work, license_, at=at, known_at=at).settings
    return missing_facts(license_, books, settings, at=at, pending=pending)


def _standing(work: LicensingWork, license_: License, at: datetime) -> Standing:
    return standing(license_, settings_in(work), at=at, known_at=at)


def _drift(facts: tuple[LicenseFact, ...], before: Standing, after: Standing, at: datetime) -> str:
    """Return what both sides said, if late news shows that the license was wrong."""
    lost = [each for each in facts if each.effective_at < at - LATE]
    if not lost or (before.reasons, before.term, before.payment) == (after.reasons, after.term, after.payment):
        return ""
    missing = "1 fact was missing" if len(lost) == 1 else f"{len(lost)} facts were missing"
    return f"The license said {_words(before)}, the provider {_words(after)}; {missing}."


def _words(seen: Standing) -> str:
    """Return a standing in a few words."""
    codes = ", ".join(each.code.value for each in seen.reasons) or "in good standing"
    return f"{seen.term.value}, {seen.payment.value} ({codes})"
