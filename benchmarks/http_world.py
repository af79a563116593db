"""The world of the HTTP benchmark: one active client over SQLite, whose owner holds a key."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from saas_app import initialize, open_application, settings_at
from saas_core.policy.decision import LicenseeKind

_PERMISSIONS = b"""
[[permission]]
name = "invoices.view"
title = "seeing invoices"
"""


def licensed(home: Path) -> str:
    """Create a database in a folder, with a client in good standing, and return its owner's key."""
    settings = settings_at(home)
    initialize(settings)
    now = datetime.now(UTC)
    with open_application(settings) as app:
        first = app.access.staff.first(name="Sam", email="sam@provider.example").key
        staff = app.access.staff.authenticate(str(first))
        app.policy.register_permissions(by=staff, document=_PERMISSIONS)
        added = app.tenancy.add_tenant(by=staff, slug="harbor", kind=LicenseeKind.BUSINESS_OPERATOR)
        tenant_id = added.tenant_id
        app.tenancy.configure_account(
            by=staff,
            tenant_id=tenant_id,
            legal_name="Harbor Foods Ltd",
            country="GB",
            time_zone="Europe/London",
            language="en",
            contact_email="office@harbor.example",
        )
        app.licensing.record_payment(
            by=staff, tenant_id=tenant_id, invoice="1", since=now - timedelta(days=1), until=now + timedelta(days=30)
        )
        app.access.people.invite_user(by=staff, tenant_id=tenant_id, email="o@harbor.example", name="O", owner=True)
        app.work.worker.drain(tenant_id=tenant_id)
        (mail,) = settings.mail_folder.glob("*.eml")
        token = re.findall(r"inv_[0-9a-f]{32}_[A-Za-z0-9_-]+", mail.read_text())[0]
        digest = app.policy.offered_terms().digest
        key = app.access.invitations.accept(token=token, accept_terms=digest).key
        app.tenancy.activate(by=staff, tenant_id=tenant_id)
    return key
