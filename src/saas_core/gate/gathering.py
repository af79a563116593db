"""Gathering: the circumstances of a judgement, read from one unit of work.

The premises hold for everybody in the instance; the holder is what is known of the asking person. Together with a
question they make up its circumstances.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from attrs import evolve, field, frozen

from saas_core.access.errors import DepartmentUnknown
from saas_core.access.policies import Holding, Tree, holdings, rights
from saas_core.access.policies.rights import PRESENCE
from saas_core.access.queries.reading import owners_of
from saas_core.access.values import UserState
from saas_core.gate.informants import Informants
from saas_core.gate.ports import GateWork
from saas_core.gate.standings import Bound, binding, binding_under
from saas_core.kernel.actors import ClientUser, Staff
from saas_core.kernel.errors import InvalidValue
from saas_core.kernel.ids import PROVIDER, DepartmentId, EngagementId, IntegrationId
from saas_core.kernel.money import Money
from saas_core.policy.actions import Action, ActionKind
from saas_core.policy.catalogue import Catalogue, Permission, added_rows, catalogue
from saas_core.policy.circumstances import Authorization, Circumstances, LicenseState, Presence, Rights
from saas_core.policy.decision import (
    About,
    AboutKind,
    LicenseeKind,
    Question,
    about_integrations,
    require_few_names,
)
from saas_core.policy.terms import Terms
from saas_core.tenancy.errors import TenantUnknown
from saas_core.tenancy.model import Tenant
from saas_core.tenancy.policies import missing


@frozen
class Matter:
    """Facts about the thing that a question is about; equal for all things with the same facts.

    `work` is the approval of an engagement, `connected` the name of a working integration; None if the question is not
    about an integration. Time alone changes the facts at `until`, if ever.
    """

    work: Authorization | None = None
    connected: frozenset[str] | None = None

    @property
    def until(self) -> datetime | None:
        """The instant at which time alone changes the facts."""
        return None if self.work is None else self.work.until


NOTHING = Matter()
"""The matter of a question about nothing or about a ticket, which is recorded with the answer but never changes it."""


@frozen
class Premises:
    """Premises of an answer to any asker: the circumstances of a person about whom nothing is known.

    Time alone changes them at `until`, if ever.
    """

    unasked: Circumstances
    until: datetime | None

    def circumstances(self, question: Question, holder: Holder, matter: Matter) -> Circumstances:
        """Return the circumstances of a question that this holder asks about this matter."""
        wanted = [None if row is None else row.permission for row in self._rows(question)]
        place, amount = question.department_id, question.amount
        return evolve(
            self.unasked,
            connected=self.unasked.connected if matter.connected is None else matter.connected,
            work=matter.work,
            rights=holder.rights(wanted[0], place, amount),
            also_rights={each: holder.rights(each, place, amount) for each in wanted[1:] if each is not None},
        )

    def require_sense(self, question: Question, tree: Tree) -> None:
        """Require that the department of a question exists, and that its amount can be compared with limits.

        Actions never granted are refused everywhere, even in a department that does not exist. Raises
        DepartmentUnknown, InvalidValue for an amount that is negative or not in the currency of the terms.
        """
        place, amount = question.department_id, question.amount
        absent = place is not None and place not in tree.departments
        if not absent and (amount is None or (amount.minor >= 0 and amount.currency == self.unasked.terms.currency)):
            return
        if any(row is not None and row.kind is ActionKind.NEVER_GRANTED for row in self._rows(question)):
            return
        if absent:
            raise DepartmentUnknown
        message = f"{amount} cannot be compared with an approval limit."
        remedy = f"Give an amount from 0 in {self.unasked.terms.currency}, the currency of the terms."
        raise InvalidValue(message, field="amount", remedy=remedy)

    def _rows(self, question: Question) -> tuple[Action | None, ...]:
        return tuple(self.unasked.catalogue.find(name) for name in (question.action, *question.also))


@frozen
class Holder:
    """The asking person: a stranger, or an internal user of this tenant and the assignments that user holds."""

    presence: Presence = Presence.UNKNOWN
    held: tuple[Holding, ...] = ()
    tree: Tree = field(factory=lambda: Tree({}))

    @property
    def departments(self) -> tuple[DepartmentId, ...]:
        """The departments to which the holder's assignments are bound, each once."""
        bound = (each.assignment.department_id for each in self.held)
        return tuple(dict.fromkeys(each for each in bound if each is not None))

    def rights(self, permission: str | None, department_id: DepartmentId | None, amount: Money | None) -> Rights:
        """Return the holder's rights to a permission; without a permission, only the person's presence."""
        if permission is None or self.presence is Presence.UNKNOWN:
            return Rights(self.presence)
        minor = None if amount is None else amount.minor
        return rights(self.presence, self.held, self.tree, permission, department_id, minor)


