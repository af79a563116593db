"""Ending a connection: its credential is removed, what it claimed is given up, and the provider of mail is told."""

from __future__ import annotations

from saas_core.integrations.commands import Disconnect
from saas_core.integrations.queries.views import ConnectionView
from saas_core.integrations.use_cases.act import FORGET_DOMAIN, Act, kept, required, shown, subject_of
from saas_core.integrations.values import ClaimKind, CredentialId
from saas_core.kernel.commands import journal_form


def disconnected(act: Act, command: Disconnect) -> ConnectionView:
    """End a connection; raises ConnectionUnknown."""
    before = required(act, command.name)
    after = before.disconnected(act.at)
    details = act.work.connection_details
    gateway, domain = details.gateway(before.id), details.mail_domain(before.id)
    kept(act, after)
    if before.credential_id is not None:
        drop_credential(act, before.credential_id)
    if gateway is not None and gateway.claimed:
        act.work.claims.release(ClaimKind.ACCOUNT, gateway.claimed)
    if domain is not None:
        if domain.proved:
            act.work.claims.release(ClaimKind.DOMAIN, domain.domain)
        # Also for one that was never proved: an earlier end of the same connection may still owe it.
        act.put(FORGET_DOMAIN, subject_of(after), {"domain": domain.domain})
    details.drop(before.id)
    act.note(command.NAME, subject_of(after), journal_form(command))
    return shown(act, command.name, after)


def drop_credential(act: Act, credential_id: CredentialId | None) -> None:
    """Remove a sealed credential for good."""
    if credential_id is not None:
        act.work.credentials.drop(credential_id)
