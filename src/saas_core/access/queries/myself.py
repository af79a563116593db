"""Views of an actor by itself."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from attrs import frozen

from saas_core.access.queries.views import AssignmentView, RightView
from saas_core.access.values import Entrance
from saas_core.kernel.ids import TenantId


@frozen
class MyClientView:
    """The client of an actor: the legal name of its account, or its short name until it has one."""

    tenant_id: TenantId
    name: str


@frozen
class EntranceView:
    """How an actor came in: the id of the session or API key, the key's name, its scopes, and when it ends."""

    by: Entrance
    id: UUID | None
    name: str
    scopes: tuple[str, ...] | None
    expires_at: datetime | None


@frozen
class MyselfView:
    """An actor: its name in journals, its person, client, roles and rights, and how it came in.

    Staff has no client, roles and rights, but `permissions`. The rights of a program are those that its scopes cover.
    """

    actor: str
    name: str
    email: str
    client: MyClientView | None
    roles: tuple[AssignmentView, ...]
    rights: tuple[RightView, ...]
    permissions: tuple[str, ...]
    entrance: EntranceView