def premises(  # noqa: PLR0913 - when, as known when, as of when; and who may be left aside
    work: GateWork,
    informants: Informants,
    *,
    at: datetime,
    known_at: datetime,
    seen: datetime | None,
    foreign: bool = False,
    staff: bool = True,
    integrations: bool = True,
) -> Premises:
    """Read the premises of every answer in this tenant; people, roles and setup as of `seen`, or now if it is None.

    For a `foreign` user they are the same for every tenant, whether or not it exists. Break-glass grants concern only
    `staff`, and connections only questions about `integrations`. Raises TenantUnknown.
    """
    tenant = None if foreign else tenant_in(work)
    bound = binding(work, tenant, at=at, known_at=known_at)
    asked = integrations and tenant is not None
    return _premises(work, informants, tenant, (bound,), at=at, known_at=known_at, seen=seen, staff=staff, asked=asked)[
        0
    ]


def premises_under(
    work: GateWork, informants: Informants, versions: Iterable[Terms], *, at: datetime, staff: bool
) -> tuple[Premises, ...]:
    """Read the premises of an instant, as known then, under each of some terms in place of those that bound.

    What does not depend on the terms is read once for all of them. Raises TenantUnknown.
    """
    tenant = tenant_in(work)
    bound = binding_under(work, tenant, versions, at=at)
    asked = tenant is not None
    return _premises(work, informants, tenant, bound, at=at, known_at=at, seen=at, staff=staff, asked=asked)


def _premises(  # noqa: PLR0913 - as `premises`
    work: GateWork,
    informants: Informants,
    tenant: Tenant | None,
    bound: tuple[Bound, ...],
    *,
    at: datetime,
    known_at: datetime,
    seen: datetime | None,
    staff: bool,
    asked: bool,
) -> tuple[Premises, ...]:
    activated = tenant is not None and _activated(tenant, seen)
    grants = work.break_glass.in_force(at, seen) if activated and staff else ()
    permissions = work.permissions.all(seen)
    added = informants.connections.added(work, seen=seen) if asked else ()
    owners = 0
    if tenant is not None and not activated:
        owners = len(owners_of(work, UserState.ACTIVE, UserState.INVITED, at=seen))
    connected = informants.connections.connected(work, None, seen=seen) if asked else frozenset[str]()
    found = list[Premises]()
    for each in bound:
        until = min((at for at in (each.until, *(grant.until for grant in grants)) if at is not None), default=None)
        unasked = Circumstances(
            at=at,
            known_at=known_at,
            terms=each.terms,
            catalogue=_catalogue(each.terms, permissions, added),
            licensee=LicenseeKind.BUSINESS_OPERATOR if tenant is None else tenant.kind,
            license=each.state,
            rights=Rights(Presence.UNKNOWN),
            activated=activated,
            missing=() if tenant is None or activated else _missing(tenant, each.state, owners),
            connected=connected,
            offered_until=until if tenant is None else None,
            grants=grants,
        )
        found.append(Premises(unasked, until))
    return tuple(found)


