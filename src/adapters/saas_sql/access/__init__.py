"""Database storage for access."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from saas_core.kernel.ids import TenantId, UserId
from saas_sql.access.break_glass import SqlBreakGlassGrants, SqlGrantUses, SqlKeyedLinks
from saas_sql.access.entrances import SqlInvitations, SqlKeys, SqlStaff
from saas_sql.access.holders import SqlHolders
from saas_sql.access.keys_and_sessions import SqlApiKeys, SqlSessions, SqlSignInLinks, SqlUses
from saas_sql.access.organization import SqlAssignments, SqlDepartments, SqlRoles
from saas_sql.access.people import SqlUsers
from saas_sql.access.tables import TABLES
from saas_sql.store import SqlStore
from saas_sql.unit_of_work import SqlWork

if TYPE_CHECKING:
    from saas_core.access.queries.roll import Roll

__all__ = ["TABLES", "OutsidePorts", "Ports"]


class Ports(SqlWork):
    """Repositories of users, their rights and their credentials."""

    @cached_property
    def users(self) -> SqlUsers:
        """The tenant's users."""
        return SqlUsers(self.session)

    @cached_property
    def departments(self) -> SqlDepartments:
        """The tenant's departments."""
        return SqlDepartments(self.session)

    @cached_property
    def roles(self) -> SqlRoles:
        """The tenant's roles."""
        return SqlRoles(self.session)

    @cached_property
    def assignments(self) -> SqlAssignments:
        """Role assignments."""
        return SqlAssignments(self.session, self.users)

    @cached_property
    def holders(self) -> SqlHolders:
        """Role holders among any number of users."""
        return SqlHolders(self.session, self.users)

    @cached_property
    def invitations(self) -> SqlInvitations:
        """The tenant's invitations."""
        return SqlInvitations(self.session)

    @cached_property
    def keys(self) -> SqlKeys:
        """Keys of users, or of staff in the provider's scope."""
        return SqlKeys(self.session)

    @cached_property
    def staff(self) -> SqlStaff:
        """The provider's staff, in its own scope."""
        return SqlStaff(self.session)

    @cached_property
    def api_keys(self) -> SqlApiKeys:
        """The API keys of the tenant's users."""
        return SqlApiKeys(self.session)

    @cached_property
    def sign_in_links(self) -> SqlSignInLinks:
        """The sign-in links of the tenant's users."""
        return SqlSignInLinks(self.session)

    @cached_property
    def sessions(self) -> SqlSessions:
        """The sessions of the tenant's users."""
        return SqlSessions(self.session)

    @cached_property
    def break_glass(self) -> SqlBreakGlassGrants:
        """Break-glass grants on the tenant's users and roles."""
        return SqlBreakGlassGrants(self.session)

    @cached_property
    def grant_uses(self) -> SqlGrantUses:
        """Uses of break-glass grants: what was seen and done under each."""
        return SqlGrantUses(self.session)

    @cached_property
    def keyed_links(self) -> SqlKeyedLinks:
        """Links through which people fetch keys or confirm grants."""
        return SqlKeyedLinks(self.session)


class OutsidePorts(SqlStore):
    """Last uses of keys and sessions, and what users hold, outside units of work."""

    @property
    def uses(self) -> SqlUses:
        """Last uses of API keys and sessions; each call is its own transaction."""
        return SqlUses(self._engine)

    def roll(self, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
        """Return what some users hold now, those that there are, with the tenant's edition; raises StoreFault."""
        from saas_sql.access.rolls import roll  # noqa: PLC0415 - few commands need it

        return roll(self._engine, tenant_id, tuple(user_ids))
