"""The license: one per instance, a row of facts that only grows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen

from saas_core.kernel.ids import InstanceId, LicenseId, TenantId
from saas_core.licensing.events import LicenseFact, TermsAccepted
from saas_core.licensing.ordering import order


@frozen(kw_only=True)
class License:
    """A license with its facts; `terms_version` is the version offered when it was opened."""

    id: LicenseId
    tenant_id: TenantId
    instance_id: InstanceId
    terms_version: str
    opened_at: datetime
    facts: tuple[LicenseFact, ...] = ()

    def with_facts(self, facts: Iterable[LicenseFact]) -> License:
        """Return the license with more facts; one it already has changes nothing, unless it was learned earlier."""
        return evolve(self, facts=_each_once((*self.facts, *facts)))

    def known(self, known_at: datetime) -> tuple[LicenseFact, ...]:
        """Return the facts learned by an instant, each once, as it was first learned, in their order."""
        return tuple(sorted(_each_once(each for each in self.facts if each.recorded_at <= known_at), key=order))

    def accepted(self, *, at: datetime, known_at: datetime) -> TermsAccepted | None:
        """Return the last acceptance in force at an instant; None if no terms were accepted yet."""
        accepted = (
            each
            for each in self.facts
            if isinstance(each, TermsAccepted) and each.effective_at <= at and each.recorded_at <= known_at
        )
        return max(accepted, key=order, default=None)

    def pinned(self, *, at: datetime, known_at: datetime) -> str:
        """Return the version of the terms that binds at an instant: the accepted one, or else the offered one (9.4)."""
        accepted = self.accepted(at=at, known_at=known_at)
        return self.terms_version if accepted is None else accepted.version


def _each_once(facts: Iterable[LicenseFact]) -> tuple[LicenseFact, ...]:
    """Return each fact once, as it was first learned, in the order of arrival."""
    first: dict[str, LicenseFact] = {}
    for fact in facts:
        former = first.setdefault(fact.key, fact)
        if fact.recorded_at < former.recorded_at:
            first[fact.key] = fact
    return tuple(first.values())
