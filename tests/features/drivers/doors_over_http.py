"""Keys of programs, mailed links, sessions and grants through the HTTP interface; see `doors.Doors`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from attrs import define, evolve

from features.drivers.doors import Doors
from features.drivers.driver import Made
from saas_core.kernel.actors import Actor, ClientUser
from saas_core.kernel.ids import ApiKeyId, GrantId, TenantId

Do = Callable[[Actor | None, str, str, Any], Any]


@define
class DoorsOverHttp(Doors):
    """What lets programs and people in; `do` sends a request with the key of whoever acts, out of `keys`."""

    do: Do
    keys: dict[Actor, str]

    def make_key(self, by: Actor, tenant_id: TenantId, name: str, scopes: Iterable[str]) -> Made:
        made = self.do(by, "POST", "/v1/api-keys", {"name": name, "scopes": list(scopes)})
        key_id = ApiKeyId(UUID(made["api_key"]["key_id"]))
        assert isinstance(by, ClientUser)
        self.keys[evolve(by, scopes=frozenset(made["api_key"]["scopes"]), key_id=key_id)] = made["key"]
        return Made(key_id, made["key"])

    def rotate_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId, overlap: timedelta) -> None:
        body = {"overlap_seconds": int(overlap.total_seconds())}
        self.do(by, "POST", f"/v1/api-keys/{key_id}/rotate", body)

    def revoke_key(self, by: Actor, tenant_id: TenantId, key_id: ApiKeyId) -> None:
        self.do(by, "POST", f"/v1/api-keys/{key_id}/revoke", None)

    def use_link(self, link: str) -> str:
        return str(self.do(None, "POST", "/v1/sign-in/complete", {"token": link})["key"])

    def ask_grant(self, by: Actor, tenant_id: TenantId, until: datetime, *, changes: bool) -> GrantId:
        body = {"reason": "Roles were lost", "until": until.isoformat(), "scope": "change" if changes else "read"}
        return GrantId(UUID(self.do(by, "POST", _grants(by, tenant_id), body)["grant_id"]))

    def approve_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        self.do(by, "POST", f"{_grants(by, tenant_id)}/{grant_id}/approve", None)

    def end_grant(self, by: Actor, tenant_id: TenantId, grant_id: GrantId) -> None:
        self.do(by, "POST", f"{_grants(by, tenant_id)}/{grant_id}/end", None)

    def grants(self, by: Actor, tenant_id: TenantId) -> tuple[str, ...]:
        return tuple(each["state"] for each in self.do(by, "GET", _grants(by, tenant_id), None)["items"])


def _grants(by: Actor, tenant_id: TenantId) -> str:
    return "/v1/break-glass" if isinstance(by, ClientUser) else f"/v1/staff/tenants/{tenant_id}/break-glass"
