"""Views of a license, and their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from typing import Final, Protocol

from attrs import fields, frozen

from saas_core.kernel.actors import Actor, Staff
from saas_core.kernel.arguments import checked
from saas_core.kernel.errors import NotFound
from saas_core.kernel.ids import HoldId, LicenseId, TenantId
from saas_core.kernel.instants import Clock, instant
from saas_core.kernel.work import Transactions
from saas_core.licensing.errors import LicenseUnknown
from saas_core.licensing.events import LicenseFact, TermsAccepted
from saas_core.licensing.ledger import ledger_of
from saas_core.licensing.model import License
from saas_core.licensing.policies import Standing, forecast, standing
from saas_core.licensing.ports import LicensingWork
from saas_core.policy.actions import AccessClass
from saas_core.policy.decision import Question
from saas_core.policy.ports import Judge, TermsLibrary
from saas_core.policy.terms import Settings, Terms

UNNAMED: Final = "a user of the client"
"""Who accepted the terms, as staff reads it; under a break-glass grant the client's journal names the user (1.5)."""


@frozen(kw_only=True)
class HoldView:
    """A hold in force: its id, kind, reason and clause."""

    id: HoldId
    kind: str
    why: str
    clause: str


@frozen(kw_only=True)
class ReasonView:
    """A reason that blocks, in plain values."""

    code: str
    clauses: tuple[str, ...]
    sentence: str
    remedy: str


@frozen(kw_only=True)
class FactView:
    """A fact of the license: its kind, the instants when it became true and was learned, and its content."""

    kind: str
    effective_at: datetime
    recorded_at: datetime
    says: str


@frozen(kw_only=True)
class PeriodView:
    """A period `[since, until)` that was paid for, and the number of its invoice; None for a trial."""

    since: datetime
    until: datetime
    invoice: str | None


@frozen(kw_only=True)
class LicenseView:
    """A license at an instant: its axes, the access it opens, the reasons that close the rest, and the end of that.

    `terms_version` is the version that binds at that instant; `period` is the one then running, or else the last one
    before; `facts` are all known facts, in their order, in effect or not.
    """

    id: LicenseId
    tenant_id: TenantId
    terms_version: str
    term: str
    payment: str
    good_standing: bool
    holds: tuple[HoldView, ...]
    open: tuple[str, ...]
    reasons: tuple[ReasonView, ...]
    at: datetime
    valid_until: datetime | None
    facts: tuple[FactView, ...]
    period: PeriodView | None = None


@frozen(kw_only=True)
class ChangeView:
    """A change still to come: its instant, the axes from then on, the classes that close and open, and the reasons."""

    at: datetime
    term: str
    payment: str
    closes: tuple[str, ...]
    opens: tuple[str, ...]
    reasons: tuple[ReasonView, ...]


@checked
class LicenseReader:
    """Reads a tenant's license; a client can read its own license even if it is not in good standing."""

    def __init__(self, *, transactions: Transactions[LicensingWork], clock: Clock, judge: Judge) -> None:
        """Take the ports."""
        self._transactions = transactions
        self._clock = clock
        self._judge = judge

    def show(
        self, *, by: Actor, tenant_id: TenantId, at: datetime | None = None, known_at: datetime | None = None
    ) -> LicenseView:
        """Return the license as of `at`, as known at `known_at`, both by default now.

        Its facts name no user of the client to staff (1.5).

        Raises NotFound for an unknown tenant or one without a license, Refused for actors who may not read it,
        InvalidValue for a naive or absurd instant.
        """
        now = self._clock.now()
        moment = now if at is None else instant(at)
        learned = now if known_at is None else instant(known_at, "known_at")
        with self._transactions.read(tenant_id) as work:
            license_ = self._readable(work, by, now)
            return license_view(work, license_, by=by, at=moment, known_at=learned)

    def forecast(
        self, *, by: Actor, tenant_id: TenantId, at: datetime | None = None, known_at: datetime | None = None
    ) -> tuple[ChangeView, ...]:
        """Return the changes to come after `at`, by default now, if nothing more is paid; raises as `show` does."""
        now = self._clock.now()
        moment = now if at is None else instant(at)
        learned = now if known_at is None else instant(known_at, "known_at")
        with self._transactions.read(tenant_id) as work:
            license_ = self._readable(work, by, now)
            changes = forecast(license_, settings_in(work), at=moment, known_at=learned)
        return tuple(
            ChangeView(
                at=change.at,
                term=change.standing.term.value,
                payment=change.standing.payment.value,
                closes=_names(change.closes),
                opens=_names(change.opens),
                reasons=_reasons(change.standing),
            )
            for change in changes
        )

    def _readable(self, work: LicensingWork, by: Actor, now: datetime) -> License:
        self._judge.require(work, Question(tenant_id=work.tenant_id, by=by, action="license.read"), now)
        return live(work)