def circumstances(
    work: GateWork, informants: Informants, question: Question, *, at: datetime, known_at: datetime
) -> Circumstances:
    """Gather everything that a judgement of the question rests on.

    Raises NotFound for an unknown tenant or department, InvalidValue for an amount that cannot be compared to a limit
    and for too many actions.
    """
    require_few_names(question)
    seen = min(at, known_at)
    staff, foreign = isinstance(question.by, Staff), is_foreign(question)
    asked = about_integrations(question)
    known = premises(
        work,
        informants,
        at=at,
        known_at=known_at,
        seen=seen,
        foreign=foreign,
        staff=staff,
        integrations=asked,
    )
    holder = _holder(work, question, known, seen)
    # A stranger learns nothing about the client's data, so nothing is looked up.
    known_here = not foreign and not (isinstance(question.by, ClientUser) and holder.presence is Presence.UNKNOWN)
    about = matter(work, informants, question.about, at=at, seen=seen) if known_here else NOTHING
    return known.circumstances(question, holder, about)


def matter(
    work: GateWork, informants: Informants, about: About | None, *, at: datetime, seen: datetime | None
) -> Matter:
    """Look up the thing that a question is about, as of `seen`, or as it is now if that is None."""
    match about:
        case About(kind=AboutKind.ENGAGEMENT, id=number):
            engagement_id = EngagementId(number)
            return Matter(work=informants.approvals.authorization(work, engagement_id, at=at, seen=seen))
        case About(kind=AboutKind.INTEGRATION, id=number):
            return Matter(connected=informants.connections.connected(work, IntegrationId(number), seen=seen))
        case _:
            return NOTHING


def tenant_in(work: GateWork) -> Tenant | None:
    """Return the tenant, None in the provider's own scope; raises TenantUnknown."""
    tenant = work.tenants.get()
    if tenant is None and work.tenant_id != PROVIDER:
        raise TenantUnknown
    return tenant


def is_foreign(question: Question) -> bool:
    """Return whether a user asks about another client, which must not be revealed even to exist (1.5)."""
    return isinstance(question.by, ClientUser) and question.by.tenant_id != question.tenant_id


def _holder(work: GateWork, question: Question, known: Premises, at: datetime) -> Holder:
    """Read the person's rights as of an instant; raises DepartmentUnknown, InvalidValue."""
    user = None
    if isinstance(question.by, ClientUser):
        if question.by.tenant_id == work.tenant_id:
            user = work.users.get(question.by.user_id, at)
        if user is None:
            # A stranger learns nothing about the departments, not even which ones exist.
            return Holder()
    tree = Tree.of(work.departments.all(at) if question.department_id is not None else ())
    known.require_sense(question, tree)
    if user is None:
        return Holder()
    return Holder(PRESENCE[user.state], holdings(work.assignments.of_user(user.id, at), work.roles.all(at)), tree)


@frozen
class _Wording:
    """A version of the terms, equal to every other one with the same document: only the digest distinguishes it."""

    digest: str
    terms: Terms = field(eq=False)


@lru_cache(maxsize=64)
def _built(
    wording: _Wording, permissions: tuple[Permission, ...], added: tuple[tuple[str, str], ...] = ()
) -> Catalogue:
    rows = (row for name, title in added for row in added_rows(name, title))
    return catalogue(wording.terms.actions, wording.terms.reserved, permissions, rows)


def _catalogue(terms: Terms, permissions: tuple[Permission, ...], added: tuple[tuple[str, str], ...] = ()) -> Catalogue:
    """Build the catalogue once for a version of the terms, the registered permissions and what was added."""
    return _built(_Wording(terms.digest, terms), permissions, added)


def _activated(tenant: Tenant, seen: datetime | None) -> bool:
    since = tenant.instance.activated_at
    return since is not None and (seen is None or since <= seen)


def _missing(tenant: Tenant, state: LicenseState, owners: int) -> tuple[str, ...]:
    return missing(evolve(tenant, instance=evolve(tenant.instance, activated_at=None)), owners, state.reasons)
