"""Terms: one version of the license's text and settings, read from one TOML document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from saas_core.kernel.money import Money
from saas_core.policy.actions import Action
from saas_core.policy.decision import LicenseeKind
from saas_core.policy.errors import TermsUnknown
from saas_core.policy.names import Reserved

CLAUSE_NUMBER: Final = r"[0-9]{1,2}\.[0-9]{1,2}(?:\.[a-z0-9]{1,2})?"
"""The form of a clause's number, as in 2.1, 1.4.a or 10.12."""


def clause_order(number: str) -> tuple[int, int, int, str]:
    """Return the place of a clause's number among others: by its figures, so that 10.1 comes after 2.10 and 2.9."""
    section, within, *rest = number.split(".")
    part = "".join(rest)
    return int(section), int(within), int(part) if part.isdigit() else 0, part


@frozen
class Clause:
    """A clause: its number, its stable key and its text."""

    number: str
    key: str
    text: str


@frozen(kw_only=True)
class Settings:
    """The house readings where the text is silent, as named settings."""

    grace_days: int = 0
    grace_needs_earlier_payment: bool = True
    grace_longest_invoice_age_days: int = 30
    renewal_tolerance_minutes: int = 60
    processing_tolerance_days: int = 0
    trial_is_valid: bool = True
    full_refund_ends_good_standing: bool = True
    open_dispute_ends_good_standing: bool = True
    lost_dispute_ends_good_standing: bool = True
    ticket_reopen_days: int = 14
    tickets_kept_days: int = 1095

    @property
    def grace(self) -> timedelta:
        """The time for which an overdue invoice leaves the license in good standing."""
        return timedelta(days=self.grace_days)

    @property
    def renewal_tolerance(self) -> timedelta:
        """The time by which an announced renewal may be late."""
        return timedelta(minutes=self.renewal_tolerance_minutes)

    @property
    def ticket_reopen(self) -> timedelta:
        """The time from its resolution, the last instant included, in which a client takes up a ticket again."""
        return timedelta(days=self.ticket_reopen_days)

    @property
    def tickets_kept(self) -> timedelta:
        """The time for which a ticket is kept after it was closed or merged."""
        return timedelta(days=self.tickets_kept_days)

    @property
    def processing_tolerance(self) -> timedelta:
        """The time for which a payment that is still processing stands for a collected one; never below the former."""
        return max(timedelta(days=self.processing_tolerance_days), self.renewal_tolerance)


@frozen(kw_only=True)
class Terms:
    """One version of the terms; `digest` is the SHA-256 of the exact document, `document` its text.

    `effective_from` is the instant from which the version is offered; it binds a license only by acceptance.
    """

    version: str
    effective_from: datetime
    currency: str
    hourly_rate: Money
    time_zone: str
    eligible: frozenset[LicenseeKind]
    settings: Settings
    clauses: tuple[Clause, ...]
    reserved: tuple[Reserved, ...]
    actions: tuple[Action, ...]
    digest: str
    document: str

    def clause(self, number: str) -> Clause | None:
        """Return the clause with a number."""
        return next((each for each in self.clauses if each.number == number), None)


@frozen
class StoredTerms:
    """A version as it lies in the store, read anew; `terms` is None if its body cannot be read."""

    version: str
    digest: str
    terms: Terms | None


def offered(versions: Iterable[Terms], at: datetime) -> Terms:
    """Return the version offered at an instant: the last one in effect, or before all of them the first.

    The version that a license pins takes precedence. Raises TermsUnknown when no version was published.
    """
    known = sorted(versions, key=lambda each: each.effective_from)
    if not known:
        message = "no version of the terms was published."
        raise TermsUnknown(message, field="terms", remedy="Publish one first; the setup publishes the shipped one.")
    begun = [each for each in known if each.effective_from <= at]
    return begun[-1] if begun else known[0]