def live(work: LicensingWork) -> License:
    """Return the tenant's license; raises LicenseUnknown if there is none."""
    license_ = work.licenses.get()
    if license_ is None:
        raise LicenseUnknown
    return license_


class TermsWork(Protocol):
    """A unit of work that knows the terms."""

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...


def published(work: TermsWork, version: str) -> Terms:
    """Return a version of the terms; raises NotFound."""
    terms = work.terms.get(version)
    if terms is None:
        message = f"version {version} of the terms is not in the store."
        raise NotFound(message, field="terms", remedy="Publish it again from its document.")
    return terms


def terms_of(work: TermsWork, license_: License, *, at: datetime, known_at: datetime) -> Terms:
    """Return the terms that bind a license at an instant (9.4); raises NotFound."""
    return published(work, license_.pinned(at=at, known_at=known_at))


def settings_in(work: TermsWork) -> Callable[[str], Settings]:
    """Return a function that looks up the settings of a version; it raises NotFound."""
    return lambda version: published(work, version).settings


def license_view(work: LicensingWork, license_: License, *, by: Actor, at: datetime, known_at: datetime) -> LicenseView:
    """Return the view of a license at an instant as an actor may read it.

    Raises NotFound if its terms are not in the store.
    """
    seen = standing(license_, settings_in(work), at=at, known_at=known_at)
    return LicenseView(
        id=license_.id,
        tenant_id=license_.tenant_id,
        terms_version=seen.terms_version,
        term=seen.term.value,
        payment=seen.payment.value,
        good_standing=seen.good,
        holds=tuple(
            HoldView(id=each.hold, kind=each.kind.value, why=each.why, clause=each.clause) for each in seen.holds
        ),
        open=_names(seen.open),
        reasons=_reasons(seen),
        at=at,
        valid_until=seen.valid_until,
        facts=tuple(fact_view(fact, by) for fact in license_.known(known_at)),
        period=_period(license_, settings_in(work)(seen.terms_version), at=at, known_at=known_at),
    )


def _period(license_: License, settings: Settings, *, at: datetime, known_at: datetime) -> PeriodView | None:
    """Return the period that runs at an instant, a paid one before a trial, or else the last one before it."""
    ledger = ledger_of(license_.known(known_at), at, settings)
    begun = [each for each in (*ledger.trials, *ledger.paid) if each.since <= at]
    if not begun:
        return None
    shown = max(begun, key=lambda each: (each.covers(at), each.invoice is not None, each.until))
    return PeriodView(since=shown.since, until=shown.until, invoice=shown.invoice)


def fact_view(fact: LicenseFact, reader: Actor | None = None) -> FactView:
    """Return the view of a fact; staff reads no user of the client in it (1.5)."""
    hides_users = isinstance(reader, Staff) and isinstance(fact, TermsAccepted)
    says: list[str] = []
    for each in fields(type(fact)):
        if each.name not in {"effective_at", "recorded_at"}:
            value, named = getattr(fact, each.name), hides_users and each.name == "by"
            said = UNNAMED if named else _word(value)
            says.append(f"{each.name.replace('_', ' ')} {said}")
    return FactView(
        kind=type(fact).__name__,
        effective_at=fact.effective_at,
        recorded_at=fact.recorded_at,
        says=", ".join(says),
    )


def _word(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case Enum():
            return str(value.value)
        case _:
            return str(value)


def _names(classes: Iterable[AccessClass]) -> tuple[str, ...]:
    return tuple(sorted(each.value for each in classes))


def _reasons(seen: Standing) -> tuple[ReasonView, ...]:
    return tuple(
        ReasonView(code=each.code.value, clauses=each.clauses, sentence=each.sentence, remedy=each.remedy.value)
        for each in seen.reasons
    )
