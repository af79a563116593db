"""Importing users by the hundred thousand: in batches, restartable, with a report of refused rows (1.4.a)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from attrs import define, field

from saas_core.access.errors import EmailTaken
from saas_core.access.import_rows import COLUMNS, Row
from saas_core.access.model import User
from saas_core.access.policies import Grantor, department_at, name_key
from saas_core.access.ports import AccessWork
from saas_core.access.queries.reading import Organization, grantor
from saas_core.access.queries.views import ImportView, RefusedRow
from saas_core.access.use_cases.act import Act, Acts
from saas_core.access.use_cases.assigning import owner_role_kept
from saas_core.access.use_cases.inviting import Inviting
from saas_core.access.use_cases.joining import Joining, join, require_grants
from saas_core.access.values import PEOPLE, ROLES, RoleGrant, user_holder
from saas_core.kernel import text
from saas_core.kernel.actors import Actor
from saas_core.kernel.errors import InvalidValue, SaasError, StoreFault
from saas_core.kernel.ids import DepartmentId, Ids, TenantId
from saas_core.kernel.instants import Clock
from saas_core.kernel.secrets import Digests, Sealer, Secrets
from saas_core.kernel.work import Transactions
from saas_core.policy.ports import Judge

BATCH = 500


class Imports:
    """Imports of users; no number of them is refused (1.4.a)."""

    def __init__(  # noqa: PLR0913 - the ports, each of which it needs
        self,
        *,
        transactions: Transactions[AccessWork],
        clock: Clock,
        ids: Ids,
        judge: Judge,
        digests: Digests,
        secrets: Secrets,
        sealer: Sealer,
    ) -> None:
        """Take the ports."""
        self._acts = Acts(transactions, clock, ids, judge)
        self._digests = digests
        self._inviting = Inviting(secrets, sealer)

    def import_users(
        self,
        *,
        by: Actor,
        tenant_id: TenantId,
        rows: Iterable[Row],
        invite: bool = False,
        on_progress: Callable[[int], None] = lambda _rows: None,
    ) -> ImportView:
        """Add a user for every row, 500 rows a transaction; `on_progress` hears how many rows were dealt with.

        A row is its line and its columns: email and name, and maybe roles (names, separated by `|`) and department (a
        path such as `Sales/Retail`, or a name) in which the roles hold. A user who is there with that name and those
        roles is passed over, so a broken import is simply run again. A row that cannot be is refused in the report,
        with line, field, reason and remedy, and stops no other. Raises Refused, InvalidValue from the rows' reader.
        """
        added = already = seen = 0
        refused: list[RefusedRow] = []
        waiting = iter(rows)
        while batch := list(islice(waiting, BATCH)):
            with self._acts.begin(tenant_id, by) as act:
                act.require(PEOPLE)
                done = self._batch(act, batch, invite=invite)
                act.work.commit()
            added += done.added
            already += done.already
            refused += done.refused
            seen += len(batch)
            on_progress(seen)
        return ImportView(added, already, tuple(refused))

    def _batch(self, act: Act, rows: Iterable[Row], *, invite: bool) -> _Batch:
        known = owner_role_kept(act)
        batch = _Batch(act, known, grantor(act.work, act.by, known))
        for line, row in rows:
            try:
                joining = batch.joining(row, invite=invite)
                if joining is None:
                    batch.already += 1
                else:
                    join(act, self._inviting, self._digests, joining, known)
                    batch.added += 1
            except StoreFault:
                raise
            except SaasError as fault:
                batch.refused.append(RefusedRow(line, fault.field, fault.message, fault.remedy))
        return batch


@define
class _Batch:
    """The rows of one transaction; what was found out for one row is known for the next ones."""

    act: Act
    known: Organization
    by: Grantor
    added: int = 0
    already: int = 0
    refused: list[RefusedRow] = field(factory=list)
    _judged: dict[tuple[RoleGrant, ...], SaasError | None] = field(factory=dict)

    def joining(self, row: Mapping[str, object], *, invite: bool) -> Joining | None:
        """Read a row; None for a user who is there. Raises InvalidValue, EmailTaken, RoleUnknown and others."""
        for column in row:
            if column not in COLUMNS:
                message = "is no column of users."
                raise InvalidValue(
                    message, field=str(column)[:60], remedy=f"Leave it out; there are {', '.join(COLUMNS)}."
                )
        email = text.email(_needed(row, "email"))
        name = text.name(_needed(row, "name"))
        grants = self._grants(row)
        user = self.act.work.users.by_email(email)
        if user is not None:
            self._require_same(user, name, grants)
            return None
        self._require_granted(grants)
        return Joining(name=name, email=email, grants=grants, invite=invite)

    def _grants(self, row: Mapping[str, object]) -> tuple[RoleGrant, ...]:
        names, place = tuple(_names(row.get("roles"))), row.get("department") or ""
        if not isinstance(place, str):
            message = "is no text."
            raise InvalidValue(message, field="department", remedy="Give a path, as in Sales/Retail, or a name.")
        if place.strip() and not names:
            message = "a department is named, but no role that holds in it."
            raise InvalidValue(message, field="department", remedy="Name a role, or leave the department out.")
        department = department_at(self.known.tree, place) if place.strip() else None
        return tuple(dict.fromkeys(self._grant(each, department) for each in names))

    def _grant(self, name: str, department: DepartmentId | None) -> RoleGrant:
        for role in self.known.roles:
            if name_key(role.name) == name_key(name):
                return RoleGrant(role.id, department)
        message = f"there is no role {name[:60]!r}."
        raise InvalidValue(message, field="roles", remedy="Create it first, or check its spelling.")

    def _require_same(self, user: User, name: str, grants: tuple[RoleGrant, ...]) -> None:
        if user.name != name:
            raise EmailTaken.held_by(user_holder(user.id))
        if not grants:
            return
        held = {(each.role_id, each.department_id) for each in self.act.work.assignments.of_user(user.id)}
        if any((each.role_id, each.department_id) not in held for each in grants):
            message = f"user {user.id} is there already, without one of these roles."
            raise InvalidValue(message, field="roles", remedy="Give the role to that user; an import changes nobody.")

    def _require_granted(self, grants: tuple[RoleGrant, ...]) -> None:
        """Require that the actor may give these roles; asked once for all rows that name the same ones."""
        if grants not in self._judged:
            try:
                for each in dict.fromkeys(each.department_id for each in grants):
                    self.act.require(ROLES, each)
                require_grants(self.by, self.known, None, grants)
            except StoreFault:
                raise
            except SaasError as fault:
                self._judged[grants] = fault
            else:
                self._judged[grants] = None
        refusal = self._judged[grants]
        if refusal is not None:
            raise refusal


def _needed(row: Mapping[str, object], column: str) -> object:
    if row.get(column) is None:
        message = "is missing."
        raise InvalidValue(message, field=column, remedy="Every user has an address and a name.")
    return row[column]


def _names(given: object) -> Iterator[str]:
    listed = given.split("|") if isinstance(given, str) else given
    if listed is None:
        return
    if not isinstance(listed, list):
        message = "is no text."
        raise InvalidValue(message, field="roles", remedy="Give names of roles, separated by |.")
    for each in listed:
        name = text.name(each, "roles") if not isinstance(each, str) or each.strip() else ""
        if name:
            yield name
