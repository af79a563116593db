"""The rows of one transaction of an import, judged and carried out together."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import define, field

from saas_core.access.errors import EmailTaken
from saas_core.access.model import Role, User
from saas_core.access.policies import Grantor, Places, name_key
from saas_core.access.queries.reading import Organization
from saas_core.access.queries.views import RefusedRow
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.applicants import Applicant, Wish, refusal_of
from saas_core.access.use_cases.joining import Joining, require_grants
from saas_core.access.values import ROLES, RoleGrant, user_holder
from saas_core.kernel import text
from saas_core.kernel.errors import InvalidValue, SaasError, StoreFault
from saas_core.kernel.ids import DepartmentId, UserId


@define
class Batch:
    """The rows of one transaction; answers found for one row are reused for the next ones."""

    act: Act
    known: Organization
    by: Grantor
    add: Callable[[Joining], User]
    invite: bool
    refused: list[RefusedRow]
    added: int = 0
    already: int = 0
    # Each row may name anything: what is searched is gathered once.
    _places: Places = field(init=False)
    _roles: Mapping[str, Role] = field(init=False)
    _grants: dict[Wish, tuple[RoleGrant, ...] | SaasError] = field(factory=dict)
    _judged: dict[Wish, SaasError | None] = field(factory=dict)
    _everywhere: bool | None = None

    @_places.default
    def _gathered_places(self) -> Places:
        return Places.of(self.known.tree)

    @_roles.default
    def _gathered_roles(self) -> Mapping[str, Role]:
        # Of several with one name, the first counts.
        return {name_key(each.name): each for each in reversed(self.known.roles)}

    def take(self, given: list[Applicant]) -> None:
        """Add the users who are not there yet; raises StoreFault."""
        found = self.act.work.users.by_emails(each.email for each in given)
        there = {text.email_key(user.email): user for user in found}
        held = self._held({each.key: there[each.key].id for each in given if each.roles and each.key in there})
        for each in given:
            try:
                grants = self._grants_of(each)
                user = there.get(each.key)
                if user is not None:
                    _require_same(user, each.name, grants, held.get(each.key, ()))
                    self.already += 1
                    continue
                self._require_granted(each, grants)
                joining = Joining(name=each.name, email=each.email, grants=grants, invite=self.invite)
                # The next row may name the same address.
                there[each.key] = self.add(joining)
                held[each.key] = grants
                self.added += 1
            except StoreFault:
                raise
            except SaasError as fault:
                self.refused.append(refusal_of(each.line, fault))

    def _held(self, users: Mapping[str, UserId]) -> dict[str, tuple[RoleGrant, ...]]:
        """Return the assignments of users, by the key of their address."""
        found: dict[UserId, list[RoleGrant]] = {}
        for each in self.act.work.holders.of_users(users.values()) if users else ():
            found.setdefault(each.user_id, []).append(RoleGrant(each.role_id, each.department_id))
        return {key: tuple(found.get(user_id, ())) for key, user_id in users.items()}

    def _grants_of(self, wanted: Applicant) -> tuple[RoleGrant, ...]:
        """Find the roles and the department, once for all rows that name the same ones."""
        known = self._grants.get(wanted.wish)
        if known is None:
            try:
                department = self._places.find(wanted.place) if wanted.place else None
                known = tuple(dict.fromkeys(self._grant(each, department) for each in wanted.roles))
            except SaasError as fault:
                known = fault
            self._grants[wanted.wish] = known
        if isinstance(known, SaasError):
            raise known.with_traceback(None)
        return known

    def _grant(self, name: str, department: DepartmentId | None) -> RoleGrant:
        role = self._roles.get(name_key(name))
        if role is not None:
            return RoleGrant(role.id, department)
        message = f"there is no role {name[:60]!r}."
        raise InvalidValue(message, field="roles", remedy="Create it first, or check its spelling.")

    def _require_granted(self, wanted: Applicant, grants: tuple[RoleGrant, ...]) -> None:
        """Require that the actor may assign these roles, once for all rows that name the same ones."""
        if wanted.wish not in self._judged:
            try:
                self._require_managed(grants)
                require_grants(self.by, self.known, None, grants)
            except StoreFault:
                raise
            except SaasError as fault:
                self._judged[wanted.wish] = fault
            else:
                self._judged[wanted.wish] = None
        refusal = self._judged[wanted.wish]
        if refusal is not None:
            raise refusal.with_traceback(None)

    def _require_managed(self, grants: tuple[RoleGrant, ...]) -> None:
        """Require that the actor manages roles where these hold; managing them everywhere is checked once."""
        if self._everywhere is None and grants:
            self._everywhere = self.act.may(ROLES)
        if not self._everywhere:
            for each in dict.fromkeys(each.department_id for each in grants):
                self.act.require(ROLES, each)


def _require_same(user: User, name: str, grants: tuple[RoleGrant, ...], held: tuple[RoleGrant, ...]) -> None:
    if user.name != name:
        raise EmailTaken.held_by(user_holder(user.id))
    if any(each not in held for each in grants):
        message = f"user {user.id} already exists, without one of these roles."
        raise InvalidValue(message, field="roles", remedy="Assign it to that user; an import only adds users.")
