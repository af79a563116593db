"""The license: one per instance, a row of facts that only grows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import evolve, frozen

from saas_core.kernel.ids import InstanceId, LicenseId, TenantId
from saas_core.licensing.events import LicenseFact, TermsAccepted


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
        """Give the license with more facts; those it has already change nothing."""
        known = {each.key for each in self.facts}
        return evolve(
            self,
            facts=self.facts + tuple(each for each in facts if each.key not in known),
        )

    def pinned(self, *, at: datetime, known_at: datetime) -> str:
        """Give the version of the terms that binds at an instant: the last accepted one, before that the offered one."""
        accepted = [
            each
            for each in self.facts
            if isinstance(each, TermsAccepted)
            and each.effective_at <= at
            and each.recorded_at <= known_at
        ]
        if not accepted:
            return self.terms_version
        return max(accepted, key=lambda each: (each.effective_at, each.version)).version
