"""The rows of one transaction of an import, judged and carried out together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from attrs import define, evolve, field

from saas_core.access.errors import EmailTaken
from saas_core.access.model import Role, User
from saas_core.access.policies import Grantor, Places, name_key
from saas_core.access.queries.reading import Organization
from saas_core.access.queries.views import RefusedRow
from saas_core.access.use_cases.act import Act
from saas_core.access.use_cases.applicants import Applicant, Wish, refusal_of
from saas_core.access.use_cases.joining import Joining, require_grants
from saas_core.access.values import ROLES, RoleGrant, UserState, user_holder
from saas_core.kernel.addresses import canonical
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
        # Of several with one name, the first counts; a name written exactly so counts before one in other case.
        alike = {name_key(each.name): each for each in reversed(self.known.roles)}
        return alike | {each.name: each for each in self.known.roles}

    def take(self, given: list[Applicant]) -> None:
        """Add the users who are not there yet; raises StoreFault."""
        found = self.act.work.users.by_emails(each.email for each in given)
        there = {canonical(user.email): user for user in found}
        held = self._held({each.key: there[each.key].id for each in given if each.wish.roles and each.key in there})
        for person, rows in groupby(given, key=lambda each: each.person):
            key, user = person[0], there.get(person[0])
            if user is not None:
                self._compare(user, list(rows), held.get(key, ()))
            else:
                added = self._join(list(rows))
                if added is not None:
                    # A later row may name the same address.
                    there[key], held[key] = added

    def _compare(self, user: User, rows: list[Applicant], held: tuple[RoleGrant, ...]) -> None:
        """Skip the rows of a user who is there as they say, and refuse the others."""
        seen: set[Wish] = set()
        counted = False
        for each in rows:
            try:
                _require_same(user, each, self._grants_of(each), held)
            except StoreFault:
                raise
            except SaasError as fault:
                self.refused.append(refusal_of(each.line, fault))
            else:
                # A user counts once, in however many places it holds roles; a row that says nothing new counts too.
                self.already += not counted or each.wish in seen
                counted = True
                seen.add(each.wish)

    def _join(self, rows: list[Applicant]) -> tuple[User, tuple[RoleGrant, ...]] | None:
        """Add the user of these rows, or refuse all of them: half a user could not be completed by another import."""
        grants: dict[RoleGrant, None] = {}
        faults: dict[int, SaasError] = {}
        for each in rows:
            try:
                found = self._grants_of(each)
                self._require_granted(each, found)
                grants |= dict.fromkeys(found)
            except StoreFault:
                raise
            except SaasError as fault:
                faults[each.line] = fault
        first = rows[0]
        if not faults:
            joining = Joining(
                name=first.name,
                email=first.email,
                grants=tuple(grants),
                invite=self.invite,
                deactivated=first.deactivated,
            )
            try:
                user = self.add(joining)
            except StoreFault:
                raise
            except SaasError as fault:
                faults = {each.line: fault for each in rows}
            else:
                self.added += 1
                self.already += len(rows) - len({each.wish for each in rows})
                return user, tuple(grants)
        for each in rows:
            self.refused.append(refusal_of(each.line, faults.get(each.line) or _with_another(min(faults))))
        return None

    def _held(self, users: Mapping[str, UserId]) -> dict[str, tuple[RoleGrant, ...]]:
        """Return the assignments of users, by the key of their address."""
        found: dict[UserId, list[RoleGrant]] = {}
        for each in self.act.work.holders.of_users(users.values()) if users else ():
            found.setdefault(each.user_id, []).append(
                RoleGrant(each.role_id, each.department_id, each.approval_limit_minor)
            )
        return {key: tuple(found.get(user_id, ())) for key, user_id in users.items()}

    def _grants_of(self, wanted: Applicant) -> tuple[RoleGrant, ...]:
        """Find the roles and the department, once for all rows that name the same ones."""
        known = self._grants.get(wanted.wish)
        if known is None:
            try:
                wish = wanted.wish
                department = self._places.find(wish.place) if wish.place else None
                known = tuple(dict.fromkeys(self._grant(each, department, wish.limit) for each in wish.roles))
            except SaasError as fault:
                known = fault
            self._grants[wanted.wish] = known
        if isinstance(known, SaasError):
            raise known.with_traceback(None)
        return known

    def _grant(self, name: str, department: DepartmentId | None, limit: int | None) -> RoleGrant:
        role = self._roles.get(name) or self._roles.get(name_key(name))
        if role is not None:
            return RoleGrant(role.id, department, limit)
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


def _require_same(user: User, row: Applicant, grants: tuple[RoleGrant, ...], held: tuple[RoleGrant, ...]) -> None:
    if user.name != row.name:
        raise EmailTaken.held_by(user_holder(user.id))
    if row.deactivated and user.state is not UserState.DEACTIVATED:
        message = f"user {user.id} already exists, and is not deactivated."
        raise InvalidValue(message, field="deactivated", remedy="Deactivate that user; an import only adds users.")
    there = held if row.limited else tuple(evolve(each, approval_limit_minor=None) for each in held)
    if any(each not in there for each in grants):
        message = f"user {user.id} already exists, without one of these roles or with another limit."
        raise InvalidValue(message, field="roles", remedy="Assign it to that user; an import only adds users.")


def _with_another(line: int) -> InvalidValue:
    message = f"line {line}, about the same user, is refused."
    return InvalidValue(message, field="email", remedy="Correct that line, and import both again.")
