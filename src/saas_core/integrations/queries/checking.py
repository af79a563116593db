"""What the doctor looks at: credentials and claims belong to connections, and every connection has its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from saas_core.integrations.ports import IntegrationsWork
from saas_core.integrations.values import EMAIL, PAYMENT_GATEWAY, ClaimKind
from saas_core.kernel.parts import Check, Finding

_ANEW: Final = "Have the client connect it anew, or restore the row from a backup."


def _credentials(work: IntegrationsWork, slug: str) -> Iterator[Finding]:
    """Find connections without their credential, credentials without a data key, and credentials of nothing."""
    keys = {each.id for each in work.client_keys.all()}
    known = {each.id: each for each in work.credentials.all()}
    used = set()
    for each in work.connections.all():
        if each.credential_id is None:
            continue
        used.add(each.credential_id)
        credential = known.get(each.credential_id)
        if credential is None or credential.key_id not in keys:
            sentence = f"The connection {each.name} has no credential that could be opened."
            yield Finding("credentials", slug, sentence, _ANEW)
    for number in known.keys() - used:
        yield Finding("credentials", slug, f"The credential {number} belongs to no connection.", "Remove its row.")


def _claims(work: IntegrationsWork, slug: str) -> Iterator[Finding]:
    """Find working connections whose domain or account is not claimed for this client."""
    for name in (PAYMENT_GATEWAY, EMAIL):
        connection = work.connections.get(name)
        if connection is None or not connection.works:
            continue
        domain = work.connection_details.mail_domain(connection.id)
        gateway = work.connection_details.gateway(connection.id)
        kind = ClaimKind.DOMAIN if domain is not None else ClaimKind.ACCOUNT
        subject = domain.domain if domain is not None else ("" if gateway is None else gateway.claimed)
        if work.claims.holder(kind, subject) != work.tenant_id:
            sentence = f"The connection {name} works with what is not claimed for this client."
            yield Finding("claims", slug, sentence, "Verify the connection again.")


CHECKS: Final = (Check("credentials", _credentials), Check("claims", _claims))
