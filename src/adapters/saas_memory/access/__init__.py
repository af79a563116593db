"""In-process storage for access."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from saas_core.access.queries.roll import Member, Roll
from saas_core.kernel.ids import TenantId, UserId
from saas_memory.access.break_glass import MemoryBreakGlassGrants, MemoryGrantUses, MemoryKeyedLinks
from saas_memory.access.entrances import MemoryInvitations, MemoryKeys, MemoryStaff
from saas_memory.access.holders import MemoryHolders
from saas_memory.access.keys_and_sessions import (
    MemoryApiKeys,
    MemorySessions,
    MemorySignInLinks,
    MemoryUses,
)
from saas_memory.access.organization import MemoryAssignments, MemoryDepartments, MemoryRoles
from saas_memory.access.people import MemoryUsers
from saas_memory.store import MemoryStore, MemoryWork

JUDGED = ("users", "departments", "roles", "assignments", "break_glass_grants")


class OutsidePorts(MemoryStore):
    """Last uses of keys and sessions, outside units of work."""

    @cached_property
    def uses(self) -> MemoryUses:
        """Last uses of API keys and sessions."""
        return MemoryUses(self.guard)

    def roll(self, tenant_id: TenantId, user_ids: Iterable[UserId]) -> Roll:
        """Return what some users hold now, those that there are, with the tenant's edition."""
        with self.read(tenant_id) as work:
            found = {each: work.users.get(each) for each in user_ids}
            members = {
                each: Member(user.state, work.assignments.of_user(each))
                for each, user in found.items()
                if user is not None
            }
            return Roll(work.edition, members)


class Ports(MemoryWork):
    """Repositories of users, their rights and their credentials."""

    @cached_property
    def users(self) -> MemoryUsers:
        """The tenant's users."""
        return MemoryUsers(self.own)

    @cached_property
    def departments(self) -> MemoryDepartments:
        """The tenant's departments."""
        return MemoryDepartments(self.own)

    @cached_property
    def roles(self) -> MemoryRoles:
        """The tenant's roles."""
        return MemoryRoles(self.own)

    @cached_property
    def assignments(self) -> MemoryAssignments:
        """Role assignments."""
        return MemoryAssignments(self.own)

    @cached_property
    def holders(self) -> MemoryHolders:
        """Role holders among any number of users."""
        return MemoryHolders(self.own)

    @cached_property
    def invitations(self) -> MemoryInvitations:
        """The tenant's invitations."""
        return MemoryInvitations(self.own)

    @cached_property
    def keys(self) -> MemoryKeys:
        """Keys of users, or of staff in the provider's scope."""
        return MemoryKeys(self.own, self.tenant_id)

    @cached_property
    def staff(self) -> MemoryStaff:
        """The provider's staff, in its own scope."""
        return MemoryStaff(self.own, self.tenant_id)

    @cached_property
    def api_keys(self) -> MemoryApiKeys:
        """The API keys of the tenant's users."""
        return MemoryApiKeys(self.own, self.tenant_id, self.store.uses)

    @cached_property
    def sign_in_links(self) -> MemorySignInLinks:
        """The sign-in links of the tenant's users."""
        return MemorySignInLinks(self.own)

    @cached_property
    def sessions(self) -> MemorySessions:
        """The sessions of the tenant's users."""
        return MemorySessions(self.own, self.tenant_id, self.store.uses)

    @cached_property
    def break_glass(self) -> MemoryBreakGlassGrants:
        """Break-glass grants on the tenant's users and roles."""
        return MemoryBreakGlassGrants(self.own)

    @cached_property
    def grant_uses(self) -> MemoryGrantUses:
        """Uses of break-glass grants: what was seen and done under each."""
        return MemoryGrantUses(self.own)

    @cached_property
    def keyed_links(self) -> MemoryKeyedLinks:
        """Links through which people fetch keys or confirm grants."""
        return MemoryKeyedLinks(self.own)
