"""API keys of a client's programs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from attrs import frozen

from saas_core.access.errors import MoreThanHeld
from saas_core.access.errors.keys_and_sessions import ApiKeyOver, ApiKeyUnknown
from saas_core.access.queries.keys_and_sessions import ApiKeyView, MadeApiKeyView
from saas_core.access.values import OVERLAP, OVERLAP_LONGEST
from saas_core.kernel.ids import ApiKeyId, UserId
from saas_core.policy.errors import PermissionReserved
from saas_http.endpoints import Call, Router, client
from saas_http.paging import Page, Paging
from saas_http.parsing.values import Name, Number, Pattern

api_keys = Router(
    "api keys", "Keys of your programs: each acts as the user who created it, limited to its scopes (1.4.b, 1.5)."
)

MANAGE = client("keys.manage")
OWN = client("credentials.take_away")
_SECONDS = int(OVERLAP_LONGEST.total_seconds())


@frozen(kw_only=True)
class MakeApiKey:
    """An API key to create, with scopes such as `invoices.view` or `invoices.*`; it expires in 90 days by default."""

    name: Name
    scopes: tuple[Pattern, ...]
    expires_at: datetime | None = None


@frozen(kw_only=True)
class RotateApiKey:
    """The rotation of a key: seconds that the previous secret still works, and the expiry, by default in 90 days."""

    overlap_seconds: Annotated[int, Number(0, _SECONDS)] = int(OVERLAP.total_seconds())
    expires_at: datetime | None = None


@frozen(kw_only=True)
class ListApiKeys(Paging):
    """Filter of API keys by user; owners see everybody's."""

    user_id: UserId | None = None


@api_keys.get("/api-keys", OWN)
def list_keys(call: Call, query: ListApiKeys) -> Page[ApiKeyView]:
    """List API keys, without their secrets: your own or, as an owner, everybody's."""
    read = call.app.access.api_keys.list_keys
    return call.reader(query).ids(
        lambda after, limit: read(**call.acting, user_id=query.user_id, after=after, limit=limit),
        lambda key: key.key_id,
    )


@api_keys.post("/api-keys", MANAGE, MoreThanHeld, PermissionReserved, status=201)
def create(call: Call, body: MakeApiKey) -> MadeApiKeyView:
    """Create an API key for yourself; the secret is returned only once, and not by a repeat.

    No scope may exceed your rights in the whole instance.
    """
    return call.app.access.api_keys.create(
        **call.writing, name=body.name, scopes=body.scopes, expires_at=body.expires_at
    )


@api_keys.post("/api-keys/{key_id}/rotate", MANAGE, ApiKeyUnknown, ApiKeyOver, MoreThanHeld)
def rotate(call: Call, key_id: ApiKeyId, body: RotateApiKey) -> MadeApiKeyView:
    """Give your API key a new secret; the previous one works until the overlap ends."""
    overlap = timedelta(seconds=body.overlap_seconds)
    return call.app.access.api_keys.rotate(**call.writing, key_id=key_id, overlap=overlap, expires_at=body.expires_at)


@api_keys.post("/api-keys/{key_id}/revoke", OWN, ApiKeyUnknown)
def revoke(call: Call, key_id: ApiKeyId) -> ApiKeyView:
    """Revoke an API key with both its secrets: your own or, as an owner, anybody's."""
    return call.app.access.api_keys.revoke(**call.writing, key_id=key_id)
