"""Ports of licensing."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from saas_core.kernel.ids import LicenseId
from saas_core.kernel.work import Work
from saas_core.licensing.events import LicenseFact
from saas_core.licensing.model import License
from saas_core.licensing.values import Renewal
from saas_core.policy.ports import TermsLibrary


class Licenses(Protocol):
    """The license of the current tenant."""

    def get(self) -> License | None:
        """Return the tenant's live license with all its facts."""
        ...

    def open(self, license_: License) -> None:
        """Store a new license; raises LicenseExists if the tenant has a live one."""
        ...

    def append(self, license_id: LicenseId, facts: tuple[LicenseFact, ...]) -> None:
        """Add facts, skipping those whose key is already there."""
        ...


class Subscriptions(Protocol):
    """The client's subscription at a provider of payments, if there is one."""

    def known(self, work: Work) -> bool:
        """Return whether the client has an account there."""
        ...

    def order(self, work: Work, renewal: Renewal, at: datetime) -> None:
        """Request this renewal of the running subscription after the commit; without one, do nothing."""
        ...


class LicensingWork(Work, Protocol):
    """A unit of work with the stores of licensing."""

    @property
    def licenses(self) -> Licenses:
        """The license of the tenant at hand."""
        ...

    @property
    def terms(self) -> TermsLibrary:
        """Every version of the terms."""
        ...
