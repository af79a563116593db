"""The first chapters: an agency is refused; a client signs up, accepts the terms, pays and is activated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saas_cli.demo import cast
from saas_core.kernel.actors import ClientUser
from saas_core.policy.decision import LicenseeKind

if TYPE_CHECKING:
    from datetime import datetime

    from saas_cli.demo.stage import Stage
    from saas_core.kernel.actors import Actor
    from saas_core.kernel.ids import UserId


def provider(stage: Stage) -> None:
    """Register the platform's own operations."""
    stage.app.policy.register_permissions(by=stage.sam, document=cast.PERMISSIONS)


def taken_on(stage: Stage) -> None:
    """Refuse an agency, and add a business as a client."""
    stage.clock.move_to(2026, 2, 2)
    tell = stage.teller
    tell.chapter("A client is taken on", "2 February 2026. Sam Reyes works for the provider.")
    tenancy = stage.app.tenancy
    tell.refused(
        "An agency wants the platform for its customers",
        lambda: tenancy.add_tenant(by=stage.sam, slug="pixel-agency", kind=LicenseeKind.AGENCY),
    )
    added = tenancy.add_tenant(by=stage.sam, slug=cast.SLUG, kind=LicenseeKind.BUSINESS_OPERATOR)
    stage.tenant = added.tenant_id
    tell.say("Harbor Foods, a business, is added with an instance of its own.")
    olivia = stage.app.access.people.add_user(
        by=stage.sam, tenant_id=stage.tenant, name=cast.OWNER[0], email=cast.OWNER[1], owner=True
    )
    stage.olivia = ClientUser(stage.tenant, olivia.user_id)
    stage.asks("Olivia, not yet in, asks how a feature is used", stage.olivia, "topic.feature_usage")
    tell.refused(
        "Sam tries to activate the instance at once",
        lambda: tenancy.activate(by=stage.sam, tenant_id=stage.tenant),
    )


def activated(stage: Stage) -> None:
    """Accept the terms, pay, configure, activate."""
    stage.clock.move_to(2026, 2, 3)
    tell = stage.teller
    tell.chapter("Terms, payment, activation", "3 February. Olivia gets a mailed link; the terms are accepted there.")
    invites(stage, stage.sam, stage.olivia.user_id)
    stage.joins("olivia", stage.olivia, stage.app.policy.offered_terms().digest)
    tell.say("Olivia accepts the terms, by the digest of their exact document, and is the owner.")
    stage.asks("She asks how a feature is used, before anything was paid", stage.olivia, "topic.feature_usage")
    pays(stage, "INV-1", stage.clock.move_to(2026, 2, 3, 10), stage.clock.move_to(2026, 2, 3, 11).replace(month=3))
    tell.say("Invoice INV-1 is paid, for one month.")
    stage.app.tenancy.configure_account(by=stage.olivia, tenant_id=stage.tenant, **cast.ACCOUNT)
    stage.asks("Olivia has help with the setup of users", stage.olivia, "setup.users")
    stage.app.tenancy.activate(by=stage.sam, tenant_id=stage.tenant)
    tell.say("Account, owner, terms and payment are there: the instance is active.")
    stage.asks("The setup is asked for a second time", stage.olivia, "setup.users")


def invites(stage: Stage, by: Actor, user_id: UserId) -> None:
    """Send an invitation, and deliver it as a file."""
    stage.app.access.invitations.send(by=by, tenant_id=stage.tenant, user_id=user_id)
    stage.app.work.worker.drain(tenant_id=stage.tenant)


def pays(stage: Stage, invoice: str, since: datetime, until: datetime) -> None:
    """Record a payment by hand."""
    stage.app.licensing.record_payment(by=stage.sam, tenant_id=stage.tenant, invoice=invoice, since=since, until=until)
    stage.paid_until = until
