"""Standings: which terms bind a license at an instant, and what it opens then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import frozen

from saas_core.gate.ports import GateWork
from saas_core.licensing.model import License
from saas_core.licensing.policies import standing
from saas_core.policy.circumstances import LicenseState
from saas_core.policy.terms import Settings, Terms, offered
from saas_core.tenancy.model import Tenant

_UNASKED = LicenseState(open=frozenset(), reasons=(), valid_until=None)
"""No license is required in the provider's own scope."""


@frozen
class Bound:
    """The binding terms, the license's state under them, and the instant at which time alone changes either, if any."""

    terms: Terms
    state: LicenseState
    until: datetime | None


def license_state(work: GateWork, *, at: datetime, known_at: datetime) -> LicenseState:
    """Return what the tenant's license opens at an instant, by the terms that bind it then (9.4)."""
    return binding(work, work.tenants.get(), at=at, known_at=known_at).state


def binding(work: GateWork, tenant: Tenant | None, *, at: datetime, known_at: datetime) -> Bound:
    """Return the terms that bind at an instant: those that the license pins, otherwise those offered (9.4)."""
    license_ = None if tenant is None else work.licenses.get()
    if license_ is None:
        versions = work.terms.all()
        return _offered(tenant, versions, offered(versions, at), at=at, known_at=known_at)
    terms = work.terms.get(license_.pinned(at=at, known_at=known_at)) or offered(work.terms.all(), at)

    def settings_of(version: str) -> Settings:
        # Terms accepted after the instant may end the answer earlier or later than those that bind it now.
        found = None if version == terms.version else work.terms.get(version)
        return (found or terms).settings

    state = standing(license_, settings_of, at=at, known_at=known_at).state()
    return Bound(terms, state, state.valid_until)


def binding_under(
    work: GateWork, tenant: Tenant | None, versions: Iterable[Terms], *, at: datetime
) -> tuple[Bound, ...]:
    """Return each of some terms as if it had bound at an instant, as known then, in place of those that did."""
    license_ = None if tenant is None else work.licenses.get()
    if license_ is None:
        known = work.terms.all()
        return tuple(_offered(tenant, known, each, at=at, known_at=at) for each in versions)
    return tuple(_alone(license_, each, at) for each in versions)


def _alone(license_: License, terms: Terms, at: datetime) -> Bound:
    state = standing(license_, lambda _version: terms.settings, at=at, known_at=at).state()
    return Bound(terms, state, state.valid_until)


def _offered(
    tenant: Tenant | None, versions: Iterable[Terms], terms: Terms, *, at: datetime, known_at: datetime
) -> Bound:
    state = _UNASKED if tenant is None else standing(None, terms.settings, at=at, known_at=known_at).state()
    others = (each.effective_from for each in versions if each.version != terms.version)
    return Bound(terms, state, min((begins for begins in others if begins > at), default=None))
