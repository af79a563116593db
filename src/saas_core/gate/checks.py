"""Checks between contexts: a client has a license for its own instance, and an active instance has an owner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.access.queries.reading import owners_of
from saas_core.gate.ports import GateWork
from saas_core.kernel.parts import Check, Finding


def _license(work: GateWork, slug: str) -> Iterator[Finding]:
    tenant, license_ = work.tenants.get(), work.licenses.get()
    if tenant is None:
        yield Finding("tenant", slug, "The short name leads to no client.", "Restore the client's rows from a backup.")
    elif license_ is None or license_.tenant_id != tenant.id or license_.instance_id != tenant.instance.id:
        yield Finding("license", slug, "The client has no license of its own instance.", "Restore it from a backup.")


def _owner(work: GateWork, slug: str) -> Iterator[Finding]:
    tenant = work.tenants.get()
    if tenant is not None and tenant.instance.active and not owners_of(work):
        yield Finding("owner", slug, "The active instance has no active owner.", "A person decides; see clause 9.3.")


CHECKS: Final = (Check("license", _license), Check("owner", _owner))
