"""Ports of licensing."""

from __future__ import annotations

from collections.abc import Mapping
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

    def open(self, license_: License) -> Mapping[str, str]:
        """Store a new license, and return the digests of what was stored; raises LicenseExists if there is one."""
        ...

    def append(self, license_id: LicenseId, facts: tuple[LicenseFact, ...]) -> Mapping[str, str]:
        """Add facts, skipping those whose key is already there, and return the digests of those added.

        Whoever adds facts notes their digests in the journal, which then vouches for them.
        """
        ...

    def digests(self) -> Mapping[str, str]:
        """Return the digests of the license and of its facts as they are stored now, by place."""
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
