"""Tokens of links to estimates, the secrets of identified approvers, and the contexts under which they are sealed."""

from __future__ import annotations

from uuid import UUID

from saas_core.kernel.ids import EstimateId, LinkId, TenantId, UserId

_LONGEST = 300
_HEX = 32


def approval_token(tenant_id: TenantId, secret: str) -> str:
    """Return the token of a link to an estimate: `apr_<tenant>_<secret>`."""
    return f"apr_{tenant_id.hex}_{secret}"


def approving_in(token: object) -> TenantId | None:
    """Return the tenant named in a token; None for text that is not such a token."""
    if not isinstance(token, str) or len(token) > _LONGEST:
        return None
    kind, _, rest = token.partition("_")
    tenant, _, secret = rest.partition("_")
    found = _id(tenant)
    return TenantId(found) if kind == "apr" and secret and found is not None else None


def approver_secret(tenant_id: TenantId, link_id: LinkId, secret: str) -> str:
    """Return the secret of an approver who gave the code: `aps_<tenant>_<link>_<secret>`."""
    return f"aps_{tenant_id.hex}_{link_id.hex}_{secret}"


def identified_by(secret: object) -> tuple[TenantId, LinkId] | None:
    """Return the tenant and the link named in such a secret; None for text that is none."""
    if not isinstance(secret, str) or len(secret) > _LONGEST:
        return None
    kind, _, rest = secret.partition("_")
    tenant, _, rest = rest.partition("_")
    link, _, random = rest.partition("_")
    tenant_id, link_id = _id(tenant), _id(link)
    if kind != "aps" or tenant_id is None or link_id is None or not random:
        return None
    return TenantId(tenant_id), LinkId(link_id)


def link_context(tenant_id: TenantId, link_id: LinkId) -> str:
    """Return the context under which a token waits in the outbox."""
    return f"approval link {tenant_id} {link_id}"


def code_context(tenant_id: TenantId, link_id: LinkId) -> str:
    """Return the context under which a code waits in the outbox."""
    return f"approval code {tenant_id} {link_id}"


def address_value(link_id: LinkId, address: str) -> str:
    """Return the value whose keyed digest binds a link to the address to which it was mailed."""
    return f"approval address {link_id} {address}"


def code_value(link_id: LinkId, code: str) -> str:
    """Return the value whose keyed digest is stored of a code: six digits alone could be guessed from a plain hash."""
    return f"approval code {link_id} {code}"


def nonce_value(estimate_id: EstimateId, revision: int, user_id: UserId, content_hash: str) -> str:
    """Return the value whose keyed digest shows that a person was shown a revision in full."""
    return f"presented {estimate_id} {revision} {user_id} {content_hash}"


def _id(text: str) -> UUID | None:
    try:
        return UUID(hex=text) if len(text) == _HEX else None
    except ValueError:
        return None
