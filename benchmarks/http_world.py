"""The world of the HTTP benchmarks: active clients over SQLite, whose owners hold keys."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from saas_app import Application, initialize, open_application, settings_at
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.policy.decision import LicenseeKind

_PERMISSIONS = b"""
[[permission]]
name = "invoices.view"
title = "seeing invoices"
"""


SCOPES = ("account.manage", "audit.read", "invoices.view", "keys.manage", "people.manage", "roles.manage")


def licensed(home: Path) -> str:
    """Create a database in a folder, with a client in good standing, and return its owner's key."""
    return clients(home, "harbor")[0]


def clients(home: Path, *slugs: str) -> tuple[str, ...]:
    """Create a database in a folder, with clients in good standing, and return the keys of their owners."""
    settings = settings_at(home)
    initialize(settings)
    with open_application(settings) as app:
        first = app.access.staff.first(name="Sam", email="sam@provider.example").key
        staff = app.access.staff.authenticate(str(first))
        app.policy.register_permissions(by=staff, document=_PERMISSIONS)
        return tuple(active_client(app, staff, slug) for slug in slugs)


def programs(home: Path, key: str, count: int) -> tuple[str, ...]:
    """Create API keys for an owner, so that no limit of a single key is what is measured."""
    with open_application(settings_at(home)) as app:
        owner = app.sign_in(key)
        assert isinstance(owner, ClientUser)
        here = {"by": owner, "tenant_id": owner.tenant_id, "scopes": SCOPES}
        return tuple(str(app.access.api_keys.create(**here, name=f"P{each}").key) for each in range(count))


def active_client(app: Application, staff: Actor, slug: str) -> str:
    """Take a client on, up to good standing and activation; returns its owner's key."""
    now = datetime.now(UTC)
    added = app.tenancy.add_tenant(by=staff, slug=slug, kind=LicenseeKind.BUSINESS_OPERATOR)
    tenant_id = added.tenant_id
    app.tenancy.configure_account(
        by=staff,
        tenant_id=tenant_id,
        legal_name="Harbor Foods Ltd",
        country="GB",
        time_zone="Europe/London",
        language="en",
        contact_email=f"office@{slug}.example",
    )
    app.licensing.record_payment(
        by=staff, tenant_id=tenant_id, invoice="1", since=now - timedelta(days=1), until=now + timedelta(days=30)
    )
    app.access.people.invite_user(by=staff, tenant_id=tenant_id, email=f"o@{slug}.example", name="O", owner=True)
    app.work.worker.drain(tenant_id=tenant_id)
    newest = max(app.settings.mail_folder.glob("*.eml"), key=lambda each: each.stat().st_mtime_ns)
    token = re.findall(r"inv_[0-9a-f]{32}_[A-Za-z0-9_-]+", newest.read_text())[0]
    digest = app.policy.offered_terms().digest
    key = app.access.invitations.accept(token=token, accept_terms=digest).key
    app.tenancy.activate(by=staff, tenant_id=tenant_id)
    return str(key)
